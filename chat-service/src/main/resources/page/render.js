// Nodes from the tree of markdown.js, and the few helpers to make nodes. Text becomes text nodes, and nothing else.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. Strings among the children become text. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') {
      node.addEventListener('click', value);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** One of the drawings at the top of the page; says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A button that copies a text, and says that it did. */
export function copyButton(text, label = 'Copy') {
  const words = el('span', {}, label);
  const button = el('button', { type: 'button', class: 'quiet small' }, icon('copy'), words);
  button.addEventListener('click', () => copy(text(), words, label));
  return button;
}

const SAID_MS = 1_600;

/** Copies a text, and says so in `words` for a moment. */
export async function copy(text, words, label) {
  try {
    await navigator.clipboard.writeText(text);
    words.textContent = 'Copied';
  } catch {
    words.textContent = 'Select it and copy'; // pages over plain HTTP may not write to the clipboard
  }
  setTimeout(() => (words.textContent = label), SAID_MS);
}

/** A place that shows a growing text, and touches only the blocks that changed. */
export class Blocks {
  #place;
  #shown = [];

  constructor(place) {
    this.#place = place;
  }

  show(blocks) {
    const wanted = blocks.map((block) => JSON.stringify(block));
    let same = 0;
    while (same < wanted.length && wanted[same] === this.#shown[same]) {
      same++;
    }
    while (this.#place.childNodes.length > same) {
      this.#place.lastChild.remove();
    }
    this.#place.append(...blocks.slice(same).map(blockNode));
    this.#shown = wanted;
  }
}

function blockNode(block) {
  switch (block.type) {
    case 'code':
      return codeNode(block);
    case 'list':
      return listNode(block);
    case 'heading':
      return el('p', { class: 'heading' }, el('strong', {}, ...block.children.map(inlineNode)));
    default:
      return el('p', {}, ...block.children.map(inlineNode));
  }
}

function listNode(list) {
  const start = list.ordered && list.start !== 1 ? String(list.start) : null;
  return el(list.ordered ? 'ol' : 'ul', { start }, ...list.items.map((item) =>
    el('li', {}, ...item.children.map(inlineNode), ...item.lists.map(listNode))));
}

function codeNode({ language, text }) {
  return el('div', { class: 'code' },
    el('div', { class: 'code-top' }, el('span', {}, language || 'code'), copyButton(() => text)),
    el('pre', { tabindex: '0', 'aria-label': `Code${language ? ` in ${language}` : ''}` }, el('code', {}, text)));
}

function inlineNode(inline) {
  switch (inline.type) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'break':
      return el('br');
    case 'code':
      return el('code', {}, inline.text);
    default:
      return el(inline.type === 'strong' ? 'strong' : 'em', {}, ...inline.children.map(inlineNode));
  }
}
