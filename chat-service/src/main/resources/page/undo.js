// The line that says what was just changed in the memory, and takes it back.

import { el, icon } from './render.js';

/** One change at a time can be taken back: the newest. */
export class UndoLine {
  #place = document.getElementById('undo');

  /**
   * Says what was done, and offers to take it back. The focus moves to the button: what had it is gone.
   *
   * @param words what was done
   * @param undo takes it back, or null if nothing can; resolves to what to say then
   */
  offer(words, undo) {
    const text = el('span', { dir: 'auto' }, words);
    const button = undo === null ? null : el('button', { type: 'button', class: 'small outlined', id: 'undo-button' }, icon('undo'), 'Undo');
    button?.addEventListener('click', async () => {
      button.disabled = true;
      this.offer(await undo(), null);
    });
    this.#place.replaceChildren(...[text, button].filter((node) => node !== null));
    this.#place.hidden = false;
    button?.focus();
  }

  /** Nothing can be taken back any more. */
  clear() {
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }
}

/**
 * A text that is changed in place. Enter keeps it, Escape leaves it as it was.
 *
 * @param actions `{save, cancel}`; `save` gets the new text
 * @returns the form, with the focus in it once it is in the page
 */
export function inPlace(text, name, actions) {
  const box = el('textarea', { rows: '2', 'aria-label': name, dir: 'auto', maxlength: '4000' });
  box.value = text;
  const form = el('form', { class: 'in-place' }, box, el('div', { class: 'buttons' },
    el('button', { type: 'submit', class: 'small primary' }, 'Save'),
    el('button', { type: 'button', class: 'small quiet', onclick: () => actions.cancel() }, 'Cancel')));
  const save = (event) => {
    event.preventDefault();
    const changed = box.value.trim();
    changed === '' || changed === text ? actions.cancel() : actions.save(changed);
  };
  form.addEventListener('submit', save);
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation(); // else it would close the drawer around it
      actions.cancel();
    } else if (event.key === 'Enter' && event.target === box && !event.shiftKey && !event.isComposing) {
      save(event);
    }
  });
  return { form, focus: () => (box.focus(), box.setSelectionRange(text.length, text.length)) };
}

/** A small button with a drawing only; its name says what it does, and to what. */
export function iconButton(name, title, of, onclick) {
  return el('button', { type: 'button', class: 'quiet only-icon', 'aria-label': `${title}: ${of}`, title, onclick }, icon(name));
}
