-- Whether the group holds any row of the record.
SELECT EXISTS (SELECT 1 FROM member) OR EXISTS (SELECT 1 FROM account) AS found
