-- Left 15 minutes late or more and arrived; made good when fewer than 15 were left of it.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    count(*) FILTER (arr_delay::INT < 15) AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA' AND dep_delay::INT >= 15
GROUP BY period
