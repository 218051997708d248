import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api, ApiError, call } from '../../main/resources/page/api.js';

function answering(reply) {
  globalThis.fetch = async () => reply();
}

const json = (text, status = 200) => new Response(text, { status, headers: { 'content-type': 'application/json' } });

test('call_replyBreaksOff_isAFailureAndNoEmptyList', async () => {
  answering(() => json('{"memories":[{"id":"m_1"'));
  await assert.rejects(call('GET', '/v1/memories', ''), (cause) => cause instanceof ApiError && cause.problem.status === 0);
});

test('call_noContent_isEmpty', async () => {
  answering(() => new Response(null, { status: 204 }));
  assert.deepEqual(await call('DELETE', '/v1/memories/m_1', ''), {});
});

test('api_replyForASessionThatIsOver_isLate_whateverItIs', async () => {
  for (const status of [200, 401]) {
    let token = 'of-ada';
    answering(() => {
      token = 'of-ben';
      return json('{}', status);
    });
    await assert.rejects(new Api(() => token).forget('m_1'), (cause) => cause.late && !cause.signedOut);
  }
  answering(() => json('{}', 401));
  await assert.rejects(new Api(() => 'of-ada').forget('m_1'), (cause) => cause.signedOut && !cause.late);
});

test('erase_sessionEndsMeanwhile_theReceiptIsKept', async () => {
  let token = 'of-ada';
  answering(() => {
    token = '';
    return json('{"user":"ada"}');
  });
  assert.deepEqual(await new Api(() => token).erase('ada'), { user: 'ada' });
});
