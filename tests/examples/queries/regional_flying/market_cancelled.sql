-- Every airline; a flight that never left has no departure time.
WITH scheduled AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, carrier, dep_time FROM flights
)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (dep_time = 'NA') AS numerator, count(*) AS denominator
FROM scheduled GROUP BY period
UNION ALL
SELECT period, 'carrier', carrier, count(*) FILTER (dep_time = 'NA'), count(*) FROM scheduled GROUP BY period, carrier
