import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advice, ago, count, drawers, duration, inLine, label, marks, period, stages, until, withoutWait } from '../../main/resources/page/words.js';

const NOW = Date.parse('2026-11-21T09:00:00Z');

for (const [when, expected] of [
  ['2026-11-21T08:59:30Z', 'just now'],
  ['2026-11-21T08:55:00Z', '5 minutes ago'],
  ['2026-11-20T08:00:00Z', 'yesterday'],
  ['2026-05-20T09:00:00Z', '6 months ago'],
  [NOW - 7_200_000, '2 hours ago'],
  ['nonsense', ''],
  [undefined, ''],
]) {
  test(`ago_${when}`, () => assert.equal(ago(when, NOW), expected));
}

for (const [millis, expected] of [[0, '0.0 ms'], [0.24, '0.2 ms'], [9.96, '10 ms'], [61, '61 ms'], [999.6, '1.0 s'], [1_400, '1.4 s'], [undefined, '']]) {
  test(`duration_${millis}`, () => assert.equal(duration(millis), expected));
}

for (const [attribute, expected] of [
  ['home', 'Home'],
  ['favourite.drink', 'Favourite · drink'],
  ['family.sister.home', 'Sister · home'],
  ['has_pet', 'Has pet'],
]) {
  test(`label_${attribute}`, () => assert.equal(label(attribute), expected));
}

for (const [seconds, expected] of [
  [0, 'now'],
  [-3, 'now'],
  [undefined, 'now'],
  [1, 'in 1 second'],
  [59, 'in 59 seconds'],
  [60, 'in 1 min'],
  [65, 'in 1 min 5 s'],
  [3_600, 'in 1 h'],
  [18_661, 'in 5 h 12 min'],
  [7_199, 'in 2 h'],
]) {
  test(`until_${seconds}`, () => assert.equal(until(seconds), expected));
}

for (const [queued, expected] of [
  [{ position: 1, eta_ms: 600 }, 'Next in line, about 600 ms'],
  [{ position: 2, eta_ms: 1_200 }, 'Waiting in line, 1 message before yours, about 1.2 s'],
  [{ position: 40, eta_ms: 0 }, 'Waiting in line, 39 messages before yours'],
]) {
  test(`inLine_${queued.position}`, () => assert.equal(inLine(queued), expected));
}

for (const [detail, expected] of [
  ['60 requests a minute used up. Try again in 6.5 s.', '60 requests a minute used up.'],
  ['The budget is used up. Try again in 5 h 12 min.', 'The budget is used up.'],
  ['Try again in Porto, she said.', 'Try again in Porto, she said.'],
]) {
  test(`withoutWait_${detail}`, () => assert.equal(withoutWait(detail), expected));
}

test('count_oneAndMany', () => {
  assert.equal(count(1, 'memory', 'memories'), '1 memory');
  assert.equal(count(0, 'memory', 'memories'), '0 memories');
});

test('drawers_groupByFirstPart_theUserFirst', () => {
  const found = drawers([
    { attribute: 'work.employer', value: 'a bakery' },
    { attribute: 'family.sister.home', value: 'Berlin' },
    { attribute: 'likes', value: 'tea' },
    { attribute: 'likes', value: 'rain' },
  ]);
  assert.deepEqual(found.map(({ name }) => name), ['You', 'Family', 'Work']);
  assert.deepEqual(found[0].rows[0].values.map(({ text }) => text), ['tea', 'rain']);
  assert.equal(found[1].rows[0].label, 'Sister · home');
});

test('stages_partsAddUpToTheTotal', () => {
  const timing = { authenticate: 0.2, extract: 0.1, recall: 1.9, compress: 0.3, prompt: 0.1, first_token: 61, total: 140.2, dropped: [] };
  const parts = stages(timing);
  assert.equal(parts.reduce((sum, part) => sum + part.millis, 0).toFixed(6), '140.200000');
  assert.equal(parts.find(({ name }) => name === 'wait').millis.toFixed(1), '58.4');
  assert.equal(parts.find(({ name }) => name === 'stream').millis.toFixed(1), '79.2');
});

test('stages_missingOrOddNumbers_areNought', () => {
  assert.ok(stages({ recall: -1, first_token: 'x' }).every(({ millis }) => millis === 0));
  assert.ok(stages(undefined).every(({ millis }) => millis === 0));
});

test('stages_eachBeginsWhereTheOneBeforeEnds_andSaysWhatWasLeftOut', () => {
  const timing = { authenticate: 1, extract: 2, recall: 30, compress: 4, prompt: 3, admit: 20, first_token: 100, total: 150, dropped: ['recall'], shed: ['embedding', 'cache'] };
  const parts = stages(timing);
  assert.deepEqual(parts.map(({ name }) => name), ['authenticate', 'extract', 'recall', 'compress', 'prompt', 'admit', 'wait', 'stream']);
  assert.deepEqual(parts.map(({ start }) => start), [0, 1, 3, 33, 37, 40, 60, 100]);
  assert.deepEqual(parts.filter(({ mark }) => mark !== '').map(({ name, mark }) => [name, mark]), [['recall', 'dropped']]);
  assert.equal(stages({ ...timing, dropped: [] })[2].mark, 'shed');
  assert.deepEqual(marks(timing), [{ name: 'cache', mark: 'shed' }]);
});

for (const [when, expected] of [
  ['2026-11-21T08:59:30', 'Today'],
  ['2026-11-16T09:00:00', 'This week'],
  ['2026-11-14T09:00:00', 'Earlier'],
  ['nonsense', 'Earlier'],
]) {
  test(`period_${when}`, () => assert.equal(period(when, new Date('2026-11-21T12:00:00').getTime()), expected));
}

for (const [problem, expected] of [
  [{ status: 0 }, 'Rapport did not answer. Is it running? ./rapport status says so; then try again.'],
  [{ status: 400, detail: 'text: empty.' }, 'text: empty. Change the text and try again.'],
  [{ status: 409 }, 'Something newer changed the same; load the list again and change that.'],
  [{ status: 503, title: 'No room' }, 'No room. Try again in a moment.'],
  [{ status: 500, title: 'Internal' }, 'Internal. Try again. If it stays like this, ./rapport logs says why.'],
]) {
  test(`advice_${problem.status}`, () => assert.equal(advice(problem), expected));
}
