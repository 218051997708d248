// Keys for everything that is used often. With Alt, so that none is hit while writing; by place on the keyboard, since
// Alt writes another sign on some.

import { el } from './render.js';

/** What the list of shortcuts shows, in its order: keys, and what they do. */
const KEYS = [
  [['Enter'], 'Send the message'],
  [['Shift', 'Enter'], 'Begin a new line'],
  [['Escape'], 'Close what is open, else stop the answer'],
  [['Alt', 'I'], 'Write a message'],
  [['Alt', 'N'], 'New conversation'],
  [['Alt', 'C'], 'Conversations'],
  [['Alt', 'W'], 'Why the last answer'],
  [['Alt', 'M'], 'Memories'],
  [['Alt', 'Y'], 'What I know about you'],
  [['Alt', 'K'], 'This list'],
];

/**
 * Listens for the keys.
 *
 * @param actions by letter, such as `{N: () => …}`; `K` is here already
 */
export function listen(actions) {
  const dialog = document.getElementById('keys');
  document.getElementById('keys-list').append(...KEYS.map(([keys, does]) => el('div', { class: 'row' },
    el('dt', {}, ...keys.flatMap((key, at) => (at === 0 ? [el('kbd', {}, key)] : [' + ', el('kbd', {}, key)]))), el('dd', {}, does))));
  const show = () => (dialog.open ? dialog.close() : dialog.showModal());
  document.getElementById('keys-button').addEventListener('click', () => {
    document.getElementById('menu-button').focus(); // where the focus goes back to: the menu closes
    show();
  });
  document.getElementById('keys-close').addEventListener('click', () => dialog.close());
  document.addEventListener('keydown', (event) => {
    const letter = event.code.startsWith('Key') ? event.code.slice(3) : '';
    const action = letter === 'K' ? show : actions[letter];
    if (!event.altKey || event.ctrlKey || event.metaKey || action === undefined || document.body.dataset.screen !== 'chat') {
      return;
    }
    event.preventDefault();
    if (letter === 'K' || document.querySelector('dialog[open]') === null) {
      action();
    }
  });
}
