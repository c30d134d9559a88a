-- Halfway between the two middle delays (the same one twice when their number is odd), in seconds.
WITH delays AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, list_sort(list(arr_delay::INT)) AS late
    FROM flights
    WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA'
    GROUP BY period
)
SELECT period, (late[(len(late) + 1) // 2] + late[len(late) // 2 + 1]) * 60 AS numerator, 2 AS denominator FROM delays
