SELECT period(open_dt::TIMESTAMP) AS period, count(*) FILTER (closed_dt = '') AS value FROM requests GROUP BY period
