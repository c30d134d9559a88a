-- Every airline.
WITH flown AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, carrier, arr_delay::INT AS late
    FROM flights
    WHERE arr_delay <> 'NA'
)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (late < 15) AS numerator, count(*) AS denominator
FROM flown GROUP BY period
UNION ALL
SELECT period, 'carrier', carrier, count(*) FILTER (late < 15), count(*) FROM flown GROUP BY period, carrier
