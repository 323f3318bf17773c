-- One page of a shard. ?: shard, after platform, the same again, after account_id, rows at most.
SELECT platform, account_id, member_id, version
FROM account
WHERE shard = ? AND (platform > ? OR (platform = ? AND account_id > ?))
ORDER BY platform, account_id
LIMIT ?
