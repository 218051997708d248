-- Takes over an answer whose maker has been silent for longer than its lease.
-- KEYS: the answer's hash
-- ARGV: the lease in ms
-- Returns {"taken", fence, request} or {"no"}.
local held = redis.call('HMGET', KEYS[1], 'until', 'request')
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
if not held[1] or tonumber(held[1]) >= ms then
  return {'no'}
end
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ms + ARGV[1]))
return {'taken', redis.call('HINCRBY', KEYS[1], 'fence', 1), held[2] or ''}
