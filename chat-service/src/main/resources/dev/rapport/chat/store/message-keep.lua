-- Keeps a message in its conversation, and an answer apart from it, too, unless the user was erased since the turn began.
-- KEYS: the user's key, the conversation, the answers (only for an answer)
-- ARGV: epoch of the key that the texts are sealed with, turn, role, text, then for an answer how many are kept and its beginning
-- Returns {"kept"} or {"erased"}.
if string.match(redis.call('GET', KEYS[1]) or '', '^key (%S+)') ~= ARGV[1] then
  return {'erased'}
end
redis.call('XADD', KEYS[2], '*', 'turn', ARGV[2], 'role', ARGV[3], 'text', ARGV[4])
if KEYS[3] then
  redis.call('XADD', KEYS[3], 'MAXLEN', ARGV[5], '*', 'turn', ARGV[2], 'text', ARGV[6])
end
return {'kept'}
