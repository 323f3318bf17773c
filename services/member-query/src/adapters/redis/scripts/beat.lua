-- The controller's visit to one bucket: proves to readers that the bucket is looked after, says how
-- far the indices are, and releases the pins that nobody needs any more.
--   generation  greater than every earlier one; entries of older generations are none
--   beat        grows with every visit, about a thousand a second; fences are stamped with it
--   released    fences stamped before it may have been released or lost
--   proven-i    index i has every version whose fence was stamped before it
-- A node that is empty or another than last time starts a new generation: its lost fences were all
-- stamped before the beat of now, so no index is read until one is proven beyond it.
-- KEYS  bucket state, pins (one slot)
-- ARGV  beat, release, lock life (beats), most pins to look at, TTL of a value, of an absence and
--       of a fence (ms), then for each of 3 indices the generation that its proof is about, and
--       the proof
-- Gives {generation, beat, released, proven-1, proven-2, proven-3, count of pins}

local run_id = own_run_id()
local beat = tonumber(ARGV[1])
local bucket = read_bucket(KEYS[1])
if not bucket or bucket.run_id ~= run_id then
  local last = bucket and math.max(bucket.beat, bucket.generation) or 0
  beat = math.max(beat, last + 1)
  bucket = {
    generation = beat,
    beat = beat,
    released = beat,
    proven = { 0, 0, 0 },
    run_id = run_id,
  }
else
  bucket.beat = math.max(bucket.beat, beat)
  for i = 1, 3 do
    if tonumber(ARGV[6 + 2 * i]) == bucket.generation then
      bucket.proven[i] = math.max(bucket.proven[i], tonumber(ARGV[7 + 2 * i]))
    end
  end
  bucket.released = math.max(bucket.released, math.min(tonumber(ARGV[2]), bucket.beat))
end
redis.call(
  'SET',
  KEYS[1],
  table.concat({
    text(bucket.generation),
    text(bucket.beat),
    text(bucket.released),
    text(bucket.proven[1]),
    text(bucket.proven[2]),
    text(bucket.proven[3]),
    bucket.run_id,
  }, ' ')
)

local lock_life = tonumber(ARGV[3])
local ttl_ms = { [FENCE] = ARGV[7], [VALUE] = ARGV[5], [ABSENT] = ARGV[6] }

local function look_at(entry_key)
  local raw = redis.call('GET', entry_key)
  local entry = raw and decode(raw)
  if not entry or entry.generation < bucket.generation then
    redis.call('ZREM', KEYS[2], entry_key)
    redis.call('DEL', entry_key)
    return
  end
  -- What the writer of a lock this old committed, if anything, was committed before the released
  -- beat, so the indices that may be read have it.
  for i = #entry.locks, 1, -1 do
    if entry.locks[i].beat + lock_life < bucket.released then
      table.remove(entry.locks, i)
    end
  end
  if entry.stamp < bucket.released then
    entry.stamp = 0
  end
  if is_pinned(entry) then
    store_pinned(entry_key, KEYS[2], entry, lock_life)
  else
    store_evictable(entry_key, KEYS[2], entry, ttl_ms[entry.kind])
  end
end

local due = redis.call(
  'ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. text(bucket.released), 'LIMIT', 0, tonumber(ARGV[4])
)
for i = 1, #due do
  look_at(due[i])
end

return {
  bucket.generation,
  bucket.beat,
  bucket.released,
  bucket.proven[1],
  bucket.proven[2],
  bucket.proven[3],
  redis.call('ZCARD', KEYS[2]),
}
