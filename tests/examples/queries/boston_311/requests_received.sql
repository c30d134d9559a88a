SELECT period(open_dt::TIMESTAMP) AS period, count(*) AS value FROM requests GROUP BY period
