SELECT period(in_work_on::DATE) AS period, count(*) AS value FROM referrals WHERE in_work_on <> '' GROUP BY period
