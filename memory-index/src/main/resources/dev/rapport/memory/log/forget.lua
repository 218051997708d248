-- Removes a memory, its words from the log included, and the facts that only it speaks for.
--
-- KEYS 1 memory log, 2 facts, 3 memories told, 5 changes, 6 notes: as in learn.lua
-- ARGV 1 memory id, 2 time in ms
-- Returns 1, or 0 if there is no such memory.

local log, facts, told, past = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local id, at = ARGV[1], ARGV[2]

local state = redis.call('HGET', told, id)
if not state then
  return 0
end
redis.call('XDEL', log, string.sub(state, 2))
redis.call('HDEL', told, id)
redis.call('HDEL', KEYS[6], id)
if string.sub(state, 1, 1) == 'c' then
  redis.call('XADD', log, '*', 'kind', 'forgotten', 'id', id, 'at', at)
end

local all = redis.call('HGETALL', facts)
for i = 1, #all, 2 do
  local memories, rest = string.match(all[i + 1], '^([^\31]*)(\31.*)$')
  local others, spoke = {}, false
  for memory in string.gmatch(memories, '[^,]+') do
    if memory == id then
      spoke = true
    else
      others[#others + 1] = memory
    end
  end
  if spoke and #others == 0 then
    redis.call('HDEL', facts, all[i])
  elseif spoke then
    redis.call('HSET', facts, all[i], table.concat(others, ',') .. rest)
  end
end

-- What it said must not live on in the past, and what took its place has nothing to go back to.
for _, entry in ipairs(redis.call('XRANGE', past, '-', '+')) do
  local said = false
  for i = 1, #entry[2], 2 do
    local name, value = entry[2][i], entry[2][i + 1]
    local kind = string.sub(name, 1, 1)
    if name == 'memory' or name == 'edited' then
      said = said or value == id
    elseif name == 'superseded' then
      said = said or string.find(',' .. value .. ',', ',' .. id .. ',', 1, true) ~= nil
    elseif (kind == 'w' or kind == 'i') and value ~= '' then
      said = said or string.find(',' .. string.match(value, '^[^\31]*') .. ',', ',' .. id .. ',', 1, true) ~= nil
    end
  end
  if said then
    redis.call('XDEL', past, entry[1])
  end
end
return 1
