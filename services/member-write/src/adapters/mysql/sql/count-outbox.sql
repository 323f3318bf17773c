-- No keys.
SELECT COUNT(*) AS row_count, COALESCE(SUM(stream_created = 0), 0) AS unpublished FROM outbox
