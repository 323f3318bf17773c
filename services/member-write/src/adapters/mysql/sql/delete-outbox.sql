-- ?: tuples (shard, outbox_id).
DELETE FROM outbox WHERE (shard, outbox_id) IN (?)
