-- Where polling begins. No keys.
SELECT COALESCE(MAX(outbox_id), 0) AS outbox_id FROM outbox
