-- Adds records to a chain, one after another: none is there without the one before it. To send them again is harmless.
-- KEYS: the chain
-- ARGV: the three of each record: its number, line and hash
-- Returns how many of them are in it, from the first one on. The next one's number has another record, or the chain is past it. An error,
-- such as OOM, leaves those in that stand before the one that was refused.
local end_of_chain = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local last = end_of_chain and tonumber(string.match(end_of_chain[1], '^%d+')) or 0
for i = 1, #ARGV, 3 do
  local id = ARGV[i] .. '-0'
  if tonumber(ARGV[i]) > last then
    redis.call('XADD', KEYS[1], id, 'record', ARGV[i + 1], 'hash', ARGV[i + 2])
  else
    local there = redis.call('XRANGE', KEYS[1], id, id)[1]
    if not there or there[2][4] ~= ARGV[i + 2] then
      return {(i - 1) / 3}
    end
  end
end
return {#ARGV / 3}
