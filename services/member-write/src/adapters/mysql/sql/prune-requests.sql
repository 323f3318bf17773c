-- ?: created before (ms), rows at most.
DELETE FROM idempotency WHERE create_time < ? ORDER BY create_time LIMIT ?
