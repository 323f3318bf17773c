-- One page of a shard, as read-members. ?: shard, after member_id, members at most.
SELECT m.member_id, m.version, m.status, m.display_name, m.phone, m.email, m.level, m.home_channel,
  m.attributes, m.merged_into, m.create_time, m.update_time,
  a.platform, a.account_id, a.bind_time, a.quarantined
FROM (SELECT * FROM member WHERE shard = ? AND member_id > ? ORDER BY member_id LIMIT ?) m
LEFT JOIN member_account a ON a.shard = m.shard AND a.member_id = m.member_id
ORDER BY m.member_id, a.platform, a.account_id
