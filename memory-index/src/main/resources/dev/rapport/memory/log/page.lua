-- One page of a user's memories, newest or oldest first, all as they are at one moment.
--
-- KEYS 1 memory log, 3 memories told, 6 notes: as in learn.lua
-- ARGV 1 position behind which the page begins, '' for the first one, 2 memories wanted,
--      3 'c' for current ones, 's' for superseded ones, '' for both, 4 entries of the log looked at, at most,
--      5 'new' for the newest first, 'old' for the oldest first
-- Returns the position behind which the next page begins, '' at the end; memories told in all; then for each memory a list:
-- position, 'c' or 's', notes or '', fields of its entry. A page may have fewer than wanted and yet not be the last.

local log, told, notes = KEYS[1], KEYS[3], KEYS[6]
local last, wanted, status, left = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local newest_first = ARGV[5] == 'new'
local STEP = 100

local function behind(count)
  local from = last ~= '' and '(' .. last
  if newest_first then
    return redis.call('XREVRANGE', log, from or '+', '-', 'COUNT', count)
  end
  return redis.call('XRANGE', log, from or '-', '+', 'COUNT', count)
end

local rows, ended = {}, false
while #rows < wanted and left > 0 and not ended do
  local step = math.min(STEP, left)
  local entries = behind(step)
  ended = #entries < step
  left = left - step
  for _, entry in ipairs(entries) do
    if #rows == wanted then
      ended = false
      break
    end
    last = entry[1]
    local fields = entry[2]
    if fields[2] == 'added' then -- kind and id come first, see learn.lua
      local state = redis.call('HGET', told, fields[4])
      local is = state and string.sub(state, 1, 1)
      if is and (status == '' or status == is) then
        rows[#rows + 1] = { entry[1], is, redis.call('HGET', notes, fields[4]) or '', fields }
      end
    end
  end
end
if ended or #behind(1) == 0 then
  last = ''
end
return { last, tostring(redis.call('HLEN', told)), unpack(rows) }
