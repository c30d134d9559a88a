WITH ended AS (
    SELECT arg_max(reassignment_count::INT, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS handed
    FROM incidents GROUP BY number
)
SELECT period(DATE '2017-02-18') AS period, count(*) FILTER (handed > 0) AS numerator, count(*) AS denominator FROM ended
