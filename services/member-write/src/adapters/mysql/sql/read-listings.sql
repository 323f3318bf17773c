-- Which members list which accounts. ?: tuples (shard, member_id, platform, account_id).
SELECT member_id, platform, account_id
FROM member_account
WHERE (shard, member_id, platform, account_id) IN (?)
