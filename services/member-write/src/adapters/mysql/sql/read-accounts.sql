-- ?: tuples (shard, platform, account_id).
SELECT platform, account_id, member_id, version
FROM account
WHERE (shard, platform, account_id) IN (?)
