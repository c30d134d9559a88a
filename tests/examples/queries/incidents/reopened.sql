WITH ended AS (
    SELECT * FROM incidents
    QUALIFY row_number() OVER (
        PARTITION BY number ORDER BY strptime(sys_updated_at, '%d/%m/%Y %H:%M') DESC, sys_mod_count::INT DESC
    ) = 1
)
SELECT period(strptime(opened_at, '%d/%m/%Y %H:%M')) AS period,
    count(*) FILTER (reopen_count <> '0') AS numerator, count(*) AS denominator
FROM ended GROUP BY period
