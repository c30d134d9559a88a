-- No clock changes in December, so the difference on the wall is the time that passed.
SELECT period(opened_at::TIMESTAMP) AS period, count(*) AS denominator,
    sum(datediff('second', opened_at::TIMESTAMP, resolved_at::TIMESTAMP)) AS numerator
FROM tickets WHERE resolved_at <> '' GROUP BY period
