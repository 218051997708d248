import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, EVENT_CHARS_MAX, EventDecoder } from '../../main/resources/page/stream.js';

const encoder = new TextEncoder();

const SAMPLE = [
  '\uFEFF: open\n\n',
  'event: queued\ndata: {"position":3}\n\n',
  ': ping\n',
  'event: token\r\nid: gen_1-1\r\ndata: {"text":"Grüße, 茶 🍵"}\r\n\r\n',
  'data: first\rdata:second\rdata\r\r',
  'retry: 2000\nnonsense\n\n',
  'event: done\ndata: {}\n\n',
  'event: token\ndata: never finished',
].join('');

const EVENTS = [
  { type: 'queued', id: '', data: '{"position":3}' },
  { type: 'token', id: 'gen_1-1', data: '{"text":"Grüße, 茶 🍵"}' },
  { type: 'message', id: 'gen_1-1', data: 'first\nsecond\n' },
  { type: 'done', id: 'gen_1-1', data: '{}' },
];

function decode(...pieces) {
  const decoder = new EventDecoder();
  return pieces.flatMap((piece) => decoder.push(piece));
}

test('push_wholeSample_givesItsEvents', () => {
  assert.deepEqual(decode(encoder.encode(SAMPLE)), EVENTS);
});

test('push_splitAtEveryPairOfBytes_givesTheSameEvents', () => {
  const bytes = encoder.encode(SAMPLE);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      const events = decode(bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second));
      assert.deepEqual(events, EVENTS, `split at ${first} and ${second}`);
    }
  }
});

test('push_byteByByte_givesTheSameEvents', () => {
  assert.deepEqual(decode(...[...encoder.encode(SAMPLE)].map((byte) => Uint8Array.of(byte))), EVENTS);
});

for (const [name, ending] of [['lineFeed', '\n'], ['return', '\r'], ['both', '\r\n']]) {
  test(`push_linesEndWith_${name}`, () => {
    const text = ['event: token', 'data: a', 'data: b', '', ': c', 'data: d', '', ''].join(ending);
    assert.deepEqual(decode(encoder.encode(text)).map(({ type, data }) => [type, data]), [['token', 'a\nb'], ['message', 'd']]);
  });
}

test('push_eventWithoutData_isNone', () => {
  assert.deepEqual(decode(encoder.encode('event: token\nid: 4\n\n')), []);
});

test('push_lineSeparatorsOfUnicode_endNoLine', () => {
  assert.equal(decode(encoder.encode('data: a\u2028b\u0085c\n\n'))[0].data, 'a\u2028b\u0085c');
});

test('push_endlessLine_isRefused', () => {
  assert.throws(() => decode(encoder.encode('x'.repeat(EVENT_CHARS_MAX + 1))), RangeError);
});

test('push_endlessEventOfShortLines_isRefused', () => {
  assert.throws(() => decode(encoder.encode(`data: ${'x'.repeat(998)}\n`.repeat(1_100))), RangeError);
});

// ---- Asking

const TURN = { message: 'Which tea?', conversation: 'c_1', key: 'key-1' };
const DONE = 'event: done\ndata: {"finish_reason":"stop"}\n\n';

/** Answers each call with the next of `replies`: a Response, a function that makes one, or an error to throw. */
function server(...replies) {
  const calls = [];
  const fetch = async (path, options) => {
    calls.push({ path, ...options });
    const reply = replies.shift();
    if (reply instanceof Error) {
      throw reply;
    }
    return typeof reply === 'function' ? reply(options) : reply;
  };
  return { calls, fetch };
}

function streamed(text, headers = {}) {
  return new Response(text, { headers: { 'content-type': 'text/event-stream; charset=utf-8', ...headers } });
}

function problem(status, body, headers = {}) {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });
}

async function outcome(...replies) {
  const { calls, fetch } = server(...replies);
  const heard = [];
  const result = await ask(TURN, 'secret', (type, data) => heard.push([type, data]), fetch).result;
  return { result, heard, calls };
}

test('ask_wholeAnswer_handsOnEventsAndIsDone', async () => {
  const { result, heard, calls } = await outcome(streamed(`event: token\ndata: {"text":"Oolong"}\n\n: ping\n\n${DONE}`));
  assert.deepEqual(result, { kind: 'done', event: { finish_reason: 'stop' } });
  assert.deepEqual(heard, [['token', { text: 'Oolong' }]]);
  assert.equal(calls[0].headers.Authorization, 'Bearer secret');
  assert.equal(calls[0].headers['Idempotency-Key'], 'key-1');
  assert.deepEqual(JSON.parse(calls[0].body), { message: 'Which tea?', conversation: 'c_1' });
});

test('ask_streamEndsWithoutDone_isInterruptedAndNotRetried', async () => {
  const { result, calls } = await outcome(streamed('event: token\ndata: {"text":"Oo"}\n\n'));
  assert.equal(result.kind, 'interrupted');
  assert.equal(calls.length, 1);
});

test('ask_dataIsNoJson_isInterrupted', async () => {
  assert.equal((await outcome(streamed('event: token\ndata: {"text"\n\n'))).result.kind, 'interrupted');
});

test('ask_errorEvent_isFailedWithItsProblem', async () => {
  const { result } = await outcome(streamed('event: error\ndata: {"title":"Late","status":504,"retry_after_ms":1200}\n\n'));
  assert.deepEqual(result, { kind: 'failed', problem: { title: 'Late', status: 504, retry_after_ms: 1200 }, retryAfter: 2 });
});

test('ask_networkFailsOnce_isRetriedWithTheSameKey', async () => {
  const { result, calls } = await outcome(new TypeError('network'), streamed(DONE));
  assert.equal(result.kind, 'done');
  assert.deepEqual(calls.map((call) => call.headers['Idempotency-Key']), ['key-1', 'key-1']);
});

test('ask_networkFailsTwice_isInterrupted', async () => {
  const { result, calls } = await outcome(new TypeError('network'), new TypeError('network'));
  assert.equal(result.kind, 'interrupted');
  assert.equal(calls.length, 2);
});

test('ask_lineBreaksBeforeTheFirstByte_isRetried', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError('reset')) });
  assert.equal((await outcome(streamed(broken), streamed(DONE))).result.kind, 'done');
});

test('ask_lineBreaksAfterTheFirstByte_isNotRetried', async () => {
  let pulls = 0;
  const broken = new ReadableStream({
    pull(controller) {
      if (pulls++ === 0) {
        controller.enqueue(encoder.encode('event: token\ndata: {"text":"O"}\n\n'));
      } else {
        controller.error(new TypeError('reset'));
      }
    },
  });
  const { result, heard, calls } = await outcome(streamed(broken));
  assert.equal(result.kind, 'interrupted');
  assert.deepEqual(heard, [['token', { text: 'O' }]]);
  assert.equal(calls.length, 1);
});

/** A reply whose line breaks after the text. */
function cutAfter(text, headers) {
  let pulls = 0;
  return streamed(new ReadableStream({
    pull(controller) {
      if (pulls++ === 0) {
        controller.enqueue(encoder.encode(text));
      } else {
        controller.error(new TypeError('reset'));
      }
    },
  }), headers);
}

const NAMED = { 'x-stream-id': 'gen_8f2a' };
const token = (number, text) => `event: token\nid: gen_8f2a-${number}\ndata: {"text":"${text}"}\n\n`;

test('ask_lineBreaksWithinANamedAnswer_asksForTheRestAfterTheLastWholeEvent', async () => {
  const { result, heard, calls } = await outcome(
    cutAfter(`${token(1, 'Oo')}event: token\nid: gen_8f2a-2\ndata: {"te`, NAMED),
    cutAfter(`event: replaced\ndata: {"provider":"b"}\n\n${token(2, 'lo')}`, NAMED),
    cutAfter('event: replaced\ndata: {"provider":"c"}\n\n', NAMED),
    streamed(`${token(3, 'ng')}${DONE}`, NAMED),
  );
  assert.equal(result.kind, 'done');
  assert.equal(heard.map(([, data]) => data.text ?? '').join(''), 'Oolong');
  assert.deepEqual(calls.slice(1).map((call) => [call.path, call.headers['Last-Event-ID']]),
    [1, 2, 2].map((number) => ['/v1/streams/gen_8f2a', `gen_8f2a-${number}`]));
});

test('ask_answerIsNotKeptAnyMore_isInterrupted', async () => {
  const { result, calls } = await outcome(cutAfter(token(1, 'Oo'), NAMED), problem(404, { title: 'Not found' }));
  assert.equal(result.kind, 'interrupted');
  assert.equal(calls.length, 2);
});

test('ask_serverIsAwayForAMoment_comesBackLater', async () => {
  const { result } = await outcome(cutAfter(token(1, 'Oo'), NAMED), new TypeError('network'), streamed(DONE, NAMED));
  assert.equal(result.kind, 'done');
});

test('ask_unauthorised_isSignedOut', async () => {
  const { result } = await outcome(problem(401, { title: 'Over', detail: 'The session has expired.' }));
  assert.equal(result.kind, 'signed-out');
  assert.equal(result.problem.detail, 'The session has expired.');
});

test('ask_tooMany_isFailedAndSaysWhenToTryAgain', async () => {
  const { result, calls } = await outcome(problem(429, { title: 'Too many' }, { 'retry-after': '7' }));
  assert.deepEqual(result, { kind: 'failed', problem: { title: 'Too many', status: 429 }, retryAfter: 7 });
  assert.equal(calls.length, 1);
});

test('ask_gatewayAnswersInPlaceOfTheServer_isInterrupted', async () => {
  const page = new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
  assert.equal((await outcome(page)).result.kind, 'interrupted');
});

for (const [status, code] of [[503, 'no_instance'], [504, 'instance_timeout']]) {
  test(`ask_nginxSays_${code}_isInterrupted_soThatTheMessageCountsOnce`, async () => {
    assert.equal((await outcome(problem(status, { title: 'Unavailable', error: { code } }))).result.kind, 'interrupted');
    assert.equal((await outcome(problem(status, { title: 'Overloaded', error: { code: 'overloaded' } }))).result.kind, 'failed');
  });
}

test('ask_conversationIsNamed_isHandedOn_evenAfterAStop', async () => {
  const begun = { 'x-stream-id': 'gen_1', 'x-conversation-id': 'c_2' };
  assert.deepEqual((await outcome(streamed(DONE, begun))).heard, [['named', { conversation: 'c_2' }]]);
  let answer;
  const { fetch } = server(() => new Promise((resolve) => (answer = resolve)), new Response(null, { status: 202 }));
  let call;
  const named = new Promise((resolve) => (call = ask(TURN, 'secret', (type, data) => resolve([type, data]), fetch)));
  call.stop();
  answer(streamed(DONE, begun));
  assert.deepEqual(await named, ['named', { conversation: 'c_2' }]);
});

test('ask_okButNoStream_isFailed', async () => {
  const page = new Response('<html>', { headers: { 'content-type': 'text/html' } });
  assert.equal((await outcome(page)).result.kind, 'failed');
});

test('stop_whileStreaming_abortsAndTellsTheServer', async () => {
  const endless = new ReadableStream({ start: (controller) => controller.enqueue(encoder.encode('event: token\ndata: {"text":"O"}\n\n')) });
  const { calls, fetch } = server(streamed(endless, { 'x-stream-id': 'gen_8f2a' }), new Response(null, { status: 202 }));
  let call;
  const heard = new Promise((resolve) => (call = ask(TURN, 'secret', resolve, fetch)));
  await heard;
  call.stop();
  assert.equal((await call.result).kind, 'stopped');
  assert.deepEqual([calls[1].method, calls[1].path], ['DELETE', '/v1/streams/gen_8f2a']);
  assert.equal(calls[0].signal.aborted, true);
});

test('stop_beforeTheHeaders_isStoppedAtOnceAndTellsTheServerLater', async () => {
  let answer;
  const late = new Promise((resolve) => (answer = resolve));
  const told = Promise.withResolvers?.() ?? withResolvers();
  const { calls, fetch } = server(() => late, () => told.resolve());
  const call = ask(TURN, 'secret', () => assert.fail('heard after stop'), fetch);
  call.stop();
  assert.equal((await call.result).kind, 'stopped');
  assert.equal(calls.length, 1);
  answer(streamed(`event: token\ndata: {"text":"O"}\n\n${DONE}`, { 'x-stream-id': 'gen_9' }));
  await told.promise;
  assert.deepEqual([calls[1].method, calls[1].path], ['DELETE', '/v1/streams/gen_9']);
});

function withResolvers() {
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
}
