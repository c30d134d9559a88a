-- The two middle times, in seconds, in Boston's own time; the hour that comes twice is read as the earlier one.
WITH closed AS (
    SELECT period(open_dt::TIMESTAMP) AS period,
        list_sort(list(epoch(earlier(closed_dt)) - epoch(earlier(open_dt)))) AS seconds
    FROM requests
    WHERE closed_dt <> ''
    GROUP BY period
)
SELECT period, (seconds[(len(seconds) + 1) // 2] + seconds[len(seconds) // 2 + 1])::BIGINT AS numerator, 2 AS denominator
FROM closed
