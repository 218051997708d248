// The box in which a message is written, with its two buttons.

/** A message of this length fits the server's 256 KB body even if JSON writes each character as six. */
const MESSAGE_CHARS_MAX = 40_000;

/** The message box; Enter sends, Shift+Enter begins a line. */
export class Composer {
  #box = document.getElementById('message');
  #send = document.getElementById('send');
  #stop = document.getElementById('stop');
  #changed;

  /** `actions`: `{send, stop, changed}`; `changed` hears each new text, to keep it. */
  constructor(actions) {
    this.#changed = actions.changed;
    this.#box.maxLength = MESSAGE_CHARS_MAX;
    this.#box.addEventListener('input', () => this.#update());
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        actions.send();
      }
    });
    document.getElementById('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      actions.send();
    });
    this.#stop.addEventListener('click', () => actions.stop());
    window.addEventListener('resize', () => this.#grow());
  }

  get text() {
    return this.#box.value;
  }

  set text(text) {
    this.#box.value = text;
    this.#update();
  }

  /** Puts a text in, ready to be changed; with a gap ("…") in it, the gap is selected. */
  edit(text) {
    this.text = text;
    this.focus();
    const gap = text.indexOf('…');
    if (gap >= 0) {
      this.#box.setSelectionRange(gap, gap + 1);
    }
  }

  focus() {
    this.#box.focus();
  }

  /** While an answer is written, the button stops it instead. */
  busy(busy) {
    const hadFocus = document.activeElement === this.#send || document.activeElement === this.#stop;
    this.#send.hidden = busy;
    this.#stop.hidden = !busy;
    if (hadFocus) {
      this.focus();
    }
  }

  #update() {
    this.#send.disabled = this.text.trim() === '';
    this.#grow();
    this.#changed(this.text);
  }

  /** As high as its text; the style sheet ends that at six lines. */
  #grow() {
    this.#box.style.setProperty('height', 'auto');
    this.#box.style.setProperty('height', `${this.#box.scrollHeight}px`);
  }
}
