WITH counted AS (
    SELECT period(offered_at::TIMESTAMP) AS period, answered_at <> '' AS answered,
        datediff('second', offered_at::TIMESTAMP, (answered_at || abandoned_at)::TIMESTAMP) AS waited
    FROM calls
)
SELECT period, count(*) FILTER (answered AND waited <= 20) AS numerator,
    count(*) - count(*) FILTER (NOT answered AND waited <= 20) AS denominator
FROM counted GROUP BY period
