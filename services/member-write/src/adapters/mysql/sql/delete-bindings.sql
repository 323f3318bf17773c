-- ?: tuples (shard, member_id, platform, account_id).
DELETE FROM member_account WHERE (shard, member_id, platform, account_id) IN (?)
