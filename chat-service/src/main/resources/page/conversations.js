// The list of conversations: open one, begin one, delete one.

import { el, icon } from './render.js';
import { advice, ago, moment, period } from './words.js';

/** The list at the side of the chat, newest first, under headings of time. */
export class ConversationList {
  #api;
  #actions;
  #place = document.getElementById('conversation-list');
  #state = document.getElementById('conversation-state');
  #more = document.getElementById('conversation-more');
  #known = [];
  #next = null;
  #current = '';
  #asking = '';
  #round = 0;

  /** `actions`: `{open, deleted, failed}`; the first two get a conversation's id. */
  constructor(api, actions) {
    this.#api = api;
    this.#actions = actions;
    this.#more.addEventListener('click', () => this.#loadMore());
  }

  /** Empties it: somebody else may sign in next. */
  clear() {
    this.#round++;
    this.#known = [];
    this.#next = null;
    this.#draw();
    this.#state.textContent = '';
  }

  /** Marks the conversation that is open; an id that is not in the list marks none. */
  mark(conversation) {
    this.#current = conversation;
    for (const item of this.#place.querySelectorAll('[data-conversation]')) {
      const open = item.querySelector('.open-it');
      item.dataset.conversation === conversation ? open?.setAttribute('aria-current', 'true') : open?.removeAttribute('aria-current');
    }
  }

  /** Whether a conversation is among those that were loaded. */
  has(conversation) {
    return this.#known.some(({ id }) => id === conversation);
  }

  /** Moves the focus to the open conversation, or to the first. */
  focus() {
    (this.#place.querySelector('[aria-current]') ?? this.#place.querySelector('button') ?? document.getElementById('new-conversation')).focus();
  }

  /** Loads the newest; older ones that were loaded before stay. */
  async load() {
    const round = ++this.#round;
    try {
      const { conversations = [], next = null } = await this.#api.conversations(null);
      if (round !== this.#round) {
        return;
      }
      const fresh = new Set(conversations.map(({ id }) => id));
      const oldest = conversations.at(-1)?.last_at ?? '';
      const older = next === null ? [] : this.#known.filter(({ id, last_at: at }) => !fresh.has(id) && at < oldest);
      this.#next = older.length === 0 ? next : this.#next;
      this.#known = [...conversations, ...older];
      this.#state.textContent = this.#known.length === 0 ? 'What you talk about will be listed here.' : '';
      this.#draw();
    } catch (cause) {
      this.#failed(cause, round);
    }
  }

  async #loadMore() {
    const round = this.#round;
    this.#more.disabled = true;
    try {
      const { conversations = [], next = null } = await this.#api.conversations(this.#next);
      if (round === this.#round) {
        const first = conversations[0]?.id;
        this.#known.push(...conversations);
        this.#next = next;
        this.#draw();
        this.#find(first)?.querySelector('button').focus();
      }
    } catch (cause) {
      this.#failed(cause, round);
    } finally {
      this.#more.disabled = false;
    }
  }

  #draw() {
    const focused = document.activeElement?.closest('[data-conversation]')?.dataset.conversation;
    const groups = new Map();
    const now = Date.now();
    for (const conversation of this.#known) {
      const name = period(conversation.last_at, now);
      groups.set(name, [...(groups.get(name) ?? []), conversation]);
    }
    this.#place.replaceChildren(...[...groups].map(([name, conversations]) => el('section', { 'aria-label': name },
      el('h2', {}, name), el('ul', {}, ...conversations.map((conversation) => this.#item(conversation, now))))));
    this.#more.hidden = !this.#next;
    this.mark(this.#current);
    if (focused && !document.activeElement?.closest('[data-conversation]')) {
      this.#find(focused)?.querySelector('button')?.focus();
    }
  }

  #item({ id, title, last_at: at }, now) {
    const name = String(title || 'Untitled');
    return el('li', { 'data-conversation': id }, ...(this.#asking === id ? this.#question(id, name) : [
      el('button', { type: 'button', class: 'open-it', title: `${name}\n${moment(at)}`, onclick: () => this.#actions.open(id) },
        el('span', { class: 'title', dir: 'auto' }, name), el('span', { class: 'visually-hidden' }, `, ${ago(at, now)}`)),
      el('button', { type: 'button', class: 'quiet only-icon', 'aria-label': `Delete: ${name}`, title: 'Delete', onclick: () => this.#ask(id) }, icon('bin')),
    ]));
  }

  #question(id, name) {
    const keep = () => {
      this.#asking = '';
      this.#draw();
      this.#find(id)?.querySelector('button').focus();
    };
    const box = el('div', { class: 'question-box', role: 'group', 'aria-label': `Delete ${name}?` },
      el('p', {}, 'Delete these messages? What you were remembered by stays.'),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', class: 'small danger', onclick: () => this.#delete(id) }, 'Delete'),
        el('button', { type: 'button', class: 'small quiet', onclick: keep }, 'Keep')));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        keep();
      }
    });
    return [box];
  }

  #ask(id) {
    this.#asking = id;
    this.#draw();
    this.#find(id)?.querySelector('button').focus();
  }

  async #delete(id) {
    try {
      await this.#api.deleteConversation(id);
      const at = this.#known.findIndex((conversation) => conversation.id === id);
      this.#known = this.#known.filter((conversation) => conversation.id !== id);
      this.#asking = '';
      this.#draw();
      this.load(); // a list that was under way still has it
      const next = this.#known[Math.min(at, this.#known.length - 1)];
      (this.#find(next?.id)?.querySelector('button') ?? document.getElementById('new-conversation')).focus();
      this.#actions.deleted(id);
    } catch (cause) {
      this.#failed(cause, this.#round); // a list that was loaded meanwhile changes nothing about it
    }
  }

  #find(id) {
    return [...this.#place.querySelectorAll('[data-conversation]')].find((item) => item.dataset.conversation === id);
  }

  #failed(cause, round) {
    if (round === this.#round && !cause.late) {
      this.#actions.failed(cause);
      this.#state.textContent = cause.problem ? advice(cause.problem) : String(cause);
    }
  }
}
