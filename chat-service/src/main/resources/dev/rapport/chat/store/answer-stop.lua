-- Asks the maker of an answer to stop. To ask once more, or after the end, changes nothing.
-- KEYS: the answer's hash
-- Returns {1} if there is such an answer, else {0}.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {0}
end
if redis.call('HEXISTS', KEYS[1], 'ended') == 0 then
  redis.call('HSET', KEYS[1], 'stop', 1)
end
return {1}
