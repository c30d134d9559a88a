-- ISO weeks: Monday to Sunday, named by the year that holds their Thursday.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    count(*) FILTER (arr_delay::INT < 15) AS numerator, count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA'
GROUP BY period
