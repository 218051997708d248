-- Puts a value in the place of the one that it was made from, and not in that of another: what was erased meanwhile stays so.
--
-- KEYS 1 its place
-- ARGV 1 what it was made from, 2 the value
-- Returns 1 if it stands there then.

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
