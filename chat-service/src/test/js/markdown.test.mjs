import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIST_DEPTH_MAX, parse } from '../../main/resources/page/markdown.js';

const BLOCKS = new Set(['paragraph', 'heading', 'code', 'list']);
const INLINES = new Set(['text', 'code', 'break', 'strong', 'emphasis']);

/** A tree as text that is easy to compare: `<p>`-like words for blocks, marks for inlines. */
function shown(text, growing = false) {
  return parse(text, growing).map(block).join(' | ');
}

function block(node) {
  switch (node.type) {
    case 'paragraph': return `P:${inline(node.children)}`;
    case 'heading': return `H:${inline(node.children)}`;
    case 'code': return `CODE(${node.language}):${node.text}`;
    default: return `${node.ordered ? `OL${node.start}` : 'UL'}[${node.items.map((item) =>
      inline(item.children) + item.lists.map((list) => ` ${block(list)}`).join('')).join('; ')}]`;
  }
}

function inline(nodes) {
  return nodes.map((node) => {
    switch (node.type) {
      case 'text': return node.text;
      case 'break': return '⏎';
      case 'code': return `\`${node.text}\``;
      default: return `${node.type === 'strong' ? '{b ' : '{i '}${inline(node.children)}}`;
    }
  }).join('');
}

for (const [name, text, expected] of [
  ['nothing', '', ''],
  ['blankLines_separateParagraphs', 'one\n\n\ntwo', 'P:one | P:two'],
  ['lineBreak_stays', 'one\r\ntwo', 'P:one⏎two'],
  ['bold', 'a **b** __c__ d', 'P:a {b b} {b c} d'],
  ['italic', 'a *b* _c_', 'P:a {i b} {i c}'],
  ['boldInItalic', '*a **b** c*', 'P:{i a {b b} c}'],
  ['threeStars_areBoth', '***a***', 'P:{b {i a}}'],
  ['starsWithSpaces_areText', '2 * 3 * 4', 'P:2 * 3 * 4'],
  ['underscoreInWord_isText', 'snake_case_name', 'P:snake_case_name'],
  ['openBold_isText', 'a **b', 'P:a **b'],
  ['crossedMarks_innerIsText', '*a **b* c**', 'P:{i a **b} c**'],
  ['manyStars_areText', 'a **** b', 'P:a **** b'],
  ['escapedStar_isText', '\\*a\\*', 'P:*a*'],
  ['inlineCode_isVerbatim', 'use `a **b** <i>`', 'P:use `a **b** <i>`'],
  ['inlineCode_holdsBackticks', '`` a ` b ``', 'P:`a ` b`'],
  ['openBacktick_isText', 'a ` b', 'P:a ` b'],
  ['heading', '## Tea\ntext', 'H:Tea | P:text'],
  ['hashWithoutSpace_isText', '#tag', 'P:#tag'],
  ['fence', '```java\na *b*\n\n  c\n```\nafter', 'CODE(java):a *b*\n\n  c | P:after'],
  ['openFence_isCodeToTheEnd', '~~~\na', 'CODE():a'],
  ['longFence_holdsShorter', '````\n```\n````', 'CODE():```'],
  ['indentedFence_losesItsIndent', '  ```\n    a\n  ```', 'CODE():  a'],
  ['fenceName_isOnlyAWord', '```x"><script>\na\n```', 'CODE(x):a'],
  ['unordered', '- a\n* b\n+ c', 'UL[a; b; c]'],
  ['ordered_keepsItsStart', '3. a\n4) b', 'OL3[a; b]'],
  ['nested', '- a\n  - b\n    1. c\n- d', 'UL[a UL[b OL1[c]]; d]'],
  ['listAfterText', 'Steps:\n1. a\n2. b', 'P:Steps: | OL1[a; b]'],
  ['yearAfterText_isText', 'It was\n2026. Then', 'P:It was⏎2026. Then'],
  ['looseList_isOneList', '- a\n\n- b', 'UL[a; b]'],
  ['itemGoesOnInNextLine', '- a\nb', 'UL[a⏎b]'],
  ['kindOfListChanges_isTwoLists', '- a\n1. b', 'UL[a] | OL1[b]'],
  ['otherScripts', '**茶** и _чай_ 🍵', 'P:{b 茶} и {i чай} 🍵'],
]) {
  test(`parse_${name}`, () => assert.equal(shown(text), expected));
}

test('parse_growing_openMarksDoNotFlashUp', () => {
  assert.equal(shown('a **b', true), 'P:a {b b}');
  assert.equal(shown('a **b*', true), 'P:a {b b}');
  assert.equal(shown('a **', true), 'P:a');
  assert.equal(shown('a `b c', true), 'P:a `b c`');
  assert.equal(shown('a *b', true), 'P:a *b');
  assert.equal(shown('a **b\n\nc', true), 'P:a **b | P:c');
});

// What a hostile or misled model may write. All of it must stay text.
for (const hostile of [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![x](https://example.org/steal?q=secret)',
  '[click](javascript:alert(1))',
  '<https://example.org>',
  'https://example.org/?q=secret',
  '[x]: https://example.org',
  '&lt;b&gt; &#60;',
]) {
  test(`parse_hostile_isPlainText ${hostile}`, () => {
    assert.deepEqual(parse(hostile), [{ type: 'paragraph', children: [{ type: 'text', text: hostile }] }]);
  });
}

test('parse_prototypeNames_areOnlyText', () => {
  const [{ language }] = parse('```__proto__\nconstructor\n```');
  assert.equal(language, '');
  assert.equal(shown('__proto__'), 'P:{b proto}');
});

test('parse_nullCharacter_isReplaced', () => assert.equal(shown('a\0b'), 'P:a\uFFFDb'));

test('parse_deepLists_endAtTheBound', () => {
  const text = Array.from({ length: 300 }, (_, at) => `${' '.repeat(2 * at)}- x`).join('\n');
  assert.ok(depth(parse(text)[0]) <= LIST_DEPTH_MAX);
});

function depth(list) {
  return 1 + Math.max(0, ...list.items.flatMap((item) => item.lists.map(depth)));
}

test('parse_anyText_hasOnlyKnownNodesAndKeepsAllWords', () => {
  const seed = 20_260_807;
  const next = random(seed);
  const alphabet = ['*', '**', '_', '__', '`', '``', '```', '~~~', '\n', '\n\n', ' ', '  ', '- ', '1. ', '# ', '\\', '<b>', 'ä', '🍵', 'w'];
  for (let round = 0; round < 3_000; round++) {
    const pieces = Array.from({ length: 1 + Math.floor(next() * 30) }, () => alphabet[Math.floor(next() * alphabet.length)]);
    const text = pieces.join('');
    const blocks = parse(text, round % 2 === 0);
    const said = [];
    blocks.forEach((node) => check(node, said));
    const words = (all) => [...all.replace(/[^wä🍵]/gu, '')].length;
    // The info line of a fence is the one place where words are left out.
    if (!/`{3}|~{3}/.test(text)) {
      assert.equal(words(said.join('')), words(text), `seed ${seed}, round ${round}: ${JSON.stringify(text)}`);
    }
  }
});

function check(node, said) {
  assert.ok(BLOCKS.has(node.type) || INLINES.has(node.type), node.type);
  if (typeof node.text === 'string') {
    said.push(node.text);
  }
  (node.children ?? []).forEach((child) => check(child, said));
  (node.items ?? []).forEach((item) => {
    item.children.forEach((child) => check(child, said));
    item.lists.forEach((list) => check(list, said));
  });
}

// A step for each pair of characters would be 4 * 10^10 of them, most of a minute; one for each takes milliseconds.
const MUCH = 200_000;
const PATIENCE_MS = 5_000;

for (const piece of ['*', '*a ', '_a ', '**a ', '`', '`a``b', '~', '~`', '\\', '#', '# ', '- ', '[', '\n', ' ', '*a **b _c __d ', '```\n', '> ', '1. a\n', '  - a\n']) {
  test(`parse_muchOf ${JSON.stringify(piece)} costsNoMoreThanItsLength`, () => {
    const text = piece.repeat(Math.ceil(MUCH / piece.length));
    for (const ending of ['', '`', 'x', '\n```']) {
      const start = performance.now();
      parse(text + ending);
      assert.ok(performance.now() - start < PATIENCE_MS, `ending ${JSON.stringify(ending)}`);
    }
  });
}

/** Mulberry32: small, seeded, good enough to choose test input. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
