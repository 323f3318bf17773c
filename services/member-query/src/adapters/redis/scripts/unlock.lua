-- Ends a write that changed nothing.
-- KEYS  entry, bucket state, pins (one slot)
-- ARGV  lock id (8 bytes), lock life (beats), TTL of a fence (ms)
-- Gives 1 unlocked, 0 it was not locked by that id.

local bucket = read_bucket(KEYS[2])
local entry = bucket and load(KEYS[1], bucket)
if not entry or not remove_lock(entry, ARGV[1]) then
  return 0
end
if is_pinned(entry) then
  store_pinned(KEYS[1], KEYS[3], entry, tonumber(ARGV[2]))
else
  store_evictable(KEYS[1], KEYS[3], entry, ARGV[3])
end
return 1
