-- ?: tuples (shard, platform, account_id, member_id, version, update_time ms).
INSERT INTO account (shard, platform, account_id, member_id, version, update_time) VALUES ?
