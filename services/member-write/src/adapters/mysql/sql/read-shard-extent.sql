-- The first and last shards that rows lie on, NULL where there are none. No keys.
SELECT MIN(shard) AS first_shard, MAX(shard) AS last_shard FROM member
UNION ALL
SELECT MIN(shard), MAX(shard) FROM account
