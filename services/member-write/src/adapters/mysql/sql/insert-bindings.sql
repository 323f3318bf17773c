-- ?: tuples (shard, member_id, platform, account_id, bind_time ms, quarantined).
INSERT INTO member_account (shard, member_id, platform, account_id, bind_time, quarantined) VALUES ?
