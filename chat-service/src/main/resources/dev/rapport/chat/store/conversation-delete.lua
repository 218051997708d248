-- Removes a conversation: its messages, its summary, its answers wherever they are kept, and its place in the list. In one step, so that
-- no answer is kept in it meanwhile: see message-keep.lua.
-- KEYS: the conversation, its summary, the list of conversations, the answers
-- ARGV: the conversation's name, entries of it that are looked at
-- Returns {1}, or {0} if there is no such conversation.
local turns, there = {}, 0
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[2])) do
  there = 1
  turns[entry[2][2]] = true -- turn comes first, see message-keep.lua
end
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
if there == 1 then
  for _, answer in ipairs(redis.call('XRANGE', KEYS[4], '-', '+')) do
    if turns[answer[2][2]] then
      redis.call('XDEL', KEYS[4], answer[1])
    end
  end
end
return {there}
