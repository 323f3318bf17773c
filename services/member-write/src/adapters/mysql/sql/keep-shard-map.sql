-- What is kept already stays. ?: ranges as JSON.
INSERT IGNORE INTO shard_map (id, ranges) VALUES (1, ?)
