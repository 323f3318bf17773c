-- The bindings of a locked member. ?: shard, member_id.
SELECT platform, account_id, bind_time, quarantined
FROM member_account
WHERE shard = ? AND member_id = ?
ORDER BY platform, account_id
