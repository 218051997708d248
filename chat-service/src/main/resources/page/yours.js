// What is the user's own: take all of it away as a file, or have all of it erased.

import { ApiError } from './api.js';
import { el } from './render.js';
import { advice, moment } from './words.js';

/** How long a file stays ready after it was offered to the browser. */
const FILE_MS = 60_000;

/** Offers a file to be saved; the browser asks where. */
function save(blob, name) {
  const link = document.getElementById('download');
  const address = URL.createObjectURL(blob);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), FILE_MS);
}

function fileName(user, what, ending) {
  const safe = user.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 40) || 'me';
  return `rapport-${safe}-${what}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}

/** Export and erasure, with the dialog that asks for the latter. */
export class Yours {
  #api;
  #actions;
  #user = '';
  #dialog = document.getElementById('erase');
  #body = document.getElementById('erase-body');
  #state = document.getElementById('yours-state');
  #erased = false;

  /** `actions`: `{counts, erased, failed}`: what there is to lose, what follows an erasure, and the end of the session. */
  constructor(api, actions) {
    this.#api = api;
    this.#actions = actions;
    document.getElementById('export-button').addEventListener('click', (event) => this.#export(event.currentTarget));
    document.getElementById('erase-button').addEventListener('click', () => this.#ask());
    this.#dialog.addEventListener('close', () => this.#erased && this.#actions.erased());
  }

  /** Whose data these are. */
  of(user) {
    this.#user = user;
    this.#state.textContent = '';
  }

  async #export(button) {
    button.disabled = true;
    this.#state.textContent = 'Collecting everything…';
    try {
      const blob = await this.#api.export();
      save(blob, fileName(this.#user, 'export', 'ndjson'));
      this.#state.textContent = `Ready: ${Math.max(1, Math.round(blob.size / 1024))} KB, one JSON object on each line.`;
    } catch (cause) {
      this.#failed(cause, this.#state);
    } finally {
      button.disabled = false;
    }
  }

  #ask() {
    this.#erased = false;
    const typed = el('input', { id: 'erase-name', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    const sure = el('button', { type: 'submit', class: 'danger', disabled: true }, 'Erase everything');
    const state = el('p', { class: 'none', role: 'status' });
    const matches = () => this.#user !== '' && typed.value === this.#user;
    typed.addEventListener('input', () => (sure.disabled = !matches()));
    const form = el('form', {},
      el('p', {}, 'This takes away, from every store and file of this installation, all of:'),
      el('ul', { class: 'lines' }, ...[...this.#actions.counts(), 'Every session, in this browser and in all others', 'Answers that are kept or still being written']
        .map((line) => el('li', {}, line))),
      el('p', {}, 'Nobody can bring it back. An export beforehand keeps a copy for you.'),
      el('label', { for: 'erase-name' }, 'To confirm, type your name: ', el('strong', {}, this.#user)), typed, state,
      el('div', { class: 'buttons' }, sure,
        el('button', { type: 'button', class: 'outlined', onclick: () => this.#dialog.close() }, 'Keep everything')));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (matches()) {
        this.#erase(sure, state);
      }
    });
    this.#body.replaceChildren(form);
    document.getElementById('erase-title').textContent = `Erase everything about ${this.#user}`;
    this.#dialog.showModal();
    typed.focus();
  }

  async #erase(button, state) {
    button.disabled = true;
    state.textContent = 'Erasing; this can take a minute…';
    try {
      this.#receipt(await this.#api.erase(this.#user));
    } catch (cause) {
      button.disabled = false;
      this.#failed(cause, state);
    }
  }

  #receipt(receipt) {
    this.#erased = true;
    const file = new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' });
    const close = el('button', { type: 'button', class: 'primary', onclick: () => this.#dialog.close() }, 'Close');
    document.getElementById('erase-title').textContent = 'Erased';
    this.#body.replaceChildren(
      el('p', {}, `Everything about ${receipt.user ?? this.#user} was erased${receipt.at ? ` on ${moment(receipt.at)}` : ''}. This is the receipt:`),
      el('dl', { class: 'receipt' }, ...rows({ ...receipt, user: {}, at: {} }).map(([name, value]) =>
        el('div', { class: 'row' }, el('dt', {}, name), el('dd', {}, value)))),
      el('div', { class: 'buttons' }, close, el('button', { type: 'button', class: 'outlined',
        onclick: () => save(file, fileName(receipt.user ?? this.#user, 'receipt', 'json')) }, 'Save the receipt')));
    if (!this.#dialog.open) { // closed meanwhile, by a key or since the session had ended: it is shown only this once
      this.#dialog.showModal();
    }
    close.focus();
  }

  #failed(cause, place) {
    if (!(cause instanceof ApiError)) {
      throw cause;
    }
    this.#actions.failed(cause);
    place.textContent = cause.late ? '' : advice(cause.problem);
  }
}

/** Every leaf of the receipt with its path: `deleted · durable · memories`, `1000`. */
function rows(receipt, path = []) {
  return Object.entries(receipt).flatMap(([name, value]) => {
    const at = [...path, name.replace(/_/g, ' ')];
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? rows(value, at)
      : [[at.join(' · '), value === null ? '–' : String(value)]];
  });
}
