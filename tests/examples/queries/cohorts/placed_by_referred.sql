-- Outcomes and referrals of one year, although they are of different people.
WITH placed AS (SELECT period(in_work_on::DATE) AS period, count(*) AS people FROM referrals WHERE in_work_on <> '' GROUP BY period),
referred AS (SELECT period(referred_on::DATE) AS period, count(*) AS people FROM referrals GROUP BY period)
SELECT period, placed.people AS numerator, referred.people AS denominator FROM placed JOIN referred USING (period)
