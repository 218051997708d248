// A small part of Markdown as a tree. Pure: text in, plain objects out; render.js makes nodes of them.
// There is no HTML, no link and no image in it: what a model writes cannot reach out of its bubble.
// Every step looks at a character a fixed number of times, so hostile text costs no more than other text.

/** Lists inside lists. Deeper ones are drawn at this depth. */
export const LIST_DEPTH_MAX = 4;

const FENCE = /^ *(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const LANGUAGE = /^[A-Za-z0-9+#.-]{1,32}/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const ITEM = /^( *)(?:[-*+]|(\d{1,9})[.)])[ \t]+(?=\S)/;

/**
 * Parses a text, finished or not.
 *
 * Blocks: `{type: 'paragraph'|'heading', children}`, `{type: 'code', language, text}`,
 * `{type: 'list', ordered, start, items}` where an item is `{children, lists}`.
 * Inlines: `{type: 'text', text}`, `{type: 'code', text}`, `{type: 'break'}`, `{type: 'strong'|'emphasis', children}`.
 *
 * @param growing the text is still being written: bold and code that are not closed yet count as closed, and marks at
 *     the very end are left out, so that none of them flash up
 */
export function parse(text, growing = false) {
  const whole = growing ? text.replace(/[*_`]{1,2}$/, '') : text;
  const lines = whole.replace(/\r\n?/g, '\n').replace(/\0/g, '\uFFFD').split('\n');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at++;
      continue;
    }
    at = code(lines, at, blocks) ?? heading(lines, at, blocks) ?? list(lines, at, blocks, growing)
      ?? paragraph(lines, at, blocks, growing);
  }
  return blocks;
}

function code(lines, at, blocks) {
  const open = FENCE.exec(lines[at]);
  if (open === null) {
    return null;
  }
  const fence = open[1] ?? open[3];
  const indent = lines[at].indexOf(fence);
  const language = LANGUAGE.exec((open[2] ?? open[4]).trim())?.[0] ?? '';
  let end = at + 1;
  while (end < lines.length && !closes(lines[end], fence)) {
    end++;
  }
  const text = lines.slice(at + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line)))).join('\n');
  blocks.push({ type: 'code', language, text });
  return end + 1;
}

function indentOf(line) {
  return line.length - line.trimStart().length;
}

function closes(line, fence) {
  const mark = line.trim();
  return mark.length >= fence.length && mark.startsWith(fence) && mark === fence[0].repeat(mark.length);
}

function heading(lines, at, blocks) {
  const found = HEADING.exec(lines[at]);
  if (found === null) {
    return null;
  }
  blocks.push({ type: 'heading', children: inlines(found[2].trim().replace(/ #+$/, ''), false) });
  return at + 1;
}

function list(lines, at, blocks, growing) {
  if (!ITEM.test(lines[at])) {
    return null;
  }
  const open = []; // the lists that a next item may continue, outermost first: {indent, list}
  let item = null; // the item being written: its lines are joined when it is over
  const finish = (unfinished) => {
    if (item !== null) {
      item.node.children = inlines(item.lines.join('\n'), unfinished);
    }
  };
  let next = at;
  for (; next < lines.length; next++) {
    const line = lines[next];
    const found = ITEM.exec(line);
    if (found !== null) {
      finish(false);
      item = begin(open, blocks, found, line);
    } else if (isBlank(line)) {
      if (!goesOn(lines, next + 1)) {
        break;
      }
    } else if (FENCE.test(line) || HEADING.test(line)) {
      break;
    } else {
      item.lines.push(line.trim());
    }
  }
  finish(growing && next === lines.length);
  return next;
}

/** Puts a new item where its indent says, and returns it. */
function begin(open, blocks, found, line) {
  const indent = found[1].length;
  const ordered = found[2] !== undefined;
  while (open.length > 0 && indent < open.at(-1).indent) {
    open.pop();
  }
  const last = open.at(-1);
  if (last === undefined || (indent >= last.indent + 2 && open.length < LIST_DEPTH_MAX)) {
    const list = { type: 'list', ordered, start: ordered ? Number(found[2]) : 1, items: [] };
    (last === undefined ? blocks : last.list.items.at(-1).lists).push(list);
    open.push({ indent, list });
  } else if (last.list.ordered !== ordered && open.length === 1) {
    last.list = { type: 'list', ordered, start: ordered ? Number(found[2]) : 1, items: [] };
    blocks.push(last.list);
  }
  const node = { children: [], lists: [] };
  open.at(-1).list.items.push(node);
  return { node, lines: [line.slice(found[0].length).trim()] };
}

/** After an empty line a list goes on only with another item; two empty lines end it. */
function goesOn(lines, at) {
  return at < lines.length && ITEM.test(lines[at]);
}

function paragraph(lines, at, blocks, growing) {
  let next = at + 1;
  while (next < lines.length && !isBlank(lines[next]) && !startsBlock(lines[next])) {
    next++;
  }
  const text = lines.slice(at, next).map((line) => line.trim()).join('\n');
  blocks.push({ type: 'paragraph', children: inlines(text, growing && next === lines.length) });
  return next;
}

/** Inside a paragraph a number counts as a list only if it is 1: years and prices begin lines, too. */
function startsBlock(line) {
  const item = ITEM.exec(line);
  return FENCE.test(line) || HEADING.test(line) || (item !== null && Number(item[2] ?? 1) === 1);
}

function isBlank(line) {
  return line.trim() === '';
}

/** Inline marks. Depth is at most four: each of the four marks can be open once. */
function inlines(text, growing) {
  const spans = new CodeSpans(text);
  const frames = [{ mark: '', children: [] }];
  let plain = '';
  const add = (node) => frames.at(-1).children.push(node);
  const flush = () => {
    if (plain !== '') {
      add({ type: 'text', text: plain });
      plain = '';
    }
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '\n') {
      flush();
      add({ type: 'break' });
      at++;
    } else if (char === '\\' && /[\\`*_#+.()[\]{}!~>|-]/.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
    } else if (char === '`') {
      const length = runLength(text, at);
      const found = spans.closing(at, length);
      const end = found < 0 && growing ? text.length : found;
      if (end < 0) {
        plain += text.slice(at, at + length);
        at += length;
      } else {
        flush();
        add({ type: 'code', text: unpadded(text.slice(at + length, end).replaceAll('\n', ' ')) });
        at = end + length;
      }
    } else if (char === '*' || char === '_') {
      const length = runLength(text, at);
      for (const mark of marksOf(char, length, frames.at(-1).mark)) {
        if (!apply(frames, mark, text, at, length, flush)) {
          plain += mark;
        }
      }
      at += length;
    } else {
      plain += char;
      at++;
    }
  }
  flush();
  while (frames.length > 1) {
    const frame = frames.pop();
    if (growing && frame.mark.length === 2 && frame.children.length > 0) {
      add({ type: 'strong', children: frame.children });
    } else {
      spill(frame, frames);
    }
  }
  return frames[0].children;
}

/** One space on each side makes room for backticks at the edge, and is not part of the code. */
function unpadded(text) {
  return text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text;
}

/** Three marks are bold in italic; more are a line or an ornament, and stay text. */
function marksOf(char, length, innermost) {
  if (length !== 3) {
    return [char.repeat(length)];
  }
  return innermost === char ? [char, char + char] : [char + char, char]; // the innermost closes first
}

/** Opens or closes a mark; false if it is only text here. */
function apply(frames, mark, text, at, length, flush) {
  if (mark.length > 2) {
    return false;
  }
  const before = text[at - 1] ?? ' ';
  const after = text[at + length] ?? ' ';
  const inWord = mark[0] === '_' && isWord(before) && isWord(after);
  const depth = frames.findIndex((frame) => frame.mark === mark);
  if (depth > 0 && !isSpace(before) && !inWord) {
    flush();
    while (frames.length - 1 > depth) {
      spill(frames.pop(), frames);
    }
    const { children } = frames.pop();
    frames.at(-1).children.push({ type: mark.length === 2 ? 'strong' : 'emphasis', children });
    return true;
  }
  if (isSpace(after) || inWord || depth > 0 || (mark[0] === '_' && isWord(before))) {
    return false;
  }
  flush();
  frames.push({ mark, children: [] });
  return true;
}

/** A mark that nothing closed is text. */
function spill(frame, frames) {
  frames.at(-1).children.push({ type: 'text', text: frame.mark });
  for (const child of frame.children) {
    frames.at(-1).children.push(child);
  }
}

/** Finds closing backticks without looking at any of them twice. */
class CodeSpans {
  #starts = new Map(); // length of a run -> where such runs start, last first

  constructor(text) {
    for (let at = text.indexOf('`'); at >= 0; at = text.indexOf('`', at)) {
      const length = runLength(text, at);
      if (!this.#starts.has(length)) {
        this.#starts.set(length, []);
      }
      this.#starts.get(length).push(at);
      at += length;
    }
    for (const starts of this.#starts.values()) {
      starts.reverse();
    }
  }

  /** Where the next run of this length starts after `at`, or -1. Asked with a growing `at` only. */
  closing(at, length) {
    const starts = this.#starts.get(length) ?? [];
    while (starts.length > 0 && starts.at(-1) <= at) {
      starts.pop();
    }
    return starts.at(-1) ?? -1;
  }
}

function runLength(text, at) {
  let end = at + 1;
  while (text[end] === text[at]) {
    end++;
  }
  return end - at;
}

function isSpace(char) {
  return char.trim() === '';
}

function isWord(char) {
  return /[\p{L}\p{N}_]/u.test(char);
}
