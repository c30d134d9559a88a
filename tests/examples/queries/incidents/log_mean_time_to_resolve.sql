WITH ended AS (
    SELECT * FROM incidents
    QUALIFY row_number() OVER (
        PARTITION BY number ORDER BY strptime(sys_updated_at, '%d/%m/%Y %H:%M') DESC, sys_mod_count::INT DESC
    ) = 1
)
SELECT period(DATE '2017-02-18') AS period, count(*) AS denominator,
    sum(datediff('second', strptime(opened_at, '%d/%m/%Y %H:%M'), strptime(resolved_at, '%d/%m/%Y %H:%M'))) AS numerator
FROM ended WHERE resolved_at <> '?'
