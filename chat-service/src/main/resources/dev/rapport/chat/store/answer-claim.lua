-- Begins an answer, unless it is begun.
-- KEYS: the answer's hash; where the idempotency key is noted (the same key twice if there is none)
-- ARGV: the stream's id, the request, the lease in ms, how long an answer under way is kept in ms, 1 if there is an idempotency key,
--       a fence drawn at random: who claims twice, since a reply was late, is known by it,
--       the channel to which the maker is subscribed as long as it lives, or nothing
-- Returns {"ours"}, {"made"} or {"conflict"}.
if ARGV[5] == '1' then
  local noted = redis.call('GET', KEYS[2])
  if noted and noted ~= ARGV[1] then
    return {'conflict'}
  end
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[4])
end
local held = redis.call('HMGET', KEYS[1], 'fence', 'ended')
if held[1] and (held[1] ~= ARGV[6] or held[2]) then
  return {'made'}
end
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('HSET', KEYS[1], 'fence', ARGV[6], 'until', string.format('%.0f', ms + ARGV[3]), 'request', ARGV[2], 'maker', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {'ours'}
