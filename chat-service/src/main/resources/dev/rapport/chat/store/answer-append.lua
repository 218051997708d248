-- Keeps events of an answer and says that its maker is alive.
-- KEYS: the answer's hash, its events
-- ARGV: fence, lease in ms, how long an answer under way is kept in ms, how long one that has ended is, 1 if it ends with these events,
--       then place, name and data of each event
-- Returns {"kept"}, {"stop"} or {"lost"}.
if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[1] or redis.call('HEXISTS', KEYS[1], 'ended') == 1 then
  return {'lost'}
end
for i = 6, #ARGV, 3 do
  redis.call('XADD', KEYS[2], ARGV[i], ARGV[i + 1], ARGV[i + 2])
end
local kept = ARGV[3]
if ARGV[5] == '1' then
  kept = ARGV[4]
  redis.call('HSET', KEYS[1], 'ended', 1)
  redis.call('HDEL', KEYS[1], 'request', 'until')
else
  local now = redis.call('TIME')
  local ms = now[1] * 1000 + math.floor(now[2] / 1000)
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ms + ARGV[2]))
end
redis.call('PEXPIRE', KEYS[1], kept)
redis.call('PEXPIRE', KEYS[2], kept)
if redis.call('HEXISTS', KEYS[1], 'stop') == 1 then
  return {'stop'}
end
return {'kept'}
