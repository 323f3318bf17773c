-- Compare-and-set. ?: member_id, version, update_time (ms), shard, platform, account_id,
-- member_id and version as seen.
UPDATE account
SET member_id = ?, version = ?, update_time = ?
WHERE shard = ? AND platform = ? AND account_id = ? AND member_id = ? AND version = ?
