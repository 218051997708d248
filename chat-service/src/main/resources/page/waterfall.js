// One answer's time as a waterfall: each stage a bar that begins where the one before ended.

import { el } from './render.js';
import { duration, marks, stages } from './words.js';

/** A stage of a thousandth should still be seen. */
const BAR_PERCENT_MIN = 0.8;

const MARK_WORDS = { dropped: 'left out, it was late', shed: 'done in a cheaper way' };

/** Nodes that draw `timing_ms` of an answer; none if it has no times. */
export function waterfall(timing) {
  if (!timing) {
    return [];
  }
  const parts = stages(timing);
  const total = parts.reduce((sum, part) => sum + part.millis, 0) || 1;
  return [
    el('h3', {}, `Where the time went (${duration(timing.total)})`),
    el('ol', { class: 'waterfall', 'aria-label': 'Stages of this answer, in order' },
      ...parts.map((part) => row(part, total))),
    el('div', { class: 'axis', 'aria-hidden': 'true' },
      el('span', {}, '0'), el('span', {}, duration(total / 2)), el('span', {}, duration(total))),
    ...marks(timing).map(({ name, mark }) => el('p', { class: 'none', 'data-mark': mark }, `${name}: ${MARK_WORDS[mark]}`)),
  ];
}

function row(part, total) {
  const share = Math.max(BAR_PERCENT_MIN, (part.millis / total) * 100);
  const bar = el('span', { class: 'span', 'data-stage': part.name });
  bar.style.setProperty('left', `${Math.min(100 - share, (part.start / total) * 100)}%`);
  bar.style.setProperty('width', `${share}%`);
  return el('li', { 'data-part': part.name, 'data-mark': part.mark || null },
    el('span', { class: 'stage-name' }, part.label,
      part.mark === '' ? null : el('span', { class: 'mark', title: MARK_WORDS[part.mark] }, part.mark === 'dropped' ? 'left out' : 'cheaper')),
    el('span', { class: 'track', 'aria-hidden': 'true' }, bar),
    el('span', { class: 'number' }, duration(part.millis)));
}
