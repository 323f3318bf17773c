-- ?: JSON array of [shard, outbox_id, stream_sequence, stream_created ms].
UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
    shard SMALLINT UNSIGNED PATH '$[0]',
    outbox_id BIGINT UNSIGNED PATH '$[1]',
    stream_sequence BIGINT UNSIGNED PATH '$[2]',
    stream_created BIGINT PATH '$[3]'
  )) AS published
STRAIGHT_JOIN outbox FORCE INDEX (PRIMARY)
  ON outbox.shard = published.shard AND outbox.outbox_id = published.outbox_id
SET outbox.stream_sequence = published.stream_sequence,
  outbox.stream_created = published.stream_created
