// The small calls that are not an answer: memories, traits, conversations, and what is the user's own.

import { problemOf } from './stream.js';

/** A small call that takes longer has failed. */
const CALL_MS_MAX = 15_000;

/** An erasure goes through every store and has the files written anew; the server gives itself a minute for that. */
const ERASURE_MS_MAX = 120_000;

/** An export of all that one user can have, over a slow line. */
const EXPORT_MS_MAX = 600_000;

/** Entries of a list that are fetched at once, and the most that the server gives. */
export const PAGE_SIZE = 30;
export const PAGE_SIZE_MAX = 200;

/** What the server, or the network, said instead of an answer. */
export class ApiError extends Error {
  /** @param problem a problem (RFC 9457); status 0 if nothing answered */
  constructor(problem) {
    super(problem.detail ?? problem.title ?? `status ${problem.status}`);
    this.problem = problem;
  }

  get signedOut() {
    return this.problem.status === 401;
  }

  /** Whether it came for somebody who has left meanwhile: nobody who is here now should hear of it. */
  get late() {
    return this.problem.late === true;
  }
}

/**
 * Sends one request and reads its JSON.
 *
 * @param token the bearer token; empty where none is needed
 * @param body an object, or undefined
 * @returns the object, empty for 204
 * @throws ApiError if the server says no, or says nothing within `millis`
 */
export async function call(method, path, token, body, millis = CALL_MS_MAX) {
  const response = await send(method, path, token, body, millis);
  if (response.status === 204) {
    return {};
  }
  try {
    return await response.json();
  } catch (cause) {
    throw new ApiError({ status: 0, title: 'The reply broke off', cause: String(cause) }); // half a list is not an empty one
  }
}

async function send(method, path, token, body, millis) {
  const headers = { Accept: 'application/json' };
  if (token !== '') {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(millis),
    });
  } catch (cause) {
    throw new ApiError({ status: 0, title: 'The server did not answer', cause: String(cause) });
  }
  if (!response.ok) {
    throw new ApiError(await problemOf(response));
  }
  return response;
}

/** The routes that need a session, for the one that `token` gives when it is asked. */
export class Api {
  #token;

  /** @param token gives the bearer token of whoever is signed in now */
  constructor(token) {
    this.#token = token;
  }

  /** A page of memories, newest first: `{memories, next, total}`. `status` is `current` or `all`. */
  memories(after, status, limit = PAGE_SIZE) {
    return this.#call('GET', `/v1/memories?limit=${limit}&status=${status}${afterOf(after)}`);
  }

  /** Memories that bear on a query, best first, with `score` 0..1: `{memories}`. */
  search(query) {
    return this.#call('POST', '/v1/memories/search', { query, limit: 20 });
  }

  /** Remembers a text as if it had been said in a message. */
  remember(text) {
    return this.#call('POST', '/v1/memories', { text });
  }

  /** Puts other words in a memory's place; resolves to the new one. */
  edit(id, text) {
    return this.#call('PATCH', `/v1/memories/${encodeURIComponent(id)}`, { text });
  }

  /** Forgets a memory; its words are taken out of the store. */
  forget(id) {
    return this.#call('DELETE', `/v1/memories/${encodeURIComponent(id)}`);
  }

  /** What became of a memory, oldest first: `{history: [{event, at, turn, by}]}`. */
  history(id) {
    return this.#call('GET', `/v1/memories/${encodeURIComponent(id)}/history`);
  }

  /** Takes back what a turn changed; without one, the newest change. */
  undo(turn) {
    return this.#call('POST', '/v1/undo', turn ? { turn } : {});
  }

  /** What is known of the user: an array of traits. */
  async traits() {
    const { traits } = await this.#call('GET', '/v1/traits');
    return Array.isArray(traits) ? traits : [];
  }

  /** What an attribute was before, oldest first: `{history: [{value, since, until, turn}]}`. */
  traitHistory(attribute) {
    return this.#call('GET', `/v1/traits/${encodeURIComponent(attribute)}/history`);
  }

  /** Sets a trait; one of several values is added to them. */
  setTrait(attribute, value) {
    return this.#call('PUT', `/v1/traits/${encodeURIComponent(attribute)}`, { value });
  }

  /** Forgets one value of a trait. */
  forgetTrait(attribute, value) {
    return this.#call('DELETE', `/v1/traits/${encodeURIComponent(attribute)}?value=${encodeURIComponent(value)}`);
  }

  /** A page of conversations, newest first: `{conversations, next}`. */
  conversations(after) {
    return this.#call('GET', `/v1/conversations?limit=${PAGE_SIZE}${afterOf(after)}`);
  }

  /** A page of one conversation's messages, newest first: `{messages, next}`. */
  messages(conversation, after) {
    return this.#call('GET', `/v1/conversations/${encodeURIComponent(conversation)}/messages?limit=${PAGE_SIZE}${afterOf(after)}`);
  }

  /** Deletes a conversation's messages; what was learned from them stays. */
  deleteConversation(conversation) {
    return this.#call('DELETE', `/v1/conversations/${encodeURIComponent(conversation)}`);
  }

  /** Who is signed in. */
  me() {
    return this.#call('GET', '/v1/me');
  }

  /** Everything that is kept of the user, as one file of JSON lines. */
  async export() {
    return this.#forWhomItWasAsked(async (token) => {
      const response = await send('GET', '/v1/me/export', token, undefined, EXPORT_MS_MAX);
      try {
        return await response.blob();
      } catch (cause) {
        throw new ApiError({ status: 0, title: 'The export broke off', cause: String(cause) });
      }
    });
  }

  /** Erases the user; resolves to the receipt. Every token of the user is worth nothing afterwards. */
  erase(name) {
    // Not by #call: the session ends with it, and the receipt is for whoever had it.
    return call('POST', '/v1/me/erasure', this.#token(), { confirm: name }, ERASURE_MS_MAX);
  }

  #call(method, path, body) {
    return this.#forWhomItWasAsked((token) => call(method, path, token, body));
  }

  /** What comes when another session has begun, or none is left, is `late`, whatever it is. */
  async #forWhomItWasAsked(request) {
    const token = this.#token();
    const settled = await request(token).then((value) => () => value, (cause) => () => {
      throw cause;
    });
    if (this.#token() !== token) {
      throw new ApiError({ status: 0, title: 'The session has ended meanwhile', late: true });
    }
    return settled();
  }
}

function afterOf(after) {
  return after ? `&after=${encodeURIComponent(after)}` : '';
}
