// One turn on the screen: what the user said, the answer as it grows, and what can be done with it.

import { parse } from './markdown.js';
import { Blocks, copyButton, el, icon } from './render.js';
import { ago, duration, inLine, until, withoutWait } from './words.js';

/** Sentences kept for a screen reader that is still reading. */
const SPOKEN_MAX = 6;

/** A turn's nodes, and the drawing of what it is now. */
export class TurnView {
  #turn;
  #actions;
  #answer;
  #blocks;
  #prose = el('div', { class: 'prose', dir: 'auto' });
  #notice = el('p', { class: 'notice', hidden: true });
  #waiting = el('div', { class: 'waiting' });
  #waitingWords = el('span', { class: 'waiting-words' });
  #place = el('span', { class: 'place', hidden: true });
  #placeSpoken = 0;
  #said;
  #lost = el('p', { class: 'small-print', role: 'status', hidden: true }, 'The connection is lost. Coming back by itself…');
  #after = el('div', { class: 'after' });
  #frame = 0;
  #counting = 0;
  #spoken = 0;

  /** `actions`: `{why, again, edit, grown}`, each called with the turn. */
  constructor(turn, actions) {
    this.#turn = turn;
    this.#actions = actions;
    this.#blocks = new Blocks(this.#prose);
    this.#waiting.append(el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')), this.#place, this.#waitingWords);
    this.#answer = el('article', { class: 'answer', 'aria-label': 'Answer', tabindex: '-1' },
      this.#notice, el('div', { class: 'bubble' }, this.#prose, this.#waiting), this.#lost, this.#after);
    this.#said = el('article', { class: 'said', 'aria-label': 'You said' }, el('div', { class: 'bubble', dir: 'auto' }, turn.message));
    this.node = el('li', { class: 'turn' }, this.#said, this.#answer);
  }

  /** Draws what the turn is now, at the next frame: tokens come faster than frames. */
  changed() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  /** Draws at once: the turn has begun or ended. */
  settle() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#draw();
  }

  /** Marks the turn that the side panel explains. */
  select(selected) {
    this.#answer.querySelector('[data-why]')?.setAttribute('aria-pressed', String(selected));
  }

  #draw() {
    const turn = this.#turn;
    const asking = turn.state === 'asking';
    this.#said.firstChild.textContent = turn.message;
    this.#said.hidden = turn.message === ''; // what is older comes with the next page
    this.#answer.setAttribute('aria-busy', String(asking));
    this.#answer.dataset.state = turn.state;
    this.#blocks.show(parse(turn.text, asking));
    this.#prose.hidden = turn.text === '';
    this.#waiting.hidden = !asking || turn.text !== '';
    this.#waitingWords.textContent = waitingWords(turn);
    this.#inLine(turn);
    this.#lost.hidden = !asking || !turn.lost;
    this.#prose.parentElement.hidden = !asking && turn.text === '';
    const notice = turn.notice ?? '';
    this.#notice.textContent = notice;
    this.#notice.hidden = notice === '';
    const hadFocus = this.#after.contains(document.activeElement);
    this.#after.replaceChildren(...(asking ? [] : this.#afterwards()));
    if (hadFocus) {
      this.#answer.focus(); // the button that was pressed is gone
    }
    this.#speak(!asking);
    this.#actions.grown(turn);
  }

  #afterwards() {
    const { state } = this.#turn;
    return state === 'done' || state === 'stopped' ? [this.#foot()] : [this.#trouble()];
  }

  #foot() {
    const turn = this.#turn;
    const facts = [who(turn), ...timings(turn), endWords(turn), turn.end ? '' : ago(turn.at, Date.now())].filter((fact) => fact !== '');
    const why = !turn.end && !turn.recalled ? null // from before this tab was opened
      : el('button', { type: 'button', class: 'quiet small', 'data-why': true, 'aria-pressed': 'false',
        onclick: () => this.#actions.why(turn) }, icon('why'), el('span', {}, 'Why this answer'));
    return el('footer', { class: 'foot' },
      el('p', {}, ...facts.map((fact) => el('span', {}, fact))),
      el('div', { class: 'buttons' }, turn.text === '' ? null : copyButton(() => turn.text), why));
  }

  #trouble() {
    const turn = this.#turn;
    const { title, detail, next, again, edit, seconds = 0 } = troubleWords(turn);
    const nextLine = el('p', {}, next);
    this.#countDown(nextLine, seconds);
    const buttons = el('div', { class: 'buttons' });
    if (again) {
      buttons.append(el('button', { type: 'button', class: 'small outlined', onclick: () => this.#actions.again(turn) },
        icon('again'), el('span', {}, 'Try again')));
    }
    if (edit) {
      buttons.append(el('button', { type: 'button', class: 'small outlined', onclick: () => this.#actions.edit(turn) },
        icon('edit'), el('span', {}, 'Edit message')));
    }
    return el('div', { class: 'trouble', role: 'alert' },
      el('p', {}, el('strong', {}, title)),
      detail === '' ? null : el('p', {}, detail),
      nextLine, buttons);
  }

  /** Tells from second to second how long it is; silent for screen readers, which have read the first line. */
  #countDown(line, seconds) {
    clearInterval(this.#counting);
    if (seconds <= 0) {
      return;
    }
    const endMillis = Date.now() + seconds * 1000;
    line.setAttribute('aria-live', 'off');
    this.#counting = setInterval(() => {
      const left = Math.ceil((endMillis - Date.now()) / 1000);
      line.textContent = `Try again ${until(left)}.`;
      if (left <= 0 || !line.isConnected) {
        clearInterval(this.#counting);
      }
    }, 1000);
  }

  /** The place in line as a number; a screen reader hears the first and the last one. */
  #inLine({ queued }) {
    this.#place.hidden = !queued;
    if (!queued) {
      this.#placeSpoken = 0;
      return;
    }
    this.#waiting.dataset.position = queued.position;
    this.#place.textContent = String(queued.position);
    if (this.#placeSpoken === 0 || (queued.position === 1 && this.#placeSpoken > 1)) {
      this.#placeSpoken = queued.position;
      document.getElementById('live').append(el('p', {}, inLine(queued)));
    }
  }

  /** Gives whole sentences to the live region: single tokens would be noise. */
  #speak(ended) {
    const { text, silent } = this.#turn;
    if (silent) {
      return;
    }
    if (text.length < this.#spoken) {
      this.#spoken = 0; // asked again
    }
    const fresh = text.slice(this.#spoken);
    const end = ended ? fresh.length : lastSentenceEnd(fresh);
    if (end > 0) {
      this.#spoken += end;
      const live = document.getElementById('live');
      live.append(el('p', {}, fresh.slice(0, end).replace(/[*_#`]+/g, '').trim()));
      while (live.childNodes.length > SPOKEN_MAX) {
        live.firstChild.remove();
      }
    }
  }
}

/** Silences a screen reader: nothing is left to read. */
export function hush() {
  document.getElementById('live').replaceChildren();
}

function lastSentenceEnd(text) {
  let end = 0;
  for (let at = 0; at + 1 < text.length; at++) {
    if (text[at] === '\n' || ('.!?…:'.includes(text[at]) && text[at + 1].trim() === '')) {
      end = at + 1;
    }
  }
  return end;
}

function waitingWords({ queued }) {
  if (!queued) {
    return 'Thinking';
  }
  return inLine(queued);
}

function who({ end, replaced }) {
  const names = [end?.provider, end?.model].filter((name, at, all) => name && all.indexOf(name) === at);
  const text = names.join(' · ');
  return replaced ? `${text} (took over from another)`.trim() : text;
}

function timings({ end }) {
  const timing = end?.timing_ms ?? {};
  return [
    Number.isFinite(timing.first_token) ? `first token ${duration(timing.first_token)}` : '',
    Number.isFinite(timing.total) ? `total ${duration(timing.total)}` : '',
  ];
}

function endWords({ state, end }) {
  if (state === 'stopped') {
    return 'stopped by you';
  }
  switch (end?.finish_reason) {
    case 'length':
      return 'cut at the length limit';
    case 'content_filter':
      return 'ended by the content filter';
    default:
      return '';
  }
}

/** What happened, and what to do next. */
function troubleWords({ state, problem, retryAfter, text }) {
  if (state === 'interrupted') {
    return text === ''
      ? { title: 'No answer came', detail: '', next: 'The connection broke. Trying again sends the same message, and it counts once.', again: true }
      : { title: 'The answer was interrupted', detail: '', next: 'Trying again asks for the same answer, and it counts once.', again: true };
  }
  const status = problem?.status ?? 0;
  const words = { title: problem?.title ?? 'That did not work', detail: problem?.detail ?? '' };
  if (status === 404) {
    return { ...words, next: 'This conversation was deleted. Take the message along to a new one.', edit: true };
  }
  if (status === 429 || status === 503) {
    return retryAfter > 0
      ? { ...words, detail: withoutWait(words.detail), next: `Try again ${until(retryAfter)}.`, again: true, seconds: retryAfter }
      : { ...words, next: 'Try again in a moment.', again: true };
  }
  if (status === 400 || status === 413 || status === 422) {
    return { ...words, next: status === 413 ? 'Shorten the message and send it again.' : 'Change the message and send it again.', edit: true };
  }
  if (status >= 500) {
    return { ...words, next: 'Try again. If it stays like this, ./rapport status says what runs and ./rapport logs why not.', again: true };
  }
  return { ...words, next: 'Try again, or change the message.', again: true, edit: true };
}
