-- reserve.lua: grants what may go now, in the order of all loops, and says to newcomers when their turn will be.
-- ARGV goes on: loop lease grace open_max slack poll_min poll_max mean_tokens
--   asks: n, then id order tokens (ascending order)          next waiting tail
--   newcomers: n, then id order left before                  (times in us; `before`: of this loop's own, how many come first)
-- Returns now, down, cool, poll, interval, n granted, (id, key)..., n newcomers, (verdict, a, b)...: 0 granted; 1 waits: eta, position; 2 shed: retry after, 0
local loop, lease, grace, open_max, slack = word(), num(), num(), num(), num()
local poll_min, poll_max, mean = num(), num(), num()

for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', s(now), 'LIMIT', 0, 32)) do
  ended(id, true, -1)                             -- its process died; charging all of it is the safe side
end
local open = redis.call('ZCARD', KEYS[2])

-- The other loops' lines. A row competes while its loop keeps its promise to come back: one that is silent holds nobody up. It is
-- in line all the same, and counts for what newcomers have to expect, until its loop must be dead.
local others, best, total = {}, math.huge, 0
local rows = redis.call('HGETALL', KEYS[4])
for i = 1, #rows, 2 do
  if rows[i] ~= loop then
    local head, tail, count, live, competes = string.match(rows[i + 1], '^(%d+) (%d+) (%d+) (%d+) (%d)$')
    head, tail, count, live = tonumber(head), tonumber(tail), tonumber(count), tonumber(live)
    if live + 10000000 < now then
      redis.call('HDEL', KEYS[4], rows[i])
    else
      local first = competes == '1' and live >= now
      others[#others + 1] = { head, tail, count, first }
      total = total + count
      if first then best = math.min(best, head) end
    end
  end
end

local function spare(k)
  return math.min(k.rpm > 0 and (k.r - k.hr) / k.rmax or 1, k.tpm > 0 and (k.t - k.ht) / k.tmax or 1)
end
local function pick(tokens)
  local found
  for _, k in ipairs(keys) do
    if k.cd <= now and (k.n == 0 or k.pr <= now) and (k.rpm == 0 or k.r - k.hr >= U)
      and (k.tpm == 0 or k.t - k.ht >= math.min(tokens * U, k.tmax))
      and (not found or spare(k) > spare(found)) then found = k end
  end
  return found
end

-- Grants: never past the first that must wait, or a large one would never go. Where there is room for all that wait, nobody need let
-- another go first: waiting for each other's calls, sixteen busy loops would use less than there is.
local granted, is_granted, head, head_tokens = {}, {}, nil, mean
local asks = num()
if open_max == 0 or open + total + asks <= open_max then
  for _, k in ipairs(keys) do
    if k.cd <= now and k.n == 0 and (k.rpm == 0 or k.r - k.hr >= (total + asks) * U)
      and (k.tpm == 0 or k.t - k.ht >= (total + asks) * mean * U) then best = math.huge end
  end
end
for i = 1, asks do
  local id, order, tokens = word(), num(), num()
  if not head then
    local had = redis.call('HGET', KEYS[3], id)   -- asked before; that reply was lost
    local k = had and { name = string.match(had, '^%S+') }
    if not k and order <= best + slack and (open_max == 0 or open < open_max) then
      k = pick(tokens)
      if k then
        local hr, ht = k.rpm > 0 and U or 0, k.tpm > 0 and tokens * U or 0
        k.hr, k.ht, open = k.hr + hr, k.ht + ht, open + 1
        if k.n > 0 then k.pr = now + 30000000 end -- after a 429 one tries, the others wait for what it hears
        redis.call('ZADD', KEYS[2], s(now + lease), id)
        redis.call('HSET', KEYS[3], id, k.name .. ' ' .. s(hr) .. ' ' .. s(ht))
      end
    end
    if k then
      granted[#granted + 1], granted[#granted + 2], is_granted[id] = id, k.name, true
    else
      head, head_tokens = order, tokens
    end
  end
end
local next_order, waiting, tail = num(), num(), num()
head = head or (next_order > 0 and next_order or nil)

-- How long until so many requests with so many tokens have gone, by refill alone.
local room_r, rate_r, room_t, rate_t, cool, free_r, free_t = 0, 0, 0, 0, math.huge, false, false
for _, k in ipairs(keys) do
  cool = math.min(cool, math.max(0, k.cd - now, k.n > 0 and k.pr - now or 0))
  free_r, free_t = free_r or k.rpm == 0, free_t or k.tpm == 0
  if k.cd <= now then room_r, room_t = room_r + k.r - k.hr, room_t + k.t - k.ht end
  rate_r, rate_t = rate_r + k.rpm, rate_t + k.tpm
end
local function wait(requests, tokens)
  local w = cool
  if not free_r then w = math.max(w, (requests * U - room_r) / rate_r) end
  if not free_t then w = math.max(w, (tokens * U - room_t) / rate_t) end
  return math.max(0, math.ceil(w))
end
local function ahead_of(order)                    -- in the other lines, which are taken for even
  local n = 0
  for _, o in ipairs(others) do
    if order >= o[2] then n = n + o[3]
    elseif order > o[1] then n = n + o[3] * (order - o[1]) / (o[2] - o[1]) end
  end
  return n
end

-- Who comes before others that were let in must not push the last of them past its deadline, which is taken for as long as its own.
local verdicts, joined, last = {}, 0, tail
for _, o in ipairs(others) do last = math.max(last, o[2]) end
for i = 1, num() do
  local id, order, left, before = word(), num(), num(), num()
  if is_granted[id] then
    joined = joined + 1
    verdicts[#verdicts + 1], verdicts[#verdicts + 2], verdicts[#verdicts + 3] = 0, 0, 0
  else
    local position = math.max(1, math.floor(before - #granted / 2 + ahead_of(order)) + 1)
    local all = math.max(1, total + waiting + joined - #granted / 2 + 1)
    local eta, whole = wait(position, position * mean), wait(all, all * mean)
    if eta <= left and whole <= left + math.max(0, last - order) then
      joined = joined + 1
      verdicts[#verdicts + 1], verdicts[#verdicts + 2], verdicts[#verdicts + 3] = 1, eta, position
    else                                          -- each refused one is told a time of its own, one after the other
      local step = wait(all + 1, (all + 1) * mean) - whole
      local horizon = math.max(tonumber(redis.call('HGET', KEYS[1], 'horizon') or 0), now + whole) + step
      redis.call('HSET', KEYS[1], 'horizon', s(horizon))
      verdicts[#verdicts + 1], verdicts[#verdicts + 2], verdicts[#verdicts + 3] =
        2, math.max(1000000, math.ceil(horizon - now - left / 2)), 0
    end
  end
end

-- Our row, and when to come back: with n loops before us, when n + 1 have room.
local poll = poll_max
local count = waiting + joined - #granted / 2
if count > 0 and head then
  local before_us = 0
  for _, o in ipairs(others) do if o[4] and o[1] < head then before_us = before_us + 1 end end
  poll = wait(before_us + 1, head_tokens + before_us * mean)
  if open_max > 0 and open >= open_max then poll = math.max(poll, 20000) end
  poll = math.min(poll_max, math.max(poll_min, poll))
  redis.call('HSET', KEYS[4], loop, s(head) .. ' ' .. s(math.max(head, tail)) .. ' ' .. s(count) .. ' ' ..
    s(now + poll + grace) .. (asks > 0 and ' 1' or ' 0'))
else
  redis.call('HDEL', KEYS[4], loop)
end
-- How far apart requests go where there is no plenty: half of a bucket, and for each of 16 loops four.
local plenty, interval = false, 0
for _, k in ipairs(keys) do
  plenty = plenty or k.cd <= now and k.n == 0 and (k.rpm == 0 or k.r - k.hr >= math.max(k.rmax / 2, 64 * U))
    and (k.tpm == 0 or k.t - k.ht >= math.max(k.tmax / 2, 64 * mean * U))
end
if not plenty or count + total > 0 then
  interval = math.ceil(math.max(free_r and 0 or U / rate_r, free_t and 0 or mean * U / rate_t))
end
save()
local reply = { now, tonumber(redis.call('HGET', KEYS[1], 'down') or 0), cool, poll, interval, #granted / 2 }
for _, x in ipairs(granted) do reply[#reply + 1] = x end
reply[#reply + 1] = #verdicts / 3
for _, x in ipairs(verdicts) do reply[#reply + 1] = x end
return reply
