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
)
SELECT period(DATE '2017-02-18') AS period,
    seconds[(len(seconds) + 1) // 2] + seconds[len(seconds) // 2 + 1] AS numerator, 2 AS denominator
FROM times
