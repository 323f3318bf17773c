-- As insert-requests, over a claim without answer or over one that is dead.
REPLACE INTO idempotency
  (shard, caller, request_id, body_hash, answered, created, answer, fenced_accounts, create_time)
VALUES ?
