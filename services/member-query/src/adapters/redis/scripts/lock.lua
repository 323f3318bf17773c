-- Begins a write of a key: from now on nothing is stored under it until the lock is gone.
-- KEYS  entry, bucket state, pins (one slot)
-- ARGV  lock id (8 bytes), lock life (beats), most locks an entry may have
-- Gives 1 locked; 0 the bucket has no generation, so that nothing of it is used anyway; -1 too many
-- writes have it locked.

local bucket = read_bucket(KEYS[2])
if not bucket then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], KEYS[1])
  return 0
end
local entry = load(KEYS[1], bucket) or blank(bucket)
remove_lock(entry, ARGV[1])
if #entry.locks >= tonumber(ARGV[3]) then
  return -1
end
entry.min = math.max(entry.min, entry.version)
drop_value(entry)
entry.token = NO_TOKEN
table.insert(entry.locks, { id = ARGV[1], beat = bucket.beat })
store_pinned(KEYS[1], KEYS[3], entry, tonumber(ARGV[2]))
return 1
