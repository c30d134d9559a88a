-- On time of scheduled, counted directly; the agreement multiplies two shares and has to come to the same.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    count(*) FILTER (arr_delay <> 'NA' AND TRY_CAST(arr_delay AS INT) < 15) AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO')
GROUP BY period
