#!lua flags=no-writes,allow-cross-slot-keys
-- The values of several keys that one node holds, in one command: the client's cost of a command is
-- many times that of a key.
-- KEYS  one of the keys, to find the node by
-- ARGV  the keys, at most a few thousand, of any slots of that node
-- Gives their values in their order; nothing for a key that is not there. Fails as a whole when the
-- node no longer holds one of the slots.

local values = {}
for i = 1, #ARGV do
  values[i] = redis.call('GET', ARGV[i])
end
return values
