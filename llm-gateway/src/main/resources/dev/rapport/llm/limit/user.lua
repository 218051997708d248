-- user.lua: a user's own limits, day budget and place in time. KEYS 1 {u}:limit  2 {u}:limit:open
-- ARGV 1 op  2 id  3 rpm  4 tpm  5 rburst  6 tburst, then for
--   r (reserve): 7 tokens 8 cost 9 max_wait 10 day_tokens 11 day_cost 12 open_max 13 lease 14 quantum 15 when it came
--   s (settle):  7 tokens 8 cost 9 sent (1|0)
--   t (only the place in time, for a plan without limits): as r
-- r and t return 1, ready in, start, left r, left t, full in r, full in t, first   or 0, kind (1 requests 2 tokens 3 budget 4 open), retry after, ...same four
local U, DAY = 60000000, 86400000000
local n = {}
for i = 3, #ARGV do n[i] = tonumber(ARGV[i]) end
local function s(x) return string.format('%.0f', x) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local rpm, tpm, rmax, tmax = n[3], n[4], n[5] * U, n[6] * U
local h = redis.call('HMGET', KEYS[1], 'at', 'r', 't', 'ht', 'f', 'day', 'dt', 'dc', 'dht', 'dhc', 'low', 'last')
local function v(i, otherwise) return tonumber(h[i] or otherwise) end
local gone = math.max(0, now - v(1, now))
local r, t, ht, f = math.min(rmax, v(2, rmax) + gone * rpm), math.min(tmax, v(3, tmax) + gone * tpm), v(4, 0), v(5, 0)
local day, dt, dc, dht, dhc, low = v(6, 0), v(7, 0), v(8, 0), v(9, 0), v(10, 0), v(11, 0)
local today = math.floor(now / DAY)
if day ~= today then day, dt, dc = today, 0, 0 end

local function close(id, tokens, cost)            -- below 0: what was held
  local ot, oc = string.match(redis.call('HGET', KEYS[2], id) or '', '^(%d+) (%d+)')
  if not ot then return false end
  redis.call('HDEL', KEYS[2], id)
  ot, oc = tonumber(ot), tonumber(oc)
  if tokens < 0 then tokens, cost = ot, oc end
  ht, dht, dhc = ht - ot * U, dht - ot, dhc - oc
  if tpm > 0 then t = t - tokens * U end
  dt, dc = dt + tokens, dc + cost
  return true
end
local first = false                               -- whether the user has nothing else waiting
local function full(level, max, rate) return rate > 0 and math.max(0, math.ceil((max - level) / rate)) or 0 end
local function finish(a, b, c)
  redis.call('HSET', KEYS[1], 'at', s(math.max(now, v(1, now))), 'r', s(r), 't', s(t), 'ht', s(ht), 'f', s(f), 'day', s(day), 'dt', s(dt), 'dc', s(dc),
    'dht', s(dht), 'dhc', s(dhc), 'low', s(low))
  redis.call('PEXPIRE', KEYS[1], 172800000)
  redis.call('PEXPIRE', KEYS[2], 172800000)
  return { a, b, c, math.max(0, math.floor(r / U)), math.max(0, math.floor((t - ht) / U)), full(r, rmax, rpm), full(t - ht, tmax, tpm), first and 1 or 0 }
end

if ARGV[1] == 's' then
  local known = close(ARGV[2], n[7], n[8])
  if not known and redis.call('EXISTS', KEYS[1]) == 0 then return { 1, 0, 0, 0, 0, 0, 0, 0 } end -- the user was erased: nothing is kept
  if known and n[9] == 0 and rpm > 0 then r = math.min(rmax, r + U) end
  return finish(1, 0, 0)
end
if low > 0 and low <= now then                    -- reservations of processes that died
  low = 0
  local open = redis.call('HGETALL', KEYS[2])
  for i = 1, #open, 2 do
    local ends = tonumber(string.match(open[i + 1], '(%d+)$'))
    if ends <= now then close(open[i], -1, -1) elseif low == 0 or ends < low then low = ends end
  end
end
local came = math.min(now, n[15])                 -- by the asking loop's copy of this clock: what this call took is not its user's fault
local tokens, cost, start = n[7], n[8], math.max(came, f)
first = f <= came
local had = redis.call('HGET', KEYS[2], ARGV[2])  -- asked before; that reply was lost, and the same is said again
if had then
  local began, ready, was_first = string.match(had, '^%d+ %d+ (%d+) (%d+) (%d)')
  first = was_first == '1'
  return finish(1, math.max(0, tonumber(ready) - now), tonumber(began))
end
if ARGV[1] == 't' then
  local last, began, was_first = string.match(h[12] or '', '^(%S+) (%d+) (%d)$')
  if last == ARGV[2] then
    first = was_first == '1'
    return finish(1, 0, tonumber(began))
  end
  redis.call('HSET', KEYS[1], 'last', ARGV[2] .. ' ' .. s(start) .. (first and ' 1' or ' 0'))
  f = start + n[14]
  return finish(1, 0, start)
end
if n[12] > 0 and redis.call('HLEN', KEYS[2]) >= n[12] then return finish(0, 4, 1000000) end
if (n[10] > 0 and dt + dht + tokens > n[10]) or (n[11] > 0 and dc + dhc + cost > n[11]) then
  return finish(0, 3, (today + 1) * DAY - now)
end
local wr = rpm > 0 and math.max(0, math.ceil((U - r) / rpm)) or 0
local wt = tpm > 0 and math.max(0, math.ceil((math.min(tokens * U, tmax) - (t - ht)) / tpm)) or 0
local ready = math.max(wr, wt)
if ready > n[9] then return finish(0, wr >= wt and 1 or 2, ready) end
if rpm > 0 then r = r - U end
ht, dht, dhc = ht + tokens * U, dht + tokens, dhc + cost
start = math.max(start, came + ready)
f = start + n[14]
local ends = now + n[13]
redis.call('HSET', KEYS[2], ARGV[2], s(tokens) .. ' ' .. s(cost) .. ' ' .. s(start) .. ' ' .. s(now + ready) ..
  (first and ' 1 ' or ' 0 ') .. s(ends))
if low == 0 or ends < low then low = ends end
return finish(1, ready, start)
