-- Rows after the last one that was seen: for a test that shows what that misses. ?: outbox_id,
-- rows at most.
SELECT shard, outbox_id, kind, payload, trace
FROM outbox
WHERE outbox_id > ?
ORDER BY outbox_id
LIMIT ?
