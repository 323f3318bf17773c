-- No keys.
SELECT MAX(outbox_id) AS outbox_id FROM outbox WHERE stream_created = 0
