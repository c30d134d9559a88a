SELECT period(referred_on::DATE) AS period, count(*) AS value FROM referrals GROUP BY period
