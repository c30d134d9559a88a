-- Closed and with a due date: by the times on time, and flagged ONTIME, are the same thing or they are not.
SELECT period(open_dt::TIMESTAMP) AS period,
    count(*) FILTER ((closed_dt <= target_dt) = (ontime = 'ONTIME')) AS numerator, count(*) AS denominator
FROM requests
WHERE closed_dt <> '' AND target_dt <> ''
GROUP BY period
