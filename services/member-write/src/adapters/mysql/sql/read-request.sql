-- One claim or answer. ?: shard, caller, request_id.
SELECT body_hash, answered, created, answer, fenced_accounts, create_time
FROM idempotency
WHERE shard = ? AND caller = ? AND request_id = ?
