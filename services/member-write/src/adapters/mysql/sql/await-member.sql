-- Waits until no transaction on the member is in flight. ?: shard, member_id.
SELECT member_id FROM member WHERE shard = ? AND member_id = ? LOCK IN SHARE MODE
