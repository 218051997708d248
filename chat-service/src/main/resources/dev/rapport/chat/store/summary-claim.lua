-- Says that a summary is being asked for, unless one up to this place was.
-- KEYS: the conversation; its summary
-- ARGV: the place of the first message that the summary will not know
-- Returns {1} if it is the caller's to make, else {0}. One that is shorter than that was deleted and begun anew.
if redis.call('XLEN', KEYS[1]) < tonumber(ARGV[1]) then
  return {0}
end
local tried = tonumber(redis.call('HGET', KEYS[2], 'tried') or '-1')
if tried >= tonumber(ARGV[1]) then
  return {0}
end
redis.call('HSET', KEYS[2], 'tried', ARGV[1])
return {1}
