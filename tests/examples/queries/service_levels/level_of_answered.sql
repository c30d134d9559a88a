SELECT period(offered_at::TIMESTAMP) AS period, count(*) AS denominator,
    count(*) FILTER (datediff('second', offered_at::TIMESTAMP, answered_at::TIMESTAMP) <= 20) AS numerator
FROM calls WHERE answered_at <> '' GROUP BY period
