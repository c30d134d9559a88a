SELECT period(open_dt::TIMESTAMP) AS period, count(*) FILTER (target_dt <> '') AS numerator, count(*) AS denominator
FROM requests
GROUP BY period
