-- settle.lua: what became of reservations, and what was learned of the provider. ARGV goes on: triples kind a b until the end
--   a id 1|0          at the provider, 1 if it took it       c key us     it said 429: cool that key down for at least so long
--   e id tokens       ended, was sent          d us -       the provider is down for so long
--   n id -            ended, was never sent    s key 'requests tokens sequence loop'   spent while this store was away
--   l id us           still open: lease it so much longer
while p < #ARGV do
  local kind, a, b = word(), word(), word()
  if kind == 'a' then arrived(a, b == '1')
  elseif kind == 'e' then ended(a, true, tonumber(b))
  elseif kind == 'n' then ended(a, false, 0)
  elseif kind == 'l' then redis.call('ZADD', KEYS[2], 'XX', s(now + tonumber(b)), a)
  elseif kind == 'c' and named[a] then
    local k = named[a]
    if k.cd <= now then k.n = k.n + 1 end          -- a new pause, not the same one heard by many
    k.pr = 0
    k.cd = math.max(k.cd, now + math.max(tonumber(b), math.min(60000000, 1000000 * 2 ^ (math.max(k.n, 1) - 1))))
  elseif kind == 'd' then redis.call('HSET', KEYS[1], 'down', s(math.max(now + tonumber(a), tonumber(redis.call('HGET', KEYS[1], 'down') or 0))))
  elseif kind == 's' and named[a] then
    local requests, tokens, sequence, who = string.match(b, '^(%d+) (%d+) (%d+) (%S+)$')
    local k, told = named[a], 'told:' .. who .. ':' .. a
    if tonumber(sequence) > tonumber(redis.call('HGET', KEYS[1], told) or 0) then
      redis.call('HSET', KEYS[1], told, sequence)
      if k.rpm > 0 then k.r = k.r - tonumber(requests) * U end
      if k.tpm > 0 then k.t = k.t - tonumber(tokens) * U end
    end
  end
end
save()
return { now }
