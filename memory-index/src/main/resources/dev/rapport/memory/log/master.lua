-- Notes that keys in this store are wrapped under a master key, unless the store needs one that is not known here.
--
-- KEYS 1 the fingerprints of those that it needs, with blanks between
-- ARGV the fingerprints of those known here, the one that wraps first; none if nothing is sealed
-- Returns what stands there then; false if nothing does.

local kept = redis.call('GET', KEYS[1])
local known = {}
for _, fingerprint in ipairs(ARGV) do
  known[fingerprint] = true
end
local noted = false
for fingerprint in string.gmatch(kept or '', '%S+') do
  if not known[fingerprint] then
    return kept
  end
  noted = noted or fingerprint == ARGV[1]
end
if ARGV[1] and not noted then
  kept = kept and kept .. ' ' .. ARGV[1] or ARGV[1]
  redis.call('SET', KEYS[1], kept)
end
return kept
