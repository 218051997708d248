-- Keeps a summary. The one before it stays for prompts that have it, until their conversation's next step.
-- KEYS: the conversation; its summary
-- ARGV: the place of the first message that it does not know, its text, its model, the time in ms
-- Returns {1} if it was kept, {0} if the conversation is gone or has one that reaches as far.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {0}
end
local old = redis.call('HMGET', KEYS[2], 'text', 'reach', 'since', 'model', 'at')
if old[2] then
  if tonumber(old[2]) >= tonumber(ARGV[1]) then
    return {0}
  end
  redis.call('HSET', KEYS[2], 'before.text', old[1], 'before.reach', old[2], 'before.since', old[3],
    'before.model', old[4], 'before.at', old[5])
end
redis.call('HSET', KEYS[2], 'text', ARGV[2], 'reach', ARGV[1], 'since', redis.call('XLEN', KEYS[1]),
  'model', ARGV[3], 'at', ARGV[4], 'tried', ARGV[1])
return {1}
