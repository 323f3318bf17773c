-- A reader's look at a bucket's state.
-- KEYS  bucket state
-- Gives {generation, beat, released, proven-1, proven-2, proven-3}, or nothing when there is no
-- generation or when it was begun on another node than the one that answers: a node that took over
-- from another may lack its last fences.

local bucket = read_bucket(KEYS[1])
local run_id = own_run_id()
if not bucket or bucket.run_id ~= run_id then
  return false
end
return {
  bucket.generation,
  bucket.beat,
  bucket.released,
  bucket.proven[1],
  bucket.proven[2],
  bucket.proven[3],
}
