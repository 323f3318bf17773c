-- Locks them; passes over what others hold. ?: created before (ms), greatest outbox_id, rows at
-- most.
SELECT shard, outbox_id, kind, payload, trace
FROM outbox
WHERE stream_created = 0 AND stream_sequence = 0 AND create_time < ? AND outbox_id <= ?
ORDER BY create_time
LIMIT ?
FOR UPDATE SKIP LOCKED
