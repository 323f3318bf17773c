-- What every script of the cache begins with: how an entry and a bucket's state are written, and
-- the rule that an entry is either pinned or may be evicted.
--
-- Entry, a byte string; numbers are big-endian, "double" is IEEE 754 (whole numbers below 2^53):
--   byte   0  format, always 1
--   byte   1  kind: 0 fence, 1 value, 2 absent
--   byte   2  uint16, count of locks
--   byte   4  double, the bucket's generation when the entry was made
--   byte  12  double, version of the value; 0 for other kinds
--   byte  20  double, min: the least version that may be stored here
--   byte  28  double, stamp: the bucket's beat at the latest fence; 0 once every index has it
--   byte  36  8 bytes, token of the miss under way; zeros for none
--   byte  44  locks, each 8 bytes of id and a double, the beat at which it was taken
--   then      payload of a value
--
-- Bucket state, text: "generation beat released proven-1 proven-2 proven-3 run-id" (see beat.lua).
--
-- A pinned entry (locked, or stamped) has no TTL, so that volatile-lru cannot evict it, and is
-- listed in the pins by the beat at which it is worth looking at again. Everything else has a TTL.

local HEADER_BYTES = 44
local FENCE, VALUE, ABSENT = 0, 1, 2
local NO_TOKEN = string.rep('\0', 8)

local function text(number)
  return string.format('%.0f', number)
end

local known_run_id

-- Which run of which node this is; asked once a command.
local function own_run_id()
  known_run_id = known_run_id
    or string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  return known_run_id
end

local function read_bucket(gen_key)
  local raw = redis.call('GET', gen_key)
  if not raw then
    return nil
  end
  local generation, beat, released, p1, p2, p3, run_id =
    string.match(raw, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%x+)$')
  return {
    generation = tonumber(generation),
    beat = tonumber(beat),
    released = tonumber(released),
    proven = { tonumber(p1), tonumber(p2), tonumber(p3) },
    run_id = run_id,
  }
end

local function decode(raw)
  local _, kind, count, generation, version, min, stamp, token =
    struct.unpack('>BBHddddc8', raw)
  local locks, at = {}, HEADER_BYTES + 1
  for i = 1, count do
    local id, taken
    id, taken, at = struct.unpack('>c8d', raw, at)
    locks[i] = { id = id, beat = taken }
  end
  return {
    kind = kind,
    generation = generation,
    version = version,
    min = min,
    stamp = stamp,
    token = token,
    locks = locks,
    payload = string.sub(raw, at),
  }
end

local function encode(entry)
  local parts = {
    struct.pack(
      '>BBHddddc8',
      1,
      entry.kind,
      #entry.locks,
      entry.generation,
      entry.version,
      entry.min,
      entry.stamp,
      entry.token
    ),
  }
  for i = 1, #entry.locks do
    parts[i + 1] = struct.pack('>c8d', entry.locks[i].id, entry.locks[i].beat)
  end
  parts[#parts + 1] = entry.payload
  return table.concat(parts)
end

-- The entry of the bucket's generation; nil when there is none. What is left of an older generation
-- is none.
local function load(entry_key, bucket)
  local raw = redis.call('GET', entry_key)
  if not raw then
    return nil
  end
  local entry = decode(raw)
  if entry.generation < bucket.generation then
    return nil
  end
  return entry
end

local function blank(bucket)
  return {
    kind = FENCE,
    generation = bucket.generation,
    version = 0,
    min = 0,
    stamp = 0,
    token = NO_TOKEN,
    locks = {},
    payload = '',
  }
end

local function drop_value(entry)
  entry.kind = FENCE
  entry.version = 0
  entry.payload = ''
end

local function is_pinned(entry)
  return #entry.locks > 0 or entry.stamp > 0
end

-- The pin is listed before the entry is written: a listed pin without an entry is cleared away, an
-- entry without TTL that nobody lists would stay for ever.
local function store_pinned(entry_key, pins_key, entry, lock_life)
  local look_at = entry.stamp
  if #entry.locks > 0 then
    look_at = entry.locks[1].beat
    for i = 2, #entry.locks do
      look_at = math.min(look_at, entry.locks[i].beat)
    end
    look_at = look_at + lock_life
  end
  redis.call('ZADD', pins_key, text(look_at), entry_key)
  redis.call('SET', entry_key, encode(entry))
end

local function store_evictable(entry_key, pins_key, entry, ttl_ms)
  redis.call('ZREM', pins_key, entry_key)
  redis.call('SET', entry_key, encode(entry), 'PX', ttl_ms)
end

local function remove_lock(entry, lock_id)
  for i = 1, #entry.locks do
    if entry.locks[i].id == lock_id then
      table.remove(entry.locks, i)
      return true
    end
  end
  return false
end
