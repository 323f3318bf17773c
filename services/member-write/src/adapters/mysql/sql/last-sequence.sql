-- ?: stream_created (ms).
SELECT COALESCE(MAX(stream_sequence), 0) AS stream_sequence FROM outbox WHERE stream_created = ?
