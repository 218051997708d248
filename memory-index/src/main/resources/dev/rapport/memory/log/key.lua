-- Makes a user's key, unless there is one.
--
-- KEYS 1 the key, 2 memories told, 3 facts: as in learn.lua
-- ARGV 1 the epoch in which what is to be written began: '-' if there was no key, '?' if it is not known, '*' for now
--      2 the new key's epoch, 3 its secret, '-' if it does not seal
-- Returns what stands there then; false if nothing does.

local kept = redis.call('GET', KEYS[1])
local kind, epoch = string.match(kept or '', '^(%S+) (%S+)')
local names = nil
if kind == 'key' then
  local before, kept_names, secret = string.match(kept, '^%S+ %S+ (%S+) (%S+) (%S+)$')
  if secret ~= '-' or ARGV[3] == '-' then
    return kept
  end
  names = kept_names -- sealing was switched on: the ids that there are must stay
elseif ARGV[1] == '?' and kind == 'erased' or ARGV[1] ~= '?' and ARGV[1] ~= '*' and ARGV[1] ~= (epoch or '-') then
  return kept
end
if not names then
  names = (ARGV[3] == '-' or redis.call('EXISTS', KEYS[2], KEYS[3]) > 0) and 'u' or 'k'
end
local key = 'key ' .. ARGV[2] .. ' ' .. (epoch or '-') .. ' ' .. names .. ' ' .. ARGV[3]
redis.call('SET', KEYS[1], key)
return key
