-- What a reader that found no value must know; with a token it may bring the value afterwards.
-- KEYS  entry, bucket state, pins (one slot)
-- ARGV  token to leave (8 bytes; empty to leave nothing), TTL of a bare token (ms)
-- Gives {0} no generation: neither value nor token
--       {1, entry} a value or absence
--       {2, min} locked by a write: only the record knows, and it holds at least min
--       {3, min, token, generation, readable} no value. The token is the one that was there, or the
--         one given, or empty. Bit i of `readable` says that index i has every version that was
--         ever fenced here and is fenced no more: its answer is current when not older than min.

local bucket = read_bucket(KEYS[2])
if not bucket then
  return { 0 }
end
local entry = load(KEYS[1], bucket)
if entry and #entry.locks > 0 then
  return { 2, entry.min }
end
if entry and entry.kind ~= FENCE then
  return { 1, redis.call('GET', KEYS[1]) }
end
local readable = 0
for i = 1, 3 do
  if bucket.proven[i] >= bucket.released then
    readable = readable + 2 ^ (i - 1)
  end
end
if ARGV[1] == '' then
  return { 3, entry and entry.min or 0, '', bucket.generation, readable }
end
if not entry then
  entry = blank(bucket)
  entry.token = ARGV[1]
  store_evictable(KEYS[1], KEYS[3], entry, ARGV[2])
elseif entry.token == NO_TOKEN then
  entry.token = ARGV[1]
  redis.call('SET', KEYS[1], encode(entry), 'KEEPTTL')
end
return { 3, entry.min, entry.token, bucket.generation, readable }
