-- Which group this server is, and the epoch of versions; locked against a change of epoch. No
-- keys.
SELECT group_number, epoch FROM shard_group WHERE id = 1 LOCK IN SHARE MODE
