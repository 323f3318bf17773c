-- Rows that nobody needs again. ?: stream_created (ms), last sequence, rows at most.
DELETE FROM outbox
WHERE stream_created = ? AND stream_sequence <= ?
ORDER BY stream_sequence
LIMIT ?
