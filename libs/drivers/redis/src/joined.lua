-- The end of every joined script: runs its part, the function `once` above, for each call.
-- KEYS  those of the first call, to find the node by
-- ARGV  for each call its KEYS_EACH keys, then its ARGUMENTS_EACH arguments
-- Gives one reply for each call, in their order. When one call fails all of them do, though those
-- before it have been made.

local replies = {}
local at = 0
while at < #ARGV do
  local keys, arguments = {}, {}
  for i = 1, KEYS_EACH do
    keys[i] = ARGV[at + i]
  end
  at = at + KEYS_EACH
  for i = 1, ARGUMENTS_EACH do
    arguments[i] = ARGV[at + i]
  end
  at = at + ARGUMENTS_EACH
  replies[#replies + 1] = once(keys, arguments) or false
end
return replies
