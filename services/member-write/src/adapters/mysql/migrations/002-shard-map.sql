-- One row: which group holds which shards, as this group was told last. A process that cannot reach
-- the bucket starts from it, and a bucket that was lost is compared with it.
CREATE TABLE IF NOT EXISTS shard_map (
  id TINYINT UNSIGNED NOT NULL,
  ranges MEDIUMTEXT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
