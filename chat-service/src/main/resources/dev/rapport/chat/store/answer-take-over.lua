-- Takes over an answer whose maker has been silent for longer than its lease, or for a part of it and is not connected any more.
-- KEYS: the answer's hash
-- ARGV: the lease in ms, how much of it may be left of a maker whose connection is gone, the new maker's channel
-- Returns {"taken", fence, request} or {"no"}.
local held = redis.call('HMGET', KEYS[1], 'until', 'request', 'maker')
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local left = held[1] and held[1] - ms
if not left or left >= 0 and not (left <= tonumber(ARGV[2]) and held[3] and held[3] ~= ''
    and redis.call('PUBSUB', 'NUMSUB', held[3])[2] == 0) then
  return {'no'}
end
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', ms + ARGV[1]), 'maker', ARGV[3])
return {'taken', redis.call('HINCRBY', KEYS[1], 'fence', 1), held[2] or ''}
