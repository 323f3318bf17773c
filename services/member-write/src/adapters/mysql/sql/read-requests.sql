-- Claims and answers that are alive. ?: tuples (shard, caller, request_id); created after (ms).
SELECT caller, request_id, body_hash, answered, created, answer, fenced_accounts
FROM idempotency
WHERE (shard, caller, request_id) IN (?) AND create_time > ?
