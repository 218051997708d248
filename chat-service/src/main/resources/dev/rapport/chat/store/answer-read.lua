-- Reads events of an answer and says who makes it.
-- KEYS: the answer's hash, its events
-- ARGV: the place to read after, how many events at most
-- Returns {state, place, name, data, place, name, data, ...}. The state is looked at first: an answer that has ended gets no more events.
local state = 'unknown'
if redis.call('EXISTS', KEYS[1]) == 1 then
  if redis.call('HEXISTS', KEYS[1], 'ended') == 1 then
    state = 'ended'
  else
    local now = redis.call('TIME')
    local ms = now[1] * 1000 + math.floor(now[2] / 1000)
    state = tonumber(redis.call('HGET', KEYS[1], 'until')) >= ms and 'running' or 'orphaned'
  end
end
local reply = {state}
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])) do
  reply[#reply + 1] = entry[1]
  reply[#reply + 1] = entry[2][1]
  reply[#reply + 1] = entry[2][2]
end
return reply
