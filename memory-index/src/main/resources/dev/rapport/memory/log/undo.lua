-- Takes back what one lesson changed: facts are again as they were before it, memories that it superseded are current unless another one
-- superseded them again, and one that it edited has its words from before.
--
-- KEYS 1 memory log, 2 facts, 3 memories told, 5 changes, 6 notes: as in learn.lua; events.lua stands before this script
-- ARGV 1 turn of the lesson, '' for the newest one, 2 time in ms
-- Returns 'undone'; 'unknown' if no such change is kept; 'later' if a later lesson has changed the same facts, or put
-- another memory in the place of its own.

local log, facts, told, past = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local turn, at = ARGV[1], ARGV[2]

local function fields(entry)
  local map = {}
  for i = 1, #entry[2], 2 do
    map[entry[2][i]] = entry[2][i + 1]
  end
  return map
end

local entry, change
local taken = {} -- memories that later lessons superseded or edited
for _, candidate in ipairs(redis.call('XREVRANGE', past, '+', '-')) do
  local map = fields(candidate)
  if turn == '' or map.turn == turn then
    entry, change = candidate, map
    break
  end
  for id in string.gmatch(map.superseded .. ',' .. (map.edited or ''), '[^,]+') do
    taken[id] = true
  end
end
if not entry then
  return 'unknown'
end
-- The change of the lesson that took its memory's place may be gone, with a memory that the user deleted: what is superseded was so later.
local memory_is = redis.call('HGET', told, change.memory) or ''
if taken[change.memory] or taken[change.edited or ''] or string.sub(memory_is, 1, 1) == 's' then
  return 'later'
end

-- Evidence may have come since; the rest must be as the lesson left it.
local function said(fact)
  return fact and string.match(fact, '\31.*$') or ''
end

local i = 1
while change['f' .. i] do
  if said(redis.call('HGET', facts, change['f' .. i])) ~= said(change['i' .. i]) then
    return 'later'
  end
  i = i + 1
end

i = 1
while change['f' .. i] do
  if change['w' .. i] == '' then
    redis.call('HDEL', facts, change['f' .. i])
  else
    redis.call('HSET', facts, change['f' .. i], change['w' .. i])
  end
  i = i + 1
end

local function supersede(id)
  local state = redis.call('HGET', told, id)
  if state and string.sub(state, 1, 1) == 'c' then
    redis.call('XADD', log, '*', 'kind', 'superseded', 'id', id, 'by', '', 'at', at)
    note(id, 'superseded', at, change.turn, '')
    redis.call('HSET', told, id, 's' .. string.sub(state, 2))
  end
end

-- Told again since, it may be superseded by a later lesson.
local function superseded_by_this(id)
  local last = string.match(redis.call('HGET', KEYS[6], id) or '', '[^\30]*$')
  local kind, by_turn = string.match(last, '^([^\31]*)\31[^\31]*\31([^\31]*)\31')
  return not kind or (kind == 'superseded' and by_turn == change.turn)
end

local function revive(id)
  local state = redis.call('HGET', told, id)
  if state and string.sub(state, 1, 1) == 's' and superseded_by_this(id) then
    local position = string.sub(state, 2)
    local added = redis.call('XRANGE', log, position, position)[1]
    if added then
      note(id, 'revived', at, change.turn, '')
      redis.call('XDEL', log, position) -- one entry with these words is enough
      redis.call('HSET', told, id, 'c' .. redis.call('XADD', log, '*', unpack(added[2])))
    end
  end
end

local function restore(id)
  local state = redis.call('HGET', told, id)
  if state and string.sub(state, 1, 1) == 'c' then
    local old = {}
    for i = 1, #entry[2], 2 do
      local name = string.match(entry[2][i], '^old%.(.*)$')
      if name then
        old[#old + 1] = name
        old[#old + 1] = entry[2][i + 1]
      end
    end
    note(id, 'edited', at, change.turn, '')
    redis.call('XDEL', log, string.sub(state, 2)) -- one entry with these words is enough
    redis.call('HSET', told, id, 'c' .. redis.call('XADD', log, '*', unpack(old)))
  end
end

supersede(change.memory)
for id in string.gmatch(change.superseded, '[^,]+') do
  revive(id)
end
if change.edited then
  restore(change.edited)
end
redis.call('XDEL', past, entry[1])
return 'undone'
