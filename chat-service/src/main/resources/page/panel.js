// What stands beside the chat: the conversations on one side, the memory on the other. Where there is no room they are
// drawers that slide over it. And the tabs of the memory side.

/** Below these widths a side is a drawer. The style sheet has the same numbers. */
const SIDES = {
  sidebar: { wide: window.matchMedia('(min-width: 1200px)'), role: 'navigation', button: 'sidebar-button', close: 'sidebar-close' },
  panel: { wide: window.matchMedia('(min-width: 1000px)'), role: 'complementary', button: 'panel-button', close: 'panel-close' },
};

/** Both sides. At most one drawer is open; what is behind it cannot be reached meanwhile. */
export class Sides {
  #shade = document.getElementById('shade');
  #open = '';
  #cameFrom = null;

  constructor() {
    for (const [name, { wide, button, close }] of Object.entries(SIDES)) {
      document.getElementById(button).addEventListener('click', () => this.show(name));
      document.getElementById(close).addEventListener('click', () => this.close());
      wide.addEventListener('change', () => this.#slide(''));
    }
    this.#shade.addEventListener('click', () => this.close());
    this.#slide('');
  }

  /** Whether a drawer covers the chat. */
  get isOpen() {
    return this.#open !== '';
  }

  /** Brings a side (`sidebar` or `panel`) into view; where it is always in view, only to its top. */
  show(name) {
    const side = document.getElementById(name);
    side.scrollTop = 0;
    if (!SIDES[name].wide.matches && this.#open !== name) {
      this.#cameFrom ??= document.activeElement;
      this.#slide(name);
      side.focus();
    }
  }

  /** Closes the drawer, if one is open; the focus goes back to where it came from. */
  close() {
    if (this.isOpen) {
      const from = this.#cameFrom;
      this.#cameFrom = null;
      this.#slide('');
      from?.focus();
    }
  }

  #slide(open) {
    this.#open = open;
    this.#shade.classList.toggle('open', open !== '');
    for (const [name, { wide, role, button }] of Object.entries(SIDES)) {
      const side = document.getElementById(name);
      side.classList.toggle('open', open === name);
      side.inert = open === name ? false : open !== '' || !wide.matches;
      document.getElementById(button).setAttribute('aria-expanded', String(open === name));
      side.setAttribute('role', open === name ? 'dialog' : role);
      side.removeAttribute('aria-modal');
      if (open === name) {
        side.setAttribute('aria-modal', 'true');
      }
    }
    document.getElementById('chat').inert = open !== '';
    document.querySelector('header.top').inert = open !== '';
  }
}

/** The tabs of the memory side, as the ARIA practices have them: arrows move and choose, Tab goes into what is shown. */
export class Tabs {
  #tabs = [...document.querySelectorAll('#panel [role=tab]')];
  #shown;

  /** @param shown called with the id of the part that comes into view */
  constructor(shown) {
    this.#shown = shown;
    this.#tabs.forEach((tab, at) => {
      tab.addEventListener('click', () => this.choose(tab.getAttribute('aria-controls')));
      tab.addEventListener('keydown', (event) => this.#key(event, at));
    });
  }

  /** The id of the part in view. */
  get chosen() {
    return this.#tabs.find((tab) => tab.getAttribute('aria-selected') === 'true').getAttribute('aria-controls');
  }

  /** Shows a part: `part-why`, `part-memories` or `part-known`. */
  choose(part) {
    for (const tab of this.#tabs) {
      const chosen = tab.getAttribute('aria-controls') === part;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !chosen;
    }
    this.#shown(part);
  }

  /** Moves the focus to the tab of the part in view. */
  focus() {
    this.#tabs.find((tab) => tab.tabIndex === 0).focus();
  }

  #key(event, at) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.#tabs.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const tab = this.#tabs[(to + this.#tabs.length) % this.#tabs.length];
      this.choose(tab.getAttribute('aria-controls'));
      tab.focus();
    }
  }
}
