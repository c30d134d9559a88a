SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, count(*) AS value
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO')
GROUP BY period
