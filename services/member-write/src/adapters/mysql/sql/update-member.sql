-- ?: version, status, display_name, phone, email, level, home_channel, attributes, update_time
-- (ms), shard, member_id.
UPDATE member
SET version = ?, status = ?, display_name = ?, phone = ?, email = ?, level = ?, home_channel = ?,
  attributes = ?, update_time = ?
WHERE shard = ? AND member_id = ?
