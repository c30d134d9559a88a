SELECT period(offered_at::TIMESTAMP) AS period, count(*) AS denominator, count(*) FILTER (
    datediff('second', offered_at::TIMESTAMP, (answered_at || abandoned_at)::TIMESTAMP) <= 20
) AS numerator
FROM calls GROUP BY period
