-- Rows that were published to another stream. ?: stream_created (ms).
UPDATE outbox
SET stream_sequence = 0, stream_created = 0
WHERE stream_created > 0 AND stream_created <> ?
