-- No keys.
SELECT ranges FROM shard_map WHERE id = 1
