// "About you": what was understood of what the user said, to be corrected and forgotten, with what it was before.

import { el } from './render.js';
import { iconButton, inPlace } from './undo.js';
import { advice, ago, drawers, moment } from './words.js';

/** The traits in drawers. */
export class TraitList {
  #api;
  #undo;
  #actions;
  #place = document.getElementById('known');
  #state = document.getElementById('known-state');
  #waiting = null; // what came while a value was being edited: the arguments of `show`

  /** `actions`: `{failed, changed}`: what to do when the session has ended, and after a change. */
  constructor(api, undo, actions) {
    this.#api = api;
    this.#undo = undo;
    this.#actions = actions;
  }

  /** Shows them. `isNew` says whether a trait came with the last answer. What is being edited is left alone. */
  show(traits, isNew) {
    if (this.#place.querySelector('form') !== null && traits.length > 0) { // none: nobody is signed in any more
      this.#waiting = [traits, isNew];
      return;
    }
    this.#waiting = null;
    const focused = this.#place.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
    this.#state.textContent = traits.length === 0 ? 'Nothing certain yet. What you say about yourself will appear here.' : '';
    this.#place.replaceChildren(...drawers(traits).map((drawer) => el('div', { class: 'drawer' },
      el('h3', {}, drawer.name),
      el('dl', {}, ...drawer.rows.map((row) => el('div', { class: 'row' },
        el('dt', {}, row.label), ...row.values.map((value) => this.#value(row, value, isNew))))))));
    if (focused !== null) {
      [...this.#place.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === focused)?.focus();
    }
  }

  #value({ attribute, label: name }, { text, since, sensitive }, isNew) {
    const told = ago(since, Date.now());
    const history = el('div', { class: 'history', hidden: true });
    const node = el('dd', { 'data-attribute': attribute });
    const of = `${name} ${text}`;
    node.append(
      el('div', { class: 'value' },
        el('bdi', {}, text),
        sensitive ? el('span', { class: 'tag' }, 'sensitive') : null,
        isNew(attribute, text) ? el('span', { class: 'new' }, 'new') : null,
        told === '' ? null : el('time', { class: 'small-print', title: moment(since) }, told)),
      el('div', { class: 'tools' },
        iconButton('edit', 'Edit', of, () => this.#edit(node, attribute, text)),
        iconButton('clock', 'History', of, () => this.#history(attribute, history)),
        iconButton('bin', 'Forget', of, () => this.#forget(attribute, text))),
      history);
    return node;
  }

  #edit(node, attribute, text) {
    const before = [...node.childNodes];
    const { form, focus } = inPlace(text, `Change: ${text}`, {
      cancel: () => {
        node.replaceChildren(...before);
        node.querySelector('button')?.focus();
        if (this.#waiting !== null) {
          this.show(...this.#waiting);
        }
      },
      save: (changed) => this.#change(`Changed to “${changed}”.`, () => this.#replace(attribute, text, changed),
        () => this.#replace(attribute, changed, text)),
    });
    node.replaceChildren(form);
    focus();
  }

  /** Setting closes what can have one value only; where there may be several, the old one is forgotten after it. */
  async #replace(attribute, from, to) {
    await this.#api.setTrait(attribute, to);
    const still = (await this.#api.traits()).some((trait) => trait.attribute === attribute && String(trait.value) === from);
    if (still) {
      await this.#api.forgetTrait(attribute, from);
    }
  }

  #forget(attribute, text) {
    this.#change(`Forgotten: “${text}”.`, () => this.#api.forgetTrait(attribute, text), () => this.#api.setTrait(attribute, text));
  }

  async #change(words, change, back) {
    try {
      await change();
      this.#place.querySelector('form')?.remove();
      this.#actions.changed();
      this.#undo.offer(words, async () => {
        try {
          await back();
          this.#actions.changed();
          return 'Taken back.';
        } catch (cause) {
          return this.#failed(cause);
        }
      });
    } catch (cause) {
      this.#failed(cause);
    }
  }

  async #history(attribute, place) {
    place.hidden = !place.hidden;
    if (place.hidden) {
      return;
    }
    try {
      const { history = [] } = await this.#api.traitHistory(attribute);
      place.replaceChildren(el('ol', { class: 'events' }, ...history.map(({ value, since, until }) => el('li', {},
        el('bdi', {}, String(value)), ' ',
        el('span', { class: 'small-print' }, until ? `${moment(since)} to ${moment(until)}` : `since ${moment(since)}`)))));
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
    this.#state.textContent = words;
    return words;
  }
}
