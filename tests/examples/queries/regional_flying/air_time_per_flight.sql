-- Minutes in the air, as seconds, over the flights that have any.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    sum(air_time::INT) * 60 AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND air_time <> 'NA'
GROUP BY period
