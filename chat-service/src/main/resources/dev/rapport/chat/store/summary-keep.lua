-- Keeps a summary. The one before it stays for prompts that have it, until their conversation's next step.
-- KEYS: the conversation; its summary; the user's key
-- ARGV: the place of the first message that it does not know, the place of the message with which the step came that it was asked
--       for in, its text, its model, the time in ms, the epoch of the key that the text is sealed with
-- Returns {1} if it was kept; {0} if the user was erased meanwhile, or the conversation is gone, or has one that reaches as far, or one that came after that step:
-- then the one before that may be in use, and must not go. A conversation that was deleted and begun anew knows of no claim.
if string.match(redis.call('GET', KEYS[3]) or '', '^key (%S+)') ~= ARGV[6] then
  return {0}
end
if redis.call('XLEN', KEYS[1]) < tonumber(ARGV[1]) or redis.call('HGET', KEYS[2], 'tried') ~= ARGV[1] then
  return {0}
end
local old = redis.call('HMGET', KEYS[2], 'text', 'reach', 'since', 'model', 'at')
if old[2] then
  if tonumber(old[2]) >= tonumber(ARGV[1]) or tonumber(old[3]) > tonumber(ARGV[2]) then
    return {0}
  end
  redis.call('HSET', KEYS[2], 'before.text', old[1], 'before.reach', old[2], 'before.since', old[3],
    'before.model', old[4], 'before.at', old[5])
end
redis.call('HSET', KEYS[2], 'text', ARGV[3], 'reach', ARGV[1], 'since', redis.call('XLEN', KEYS[1]),
  'model', ARGV[4], 'at', ARGV[5])
return {1}
