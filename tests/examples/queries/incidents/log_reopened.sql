WITH ended AS (
    SELECT arg_max(reopen_count::INT, (strptime(sys_updated_at, '%d/%m/%Y %H:%M'), sys_mod_count::INT)) AS reopenings
    FROM incidents GROUP BY number
)
SELECT period(DATE '2017-02-18') AS period, count(*) FILTER (reopenings > 0) AS value FROM ended
