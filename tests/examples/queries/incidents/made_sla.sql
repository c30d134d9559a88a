-- The last change of an incident says how it ended. Times are day/month/year.
WITH ended AS (
    SELECT arg_max(opened_at, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS opened,
        arg_max(made_sla, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS made,
        arg_max(priority, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS priority
    FROM incidents
    GROUP BY number
), placed AS (SELECT period(strptime(opened, '%d/%m/%Y %H:%M')) AS period, made, priority FROM ended)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (made = 'true') AS numerator, count(*) AS denominator
FROM placed GROUP BY period
UNION ALL
SELECT period, 'priority', priority, count(*) FILTER (made = 'true'), count(*) FROM placed GROUP BY period, priority
