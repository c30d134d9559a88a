-- Scheduled hhmm below 700 is before seven. A delay of zero or less left no later than scheduled.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    count(*) FILTER (dep_delay::INT <= 0) AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND sched_dep_time::INT < 700 AND dep_time <> 'NA'
GROUP BY period
