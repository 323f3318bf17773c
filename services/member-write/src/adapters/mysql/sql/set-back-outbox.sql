-- Puts rows behind those that are due. ?: JSON array of [shard, outbox_id], create_time (ms).
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
    shard SMALLINT UNSIGNED PATH '$[0]',
    outbox_id BIGINT UNSIGNED PATH '$[1]'
  )) AS undecided
STRAIGHT_JOIN outbox FORCE INDEX (PRIMARY)
  ON outbox.shard = undecided.shard AND outbox.outbox_id = undecided.outbox_id
SET outbox.create_time = ?
