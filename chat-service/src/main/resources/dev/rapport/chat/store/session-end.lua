-- Ends one session of a user, or all sessions and invites. In one step, so none that is begun meanwhile is half ended.
--
-- KEYS 1 the user's list
-- ARGV 1 the session's key; none for all

if ARGV[1] then
  redis.call('DEL', ARGV[1])
  redis.call('ZREM', KEYS[1], ARGV[1])
  return {}
end
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '+inf')) do
  redis.call('DEL', key)
end
redis.call('DEL', KEYS[1])
return {}
