-- Stores what a miss was for. Refused unless nothing came between.
-- KEYS  entry, bucket state, pins (one slot)
-- ARGV  token (8 bytes), kind (1 value, 2 absent), version (0 when absent), payload, TTL (ms)
-- Gives 1 stored; refused: -1 no generation, -2 evicted since, -3 fenced or filled since,
--       -4 locked, -5 older than the fence, -6 not newer than the value there.
-- What lies between begin and end of a protection is taken out where a test goes without it.

local bucket = read_bucket(KEYS[2])
if not bucket then
  return -1
end
local found = load(KEYS[1], bucket)
local entry = found or blank(bucket)
-- begin fill-token
if not found then
  return -2
end
if entry.token ~= ARGV[1] or entry.token == NO_TOKEN then
  return -3
end
-- end fill-token
if #entry.locks > 0 then
  return -4
end
local version = tonumber(ARGV[3])
-- begin fill-floor
if version < entry.min then
  return -5
end
-- end fill-floor
if entry.kind ~= FENCE and version <= entry.version then
  return -6
end
entry.kind = tonumber(ARGV[2])
entry.version = version
entry.payload = ARGV[4]
entry.token = NO_TOKEN
if is_pinned(entry) then
  redis.call('SET', KEYS[1], encode(entry))
else
  store_evictable(KEYS[1], KEYS[3], entry, ARGV[5])
end
return 1
