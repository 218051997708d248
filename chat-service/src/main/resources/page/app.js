// The chat page: who is signed in, and what connects the conversation, the lists and the panel.

import { Api, ApiError } from './api.js';
import { Composer } from './composer.js';
import { ConversationList } from './conversations.js';
import { flash, Menu, Theme } from './frame.js';
import { listen } from './keys.js';
import { MemoryList } from './memories.js';
import { Sides, Tabs } from './panel.js';
import { el } from './render.js';
import * as session from './session.js';
import { SignIn } from './signin.js';
import { TraitList } from './traits.js';
import { Conversation } from './turns.js';
import { UndoLine } from './undo.js';
import { hush } from './view.js';
import { showWhy } from './why.js';
import { advice, count, moment, upperFirst } from './words.js';
import { Yours } from './yours.js';

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
  memories: null, // how many there are
};

const api = new Api(() => state.session?.token ?? '');
const sides = new Sides();
const menu = new Menu();
const undo = new UndoLine();
new Theme();
const tabs = new Tabs((part) => part !== 'part-why' && refreshList(part));
const composer = new Composer({
  send: () => {
    if (conversation.send(composer.text.trim())) {
      composer.text = '';
    }
  },
  stop: () => conversation.stop(),
  changed: (text) => session.storeDraft(state.me?.user ?? null, text),
});
const conversation = new Conversation(api, {
  busy: (busy) => composer.busy(busy),
  explain,
  why: () => {
    tabs.choose('part-why');
    sides.show('panel');
  },
  edit: (text) => composer.edit(text),
  learned: learn,
  named: (id) => conversations.mark(id),
  signedOut: (message) => {
    composer.text = [message, composer.text].filter((text) => text !== '').join('\n');
    leave('Your session has ended.');
  },
  failed,
});
const conversations = new ConversationList(api, {
  open: (id) => {
    sides.close();
    if (id !== state.session.conversation || conversation.last === null) { // empty: it could not be loaded
      openConversation(id);
    }
  },
  deleted: (id) => id === state.session.conversation && openConversation(),
  failed,
});
const memories = new MemoryList(api, undo, { failed, changed: knownChanged });
const traits = new TraitList(api, undo, { failed, changed: knownChanged });
const yours = new Yours(api, {
  counts: () => [
    state.memories === null ? 'Every memory' : count(state.memories, 'memory', 'memories'),
    count(state.traits.length, 'trait', 'traits'),
    'Every conversation, with all its messages',
  ],
  erased: () => leave(`Everything about ${state.me?.user ?? 'you'} was erased.`, false),
  failed,
});
const signIn = new SignIn((entered) => {
  state.session = entered;
  return enter();
});

// ---- Signing in and out

async function start() {
  state.session ??= session.stored();
  const invite = session.takeInvite();
  if (invite === null) {
    return state.session === null ? showSignIn() : enter();
  }
  let accepted;
  try {
    accepted = await session.accept(invite);
  } catch (cause) {
    if (state.session !== null) {
      await enter();
      return flash('That link was not accepted, so you are still signed in as before.');
    }
    return signIn.refused(cause, invite);
  }
  clear();
  state.session = accepted;
  return enter();
}

async function enter() {
  document.body.dataset.screen = 'chat';
  const now = state.session;
  try {
    const [me, known] = await Promise.all([api.me(), api.traits()]);
    if (state.session !== now) {
      return;
    }
    state.me = me;
    state.traits = known;
    now.conversation ??= me.conversation;
  } catch (cause) {
    if (state.session !== now) {
      return;
    }
    if (cause.signedOut) {
      return leave('Your session has ended.');
    }
    flash(`${advice(cause.problem)} You can write all the same.`);
  }
  showMe();
  restoreDraft();
  conversation.enter(now);
  conversations.mark(now.conversation ?? '');
  showKnown();
  countMemories();
  refreshList(tabs.chosen);
  composer.focus();
  await conversations.load();
  if (state.session === now && conversation.last === null && conversations.has(now.conversation)) {
    conversation.load(); // begun in another browser
  }
}

/** Back to the sign-in screen. What was typed waits for its writer. */
function leave(why, keepDraft = true) {
  const { user } = state.me ?? { user: null };
  const draft = keepDraft ? composer.text : '';
  session.forget(state.session);
  clear();
  session.storeDraft(user, draft);
  showSignIn(keepDraft ? `${why} Make a new link as below to go on; what you typed is kept.` : why);
}

/** Nobody is signed in, and nothing of the last one stays on the screen. */
function clear() {
  conversation.leave();
  conversations.clear();
  memories.clear();
  undo.clear();
  Object.assign(state, { session: null, me: null, traits: [], knownBefore: null, memories: null });
  traits.show([], () => false);
  composer.text = '';
}

function showSignIn(message = '') {
  sides.close();
  menu.close();
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  signIn.show(message);
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
  const until = moment(state.me?.expires_at);
  $('about').replaceChildren(...[
    user === '' ? null : el('strong', {}, user),
    answers === '' ? null : el('span', {}, `Answers: ${answers}`),
    until === '' ? null : el('span', {}, `Signed in until ${until}`),
  ].filter((line) => line !== null));
  $('greeting').textContent = user === '' ? 'Hello.' : `Hello, ${upperFirst(user)}.`;
  yours.of(user);
  greet();
}

function greet() {
  $('greeting-text').textContent = state.memories > 0
    ? `I remember ${count(state.memories, 'thing', 'things')} you told me. What is on your mind?`
    : 'I remember what you tell me, and show you what I used for each answer.';
}

// ---- What is known

/** After an answer more may be known than before. */
async function learn() {
  conversations.load();
  countMemories();
  refreshList(tabs.chosen);
  const before = state.traits;
  if (await loadTraits()) {
    state.knownBefore = before;
    showKnown();
  }
}

/** After the user changed something in the panel. */
async function knownChanged() {
  countMemories();
  if (await loadTraits()) {
    showKnown();
  }
}

async function loadTraits() {
  const now = state.session;
  try {
    const known = await api.traits();
    if (state.session !== now) {
      return false;
    }
    state.traits = known;
    return true;
  } catch (cause) {
    if (state.session === now) {
      failed(cause);
    }
    return false; // the panel shows what it knew; the next answer tries again
  }
}

async function countMemories() {
  const now = state.session;
  const { total = null } = await api.memories(null, 'current').catch(() => ({}));
  if (state.session === now && total !== null) {
    state.memories = total;
    greet();
  }
}

function refreshList(part) {
  if (state.session !== null && part === 'part-memories') {
    memories.refresh();
  }
}

function showKnown() {
  const before = state.knownBefore;
  traits.show(state.traits, (attribute, value) => before !== null
    && !before.some((trait) => trait.attribute === attribute && String(trait.value) === value));
}

function explain(turn) {
  showWhy(turn, Date.now(), { undo: unlearn });
}

async function unlearn(turn) {
  try {
    await api.undo(turn.id);
    conversation.takenBack(turn);
    knownChanged();
  } catch (cause) {
    failed(cause, advice(cause.problem ?? {}));
  }
  if (conversation.explained === turn) { // else another answer stands there by now
    explain(turn);
    if (document.activeElement === document.body) {
      tabs.focus(); // the button that was pressed is gone
    }
  }
}

/** A call from a list or the panel failed; with `words`, they are shown. */
function failed(cause, words = '') {
  if (!(cause instanceof ApiError)) {
    throw cause;
  }
  if (cause.late) {
    return;
  }
  if (cause.signedOut && state.session !== null) {
    leave('Your session has ended.');
  } else if (words !== '') {
    flash(words);
  }
}

// ---- The rest

function openConversation(id) {
  conversation.open(id);
  conversations.mark(state.session.conversation);
  composer.focus();
}

function newConversation() {
  sides.close();
  openConversation();
}

function showMemory(part, focus) {
  tabs.choose(part);
  sides.show('panel');
  focus();
}

function restoreDraft() {
  const { user, text } = session.storedDraft();
  if (composer.text === '' && (user === null || user === (state.me?.user ?? null))) {
    composer.text = text;
  }
}

/** Closes what is open; with nothing open, stops the answer. */
function escape(event) {
  if (event.key !== 'Escape' || event.isComposing || document.querySelector('dialog[open]') !== null) {
    return;
  }
  if (menu.isOpen) {
    menu.dismiss();
  } else if (sides.isOpen) {
    sides.close();
  } else {
    conversation.stop();
    hush();
  }
}

function connect() {
  $('examples').append(...EXAMPLES.map(([name, text]) => el('li', {},
    el('button', { type: 'button', onclick: () => composer.edit(text) }, el('strong', {}, name), el('span', {}, text)))));
  $('new-conversation').addEventListener('click', newConversation);
  $('sign-out').addEventListener('click', signOut);
  listen({
    I: () => (sides.close(), composer.focus()),
    N: newConversation,
    C: () => (sides.show('sidebar'), conversations.focus()),
    W: () => (conversation.explain(conversation.last), showMemory('part-why', () => tabs.focus())),
    M: () => showMemory('part-memories', () => memories.focus()),
    Y: () => showMemory('part-known', () => tabs.focus()),
  });
  document.addEventListener('keydown', escape);
  window.addEventListener('hashchange', () => session.inviteIn(location.hash) !== null && start());
  session.onForgottenElsewhere(() => state.session !== null && leave('You signed out in another tab.'));
}

connect();
start();
