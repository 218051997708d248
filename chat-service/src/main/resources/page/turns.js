// The conversation on the screen: asks for turns, shows them, and brings back older ones.

import { PAGE_SIZE } from './api.js';
import { Follower } from './frame.js';
import * as session from './session.js';
import { ask } from './stream.js';
import { hush, TurnView } from './view.js';
import { advice } from './words.js';

/** Turns on the screen. Older ones are taken off it, not forgotten by the server. */
const TURNS_SHOWN_MAX = 200;

/** Pages of messages that one press asks for: after so many, everything on the screen has come again. */
const PAGES_MAX = Math.ceil((2 * TURNS_SHOWN_MAX) / PAGE_SIZE) + 1;

/** What a bubble holds; more than any model writes in one go. */
const ANSWER_CHARS_MAX = 500_000;

/** Answers of this tab whose making can still be explained when their conversation is opened again. */
const EXPLAINED_MAX = 100;

/** The server begins a conversation when asked for this one, and says its name in the last event. */
const NEW_CONVERSATION = 'new';

const $ = (id) => document.getElementById(id);

/** The turns of the open conversation. */
export class Conversation {
  #api;
  #actions;
  #follower = new Follower();
  #session = null;
  #turns = [];
  #views = new Map();
  #made = new Map(); // id of a turn -> the turn, for those answered in this tab
  #call = null;
  #explained = null; // the turn in the side panel
  #next = undefined; // where older messages begin; null if there are none
  #older = false; // whether the server has messages from before those on the screen
  #loading = false;
  #round = 0;

  /**
   * `actions`: `{busy, explain, why, edit, learned, named, signedOut, failed}`: whether an answer is being written, the turn that the side
   * panel explains, that it shall show, a text to be changed, an answer is complete, the conversation has got its name, and
   * the session has ended with a message not answered.
   */
  constructor(api, actions) {
    this.#api = api;
    this.#actions = actions;
    $('earlier').addEventListener('click', () => this.#earlier());
  }

  /** The newest turn, or null. */
  get last() {
    return this.#turns.at(-1) ?? null;
  }

  get isBusy() {
    return this.#call !== null;
  }

  /** The turn in the side panel, or null. */
  get explained() {
    return this.#explained;
  }

  /** Notes that nothing of a turn is remembered any more. */
  takenBack(turn) {
    turn.undone = true;
    this.#store();
  }

  /** Shows what this tab has talked about; an answer that was being written when it was left goes on. */
  enter(entered) {
    this.#session = entered;
    if (this.#turns.length === 0) {
      this.#restore();
      this.#follower.toEnd();
    }
    const { last } = this;
    if (last?.state === 'interrupted') {
      this.#run(last);
    }
    this.explain(last);
  }

  /** Stops, and takes everything off the screen. */
  leave() {
    this.#session = null;
    this.#made.clear();
    this.#reset();
  }

  /** Opens another conversation; without an id, a new one. */
  open(conversation = NEW_CONVERSATION) {
    this.#session.conversation = conversation;
    session.storeConversation(this.#session);
    this.#reset();
    if (conversation !== NEW_CONVERSATION) {
      this.load();
    }
  }

  /** Asks for an answer; false if one is being written already. */
  send(message) {
    if (message === '' || this.isBusy || this.#session === null) {
      return false;
    }
    const conversation = this.#session.conversation ?? NEW_CONVERSATION;
    const turn = { message, conversation, key: uuid(), state: 'asking', text: '' };
    this.#turns.push(turn);
    $('turns').append(this.#view(turn).node);
    this.#shorten();
    this.#follower.toEnd();
    this.#run(turn);
    return true;
  }

  /** Stops the answer that is being written. */
  stop() {
    this.#call?.stop();
  }

  /** Marks a turn as the one in the side panel. */
  explain(turn) {
    this.#explained = turn;
    this.#views.forEach((view, of) => view.select(of === turn));
    this.#actions.explain(turn);
  }

  /** Asks for a turn, anew or again: with the same key the server answers once. */
  async #run(turn) {
    Object.assign(turn, { state: 'asking', silent: false, text: '', recalled: null, queued: null, lost: false, replaced: false, end: null, problem: null });
    hush();
    const asked = this.#session;
    const call = ask(turn, asked.token, (type, data) => {
      turn.id = call.id(); // from now on it is known among older messages
      type === 'named' ? this.#named(turn, data.conversation) : this.#heard(turn, type, data);
    });
    this.#call = call;
    this.#actions.busy(true);
    this.explain(turn);
    this.#store();
    this.#views.get(turn).settle();

    const result = await call.result;
    if (this.#call === call) {
      this.#call = null;
      this.#actions.busy(false);
    }
    if (this.#session !== asked) {
      return; // signed out meanwhile
    }
    if (result.kind === 'signed-out') {
      this.#actions.signedOut(turn.message);
    } else if (this.#turns.includes(turn)) {
      turn.id = call.id();
      this.#ended(turn, result);
    }
  }

  /** The server has begun a conversation for a turn, or says in which one it is. A turn that is stopped belongs there, too. */
  #named(turn, conversation) {
    if (this.#turns.includes(turn) && this.#session.conversation === turn.conversation && conversation !== turn.conversation) {
      this.#session.conversation = conversation;
      session.storeConversation(this.#session);
      this.#store();
      this.#actions.named(conversation);
    }
  }

  #store() {
    session.storeTurns(this.#session, this.#turns, this.#older);
  }

  #heard(turn, type, data) {
    if (turn.state !== 'asking') {
      return;
    }
    turn.lost = type === 'lost';
    if (type === 'token') {
      turn.text = (turn.text + (data.text ?? '')).slice(0, ANSWER_CHARS_MAX);
    } else if (type === 'recalled') {
      turn.recalled = data;
    } else if (type === 'queued') {
      turn.queued = data;
    } else if (type === 'replaced') {
      turn.replaced = true;
    }
    this.#views.get(turn)?.changed();
    if (type === 'recalled' && this.#explained === turn) {
      this.#actions.explain(turn);
    }
  }

  #ended(turn, result) {
    turn.state = result.kind;
    turn.end = result.event ?? null;
    turn.problem = result.problem ?? null;
    turn.retryAfter = result.retryAfter ?? 0;
    turn.notice = this.#noticeOf(turn);
    if (result.kind === 'failed') {
      turn.key = uuid(); // the server has answered for the old one
      turn.conversation = this.#session.conversation ?? turn.conversation; // which may have its name by now
    }
    if (turn.end?.conversation) {
      this.#named(turn, turn.end.conversation);
    }
    this.#keep(turn);
    this.#store();
    this.#views.get(turn)?.settle();
    if (this.#explained === turn) {
      this.explain(turn);
    }
    if (result.kind === 'done' || result.kind === 'stopped') {
      this.#actions.learned();
    }
  }

  #keep(turn) {
    if (turn.id) {
      this.#made.set(turn.id, turn);
      if (this.#made.size > EXPLAINED_MAX) {
        this.#made.delete(this.#made.keys().next().value);
      }
    }
  }

  /** What the server wants said about the answer; not again when it was said at the answer before. */
  #noticeOf(turn) {
    const notice = turn.end?.notice ?? '';
    const before = this.#turns.slice(0, this.#turns.indexOf(turn)).findLast((other) => other.state === 'done');
    return notice === (before?.end?.notice ?? '') ? '' : notice;
  }

  #view(turn) {
    const view = new TurnView(turn, {
      why: (chosen) => {
        this.explain(chosen);
        this.#actions.why();
      },
      again: (chosen) => !this.isBusy && this.#run(chosen),
      edit: (chosen) => this.#actions.edit(chosen.message),
      grown: () => this.#follower.grown(),
    });
    this.#views.set(turn, view);
    $('hello').hidden = true;
    return view;
  }

  #shorten() {
    while (this.#turns.length > TURNS_SHOWN_MAX) {
      const old = this.#turns.shift();
      this.#views.get(old)?.node.remove();
      this.#views.delete(old);
      this.#older = true;
    }
  }

  #reset() {
    this.#round++;
    this.#loading = false;
    this.stop();
    this.#call = null;
    this.#turns = [];
    this.#views.clear();
    this.#next = undefined;
    this.#older = false;
    $('turns').replaceChildren();
    $('hello').hidden = false;
    $('earlier').hidden = true;
    this.#store();
    this.#actions.busy(false);
    hush();
    this.explain(null);
  }

  /** A reload loses nothing: the answer that was being written is asked for again, with its key. */
  #restore() {
    const { turns, older } = session.storedTurns(this.#session);
    this.#turns = turns;
    this.#older = older;
    for (const turn of this.#turns) {
      turn.silent = true;
      turn.state = turn.state === 'asking' ? 'interrupted' : turn.state;
      this.#keep(turn);
      const view = this.#view(turn);
      $('turns').append(view.node);
      view.settle();
    }
    $('earlier').hidden = !older;
  }

  /** Shows the newest messages that the server has of the session's conversation. */
  async load() {
    await this.#earlier();
    this.#follower.toEnd();
    if (this.#explained === null) {
      this.explain(this.last);
    }
  }

  /** Puts older messages above the others; pages of what stands there already are passed over. */
  async #earlier() {
    if (this.#loading) {
      return;
    }
    const round = this.#round;
    const { conversation } = this.#session;
    this.#loading = true;
    try {
      for (let pages = 0, shown = 0; shown === 0 && this.#next !== null && pages < PAGES_MAX; pages++) {
        const { messages = [], next = null } = await this.#api.messages(conversation, this.#next);
        if (round !== this.#round) {
          return;
        }
        this.#next = next;
        shown = this.#prepend(messages);
      }
      this.#older = this.#next !== null;
      this.#store();
    } catch (cause) {
      if (round === this.#round) {
        this.#actions.failed(cause, advice(cause.problem ?? {}));
      }
    } finally {
      if (round === this.#round) {
        this.#loading = false;
        this.#offerEarlier();
      }
    }
  }

  #offerEarlier() {
    const button = $('earlier');
    const hadFocus = document.activeElement === button;
    button.hidden = !this.#older || this.#turns.length >= TURNS_SHOWN_MAX;
    if (hadFocus && button.hidden) {
      $('turns').focus(); // where what was asked for begins
    }
  }

  /** Returns how many turns are new on the screen. */
  #prepend(messages) {
    const older = this.#turnsOf(messages);
    const from = $('scroll').scrollHeight - $('scroll').scrollTop;
    this.#turns.unshift(...older);
    const nodes = older.map((turn) => {
      const view = this.#view(turn);
      view.settle();
      return view.node;
    });
    $('turns').prepend(...nodes);
    $('scroll').scrollTop = $('scroll').scrollHeight - from; // what was in view stays there
    return older.length;
  }

  /** Messages come newest first; an answer stands before its question, under the same turn. */
  #turnsOf(messages) {
    const byTurn = new Map();
    for (const { role, text, at, turn: id } of [...messages].reverse()) {
      const turn = byTurn.get(id)
        ?? { id, message: '', text: '', state: 'done', silent: true, at, conversation: this.#session.conversation, key: '' };
      turn[role === 'user' ? 'message' : 'text'] = String(text);
      byTurn.set(id, turn);
    }
    const shown = new Set(this.#turns.map(({ id }) => id));
    const split = this.#turns[0]; // a page may end between a question and its answer
    if (split && split.message === '' && byTurn.has(split.id)) {
      split.message = byTurn.get(split.id).message;
      this.#views.get(split)?.settle();
    }
    return [...byTurn.values()].filter(({ id }) => !shown.has(id)).map((turn) => {
      const made = this.#made.get(turn.id);
      return made === undefined || made.state !== 'done' ? turn : Object.assign(made, { silent: true });
    });
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
