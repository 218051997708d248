-- Gives up an answer of which nothing has been kept.
-- KEYS: the answer's hash, its events, where the idempotency key is noted (the hash once more if there is none)
-- ARGV: fence
if redis.call('HGET', KEYS[1], 'fence') == ARGV[1] and redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[1], KEYS[3])
end
return {'done'}
