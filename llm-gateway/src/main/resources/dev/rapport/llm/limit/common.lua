-- Limits of one provider's keys. KEYS 1 state  2 open  3 held  4 line.  See docs/decisions/0010 for level and hold.
-- ARGV begins: fresh (1 if this loop never had a reply), number of keys, then name rpm tpm rburst tburst for each; 0 is no limit.
local U = 60000000 -- units of one request or token: n a minute are n units a microsecond
local p = 0
local function word() p = p + 1; return ARGV[p] end
local function num() return tonumber(word()) end
local function s(x) return string.format('%.0f', x) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local fresh = num() == 1
local keys, named = {}, {}
for i = 1, num() do
  local k = { name = word(), rpm = num(), tpm = num(), rmax = num() * U, tmax = num() * U }
  local n = k.name
  local f = redis.call('HMGET', KEYS[1], n .. ':at', n .. ':r', n .. ':t', n .. ':hr', n .. ':ht', n .. ':cd',
    n .. ':n', n .. ':pr')
  local at = tonumber(f[1] or now)
  local gone = math.max(0, now - at)              -- a clock that was set back gives nothing and takes nothing
  -- A state that is not there is a first start (full) or was lost under way (nobody knows: empty).
  k.r = f[2] and math.min(k.rmax, tonumber(f[2]) + gone * k.rpm) or (fresh and k.rmax or 0)
  k.t = f[3] and math.min(k.tmax, tonumber(f[3]) + gone * k.tpm) or (fresh and k.tmax or 0)
  k.hr, k.ht, k.cd = tonumber(f[4] or 0), tonumber(f[5] or 0), tonumber(f[6] or 0)
  k.n, k.pr = tonumber(f[7] or 0), tonumber(f[8] or 0)   -- 429s in a row; until when one request tries alone
  k.at = math.max(at, now)
  keys[i], named[n] = k, k
end

local function save()
  for _, k in ipairs(keys) do
    local n = k.name
    redis.call('HSET', KEYS[1], n .. ':at', s(k.at), n .. ':r', s(k.r), n .. ':t', s(k.t),
      n .. ':hr', s(k.hr), n .. ':ht', s(k.ht), n .. ':cd', s(k.cd), n .. ':n', s(k.n), n .. ':pr', s(k.pr))
  end
end

-- The request is at the provider: its one request is used. Well: it was not refused, so a pause of that key is over.
local function arrived(id, well)
  local name, hr, ht = string.match(redis.call('HGET', KEYS[3], id) or '', '^(%S+) (%d+) (%d+)$')
  local k = name and named[name]
  if k then k.n, k.pr = well and 0 or k.n, 0 end
  if k and tonumber(hr) > 0 then
    k.hr, k.r = k.hr - tonumber(hr), k.r - tonumber(hr)
    redis.call('HSET', KEYS[3], id, name .. ' 0 ' .. ht)
  end
end

-- The reservation ends; tokens below 0: all that was held. An id that is not there was ended before: nothing is done twice.
local function ended(id, sent, tokens)
  local name, hr, ht = string.match(redis.call('HGET', KEYS[3], id) or '', '^(%S+) (%d+) (%d+)$')
  redis.call('HDEL', KEYS[3], id)
  redis.call('ZREM', KEYS[2], id)
  local k = name and named[name]
  if not k then return end
  hr, ht = tonumber(hr), tonumber(ht)
  k.hr, k.ht = k.hr - hr, k.ht - ht
  if sent then k.r = k.r - hr end                  -- hr is 0 if it was charged on arrival
  if hr > 0 or not sent then k.pr = 0 end           -- what it was to find out will not be known
  if k.tpm > 0 then k.t = k.t - (tokens < 0 and ht or tokens * U) end
end
