// "Memories": what the user said and is remembered, to be searched, corrected and forgotten.

import { PAGE_SIZE, PAGE_SIZE_MAX } from './api.js';
import { el } from './render.js';
import { iconButton, inPlace } from './undo.js';
import { advice, ago, count, label, moment } from './words.js';
import { meter } from './why.js';

const EVENT_WORDS = { added: 'told', superseded: 'replaced by something newer', revived: 'told again', edited: 'changed by you', undone: 'taken back' };

/** Words of a memory that fit into a button's name. */
const NAME_CHARS_MAX = 60;

/** Pauses in typing that are longer begin a search. */
const TYPING_MS = 300;

/** The list with its search box, and the box to add to it. */
export class MemoryList {
  #api;
  #undo;
  #actions;
  #list = document.getElementById('memory-list');
  #state = document.getElementById('memory-state');
  #more = document.getElementById('memory-more');
  #query = document.getElementById('memory-query');
  #all = document.getElementById('memory-all');
  #next = null;
  #round = 0;
  #typing = 0;
  #total = 0; // how many there are, on the screen or not
  #behind = false; // whether something came while a memory was being edited
  #gone = new Set(); // ids that were forgotten here: a page that was under way then still has them

  /** `actions`: `{failed, changed}`: what to do when the session has ended, and after a change. */
  constructor(api, undo, actions) {
    this.#api = api;
    this.#undo = undo;
    this.#actions = actions;
    this.#query.addEventListener('input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.load(), TYPING_MS);
    });
    document.getElementById('memory-search').addEventListener('submit', (event) => {
      event.preventDefault();
      this.load();
    });
    this.#all.addEventListener('change', () => this.load());
    this.#more.addEventListener('click', () => this.#loadMore());
    document.getElementById('memory-add').addEventListener('submit', (event) => this.#add(event));
  }

  /** Empties it: somebody else may sign in next. */
  clear() {
    this.#round++;
    clearTimeout(this.#typing);
    this.#query.value = '';
    this.#all.checked = false;
    this.#list.replaceChildren();
    this.#behind = false;
    this.#gone.clear();
    this.#more.hidden = true;
    this.#say('');
  }

  /** Moves the focus to the search box. */
  focus() {
    this.#query.focus();
  }

  /** Loads anew what is shown, after it may have changed. What is being edited is left alone until that is over. */
  refresh() {
    this.#behind = this.#list.querySelector('form') !== null;
    if (!this.#behind) {
      this.load(Math.min(PAGE_SIZE_MAX, Math.max(PAGE_SIZE, this.#list.childElementCount)), true);
    }
  }

  /** Loads the newest, or searches; a later call makes an earlier one void. `gently` spares an edit that was begun meanwhile. */
  async load(limit = PAGE_SIZE, gently = false) {
    clearTimeout(this.#typing);
    const round = ++this.#round;
    const query = this.#query.value.trim();
    try {
      const found = await (query === '' ? this.#api.memories(null, this.#status(), limit) : this.#api.search(query));
      if (round === this.#round) {
        this.#behind = gently && this.#list.querySelector('form') !== null;
        this.#behind || this.#show(found, query);
      }
    } catch (cause) {
      if (round === this.#round) {
        this.#failed(cause);
      }
    }
  }

  #show({ memories: found = [], next = null, total }, query) {
    const memories = found.filter(({ id }) => !this.#gone.has(id));
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    this.#list.replaceChildren(...memories.map((memory) => this.#item(memory)));
    if (focused !== null) {
      [...this.#list.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === focused)?.focus();
    }
    this.#next = query === '' ? next : null;
    this.#more.hidden = !this.#next;
    this.#total = query === '' ? (total ?? found.length) - (found.length - memories.length) : memories.length;
    this.#sayHowMany();
  }

  #sayHowMany() {
    const many = count(this.#total, 'memory', 'memories');
    if (this.#query.value.trim() !== '') {
      this.#say(this.#total === 0 ? 'Nothing you said bears on that. Try other words.' : `${many}, best first`);
    } else {
      this.#say(this.#total === 0 ? 'Nothing yet. What you say about yourself will appear here.' : `${many}, newest first`);
    }
  }

  async #loadMore() {
    const round = this.#round;
    this.#more.disabled = true;
    try {
      const { memories = [], next = null } = await this.#api.memories(this.#next, this.#status());
      if (round === this.#round) {
        const items = memories.filter(({ id }) => !this.#gone.has(id)).map((memory) => this.#item(memory));
        this.#list.append(...items);
        this.#next = next;
        this.#more.hidden = !next;
        items[0]?.querySelector('button')?.focus();
      }
    } catch (cause) {
      if (round === this.#round) {
        this.#failed(cause);
      }
    } finally {
      this.#more.disabled = false;
    }
  }

  #status() {
    return this.#all.checked ? 'all' : 'current';
  }

  #item(memory) {
    const { id, text, at, status, superseded_at: until, traits = [], score } = memory;
    const past = status === 'superseded';
    const name = nameOf(text);
    const history = el('div', { class: 'history', hidden: true });
    const item = el('li', { class: 'memory', 'data-memory': id, 'data-status': status ?? 'current' });
    const buttons = el('div', { class: 'tools' },
      past ? null : iconButton('edit', 'Edit', name, () => this.#edit(item, memory)),
      iconButton('clock', 'History', name, () => this.#history(id, history)),
      iconButton('bin', 'Forget', name, () => this.#forget(item, memory)));
    item.append(el('p', { class: 'memory-text', dir: 'auto' }, String(text)),
      el('div', { class: 'memory-foot' },
        el('p', { class: 'small-print' },
          el('time', { title: moment(at) }, ago(at, Date.now())),
          past ? el('span', { title: moment(until) }, ` · out of date since ${ago(until, Date.now()) || 'then'}`) : null,
          traits.length === 0 ? null : el('span', {}, ` · ${traits.slice(0, 3).map(label).join(', ')}`)),
        Number.isFinite(score) ? meter(score) : null, buttons),
      history);
    return item;
  }

  #edit(item, memory) {
    const before = [...item.childNodes];
    const restore = () => {
      item.replaceChildren(...before);
      item.querySelector('button')?.focus();
      this.#catchUp();
    };
    const { form, focus } = inPlace(String(memory.text), `Change: ${nameOf(memory.text)}`, {
      cancel: restore,
      save: async (text) => {
        try {
          const changed = await this.#api.edit(memory.id, text);
          item.replaceWith(this.#item({ ...changed, at: changed.at ?? new Date().toISOString() }));
          this.#undo.offer(`Changed to “${nameOf(text)}”.`, () => this.#takeBack(changed.turn));
          this.#actions.changed();
          this.#catchUp();
        } catch (cause) {
          this.#failed(cause);
        }
      },
    });
    item.replaceChildren(form);
    focus();
  }

  /** What came while something was being edited. */
  #catchUp() {
    if (this.#behind) {
      this.refresh();
    }
  }

  async #forget(item, memory) {
    if (item.getAttribute('aria-busy') === 'true') {
      return;
    }
    item.setAttribute('aria-busy', 'true');
    try {
      await this.#api.forget(memory.id);
      this.#gone.add(memory.id);
      [...this.#list.children].find((each) => each.dataset.memory === memory.id)?.remove(); // `item`, unless it was loaded anew
      this.#total = Math.max(0, this.#total - 1);
      this.#sayHowMany();
      const current = memory.status !== 'superseded';
      this.#undo.offer(`Forgotten: “${nameOf(memory.text)}”.`, current ? () => this.#again(String(memory.text)) : null);
      this.#actions.changed();
    } catch (cause) {
      item.removeAttribute('aria-busy');
      this.#failed(cause);
    }
  }

  /** The words are gone from the store; they are told again. */
  async #again(text) {
    try {
      await this.#api.remember(text);
      this.#changed();
      return `Remembered again, as told today: “${nameOf(text)}”.`;
    } catch (cause) {
      return this.#failed(cause);
    }
  }

  async #takeBack(turn) {
    try {
      await this.#api.undo(turn);
      this.#changed();
      return 'Taken back: it is as it was before.';
    } catch (cause) {
      return this.#failed(cause);
    }
  }

  async #add(event) {
    event.preventDefault();
    const box = document.getElementById('memory-new');
    const text = box.value.trim();
    if (text === '') {
      return;
    }
    try {
      const added = await this.#api.remember(text);
      box.value = box.value.trim() === text ? '' : box.value; // unless the next is being written already
      this.#undo.offer(`Remembered: “${nameOf(added.text ?? text)}”.`, added.turn ? () => this.#takeBack(added.turn) : null);
      this.#changed();
    } catch (cause) {
      this.#failed(cause);
    }
  }

  /** What was forgotten may be there again. */
  #changed() {
    this.#gone.clear();
    this.refresh();
    this.#actions.changed();
  }

  async #history(id, place) {
    place.hidden = !place.hidden;
    if (place.hidden) {
      return;
    }
    try {
      const { history = [] } = await this.#api.history(id);
      place.replaceChildren(el('ol', { class: 'events' }, ...history.map(({ event, at }) =>
        el('li', {}, el('span', {}, EVENT_WORDS[event] ?? String(event)), ' ', el('time', { class: 'small-print' }, moment(at))))));
    } catch (cause) {
      place.replaceChildren(el('p', { class: 'none' }, this.#failed(cause)));
    }
  }

  #failed(cause) {
    this.#actions.failed(cause);
    if (cause.late) {
      return '';
    }
    const words = cause.problem ? advice(cause.problem) : String(cause);
    this.#say(words);
    return words;
  }

  #say(words) {
    this.#state.textContent = words;
  }
}

function nameOf(text) {
  const chars = [...String(text)];
  return chars.length > NAME_CHARS_MAX ? `${chars.slice(0, NAME_CHARS_MAX - 1).join('')}…` : chars.join('');
}
