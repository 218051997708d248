-- Keeps a message in its conversation, unless the user was erased since the turn began: the user's puts the conversation at the top of
-- the list, an answer is kept apart from it, too.
-- KEYS: the user's key, the conversation, the list of conversations, the answers
-- ARGV: epoch of the key that the texts are sealed with, turn, role, text, conversation, time in ms, how many are listed, how many
--       answers are kept, the answer's beginning
-- Returns {"kept"} or {"erased"}.
if string.match(redis.call('GET', KEYS[1]) or '', '^key (%S+)') ~= ARGV[1] then
  return {'erased'}
end
redis.call('XADD', KEYS[2], '*', 'turn', ARGV[2], 'role', ARGV[3], 'text', ARGV[4])
if ARGV[3] == 'user' then
  redis.call('ZADD', KEYS[3], 'GT', ARGV[6], ARGV[5])
  redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -ARGV[7] - 1)
else
  redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[8], '*', 'turn', ARGV[2], 'text', ARGV[9])
end
return {'kept'}
