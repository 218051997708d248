// Who is signed in, and what this tab has talked about.

import { ApiError, call } from './api.js';

const SESSION_KEY = 'rapport.session';
const TURNS_KEY = 'rapport.turns';
const DRAFT_KEY = 'rapport.draft';

/** Turns and characters that survive a reload of the tab; a browser gives 5 MB to all of them. */
const TURNS_KEPT_MAX = 50;
const TURN_CHARS_KEPT_MAX = 1_000_000;

/** The session of this browser, or null: `{token, session, expires_at, conversation}`. The conversation is that of this tab. */
export function stored() {
  const session = read(localStorage, SESSION_KEY);
  if (typeof session?.token !== 'string') {
    return null;
  }
  return { ...session, conversation: tabOf(session)?.conversation ?? session.conversation };
}

/** Keeps a session for this browser. */
export function store(session) {
  write(localStorage, SESSION_KEY, session);
}

/** Keeps where a session has gone, for tabs that are opened next; unless another tab has signed somebody else in. */
export function storeConversation(session) {
  if (isStored(session)) {
    store(session);
  }
}

/** Forgets a session and what was said in it, not one that another tab has begun. The draft stays: its writer may come back. */
export function forget(session) {
  if (isStored(session)) {
    remove(localStorage, SESSION_KEY);
  }
  remove(sessionStorage, TURNS_KEY);
}

function isStored(session) {
  return read(localStorage, SESSION_KEY)?.token === session?.token;
}

/** Calls back when another tab signs out. */
export function onForgottenElsewhere(callback) {
  window.addEventListener('storage', (event) => {
    if ((event.key === SESSION_KEY || event.key === null) && stored() === null) {
      callback();
    }
  });
}

/** The invitation in the address, or null. It is taken out of the address: it works once and is nobody's business. */
export function takeInvite() {
  const invite = inviteIn(location.hash);
  if (invite !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return invite;
}

/** The ticket in a sign-in link, or null. */
export function inviteIn(text) {
  const found = /#(?:.*&)?invite=([^&\s]+)/.exec(text);
  if (found === null) {
    return null;
  }
  try {
    return decodeURIComponent(found[1]);
  } catch {
    return found[1];
  }
}

/** Trades an invitation for a session, and keeps that. */
export async function accept(invite) {
  const session = await call('POST', '/session', '', { invite });
  store(session);
  return session;
}

/** Signs in with what somebody pasted: a link, a session token, or the bare ticket of a link. */
export async function signInWith(text) {
  const pasted = text.trim();
  const invite = inviteIn(pasted);
  if (invite !== null) {
    return accept(invite);
  }
  if (!/^[\x21-\x7e]+$/.test(pasted)) {
    throw new ApiError({ status: 400, detail: 'That is neither a sign-in link nor a token.' });
  }
  try {
    const me = await call('GET', '/v1/me', pasted);
    const session = { token: pasted, session: me.session, expires_at: me.expires_at, conversation: me.conversation };
    store(session);
    return session;
  } catch (cause) {
    if (cause instanceof ApiError && cause.signedOut) {
      return accept(pasted);
    }
    throw cause;
  }
}

/** Ends the session on the server and here. Here even if the server cannot be asked. */
export async function signOut(session) {
  forget(session);
  remove(sessionStorage, DRAFT_KEY);
  await call('DELETE', '/session', session.token).catch(() => {});
}

/** What this tab shows of a session, to survive a reload: `{turns, older}`; `older` says whether the server has turns from before. */
export function storedTurns(session) {
  const tab = tabOf(session);
  return { turns: tab?.turns ?? [], older: tab?.older === true };
}

/* Other tabs may have other conversations open, or be somebody else's. */
function tabOf(session) {
  const tab = read(sessionStorage, TURNS_KEY);
  return tab !== null && tab.session === session.session && Array.isArray(tab.turns) ? tab : null;
}

/** Keeps the newest turns, as far as there is room; `older` as in {@link storedTurns}. Without a session, none. */
export function storeTurns(session, turns, older) {
  if (session === null) {
    remove(sessionStorage, TURNS_KEY);
    return;
  }
  const kept = [];
  let chars = 0;
  for (const turn of turns.slice(-TURNS_KEPT_MAX).reverse()) {
    chars += JSON.stringify(turn).length;
    if (chars > TURN_CHARS_KEPT_MAX) {
      break;
    }
    kept.unshift(turn);
  }
  write(sessionStorage, TURNS_KEY,
    { session: session.session, conversation: session.conversation, turns: kept, older: older || kept.length < turns.length });
}

/** Text that was typed and not sent: `{user, text}`. */
export function storedDraft() {
  const draft = read(sessionStorage, DRAFT_KEY);
  return typeof draft?.text === 'string' ? draft : { user: null, text: '' };
}

/** Keeps what is being typed; an empty text is no draft. */
export function storeDraft(user, text) {
  if (text === '') {
    remove(sessionStorage, DRAFT_KEY);
  } else {
    write(sessionStorage, DRAFT_KEY, { user, text });
  }
}

// A browser may refuse storage (private window, full, blocked). Then the page works until it is closed.
function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // see above
  }
}

function remove(storage, key) {
  try {
    storage.removeItem(key);
  } catch {
    // see above
  }
}
