-- ?: tuples in the order of the columns; change_time in ms.
INSERT INTO history
  (shard, member_id, version, version_before, change_time, caller, action, request_id, changes)
VALUES ?
