-- Changes and claims (kinds 0 and 1) that are not published. ?: outbox_id, rows at most.
SELECT outbox_id
FROM outbox
WHERE stream_created = 0 AND outbox_id <= ? AND kind IN (0, 1)
LIMIT ?
