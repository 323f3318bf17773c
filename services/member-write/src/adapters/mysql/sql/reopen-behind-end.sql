-- Rows behind the stream's end. ?: stream_created (ms), last sequence, greatest sequence seen
-- before.
UPDATE outbox
SET stream_sequence = 0, stream_created = 0
WHERE stream_created = ? AND stream_sequence > ? AND stream_sequence <= ?
