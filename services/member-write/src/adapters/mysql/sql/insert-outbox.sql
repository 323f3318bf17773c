-- ?: tuples in the order of the columns; create_time in ms.
INSERT INTO outbox
  (shard, outbox_id, kind, payload, trace, create_time, stream_sequence, stream_created)
VALUES ?
