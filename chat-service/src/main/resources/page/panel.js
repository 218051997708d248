// The side panel: what one answer was made of, and what is known about the user.

import { el } from './render.js';
import { ago, count, drawers, duration, label, stages } from './words.js';

/** Below this width the panel slides over the chat. The style sheet has the same number. */
const WIDE = window.matchMedia('(min-width: 1000px)');

/** A stage of a tenth of a percent should still be seen. */
const SEGMENT_SHARE_MIN = 0.006;

export class Panel {
  #panel = document.getElementById('panel');
  #shade = document.getElementById('shade');
  #button = document.getElementById('panel-button');
  #behind = [document.getElementById('chat'), document.querySelector('header.top')];
  #cameFrom = null;

  constructor() {
    this.#button.addEventListener('click', () => this.open());
    this.#shade.addEventListener('click', () => this.close());
    document.getElementById('panel-close').addEventListener('click', () => this.close());
    WIDE.addEventListener('change', () => this.#slide(false));
    this.#slide(false);
  }

  get isOpen() {
    return this.#panel.classList.contains('open');
  }

  /** Brings the panel into view; where it is always in view, only to its top. */
  open() {
    this.#panel.scrollTop = 0;
    if (!WIDE.matches && !this.isOpen) {
      this.#cameFrom = document.activeElement;
      this.#slide(true);
      this.#panel.focus();
    }
  }

  close() {
    if (this.isOpen) {
      this.#slide(false);
      this.#cameFrom?.focus();
    }
  }

  #slide(open) {
    this.#panel.classList.toggle('open', open);
    this.#shade.classList.toggle('open', open);
    this.#button.setAttribute('aria-expanded', String(open));
    this.#panel.inert = !WIDE.matches && !open;
    this.#behind.forEach((part) => (part.inert = open));
    if (open) {
      this.#panel.setAttribute('role', 'dialog');
      this.#panel.setAttribute('aria-modal', 'true');
    } else {
      this.#panel.removeAttribute('role');
      this.#panel.removeAttribute('aria-modal');
    }
  }
}

/** Fills the first part for a turn, or says what will be there. */
export function showWhy(turn, now) {
  const place = document.getElementById('why');
  if (turn === null) {
    place.replaceChildren(el('p', { class: 'none' },
      'After each answer you see here what was recalled for it, what was learned, and where the time went.'));
    return;
  }
  place.replaceChildren(...[
    el('p', { class: 'question', dir: 'auto' }, turn.message),
    ...memories(turn, now),
    ...traitsUsed(turn),
    ...learned(turn),
    ...times(turn),
    details(turn),
  ].filter((node) => node !== null));
}

function memories(turn, now) {
  const found = turn.recalled?.memories ?? [];
  if (found.length === 0) {
    const waiting = turn.state === 'asking' && !turn.recalled;
    return [el('h4', {}, 'Recalled'),
      el('p', { class: 'none' }, waiting ? 'Looking…' : 'Nothing you said before bears on this message.')];
  }
  return [el('h4', {}, `Recalled (${found.length})`),
    el('ul', { class: 'memories' }, ...found.map((memory) => memoryNode(memory, now)))];
}

function memoryNode({ text, score, told_at: toldAt }, now) {
  const share = Math.min(1, Math.max(0, Number(score) || 0));
  const fill = el('span', { class: 'fill' });
  fill.style.setProperty('width', `${share * 100}%`);
  const told = ago(toldAt, now);
  return el('li', {},
    el('p', { dir: 'auto' }, String(text)),
    el('p', { class: 'small-print' },
      told === '' ? el('span') : el('time', { title: new Date(toldAt).toLocaleString() }, `told ${told}`),
      el('span', { class: 'score', title: 'How well it fits this message, 0 to 1' },
        el('span', { class: 'meter', 'aria-hidden': 'true' }, fill),
        el('span', { class: 'visually-hidden' }, 'fits '), share.toFixed(2))));
}

function traitsUsed(turn) {
  const used = turn.recalled?.traits ?? [];
  return used.length === 0 ? [] : [el('h4', {}, 'Traits used'),
    el('ul', { class: 'chips' }, ...used.map(({ attribute, value }) =>
      el('li', {}, el('span', { class: 'chip-name' }, label(attribute)), ' ', el('bdi', {}, String(value)))))];
}

/** The last event names new memories by id; they come from the user's own words in this turn, so these are shown. */
function learned(turn) {
  const ids = turn.end?.learned ?? [];
  if (ids.length === 0) {
    return [];
  }
  return [el('h4', {}, 'Learned'),
    el('div', { class: 'learned' },
      el('p', {}, `${count(ids.length, 'new memory', 'new memories')} from what you said:`),
      el('blockquote', { dir: 'auto' }, turn.message))];
}

function times(turn) {
  const timing = turn.end?.timing_ms;
  if (!timing) {
    return [];
  }
  const parts = stages(timing);
  const total = parts.reduce((sum, part) => sum + part.millis, 0) || 1;
  const bar = el('div', { class: 'bar', 'aria-hidden': 'true' }, ...parts.filter(({ millis }) => millis > 0).map((part) => {
    const segment = el('span', { 'data-stage': part.name, title: `${part.label}: ${duration(part.millis)}` });
    segment.style.setProperty('flex-grow', String(Math.max(SEGMENT_SHARE_MIN, part.millis / total)));
    return segment;
  }));
  const legend = el('ul', { class: 'legend' }, ...parts.map((part) => el('li', {},
    el('span', { class: 'swatch', 'data-stage': part.name, 'aria-hidden': 'true' }),
    el('span', {}, part.label), el('span', { class: 'number' }, duration(part.millis)))));
  const dropped = Array.isArray(timing.dropped) && timing.dropped.length > 0
    ? el('p', { class: 'none' }, `Left out because it was late: ${timing.dropped.join(', ')}.`) : null;
  return [el('h4', {}, `Where the time went (${duration(timing.total)})`), bar, legend, dropped];
}

function details({ end }) {
  if (!end) {
    return null;
  }
  const usage = end.usage ?? {};
  const cached = usage.cached_tokens > 0 ? ` (${usage.cached_tokens} cached)` : '';
  const facts = [
    Number.isFinite(usage.prompt_tokens) ? `${count(usage.prompt_tokens, 'token', 'tokens')} read${cached}` : '',
    Number.isFinite(usage.completion_tokens) ? `${usage.completion_tokens} written` : '',
    end.instance ? `instance ${end.instance}` : '',
  ].filter((fact) => fact !== '');
  return facts.length === 0 ? null : el('p', { class: 'small-print facts' }, ...facts.map((fact) => el('span', {}, fact)));
}

/** Fills the second part. `isNew` says whether a trait came with the last answer. */
export function showKnown(traits, memoryCount, isNew, now) {
  const place = document.getElementById('known');
  const total = Number.isFinite(memoryCount)
    ? el('p', { class: 'none' }, `${count(memoryCount, 'memory', 'memories')} in your own words, and this:`) : null;
  if (traits.length === 0) {
    place.replaceChildren(el('p', { class: 'none' }, memoryCount > 0
      ? `${count(memoryCount, 'memory', 'memories')} in your own words, but nothing certain yet.`
      : 'Nothing yet. What you say about yourself will appear here.'));
    return;
  }
  place.replaceChildren(...[total, ...drawers(traits).map((drawer) => el('div', { class: 'drawer' },
    el('h4', {}, drawer.name),
    el('dl', {}, ...drawer.rows.map((row) => el('div', { class: 'row' },
      el('dt', {}, row.label), ...row.values.map((value) => valueNode(row.attribute, value, isNew, now)))))))]
    .filter((node) => node !== null));
}

function valueNode(attribute, { text, since }, isNew, now) {
  const told = ago(since, now);
  return el('dd', {},
    el('bdi', {}, text),
    isNew(attribute, text) ? el('span', { class: 'new' }, 'new') : null,
    told === '' ? null : el('time', { class: 'small-print', title: new Date(since).toLocaleString() }, told));
}
