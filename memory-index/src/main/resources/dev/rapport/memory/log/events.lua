-- Before learn.lua and undo.lua: notes what becomes of a memory after it was added. A memory to which nothing happened has no notes.
--
-- KEYS 1 memory log, 3 memories told, 6 notes (hash): memory id -> notes, oldest first, with RS (0x1E) between them; each is
--      kind US time in ms US turn US memory that took its place or ''. Never any words.

local NOTES_KEPT = 32 -- of one memory; the first, and then the newest

local function note(memory, kind, at, turn, by)
  local notes = redis.call('HGET', KEYS[6], memory)
  if not notes then
    local position = string.sub(redis.call('HGET', KEYS[3], memory), 2)
    local added = redis.call('XRANGE', KEYS[1], position, position)[1]
    local first = {}
    for i = 1, added and #added[2] or 0, 2 do
      first[added[2][i]] = added[2][i + 1]
    end
    notes = 'added\31' .. (first.at or at) .. '\31' .. (first.turn or '') .. '\31'
  end
  notes = notes .. '\30' .. kind .. '\31' .. at .. '\31' .. turn .. '\31' .. by
  local _, count = string.gsub(notes, '\30', '')
  if count >= NOTES_KEPT then
    notes = string.gsub(notes, '^([^\30]*)\30[^\30]*', '%1', 1)
  end
  redis.call('HSET', KEYS[6], memory, notes)
end

