-- The whole log counts on the day it was drawn.
WITH ended AS (
    SELECT arg_max(made_sla, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS made,
        arg_max(priority, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS priority
    FROM incidents
    GROUP BY number
)
SELECT period(DATE '2017-02-18') AS period, NULL AS dimension, NULL AS member,
    count(*) FILTER (made = 'true') AS numerator, count(*) AS denominator
FROM ended
UNION ALL
SELECT period(DATE '2017-02-18'), 'priority', priority, count(*) FILTER (made = 'true'), count(*)
FROM ended GROUP BY priority
