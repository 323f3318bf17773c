-- How a member came to be. ?: shard, member_id.
SELECT caller, action, request_id, changes
FROM history
WHERE shard = ? AND member_id = ? AND version_before = 0
LIMIT 1
