// Asking for an answer: server-sent events over fetch, which unlike EventSource can POST, send headers and be stopped.

/** One event may not be larger: far above the longest recall, and a wall against a stream that never breaks a line. */
export const EVENT_CHARS_MAX = 1_000_000;

/** The server sends at least a comment every 10 s; after three of them missing, and some slack, the line is dead. */
export const SILENCE_MS_MAX = 45_000;

/** One more try to ask, as long as no byte of an answer has come. */
const AUTOMATIC_RETRIES = 1;

/** Tries to come back to an answer that has begun, each after so long; then the user decides. New events begin the row anew.
 * All of it is most of a minute: a busy machine with a single instance needs as long to start it again. */
const RESUME_AFTER_MS = [0, 400, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000];

/** From this try on the user is told that the line is lost; most are back before. */
const TELL_LOST_FROM = 3;

/** What NGINX says in the place of an instance; the request may have reached one all the same. */
const GATEWAY_CODES = new Set(['no_instance', 'instance_timeout']);

/** Long enough for a proxy to leave out an instance that has just died. */
const RETRY_AFTER_MS = 400;

/** Cuts a stream of bytes into events, wherever the network cut it. Holds at most one unfinished event. */
export class EventDecoder {
  #text = new TextDecoder();
  #rest = '';
  #afterReturn = false;
  #type = '';
  #id = '';
  #data = null;
  #size = 0;

  /** Returns the events that these bytes complete, in order: `{type, id, data}`. */
  push(bytes) {
    return this.#lines(this.#text.decode(bytes, { stream: true }));
  }

  #lines(text) {
    const events = [];
    let from = 0;
    // A line ends with CR, LF or both; the LF of a CR LF may come with the next bytes.
    if (this.#afterReturn && text !== '') {
      from = text[0] === '\n' ? 1 : 0;
      this.#afterReturn = false;
    }
    for (let at = from; at < text.length; at++) {
      const char = text[at];
      if (char !== '\n' && char !== '\r') {
        continue;
      }
      this.#line(this.#rest + text.slice(from, at), events);
      this.#rest = '';
      if (char === '\r') {
        if (at + 1 === text.length) {
          this.#afterReturn = true;
        } else if (text[at + 1] === '\n') {
          at++;
        }
      }
      from = at + 1;
    }
    this.#rest += text.slice(from);
    if (this.#rest.length + this.#size > EVENT_CHARS_MAX) {
      throw new RangeError(`event: more than ${EVENT_CHARS_MAX} characters`);
    }
    return events;
  }

  #line(line, events) {
    if (line === '') {
      if (this.#data !== null) {
        events.push({ type: this.#type || 'message', id: this.#id, data: this.#data });
      }
      this.#type = '';
      this.#data = null;
      this.#size = 0;
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      return; // a comment: the heartbeat
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value[0] === ' ') {
      value = value.slice(1);
    }
    this.#size += value.length;
    if (field === 'event') {
      this.#type = value;
    } else if (field === 'id') {
      this.#id = value;
    } else if (field === 'data') {
      this.#data = this.#data === null ? value : `${this.#data}\n${value}`;
    }
  }
}

/**
 * Asks once and hands on the events as they come.
 *
 * `result` always resolves, with one of
 * `{kind: 'done', event}`, `{kind: 'failed', problem, retryAfter}` (the server said no, so a new try is a new request),
 * `{kind: 'signed-out', problem}`, `{kind: 'interrupted'}` (the outcome is unknown: try again with the same key) and
 * `{kind: 'stopped'}`. When the line is lost within an answer, the rest is asked for after the last event that came.
 *
 * `id` gives the answer's name, which is that of its turn; empty until the server has said it.
 *
 * @param turn `{message, conversation, key}`; the key makes asking twice as good as asking once
 * @param token the bearer token
 * @param onEvent called with type and parsed data of `queued`, `recalled`, `token` and `replaced`, of `lost` when the line is, and of
 *     `named` (`{conversation}`) when the server has said where the answer belongs, which may be after it was stopped
 * @param fetch for tests
 */
export function ask(turn, token, onEvent, fetch = globalThis.fetch.bind(globalThis)) {
  const call = new Call(turn, token, onEvent, fetch);
  const stopped = new Promise((resolve) => {
    call.onStop = () => resolve({ kind: 'stopped' });
  });
  return { result: Promise.race([call.run(), stopped]), stop: () => call.stop(), id: () => call.streamId };
}

class Call {
  #turn;
  #token;
  #onEvent;
  #fetch;
  #abort = new AbortController();
  #stopping = false;
  #answered = false;
  streamId = '';
  #lastId = '';
  #kept = true;
  #watch = 0;

  constructor(turn, token, onEvent, fetch) {
    this.#turn = turn;
    this.#token = token;
    this.#onEvent = onEvent;
    this.#fetch = fetch;
  }

  async run() {
    let outcome = await this.#begin();
    for (let tries = 0; this.#mayResume(outcome) && tries < RESUME_AFTER_MS.length; tries++) {
      if (tries === TELL_LOST_FROM) {
        this.#onEvent('lost', {});
      }
      await pause(RESUME_AFTER_MS[tries]);
      const known = this.#lastId;
      outcome = await this.#resume();
      if (this.#lastId !== known) {
        tries = -1;
      }
    }
    return outcome;
  }

  #mayResume(outcome) {
    return outcome.kind === 'interrupted' && this.streamId !== '' && this.#kept && !this.#stopping;
  }

  async #begin() {
    for (let retries = 0; ; retries++) {
      try {
        return await this.#once();
      } catch (unreachable) {
        if (this.#stopping || retries === AUTOMATIC_RETRIES || !(unreachable instanceof BeforeFirstByte)) {
          return { kind: 'interrupted' };
        }
        await pause(RETRY_AFTER_MS);
      } finally {
        clearTimeout(this.#watch);
      }
    }
  }

  /** The rest of the answer, from whichever instance is there. */
  async #resume() {
    if (this.#stopping) {
      return { kind: 'stopped' };
    }
    this.#abort = new AbortController(); // the old one may have ended a silent line
    try {
      this.#expectBytes();
      const response = await this.#fetch(`/v1/streams/${encodeURIComponent(this.streamId)}`, {
        headers: {
          Authorization: `Bearer ${this.#token}`,
          Accept: 'text/event-stream',
          ...(this.#lastId === '' ? {} : { 'Last-Event-ID': this.#lastId }),
        },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: this.#abort.signal,
      });
      if (response.status === 401) {
        return { kind: 'signed-out', problem: await problemOf(response) };
      }
      if (response.status === 404) {
        this.#kept = false; // only the user can ask again
      }
      return response.status === 200 ? await this.#read(response.body.getReader()) : { kind: 'interrupted' };
    } catch {
      return { kind: 'interrupted' };
    } finally {
      clearTimeout(this.#watch);
    }
  }

  /**
   * Stops the answer here at once. To hang up is not enough: the server writes on for a client that may come back, so
   * it is told too, which needs the stream's name. When that is not known yet, the call lives until it is.
   */
  stop() {
    if (this.#stopping) {
      return;
    }
    this.#stopping = true;
    this.onStop();
    if (this.#answered) {
      this.#hangUp();
    }
  }

  async #once() {
    this.#expectBytes();
    const response = await this.#post();
    if (response.status === 401) {
      return { kind: 'signed-out', problem: await problemOf(response) };
    }
    if (!response.ok || !(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
      return failure(response, await problemOf(response));
    }
    this.#answered = true;
    this.streamId = response.headers.get('x-stream-id') ?? '';
    const conversation = response.headers.get('x-conversation-id');
    if (conversation !== null) {
      this.#onEvent('named', { conversation });
    }
    if (this.#stopping) {
      this.#hangUp();
      return { kind: 'stopped' };
    }
    return this.#read(response.body.getReader());
  }

  async #post() {
    try {
      return await this.#fetch('/chat-stream', {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${this.#token}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': this.#turn.key,
          Accept: 'text/event-stream',
        },
        body: JSON.stringify({ message: this.#turn.message, conversation: this.#turn.conversation }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: this.#abort.signal,
      });
    } catch (cause) {
      throw this.#abort.signal.aborted ? cause : new BeforeFirstByte();
    }
  }

  async #read(reader) {
    const decoder = new EventDecoder();
    let any = false;
    for (;;) {
      let chunk;
      try {
        chunk = await reader.read();
      } catch (cause) {
        throw any || this.#abort.signal.aborted ? cause : new BeforeFirstByte();
      }
      if (chunk.done) {
        return { kind: 'interrupted' };
      }
      any = true;
      this.#expectBytes();
      for (const event of decoder.push(chunk.value)) {
        const end = this.#heard(event);
        if (end) {
          reader.cancel().catch(() => {}); // the answer is complete: how the line ends no longer matters
          return end;
        }
      }
    }
  }

  /** Returns the outcome if this event is the last. */
  #heard({ type, id, data }) {
    const value = JSON.parse(data);
    if (value === null || typeof value !== 'object') {
      throw new TypeError(`data of ${type}: ${data} (expected: an object)`); // a broken stream, like bad JSON
    }
    this.#lastId = id || this.#lastId;
    if (type === 'done') {
      return { kind: 'done', event: value };
    }
    if (type === 'error') {
      return value.status === 401
        ? { kind: 'signed-out', problem: value }
        : { kind: 'failed', problem: value, retryAfter: secondsOf(value.retry_after_ms / 1000) };
    }
    this.#onEvent(type, value);
    return null;
  }

  #expectBytes() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#abort.abort(), SILENCE_MS_MAX);
  }

  #hangUp() {
    clearTimeout(this.#watch);
    this.#abort.abort();
    if (this.streamId === '') {
      return;
    }
    this.#fetch(`/v1/streams/${encodeURIComponent(this.streamId)}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${this.#token}` },
      credentials: 'omit',
    }).catch(() => {}); // the server then stops by itself when nobody comes back
  }
}

class BeforeFirstByte extends Error {}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/** What went wrong in the words of the server, or in ours when a proxy answered in its place. */
export async function problemOf(response) {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json') || type.startsWith('application/json')) {
    try {
      const problem = await response.json();
      if (problem !== null && typeof problem === 'object') {
        return { ...problem, status: response.status };
      }
    } catch {
      // cut short: the status has to do
    }
  }
  return { status: response.status, unexplained: true };
}

function failure(response, problem) {
  // A gateway that lost its server cannot know what became of the request: the same key may be asked again.
  if (response.status >= 500 && (problem.unexplained || GATEWAY_CODES.has(problem.error?.code))) {
    return { kind: 'interrupted' };
  }
  return { kind: 'failed', problem, retryAfter: secondsOf(response.headers.get('retry-after')) };
}

function secondsOf(value) {
  const seconds = Math.ceil(Number(value));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}
