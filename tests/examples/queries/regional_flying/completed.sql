-- Every scheduled departure counts; one without an arrival delay was cancelled, diverted or lost on the way.
WITH scheduled AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, origin, arr_delay
    FROM flights
    WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO')
)
SELECT period, NULL AS dimension, NULL AS member,
    count(*) - count(*) FILTER (arr_delay = 'NA') AS numerator, count(*) AS denominator
FROM scheduled GROUP BY period
UNION ALL
SELECT period, 'origin', origin, count(*) - count(*) FILTER (arr_delay = 'NA'), count(*)
FROM scheduled GROUP BY period, origin
