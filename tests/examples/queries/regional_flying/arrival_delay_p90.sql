-- Nearest rank: of n delays in order the one in place ceil(0.9 n). In seconds, the unit of all durations.
WITH delays AS (
    SELECT period(make_date(year::INT, month::INT, day::INT)) AS period, list_sort(list(arr_delay::INT)) AS late
    FROM flights
    WHERE carrier IN ('EV', 'MQ', '9E', 'YV', 'OO') AND arr_delay <> 'NA'
    GROUP BY period
)
SELECT period, late[(9 * len(late) + 9) // 10] * 60 AS value FROM delays
