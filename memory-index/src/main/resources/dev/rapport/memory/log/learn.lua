-- Keeps what one turn taught: all of it, or nothing. Sent twice, it changes nothing the second time.
--
-- KEYS 1 memory log (stream)             entries added, superseded, forgotten
--      2 facts (hash)                    field -> evidence US value key US since US confidence US value
--      3 memories told (hash)            memory id -> 'c' (current) or 's' (superseded), then the position of its entry
--      4 lessons learnt lately (hash)    't' .. turn -> outcome; number -> field of that lesson; 'n' -> lessons so far
--      5 changes (stream)                what each lesson closed and opened, for the past and for undo.lua: turn, at,
--                                        memory, superseded (ids with commas), then f<i> field, w<i> fact before or '',
--                                        i<i> fact after or ''; if a memory's words were written in another way,
--                                        edited with its id and old.<name> with each field of its entry before
--      6 notes (hash)                    what became of memories, see events.lua, which stands before this script
--   last the user's key                  key EPOCH ..., or erased EPOCH; see key.lua
-- ARGV 1 turn, 2 time in ms, 3 memory id or '', 4 text, 5 vector, 6 model,
--      7 lessons kept, 8 memories at most, 9 facts at most, 10 evidence of a fact at most,
--      11 changes kept, 12 epoch of the key that text, vector and values are sealed with,
--      13 memory whose place this one takes, or '', 14.. five for each fact: field, value key, '1' if denied, confidence, value
-- What is sealed may hold any bytes, so a value comes last in its fact and is never looked into.
-- US is the unit separator, 0x1F. Evidence is a list of memory ids with commas.
-- Returns position, new memory id or '', then field and value of each changed fact; or one word alone: 'erased' if the key is
-- another one, and why a memory's place cannot be taken: 'unknown', 'superseded', 'equal' (another current memory has these words)
-- or 'full'.

local log, facts, told, lessons, past = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local turn, at, id = 't' .. ARGV[1], ARGV[2], ARGV[3]
local lessons_kept, memories_max = tonumber(ARGV[7]), tonumber(ARGV[8])
local facts_max, evidence_max = tonumber(ARGV[9]), tonumber(ARGV[10])
local replaced = ARGV[13]
local US = '\31'

if string.match(redis.call('GET', KEYS[#KEYS]) or '', '^key (%S+)') ~= ARGV[12] then
  return { 'erased' }
end

local function split(fact)
  return string.match(fact, '^([^\31]*)\31([^\31]*)\31(.*)$')
end

local function reply(position, memory, fields)
  local result = { position, memory }
  for _, field in ipairs(fields) do
    local value = redis.call('HGET', facts, field)
    if value then
      result[#result + 1] = field
      result[#result + 1] = value
    end
  end
  return result
end

-- The same lesson again, because its reply was lost: answer from what was noted then.
local outcome = redis.call('HGET', lessons, turn)
if outcome then
  local position, memory, fields = split(outcome)
  local list = {}
  for field in string.gmatch(fields, '[^,]+') do
    list[#list + 1] = field
  end
  return reply(position, memory, list)
end

local function obstacle()
  local state, other = redis.call('HGET', told, replaced), redis.call('HGET', told, id)
  if not state then
    return 'unknown'
  elseif string.sub(state, 1, 1) ~= 'c' then
    return 'superseded'
  elseif id ~= replaced and other and string.sub(other, 1, 1) == 'c' then
    return 'equal'
  elseif not other and redis.call('HLEN', told) >= memories_max then
    return 'full'
  end
end

if replaced ~= '' then
  local why = obstacle()
  if why then
    return { why }
  end
end

local position
local function append(...)
  position = redis.call('XADD', log, '*', ...)
  return position
end

-- 1. The words.
local new, evidence = '', ''
local before_edit
if id ~= '' then
  local state = redis.call('HGET', told, id)
  if state and string.sub(state, 1, 1) == 'c' and replaced ~= id then
    evidence = id
  elseif state or redis.call('HLEN', told) < memories_max then
    if state then
      note(id, replaced == id and 'edited' or 'revived', at, ARGV[1], '')
      if replaced == id then
        before_edit = redis.call('XRANGE', log, string.sub(state, 2), string.sub(state, 2))[1]
      end
      redis.call('XDEL', log, string.sub(state, 2)) -- one entry with these words is enough
    end
    append('kind', 'added', 'id', id, 'text', ARGV[4], 'at', at, 'turn', ARGV[1], 'vector', ARGV[5], 'model', ARGV[6])
    redis.call('HSET', told, id, 'c' .. position)
    new, evidence = replaced ~= id and id or '', id
  end
end

-- 2. What they say.
local changed, is_changed, doubtful = {}, {}, {}
local touched, before = {}, {}

local function touch(field, fact)
  if before[field] == nil then
    before[field] = fact or ''
    touched[#touched + 1] = field
  end
end

local function close(field, memories)
  redis.call('HDEL', facts, field)
  for memory in string.gmatch(memories, '[^,]+') do
    doubtful[#doubtful + 1] = memory
  end
end

local function also_from(memories)
  local count = 0
  for memory in string.gmatch(memories, '[^,]+') do
    count = count + 1
    if memory == evidence then
      return memories
    end
  end
  if evidence == '' or count >= evidence_max then
    return memories
  end
  return count == 0 and evidence or memories .. ',' .. evidence
end

-- What only the replaced memory says holds no more, unless the new one says it, too.
local orphans = {}
if replaced ~= '' then
  local all = redis.call('HGETALL', facts)
  for i = 1, #all, 2 do
    local memories, key, rest = split(all[i + 1])
    local others, spoke = {}, false
    for memory in string.gmatch(memories, '[^,]+') do
      if memory == replaced then
        spoke = true
      else
        others[#others + 1] = memory
      end
    end
    if spoke then
      touch(all[i], all[i + 1])
      redis.call('HSET', facts, all[i], table.concat(others, ',') .. US .. key .. US .. rest)
      if #others == 0 then
        orphans[#orphans + 1] = all[i]
      end
    end
  end
end

for i = 14, #ARGV, 5 do
  local field, key, denied = ARGV[i], ARGV[i + 1], ARGV[i + 2] == '1'
  local known = redis.call('HGET', facts, field)
  local memories, known_key, rest
  if known then
    memories, known_key, rest = split(known)
  end
  if known_key == key then
    if denied then
      touch(field, known)
      close(field, memories)
    else
      redis.call('HSET', facts, field, also_from(memories) .. US .. key .. US .. rest)
    end
  elseif not denied and (known or redis.call('HLEN', facts) < facts_max) then
    touch(field, known)
    if known then
      close(field, memories)
    end
    redis.call('HSET', facts, field, evidence .. US .. key .. US .. at .. US .. ARGV[i + 3] .. US .. ARGV[i + 4])
    if not is_changed[field] then
      is_changed[field] = true
      changed[#changed + 1] = field
    end
  end
end

for _, field in ipairs(orphans) do
  local fact = redis.call('HGET', facts, field)
  if fact and split(fact) == '' then
    redis.call('HDEL', facts, field)
  end
end

-- 3. Memories that no open fact speaks for any more, of those that lost one.
local superseded = {}

local function supersede(memory, state)
  append('kind', 'superseded', 'id', memory, 'by', evidence, 'at', at)
  note(memory, 'superseded', at, ARGV[1], evidence)
  redis.call('HSET', told, memory, 's' .. string.sub(state, 2))
  superseded[#superseded + 1] = memory
end

if replaced ~= '' and replaced ~= id then
  supersede(replaced, redis.call('HGET', told, replaced))
end
if #doubtful > 0 then
  local speaks = { [id] = true } -- what was said just now holds
  for _, fact in ipairs(redis.call('HVALS', facts)) do
    for memory in string.gmatch(split(fact), '[^,]+') do
      speaks[memory] = true
    end
  end
  for _, memory in ipairs(doubtful) do
    local state = redis.call('HGET', told, memory)
    if not speaks[memory] and state and string.sub(state, 1, 1) == 'c' then
      supersede(memory, state)
    end
  end
end

if not position then
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  position = last[1] and last[1][1] or '0-0'
end

-- 4. What was before, and since when until when.
local change = { 'turn', ARGV[1], 'at', at, 'memory', new, 'superseded', table.concat(superseded, ',') }
local count = 0
for _, field in ipairs(touched) do
  local after = redis.call('HGET', facts, field) or ''
  if after ~= before[field] then
    count = count + 1
    change[#change + 1] = 'f' .. count
    change[#change + 1] = field
    change[#change + 1] = 'w' .. count
    change[#change + 1] = before[field]
    change[#change + 1] = 'i' .. count
    change[#change + 1] = after
  end
end
if before_edit then
  change[#change + 1] = 'edited'
  change[#change + 1] = id
  for i = 1, #before_edit[2], 2 do
    change[#change + 1] = 'old.' .. before_edit[2][i]
    change[#change + 1] = before_edit[2][i + 1]
  end
end
if count > 0 or replaced ~= '' then
  redis.call('XADD', past, 'MAXLEN', ARGV[11], '*', unpack(change))
end

-- 5. A note, in the place of the oldest one.
local place = redis.call('HINCRBY', lessons, 'n', 1) % lessons_kept
local oldest = redis.call('HGET', lessons, place)
if oldest then
  redis.call('HDEL', lessons, oldest)
end
redis.call('HSET', lessons, place, turn, turn, position .. US .. new .. US .. table.concat(changed, ','))
return reply(position, new, changed)
