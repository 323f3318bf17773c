-- Members with their bindings in one statement, so that both are of one version. ?: tuples
-- (shard, member_id).
SELECT m.member_id, m.version, m.status, m.display_name, m.phone, m.email, m.level, m.home_channel,
  m.attributes, m.merged_into, m.create_time, m.update_time,
  a.platform, a.account_id, a.bind_time, a.quarantined
FROM member m
LEFT JOIN member_account a ON a.shard = m.shard AND a.member_id = m.member_id
WHERE (m.shard, m.member_id) IN (?)
ORDER BY m.shard, m.member_id, a.platform, a.account_id
