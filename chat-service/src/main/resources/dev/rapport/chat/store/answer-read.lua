-- Reads events of an answer and says who makes it.
-- KEYS: the answer's hash, its events
-- ARGV: the place to read after, how many events at most, how much of its lease may be left of a maker whose connection is gone
-- Returns {state, place, name, data, place, name, data, ...}. The state is looked at first: an answer that has ended gets no more events.
local state = 'unknown'
local held = redis.call('HMGET', KEYS[1], 'ended', 'until', 'maker')
if held[1] then
  state = 'ended'
elseif held[2] then
  local now = redis.call('TIME')
  local left = held[2] - (now[1] * 1000 + math.floor(now[2] / 1000))
  local dead = left < 0 or left <= tonumber(ARGV[3]) and held[3] and held[3] ~= ''
      and redis.call('PUBSUB', 'NUMSUB', held[3])[2] == 0
  state = dead and 'orphaned' or 'running'
end
local reply = {state}
for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])) do
  reply[#reply + 1] = entry[1]
  reply[#reply + 1] = entry[2][1]
  reply[#reply + 1] = entry[2][2]
end
return reply
