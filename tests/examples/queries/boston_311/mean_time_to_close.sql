SELECT period(open_dt::TIMESTAMP) AS period,
    sum((epoch(earlier(closed_dt)) - epoch(earlier(open_dt)))::BIGINT) AS numerator, count(*) AS denominator
FROM requests
WHERE closed_dt <> ''
GROUP BY period
