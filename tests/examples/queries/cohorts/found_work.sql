-- A person is judged in the year after the referral.
SELECT period(referred_on::DATE + INTERVAL 1 YEAR) AS period,
    count(*) FILTER (in_work_on <> '') AS numerator, count(*) AS denominator
FROM referrals GROUP BY period
