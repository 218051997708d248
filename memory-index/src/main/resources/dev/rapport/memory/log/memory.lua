-- One memory, as it is at one moment.
--
-- KEYS 1 memory log, 3 memories told, 6 notes: as in learn.lua
-- ARGV 1 memory id
-- Returns position, 'c' or 's', notes or '', fields of its entry; nothing if there is no such memory.

local state = redis.call('HGET', KEYS[3], ARGV[1])
if not state then
  return {}
end
local position = string.sub(state, 2)
local entry = redis.call('XRANGE', KEYS[1], position, position)[1]
if not entry then
  return {}
end
return { position, string.sub(state, 1, 1), redis.call('HGET', KEYS[6], ARGV[1]) or '', entry[2] }
