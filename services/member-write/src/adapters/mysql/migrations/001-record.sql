-- The tables of one shard group. Every row leads with its shard, so that a shard is a contiguous
-- range that can be copied and moved. Times are milliseconds since 1970. What is compared byte
-- for byte is VARBINARY: the binary text collations ignore trailing blanks.

-- One row: which group this server is, and the epoch under which versions are assigned. Each
-- writing transaction reads it with a share lock, so that it cannot change under one.
CREATE TABLE IF NOT EXISTS shard_group (
  id TINYINT UNSIGNED NOT NULL,
  group_number INT UNSIGNED NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS member (
  shard SMALLINT UNSIGNED NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  version BIGINT UNSIGNED NOT NULL,
  status TINYINT UNSIGNED NOT NULL,
  display_name VARCHAR(256) NOT NULL,
  phone VARCHAR(16) NOT NULL,
  email VARCHAR(254) NOT NULL,
  level TINYINT UNSIGNED NOT NULL,
  home_channel VARCHAR(64) NOT NULL,
  attributes MEDIUMTEXT NOT NULL,
  merged_into BIGINT UNSIGNED NOT NULL,
  create_time BIGINT NOT NULL,
  update_time BIGINT NOT NULL,
  PRIMARY KEY (shard, member_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- The accounts that a member lists.
CREATE TABLE IF NOT EXISTS member_account (
  shard SMALLINT UNSIGNED NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  platform VARBINARY(32) NOT NULL,
  account_id VARBINARY(128) NOT NULL,
  bind_time BIGINT NOT NULL,
  quarantined TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (shard, member_id, platform, account_id)
) ENGINE = InnoDB;

-- Who has an account: the uniqueness row. It survives unbinding (member_id 0), so that its
-- version only grows.
CREATE TABLE IF NOT EXISTS account (
  shard SMALLINT UNSIGNED NOT NULL,
  platform VARBINARY(32) NOT NULL,
  account_id VARBINARY(128) NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  version BIGINT UNSIGNED NOT NULL,
  update_time BIGINT NOT NULL,
  PRIMARY KEY (shard, platform, account_id)
) ENGINE = InnoDB;

-- What has to reach the change stream. stream_created names the stream that gave stream_sequence,
-- so that rows of a lost stream are known; both are 0 until the row is published. create_time is
-- the order in which the relay takes rows up: a row that cannot be decided gets a new one.
CREATE TABLE IF NOT EXISTS outbox (
  shard SMALLINT UNSIGNED NOT NULL,
  outbox_id BIGINT UNSIGNED NOT NULL,
  kind TINYINT UNSIGNED NOT NULL,
  payload MEDIUMBLOB NOT NULL,
  trace VARBINARY(128) NOT NULL,
  create_time BIGINT NOT NULL,
  stream_sequence BIGINT UNSIGNED NOT NULL,
  stream_created BIGINT NOT NULL,
  PRIMARY KEY (shard, outbox_id),
  KEY by_stream (stream_created, stream_sequence, create_time)
) ENGINE = InnoDB;

-- Request ids: the claim on the shard of (caller, request_id), the answer on the member's shard.
-- The row of a claim has answered 0 until the same row takes the answer.
CREATE TABLE IF NOT EXISTS idempotency (
  shard SMALLINT UNSIGNED NOT NULL,
  caller VARBINARY(128) NOT NULL,
  request_id VARBINARY(128) NOT NULL,
  body_hash BINARY(32) NOT NULL,
  answered TINYINT UNSIGNED NOT NULL,
  created TINYINT UNSIGNED NOT NULL,
  answer MEDIUMBLOB NOT NULL,
  fenced_accounts MEDIUMTEXT NOT NULL,
  create_time BIGINT NOT NULL,
  PRIMARY KEY (shard, caller, request_id),
  KEY by_create_time (create_time)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who changed what: one row for each version of a member.
CREATE TABLE IF NOT EXISTS history (
  shard SMALLINT UNSIGNED NOT NULL,
  member_id BIGINT UNSIGNED NOT NULL,
  version BIGINT UNSIGNED NOT NULL,
  version_before BIGINT UNSIGNED NOT NULL,
  change_time BIGINT NOT NULL,
  caller VARBINARY(128) NOT NULL,
  action VARCHAR(32) NOT NULL,
  request_id VARBINARY(128) NOT NULL,
  changes MEDIUMTEXT NOT NULL,
  PRIMARY KEY (shard, member_id, version)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
