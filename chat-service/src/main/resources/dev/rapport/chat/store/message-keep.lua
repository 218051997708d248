-- Keeps a message in its conversation, unless the user was erased since the turn began: the user's puts the conversation at the top of
-- the list, an answer is kept apart from it, too. An answer begins no conversation: its message is there, or was deleted with it.
-- KEYS: the user's key, the conversation, the list of conversations, the answers
-- ARGV: epoch of the key that the texts are sealed with, turn, role, text, conversation, time in ms, how many are listed, how many
--       answers are kept, the answer's beginning
-- Returns {"kept"}, {"erased"}, or {"gone"} if an answer's conversation is.
if string.match(redis.call('GET', KEYS[1]) or '', '^key (%S+)') ~= ARGV[1] then
  return {'erased'}
end
if ARGV[3] ~= 'user' and redis.call('EXISTS', KEYS[2]) == 0 then
  return {'gone'}
end
redis.call('XADD', KEYS[2], '*', 'turn', ARGV[2], 'role', ARGV[3], 'text', ARGV[4])
if ARGV[3] == 'user' then
  redis.call('ZADD', KEYS[3], 'GT', ARGV[6], ARGV[5])
  redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -ARGV[7] - 1)
else
  redis.call('XADD', KEYS[4], 'MAXLEN', ARGV[8], '*', 'turn', ARGV[2], 'text', ARGV[9])
end
return {'kept'}
