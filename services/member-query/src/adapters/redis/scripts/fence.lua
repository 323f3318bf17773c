-- Ends a write of a key: nothing older than what it committed is stored from now on. The fence is
-- pinned until every index is known to have that version (see beat.lua).
-- KEYS  entry, bucket state, pins (one slot)
-- ARGV  lock id (8 bytes; empty for none), min version (above 0), lock life (beats)
-- Gives 1 fenced; 0 the bucket has no generation, so that nothing of it is used anyway.

local bucket = read_bucket(KEYS[2])
if not bucket then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], KEYS[1])
  return 0
end
local min = tonumber(ARGV[2])
local entry = load(KEYS[1], bucket) or blank(bucket)
remove_lock(entry, ARGV[1])
if entry.kind ~= FENCE and entry.version < min then
  drop_value(entry)
end
entry.min = math.max(entry.min, min)
entry.stamp = bucket.beat
entry.token = NO_TOKEN
store_pinned(KEYS[1], KEYS[3], entry, tonumber(ARGV[3]))
return 1
