-- The desk's open minutes, one by one: nine to twelve and one to five, Monday to Friday, not at Christmas.
WITH minutes AS (
    SELECT unnest(generate_series(TIMESTAMP '2026-12-01', TIMESTAMP '2027-01-31', INTERVAL 1 MINUTE)) AS minute
), open AS (
    SELECT minute FROM minutes
    WHERE isodow(minute) <= 5 AND minute::DATE NOT IN (DATE '2026-12-25', DATE '2026-12-28', DATE '2027-01-01')
        AND (hour(minute) BETWEEN 9 AND 11 OR hour(minute) BETWEEN 13 AND 16)
), used AS (
    SELECT period(opened_at::TIMESTAMP) AS period, ticket, count(minute) * 60 AS seconds
    FROM tickets LEFT JOIN open ON minute >= opened_at::TIMESTAMP AND minute < resolved_at::TIMESTAMP
    WHERE resolved_at <> ''
    GROUP BY period, ticket
)
SELECT period, NULL AS dimension, NULL AS member, sum(seconds) AS numerator, count(*) AS denominator
FROM used GROUP BY period
UNION ALL
SELECT period, 'ticket', ticket, seconds, 1 FROM used
