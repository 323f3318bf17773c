-- ?: tuples in the order of the columns; times in ms.
INSERT INTO member
  (shard, member_id, version, status, display_name, phone, email, level, home_channel, attributes,
  merged_into, create_time, update_time)
VALUES ?
