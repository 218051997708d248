// What is around the conversation: the view that follows the answer, the menu, the colours, and a line for short news.

/** Closer to the end than this, the view follows the answer. */
const FOLLOW_PIXELS = 90;

const FLASH_MS = 6_000;

/** The conversation's view. It stays at the end until the reader scrolls up, and again when the end is reached. */
export class Follower {
  #box = document.getElementById('scroll');
  #button = document.getElementById('latest');
  #following = true;

  constructor() {
    this.#box.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#button.addEventListener('click', () => this.toEnd());
    new ResizeObserver(() => this.grown()).observe(this.#box); // a turned phone, a keyboard that comes up
  }

  /** The conversation has grown. */
  grown() {
    if (this.#following) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
    this.#button.hidden = this.#following;
  }

  toEnd() {
    this.#following = true;
    this.grown();
  }

  #scrolled() {
    this.#following = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < FOLLOW_PIXELS;
    this.#button.hidden = this.#following;
  }
}

/** The user's menu. Arrow keys move in it, Escape and a click elsewhere close it. */
export class Menu {
  #menu = document.getElementById('menu');
  #button = document.getElementById('menu-button');

  constructor() {
    this.#button.addEventListener('click', () => (this.isOpen ? this.close() : this.#open()));
    this.#menu.addEventListener('click', (event) => event.target.closest('[role=menuitem]:not([data-stays])') && this.close());
    this.#menu.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('click', (event) => event.target.closest('.menu-holder') ?? this.close());
  }

  get isOpen() {
    return !this.#menu.hidden;
  }

  /** Closes by key: the focus goes back to where it came from. */
  dismiss() {
    this.close();
    this.#button.focus();
  }

  close() {
    this.#menu.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #open() {
    this.#menu.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#items()[0].focus();
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const items = this.#items();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    } else if (event.key === 'Tab') {
      this.close();
    }
  }

  #items() {
    return [...this.#menu.querySelectorAll('[role=menuitem]')];
  }
}

const THEME_KEY = 'rapport.theme'; // theme.js reads it before the first paint

const THEMES = { system: 'as the system', light: 'light', dark: 'dark' };

/** The choice of colours in the menu: as the system has it, light, or dark; each press takes the next. */
export class Theme {
  #button = document.getElementById('theme-button');

  constructor() {
    this.#show();
    this.#button.addEventListener('click', () => {
      const names = Object.keys(THEMES);
      this.#choose(names[(names.indexOf(this.#chosen) + 1) % names.length]);
    });
  }

  get #chosen() {
    return document.documentElement.dataset.theme ?? 'system';
  }

  #choose(name) {
    if (name === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = name;
    }
    try {
      name === 'system' ? localStorage.removeItem(THEME_KEY) : localStorage.setItem(THEME_KEY, name);
    } catch {
      // no storage: it holds until the page is closed
    }
    this.#show();
  }

  #show() {
    this.#button.querySelector('span').textContent = `Colours: ${THEMES[this.#chosen]}`;
  }
}

let flashTimer = 0;

/** Says something that needs no answer, for a few seconds. */
export function flash(text) {
  const line = document.getElementById('flash');
  clearTimeout(flashTimer);
  line.textContent = text;
  line.hidden = false;
  flashTimer = setTimeout(() => (line.hidden = true), FLASH_MS);
}
