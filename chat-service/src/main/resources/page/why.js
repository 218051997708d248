// What one answer was made of: memories with their score and age, traits, what was learned, and where the time went.

import { el, icon } from './render.js';
import { waterfall } from './waterfall.js';
import { ago, count, label, moment } from './words.js';

/**
 * Fills the part "This answer" for a turn, or says what will be there.
 *
 * @param actions `{undo}`, called with a turn whose lessons shall be taken back
 */
export function showWhy(turn, now, actions) {
  const place = document.getElementById('why');
  if (turn === null) {
    place.replaceChildren(el('div', { class: 'blank' }, icon('why'), el('p', {},
      'After each answer you see here what was recalled for it, what was learned, and where the time went.')));
    return;
  }
  place.replaceChildren(...[
    el('p', { class: 'question', dir: 'auto' }, turn.message),
    ...(turn.recalled || turn.end || turn.state === 'asking' ? inFull(turn, now, actions) : [el('p', { class: 'none' },
      'What was recalled for an answer is kept only in the tab where it was given.')]),
  ].filter((node) => node !== null));
}

function inFull(turn, now, actions) {
  return [
    ...memories(turn, now),
    ...said(turn),
    ...traitsUsed(turn),
    ...learned(turn, actions),
    ...waterfall(turn.end?.timing_ms),
    details(turn),
  ];
}

function memories(turn, now) {
  const found = turn.recalled?.memories ?? [];
  if (found.length === 0) {
    const waiting = turn.state === 'asking' && !turn.recalled;
    return [el('h3', {}, 'Recalled'),
      el('p', { class: 'none' }, waiting ? 'Looking…' : 'Nothing you said before bears on this message.')];
  }
  return [el('h3', {}, `Recalled (${found.length})`),
    el('ul', { class: 'memories' }, ...found.map((memory) => memoryNode(memory, now)))];
}

function memoryNode({ text, score, told_at: toldAt }, now) {
  const told = ago(toldAt, now);
  return el('li', {},
    el('p', { dir: 'auto' }, String(text)),
    el('p', { class: 'small-print' },
      told === '' ? el('span') : el('time', { title: moment(toldAt) }, `told ${told}`), meter(score)));
}

/** How well a memory fits, as a bar and a number. */
export function meter(score) {
  const share = Math.min(1, Math.max(0, Number(score) || 0));
  const fill = el('span', { class: 'fill' });
  fill.style.setProperty('width', `${share * 100}%`);
  return el('span', { class: 'score', title: 'How well it fits, 0 to 1' },
    el('span', { class: 'meter', 'aria-hidden': 'true' }, fill),
    el('span', { class: 'visually-hidden' }, 'fits '), share.toFixed(2));
}

/** Parts of earlier answers, when the question was for those. */
function said(turn) {
  const lines = Array.isArray(turn.recalled?.said) ? turn.recalled.said : [];
  return lines.length === 0 ? [] : [el('h3', {}, 'From earlier answers'),
    el('ul', { class: 'memories' }, ...lines.map((line) => el('li', { dir: 'auto' }, String(line))))];
}

function traitsUsed(turn) {
  const used = turn.recalled?.traits ?? [];
  return used.length === 0 ? [] : [el('h3', {}, 'Traits used'),
    el('ul', { class: 'chips' }, ...used.map(({ attribute, value }) =>
      el('li', {}, el('span', { class: 'chip-name' }, label(attribute)), ' ', el('bdi', {}, String(value)))))];
}

/** The last event names new memories by id; they come from the user's own words in this turn, so these are shown. */
function learned(turn, actions) {
  const ids = turn.end?.learned ?? [];
  if (ids.length === 0) {
    return [];
  }
  const undo = !turn.id || turn.undone ? null
    : el('button', { type: 'button', class: 'small outlined', onclick: (event) => {
      event.currentTarget.disabled = true; // pressed twice it is one wish
      actions.undo(turn);
    } }, icon('undo'), 'Do not remember this');
  return [el('h3', {}, 'Learned'),
    el('div', { class: 'learned' },
      el('p', {}, turn.undone ? 'Taken back: nothing of this is remembered.'
        : `${count(ids.length, 'new memory', 'new memories')} from what you said:`),
      el('blockquote', { dir: 'auto' }, turn.message), undo)];
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
