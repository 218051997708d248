// The line that says what was just changed in the memory, and takes it back.

import { el, icon } from './render.js';

/** One change at a time can be taken back: the newest. */
export class UndoLine {
  #place = document.getElementById('undo');

  /**
   * Says what was done, and offers to take it back. The focus moves here, since what had it is gone or about to be; it stays
   * where the user has gone on to: a text box, or outside of the panel.
   *
   * @param words what was done
   * @param undo takes it back, or null if nothing can; resolves to what to say then
   */
  offer(words, undo) {
    const text = el('span', { dir: 'auto' }, words);
    const button = undo === null ? null : el('button', { type: 'button', class: 'small outlined', id: 'undo-button' }, icon('undo'), 'Undo');
    button?.addEventListener('click', async () => {
      button.disabled = true;
      const said = await undo();
      if (button.isConnected) { // else something newer stands here
        this.offer(said, null);
      }
    });
    this.#place.replaceChildren(...[text, button].filter((node) => node !== null));
    this.#place.hidden = false;
    const { activeElement: focused } = document;
    if (focused === null || focused === document.body || focused.matches('#panel :not(input, textarea)')) {
      (button ?? this.#place).focus();
    }
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
  let saving = false;
  const save = async (event) => {
    event.preventDefault();
    const changed = box.value.trim();
    if (changed === '' || changed === text) {
      actions.cancel();
    } else if (!saving) { // the key pressed twice is one change
      saving = true;
      await actions.save(changed);
      saving = false;
    }
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
