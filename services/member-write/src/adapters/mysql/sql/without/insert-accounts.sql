-- An account that was checked and is then inserted, whoever came between: for a test that shows
-- what the unique row is for.
-- ?: tuples (shard, platform, account_id, member_id, version, update_time ms).
INSERT INTO account (shard, platform, account_id, member_id, version, update_time) VALUES ?
ON DUPLICATE KEY UPDATE member_id = VALUES(member_id), version = version + 1
