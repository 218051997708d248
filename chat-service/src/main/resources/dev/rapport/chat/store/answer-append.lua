-- Keeps events of an answer and says that its maker is alive.
-- KEYS: the answer's hash, its events
-- ARGV: fence, lease in ms, how long an answer under way is kept in ms, how long one that has ended is, 1 if it ends with these events,
--       then place, name and data of each event
-- Returns {"kept"}, {"stop"}, {"lost"} or {"gone"}. Who asks twice, since a reply was late, has its events kept once.
local held = redis.call('HMGET', KEYS[1], 'fence', 'ended', 'stop', 'begun')
if not held[1] then
  return {'gone'}
end
if held[1] ~= ARGV[1] then
  return {'lost'}
end
local function has(place)
  return #redis.call('XRANGE', KEYS[2], place, place) > 0
end
if held[2] then
  return {ARGV[5] == '1' and has(ARGV[#ARGV - 2]) and 'kept' or 'lost'}
end
for i = 6, #ARGV, 3 do
  local added = redis.pcall('XADD', KEYS[2], ARGV[i], ARGV[i + 1], ARGV[i + 2])
  if type(added) == 'table' and added.err and not has(ARGV[i]) then
    return added
  end
end
if ARGV[5] == '1' then
  redis.call('HSET', KEYS[1], 'ended', 1)
  redis.call('HDEL', KEYS[1], 'request', 'until')
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
else
  local now = redis.call('TIME')
  local ms = now[1] * 1000 + math.floor(now[2] / 1000)
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ms + ARGV[2]))
  if not held[4] and #ARGV > 5 then -- from here on both live as long as an answer may be under way
    redis.call('HSET', KEYS[1], 'begun', 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    redis.call('PEXPIRE', KEYS[2], ARGV[3])
  end
end
return {held[3] and 'stop' or 'kept'}
