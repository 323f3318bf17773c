-- Fails at once when a transaction on the member is in flight. ?: shard, member_id.
SELECT member_id FROM member WHERE shard = ? AND member_id = ? FOR UPDATE NOWAIT
