-- Interpolated: nine tenths of the way from the first to the last place, between the two times around it.
WITH ended AS (
    SELECT * FROM incidents
    QUALIFY row_number() OVER (
        PARTITION BY number ORDER BY strptime(sys_updated_at, '%d/%m/%Y %H:%M') DESC, sys_mod_count::INT DESC
    ) = 1
), times AS (
    SELECT list_sort(list(datediff(
        'second', strptime(opened_at, '%d/%m/%Y %H:%M'), strptime(resolved_at, '%d/%m/%Y %H:%M')
    ))) AS seconds
    FROM ended WHERE resolved_at <> '?'
), place AS (SELECT seconds, (len(seconds) - 1) * 9 // 10 AS whole, (len(seconds) - 1) * 9 % 10 AS tenths FROM times)
SELECT period(DATE '2017-02-18') AS period, 10 AS denominator,
    10 * seconds[whole + 1] + tenths * (seconds[whole + 2] - seconds[whole + 1]) AS numerator
FROM place
