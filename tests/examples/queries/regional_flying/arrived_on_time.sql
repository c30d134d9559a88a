-- Flown: an arrival delay was recorded. On time: fewer than 15 minutes of it. By airport and carrier as well.
WITH flown AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, origin, carrier, arr_delay::INT AS late
    FROM flights
    WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA'
)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (late < 15) AS numerator, count(*) AS denominator
FROM flown GROUP BY period
UNION ALL
SELECT period, 'origin', origin, count(*) FILTER (late < 15), count(*) FROM flown GROUP BY period, origin
UNION ALL
SELECT period, 'carrier', carrier, count(*) FILTER (late < 15), count(*) FROM flown GROUP BY period, carrier
