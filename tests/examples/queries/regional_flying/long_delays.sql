-- More than three hours: 181 minutes and up.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    count(*) FILTER (arr_delay::INT >= 181) AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA'
GROUP BY period
