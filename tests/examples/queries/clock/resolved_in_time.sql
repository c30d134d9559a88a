-- Eight hours are 480 open minutes. As of a day on which the open ticket's time is over too.
WITH minutes AS (
    SELECT unnest(generate_series(TIMESTAMP '2026-12-01', TIMESTAMP '2027-01-31', INTERVAL 1 MINUTE)) AS minute
), open AS (
    SELECT minute FROM minutes
    WHERE isodow(minute) <= 5 AND minute::DATE NOT IN (DATE '2026-12-25', DATE '2026-12-28', DATE '2027-01-01')
        AND (hour(minute) BETWEEN 9 AND 11 OR hour(minute) BETWEEN 13 AND 16)
), used AS (
    SELECT period(opened_at::TIMESTAMP) AS period, ticket, resolved_at <> '' AND count(minute) <= 480 AS met
    FROM tickets LEFT JOIN open ON minute >= opened_at::TIMESTAMP AND minute < TRY_CAST(resolved_at AS TIMESTAMP)
    GROUP BY period, ticket, resolved_at
)
SELECT period, NULL AS dimension, NULL AS member, count(*) FILTER (met) AS numerator, count(*) AS denominator
FROM used GROUP BY period
UNION ALL
SELECT period, 'ticket', ticket, met::INT, 1 FROM used
