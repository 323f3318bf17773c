-- As read-group, without a lock: for probes.
SELECT group_number, epoch FROM shard_group WHERE id = 1
