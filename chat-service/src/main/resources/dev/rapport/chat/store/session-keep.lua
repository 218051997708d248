-- Keeps a session or an invite, and notes it in the list of its user's, in which those that are over are forgotten. If there are too
-- many, the one that would end first ends. In one step with the look for the invite that lets its user begin the session: none is begun
-- after all were ended.
--
-- KEYS 1 the session or invite, 2 the user's list, 3 the invite that must be there, if one must. All keys of a list have the user's hash tag.
-- ARGV 1 its life in ms, 2 the list's life in ms, 3 how many there may be; then names and values of its fields
-- Returns {1}, or {0} if the invite is not there; then nothing is kept.

if KEYS[3] and redis.call('EXISTS', KEYS[3]) == 0 then
  return {0}
end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[1])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now))
redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[1]), KEYS[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])

local excess = redis.call('ZCARD', KEYS[2]) - ARGV[3]
if excess > 0 then
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '+inf', 'LIMIT', 0, excess)) do
    redis.call('DEL', key)
    redis.call('ZREM', KEYS[2], key)
  end
end
return {1}
