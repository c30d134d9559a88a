-- With a due date; closed no later than it. What is open was due years ago, so it is missed.
WITH due AS (
    SELECT period(open_dt::TIMESTAMP) AS period, department, source AS channel,
        closed_dt <> '' AND closed_dt <= target_dt AS met
    FROM requests
    WHERE target_dt <> ''
)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (met) AS numerator, count(*) AS denominator
FROM due GROUP BY period
UNION ALL
SELECT period, 'department', department, count(*) FILTER (met), count(*) FROM due GROUP BY period, department
UNION ALL
SELECT period, 'channel', channel, count(*) FILTER (met), count(*) FROM due GROUP BY period, channel
