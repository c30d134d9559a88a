-- Two counts, each at its price, over all scheduled flights.
SELECT period(make_date(year::INT, month::INT, day::INT)) AS period,
    2500 * count(*) FILTER (arr_delay = 'NA') + 1500 * count(*) FILTER (TRY_CAST(arr_delay AS INT) > 180) AS numerator,
    count(*) AS denominator
FROM flights
WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO')
GROUP BY period
