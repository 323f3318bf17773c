-- Claims or answers. ?: tuples (shard, caller, request_id, body_hash, answered, created, answer,
-- fenced_accounts, create_time ms).
INSERT INTO idempotency
  (shard, caller, request_id, body_hash, answered, created, answer, fenced_accounts, create_time)
VALUES ?
