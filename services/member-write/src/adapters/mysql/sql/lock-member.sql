-- ?: shard, member_id. Waits for a transaction in flight, also for one that inserts the row.
SELECT member_id, version, status, display_name, phone, email, level, home_channel, attributes,
  merged_into, create_time, update_time
FROM member
WHERE shard = ? AND member_id = ?
FOR UPDATE
