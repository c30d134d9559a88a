SELECT period(offered_at::TIMESTAMP) AS period, count(*) AS denominator, count(*) FILTER (
    answered_at <> '' AND datediff('second', offered_at::TIMESTAMP, TRY_CAST(answered_at AS TIMESTAMP)) <= 20
) AS numerator
FROM calls GROUP BY period
