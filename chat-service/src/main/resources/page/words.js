// Numbers, times and names as people read them. Pure: no page, no clock.

const STAGES = [
  ['authenticate', 'Authenticate'],
  ['extract', 'Extract traits'],
  ['recall', 'Recall'],
  ['compress', 'Compress'],
  ['prompt', 'Build prompt'],
];

/** Names in `dropped` and `shed` that are parts of a stage. */
const PART_OF = { embedding: 'recall' };

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "2 weeks ago", or an empty text when `when` (ISO 8601 or epoch milliseconds) is no time. */
export function ago(when, nowMillis) {
  const then = new Date(when ?? NaN).getTime();
  if (Number.isNaN(then)) {
    return '';
  }
  const seconds = (then - nowMillis) / 1000;
  const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
  return unit === undefined ? 'just now' : relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** "0.3 ms", "61 ms", "1.4 s". */
export function duration(millis) {
  if (!Number.isFinite(millis)) {
    return '';
  }
  if (millis < 9.95) {
    return `${(Math.max(0, millis)).toFixed(1)} ms`;
  }
  return millis < 999.5 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** "in 7 seconds", "in 1 min 5 s", "in 5 h 12 min"; "now" when nothing is left. */
export function until(seconds) {
  if (!(seconds > 0)) {
    return 'now';
  }
  if (seconds < 60) {
    return `in ${count(seconds, 'second', 'seconds')}`;
  }
  return seconds < 3_600
    ? two(Math.floor(seconds / 60), 'min', seconds % 60, 's')
    : two(Math.floor(Math.ceil(seconds / 60) / 60), 'h', Math.ceil(seconds / 60) % 60, 'min');
}

function two(large, largeUnit, small, smallUnit) {
  return `in ${large} ${largeUnit}${small === 0 ? '' : ` ${small} ${smallUnit}`}`;
}

/** What a server said of a failure, without how long to wait: that is counted down beside it. */
export function withoutWait(detail) {
  return detail.replace(/ ?Try again in [0-9a-z. ]+\.$/, '');
}

/** Where a turn stands that waits: 1 is next. */
export function inLine({ position, eta_ms: etaMillis }) {
  const place = position > 1 ? `Waiting in line, ${count(position - 1, 'message', 'messages')} before yours` : 'Next in line';
  return etaMillis > 0 ? `${place}, about ${duration(etaMillis)}` : place;
}

/** "1 memory", "3 memories". */
export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** `family.sister.home` stands alone as "Sister · home": the first of three parts is only its drawer. */
export function label(attribute) {
  const parts = partsOf(attribute);
  return upperFirst((parts.length > 2 ? parts.slice(1) : parts).join(' · '));
}

/**
 * Traits in drawers: `[{name, rows: [{label, attribute, values: [{text, since, sensitive}]}]}]`. What has no drawer is about the
 * user and comes first; then by name.
 */
export function drawers(traits) {
  const byName = new Map();
  for (const { attribute, value, since, sensitive } of traits) {
    const parts = partsOf(attribute);
    const name = parts.length > 1 ? upperFirst(parts[0]) : '';
    const rows = byName.get(name) ?? byName.set(name, new Map()).get(name);
    const row = rows.get(attribute)
      ?? { label: upperFirst((parts.length > 1 ? parts.slice(1) : parts).join(' · ')), attribute, values: [] };
    row.values.push({ text: String(value), since, sensitive });
    rows.set(attribute, row);
  }
  return [...byName]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, rows]) => ({ name: name || 'You', rows: [...rows.values()] }));
}

/**
 * A turn's time in its parts, one after the other: `[{name, label, start, millis, mark}]`. `first_token` and `total` count
 * from the start of the request, so waiting for the model is what the stages before leave of the one, and streaming what
 * the first token leaves of the other. `mark` is `dropped` (late, so the turn went on without it), `shed` (done in a
 * cheaper way) or empty.
 */
export function stages(timing) {
  const millis = (name) => (Number.isFinite(timing?.[name]) ? Math.max(0, timing[name]) : 0);
  const parts = STAGES.map(([name, text]) => ({ name, label: text, millis: millis(name) }));
  const before = parts.reduce((sum, part) => sum + part.millis, 0);
  const waited = Math.max(0, millis('first_token') - before);
  const admit = Math.min(millis('admit'), waited);
  if (admit > 0) {
    parts.push({ name: 'admit', label: 'Wait in line', millis: admit });
  }
  parts.push({ name: 'wait', label: 'First token', millis: waited - admit });
  const streaming = millis('total') - Math.max(before, millis('first_token'));
  parts.push({ name: 'stream', label: 'Streaming', millis: Math.max(0, streaming) });
  let start = 0;
  for (const part of parts) {
    part.start = start;
    part.mark = marked(timing?.dropped, part.name) ? 'dropped' : marked(timing?.shed, part.name) ? 'shed' : '';
    start += part.millis;
  }
  return parts;
}

function marked(names, stage) {
  return Array.isArray(names) && names.some((name) => (PART_OF[name] ?? name) === stage);
}

/** What was left out or cheapened and is no stage of its own: `[{name, mark}]`. */
export function marks(timing) {
  const known = new Set(['admit', 'wait', 'stream', ...STAGES.map(([name]) => name)]);
  return ['dropped', 'shed'].flatMap((mark) => (Array.isArray(timing?.[mark]) ? timing[mark] : [])
    .filter((name) => !known.has(PART_OF[name] ?? name)).map((name) => ({ name: String(name), mark })));
}

/** A day and a time, for tooltips and receipts; empty if `when` is none. */
export function moment(when) {
  const time = new Date(when ?? NaN);
  return Number.isNaN(time.getTime()) ? '' : time.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

/** Under which heading of a list a time belongs. */
export function period(when, nowMillis) {
  const then = new Date(when ?? NaN);
  const midnight = new Date(nowMillis).setHours(0, 0, 0, 0);
  if (Number.isNaN(then.getTime()) || then.getTime() < midnight - 6 * 86_400_000) {
    return 'Earlier';
  }
  return then.getTime() >= midnight ? 'Today' : 'This week';
}

/** What to do about a failed call, after what the server said of it. */
export function advice(problem) {
  const said = problem.detail ?? problem.title ?? '';
  const status = problem.status ?? 0;
  if (status === 0) {
    return 'Rapport did not answer. Is it running? ./rapport status says so; then try again.';
  }
  if (status === 404) {
    return 'It is not there any more. Load the list again to see what is.';
  }
  if (status === 409) {
    return `${sentence(said)}Something newer changed the same; load the list again and change that.`;
  }
  if (status === 429 || status === 503) {
    return `${sentence(said)}Try again in a moment.`;
  }
  if (status < 500) {
    return `${sentence(said)}Change the text and try again.`;
  }
  return `${sentence(said)}Try again. If it stays like this, ./rapport logs says why.`;
}

function sentence(text) {
  return text === '' ? '' : `${text.replace(/[.\s]+$/, '')}. `;
}

function partsOf(attribute) {
  return String(attribute).split('.').map((part) => part.replace(/[_-]+/g, ' ').trim()).filter((part) => part !== '');
}

/** The text with its first letter a capital. */
export function upperFirst(text) {
  return text === '' ? '' : text[0].toLocaleUpperCase('en') + text.slice(1);
}
