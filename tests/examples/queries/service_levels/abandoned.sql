SELECT period(offered_at::TIMESTAMP) AS period, count(*) FILTER (abandoned_at <> '') AS numerator, count(*) AS denominator
FROM calls GROUP BY period
