// The chat page: holds the state, and connects session, stream, view and panel.

import { Composer } from './composer.js';
import { flash, Follower, Menu } from './frame.js';
import { Panel, showKnown, showWhy } from './panel.js';
import { copy, el } from './render.js';
import * as session from './session.js';
import { ask } from './stream.js';
import { hush, TurnView } from './view.js';
import { count, upperFirst } from './words.js';

/** Turns on the screen. Older ones are taken off it, not forgotten by the server. */
const TURNS_SHOWN_MAX = 200;

/** What a bubble holds; more than any model writes in one go. */
const ANSWER_CHARS_MAX = 500_000;

/** The server begins a conversation when asked for this one, and says its name in the last event. */
const NEW_CONVERSATION = 'new';

const EXAMPLES = [
  ['Tell me about you', 'I live in … and what I like most is …'],
  ['Ask what I remember', 'What do you remember about me?'],
  ['Make a plan', 'Suggest something for my weekend that fits what you know about me.'],
];

const $ = (id) => document.getElementById(id);

const state = {
  session: null,
  me: null,
  traits: [],
  knownBefore: null, // the traits before the last answer, to mark what is new
  turns: [],
  views: new Map(),
  call: null,
  explained: null, // the turn in the side panel
};

const panel = new Panel();
const menu = new Menu();
const follower = new Follower();
const composer = new Composer({
  send,
  stop: () => state.call?.stop(),
  changed: (text) => session.storeDraft(state.me?.user ?? null, text),
});

// ---- Signing in and out

async function start() {
  state.session = session.stored();
  const invite = session.takeInvite();
  if (invite === null) {
    return state.session === null ? showSignIn() : enter();
  }
  try {
    state.session = await session.accept(invite);
  } catch (cause) {
    if (state.session !== null) {
      await enter();
      return flash('That link was not accepted, so you are still signed in as before.');
    }
    $('pasted').value = cause.problem.status === 0 ? invite : '';
    return showSignIn(signInWords(cause));
  }
  resetTurns();
  return enter();
}

async function enter() {
  document.body.dataset.screen = 'chat';
  const now = state.session;
  try {
    const [me, traits] = await Promise.all([session.me(now), session.traits(now)]);
    if (state.session !== now) {
      return;
    }
    state.me = me;
    state.traits = traits;
    now.conversation ??= me.conversation;
  } catch (cause) {
    if (cause.signedOut) {
      return leave('Your session has ended.');
    }
    flash(`${cause.message}. You can write all the same.`);
  }
  showMe();
  restoreDraft();
  restoreTurns();
  showKnownNow();
  explain(state.turns.at(-1) ?? null);
  composer.focus();
}

/** Back to the sign-in screen. What was typed waits for its writer. */
function leave(why) {
  const { user } = state.me ?? { user: null };
  const draft = composer.text;
  session.forget();
  clear();
  session.storeDraft(user, draft);
  showSignIn(`${why} Make a new link as below to go on; what you typed is kept.`);
}

/** Nobody is signed in, and nothing of the last one stays on the screen. */
function clear() {
  resetTurns();
  Object.assign(state, { session: null, me: null, traits: [], knownBefore: null });
  composer.text = '';
}

function showSignIn(message = '') {
  panel.close();
  menu.close();
  document.body.dataset.screen = 'sign-in';
  $('sign-in-message').textContent = message;
  $('sign-in-message').hidden = message === '';
  $('pasted').focus();
}

function signInWords({ problem }) {
  if (problem.status === 0) {
    return 'Rapport did not answer. Is it running? ./rapport status says so. Your link still works.';
  }
  const detail = problem.detail ? `${problem.detail} ` : 'That link or token is not valid, or it was used before. ';
  return `${detail}Make a new link as below.`;
}

async function signIn(event) {
  event.preventDefault();
  const button = $('sign-in-form').querySelector('button');
  button.disabled = true;
  try {
    state.session = await session.signInWith($('pasted').value);
    $('pasted').value = '';
    await enter();
  } catch (cause) {
    if (!(cause instanceof session.ApiError)) {
      throw cause;
    }
    showSignIn(signInWords(cause));
  } finally {
    button.disabled = false;
  }
}

async function signOut() {
  const ended = state.session;
  clear();
  showSignIn('You are signed out.');
  await session.signOut(ended);
}

function showMe() {
  const user = state.me?.user ?? '';
  $('user-name').textContent = user || 'You';
  $('avatar').textContent = upperFirst([...(user || 'You')][0]);
  const answers = state.me?.answers ?? '';
  $('answers').replaceChildren(...(answers === '' ? [] : [el('span', { title: answers }, answers)]));
  $('answers').dataset.local = String(answers.startsWith('local'));
  const until = new Date(state.me?.expires_at ?? NaN);
  $('about').replaceChildren(...[
    user === '' ? null : el('strong', {}, user),
    answers === '' ? null : el('span', {}, `Answers: ${answers}`),
    Number.isNaN(until.getTime()) ? null
      : el('span', {}, `Signed in until ${until.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}`),
  ].filter((line) => line !== null));
  $('greeting').textContent = user === '' ? 'Hello.' : `Hello, ${upperFirst(user)}.`;
  $('greeting-text').textContent = state.me?.memories > 0
    ? `I remember ${count(state.me.memories, 'thing', 'things')} you told me. What is on your mind?`
    : 'I remember what you tell me, and show you what I used for each answer.';
}

// ---- Turns

function send() {
  const message = composer.text.trim();
  if (message === '' || state.call !== null || state.session === null) {
    return;
  }
  composer.text = '';
  const conversation = state.session.conversation ?? NEW_CONVERSATION;
  const turn = { message, conversation, key: uuid(), state: 'asking', text: '' };
  state.turns.push(turn);
  show(turn);
  follower.toEnd();
  run(turn);
}

/** Asks for a turn, anew or again: with the same key the server answers once. */
async function run(turn) {
  Object.assign(turn, { state: 'asking', silent: false, text: '', recalled: null, queued: null, replaced: false, end: null, problem: null });
  hush();
  const asked = state.session;
  const call = ask(turn, asked.token, (type, data) => heard(turn, type, data));
  state.call = call;
  composer.busy(true);
  explain(turn);
  session.storeTurns(state.turns);
  state.views.get(turn).settle();

  const result = await call.result;
  if (state.call === call) {
    state.call = null;
    composer.busy(false);
  }
  if (state.session !== asked) {
    return; // signed out meanwhile
  }
  if (result.kind === 'signed-out') {
    composer.text = [turn.message, composer.text].filter((text) => text !== '').join('\n');
    leave('Your session has ended.');
    return;
  }
  if (state.turns.includes(turn)) {
    ended(turn, result);
  }
}

function heard(turn, type, data) {
  if (turn.state !== 'asking') {
    return;
  }
  if (type === 'token') {
    turn.text = (turn.text + (data.text ?? '')).slice(0, ANSWER_CHARS_MAX);
  } else if (type === 'recalled') {
    turn.recalled = data;
  } else if (type === 'queued') {
    turn.queued = data;
  } else if (type === 'replaced') {
    turn.replaced = true;
  }
  state.views.get(turn)?.changed();
  if (type === 'recalled' && state.explained === turn) {
    showWhy(turn, Date.now());
  }
}

function ended(turn, result) {
  turn.state = result.kind;
  turn.end = result.event ?? null;
  turn.problem = result.problem ?? null;
  turn.retryAfter = result.retryAfter ?? 0;
  turn.notice = noticeOf(turn);
  if (result.kind === 'failed') {
    turn.key = uuid(); // the server has answered for the old one
  }
  if (turn.end?.conversation && state.session.conversation === turn.conversation) {
    state.session = Object.assign(state.session, { conversation: turn.end.conversation });
    session.store(state.session);
  }
  session.storeTurns(state.turns);
  state.views.get(turn)?.settle();
  if (state.explained === turn) {
    explain(turn);
  }
  if (result.kind === 'done') {
    learn();
  }
}

/** What the server wants said about the answer; not again when it was said at the answer before. */
function noticeOf(turn) {
  const notice = turn.end?.notice ?? '';
  const before = state.turns.slice(0, state.turns.indexOf(turn)).findLast((other) => other.state === 'done');
  return notice === (before?.end?.notice ?? '') ? '' : notice;
}

/** After an answer more may be known than before. */
async function learn() {
  const now = state.session;
  try {
    const [me, traits] = await Promise.all([session.me(now), session.traits(now)]);
    if (state.session === now) {
      state.knownBefore = state.traits;
      Object.assign(state, { me, traits });
      showKnownNow();
    }
  } catch (cause) {
    if (cause.signedOut && state.session === now) {
      leave('Your session has ended.');
    }
    // else the panel shows what it knew; the next answer tries again
  }
}

function show(turn) {
  const view = new TurnView(turn, {
    why: (chosen) => {
      explain(chosen);
      panel.open();
    },
    again: (chosen) => state.call === null && run(chosen),
    edit: (chosen) => composer.edit(chosen.message),
    grown: () => follower.grown(),
  });
  state.views.set(turn, view);
  $('turns').append(view.node);
  $('hello').hidden = true;
  while (state.turns.length > TURNS_SHOWN_MAX) {
    const old = state.turns.shift();
    state.views.get(old)?.node.remove();
    state.views.delete(old);
  }
}

function resetTurns() {
  state.call?.stop();
  state.call = null;
  state.turns = [];
  state.views.clear();
  $('turns').replaceChildren();
  $('hello').hidden = false;
  session.storeTurns([]);
  composer.busy(false);
  hush();
  explain(null);
}

/** A reload loses nothing: the answer that was being written is asked for again, with its key. */
function restoreTurns() {
  if (state.turns.length > 0) {
    return;
  }
  state.turns = session.storedTurns();
  state.turns.forEach((turn) => {
    turn.silent = true;
    turn.state = turn.state === 'asking' ? 'interrupted' : turn.state;
    show(turn);
    state.views.get(turn).settle();
  });
  follower.toEnd();
  const last = state.turns.at(-1);
  if (last?.state === 'interrupted') {
    run(last);
  }
}

function newConversation() {
  state.session.conversation = NEW_CONVERSATION;
  session.store(state.session);
  resetTurns();
  composer.focus();
}

function explain(turn) {
  state.explained = turn;
  state.views.forEach((view, of) => view.select(of === turn));
  showWhy(turn, Date.now());
}

function showKnownNow() {
  const before = state.knownBefore;
  const isNew = (attribute, value) => before !== null
    && !before.some((trait) => trait.attribute === attribute && String(trait.value) === value);
  showKnown(state.traits, state.me?.memories, isNew, Date.now());
}

// ---- The rest

function restoreDraft() {
  const { user, text } = session.storedDraft();
  if (composer.text === '' && (user === null || user === (state.me?.user ?? null))) {
    composer.text = text;
  }
}

/** Closes what is open; with nothing open, stops the answer. */
function escape(event) {
  if (event.key !== 'Escape' || event.isComposing) {
    return;
  }
  if (menu.isOpen) {
    menu.dismiss();
  } else if (panel.isOpen) {
    panel.close();
  } else {
    state.call?.stop();
    hush();
  }
}

/** `crypto.randomUUID` is missing on pages over plain HTTP. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function connect() {
  $('sign-in-form').addEventListener('submit', signIn);
  $('copy-command').addEventListener('click', () =>
    copy($('command').textContent, $('copy-command').querySelector('span'), 'Copy'));
  $('examples').append(...EXAMPLES.map(([name, text]) => el('li', {},
    el('button', { type: 'button', onclick: () => composer.edit(text) }, el('strong', {}, name), el('span', {}, text)))));
  $('new-conversation').addEventListener('click', newConversation);
  $('sign-out').addEventListener('click', signOut);
  document.addEventListener('keydown', escape);
  window.addEventListener('hashchange', () => session.inviteIn(location.hash) !== null && start());
  session.onForgottenElsewhere(() => state.session !== null && leave('You signed out in another tab.'));
}

connect();
start();
