// Draws the small Markdown subset that Askwell's texts use: headings, lists, steps, tables, fenced code, code spans.
// Every character shown is a text node and remembers its offset, so that a quote can be marked exactly where it stands.

import { h, safeUrl } from './dom.js';

/**
 * @typedef {{ start: number, text: string }} Line A line, or a piece of one, and its offset in the whole text.
 * @typedef {{ kind: 'p' | 'h' | 'code' | 'list' | 'table', start: number, end: number, lines: Line[] }} Block
 * @typedef {object} Options
 * @property {[number, number] | null} [mark] stretch to highlight
 * @property {(number: number) => Node | null} [cite] makes the button for a marker such as `[1]`
 * @property {boolean} [cell] inside a table, where `\|` stands for a bar
 * @property {boolean} [rich] also read **bold**, *italic*, [links](…) and ![images](…), as agents and language models write them
 */

const ITEM = /^(\s*)(?:[-*+•]|(\d{1,4})[.)])\s+/;
const HEADING = /^(#{1,6})\s+/;
const MARKERS = /^(.*?)((?:\s*\[\d{1,2}\])+)\s*$/;
const INLINE = /(`+)(.+?)\1(?!`)|\[(\d{1,2})\](?!\()|!?\[([^[\]]*)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"'`|]+[^\s<>"'`|.,;:!?)\]。，；：！？）】」])/g;
const RICH = /\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])/;

/**
 * Split a text into blocks with their offsets.
 * @param {string} text
 * @returns {Block[]}
 */
export function blocks(text) {
  const lines = split(text);
  /** @type {Block[]} */
  const found = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].text.trim()) {
      at += 1;
      continue;
    }
    const [kind, end] = extent(lines, at);
    const last = lines[end - 1];
    found.push({ kind, start: lines[at].start, end: last.start + last.text.length, lines: lines.slice(at, end) });
    at = end;
  }
  return found;
}

/**
 * @param {string} text
 * @returns {Line[]}
 */
function split(text) {
  let start = 0;
  return text.split('\n').map((line) => {
    const entry = { start, text: line };
    start += line.length + 1;
    return entry;
  });
}

/**
 * The kind of the block that begins at a line, and the line after it.
 * @param {Line[]} lines
 * @param {number} from
 * @returns {[Block['kind'], number]}
 */
function extent(lines, from) {
  const first = lines[from].text;
  if (isFence(first)) {
    const close = lines.findIndex((line, at) => at > from && isFence(line.text));
    return ['code', close < 0 ? lines.length : close + 1];
  }
  if (HEADING.test(first)) return ['h', from + 1];
  if (isRow(first)) return ['table', until(lines, from, (line) => !isRow(line.text))];
  if (ITEM.test(first)) return ['list', untilListEnds(lines, from)];
  return ['p', until(lines, from, (line) => !line.text.trim() || startsBlock(line.text))];
}

/** @param {string} text */
const isFence = (text) => text.trimStart().startsWith('```');

/** @param {string} text */
const isRow = (text) => /^\s*\|.*\|/.test(text);

/** @param {string} text */
const startsBlock = (text) => HEADING.test(text) || ITEM.test(text) || isFence(text) || isRow(text);

/**
 * @param {Line[]} lines
 * @param {number} from
 * @param {(line: Line, at: number) => boolean} stop
 */
function until(lines, from, stop) {
  let at = from + 1;
  while (at < lines.length && !stop(lines[at], at)) at += 1;
  return at;
}

/**
 * The line after a list; code fenced inside an item belongs to it, however it is indented.
 * @param {Line[]} lines
 * @param {number} from
 */
function untilListEnds(lines, from) {
  let fenced = false;
  return until(lines, from, (line, at) => {
    const fence = isFence(line.text) && (fenced || /^\s/.test(line.text));
    if (!fence && !fenced && endsList(lines, line, at)) return true;
    fenced = fence !== fenced;
    return false;
  });
}

/**
 * A blank line ends a list unless another item or an indented line follows.
 * @param {Line[]} lines
 * @param {Line} line
 * @param {number} at
 */
function endsList(lines, line, at) {
  if (line.text.trim()) return !ITEM.test(line.text) && !/^\s/.test(line.text);
  const next = lines.slice(at).find((other) => other.text.trim());
  return !next || (!ITEM.test(next.text) && !/^\s/.test(next.text));
}

/**
 * Draw a text, or some of its blocks.
 * @param {string} text
 * @param {Options} [options]
 * @param {Block[]} [chosen]
 * @returns {DocumentFragment}
 */
export function render(text, options = {}, chosen = blocks(text)) {
  const fragment = document.createDocumentFragment();
  const draw = { p: paragraph, h: heading, code, list, table };
  for (const block of chosen) {
    for (const node of draw[block.kind](block, options)) fragment.append(node);
  }
  return fragment;
}

/** @param {Line} line @param {number} from @param {number} [to] @returns {Line} */
const cut = ({ start, text }, from, to) => ({ start: start + from, text: text.slice(from, to) });

/** A line without the space at both ends. @param {Line} line */
const trimmed = (line) => cut(line, indentOf(line), line.text.trimEnd().length);

/** @param {Line} line */
const indentOf = ({ text }) => text.length - text.trimStart().length;

/** @param {Block} block @param {Options} options */
function paragraph(block, options) {
  const node = h('p');
  block.lines.forEach((line, at) => {
    if (at) node.append(h('br'));
    inline(node, line, options);
  });
  return [node];
}

/** @param {Block} block @param {Options} options */
function heading({ lines: [line] }, options) {
  const [prefix, marks] = /** @type {RegExpExecArray} */ (HEADING.exec(line.text));
  return [inline(h(`h${Math.min(6, Math.max(3, marks.length + 1))}`), cut(line, prefix.length), options)];
}

/** @param {Block} block @param {Options} options */
function code({ lines }, options) {
  const last = lines[lines.length - 1];
  const closed = lines.length > 1 && isFence(last.text);
  const body = lines.slice(1, closed ? -1 : undefined);
  const node = h('code');
  body.forEach((line, at) => {
    const { start, text } = cut(line, Math.min(indentOf(lines[0]), indentOf(line)));
    emit(node, { start, text: text + (at < body.length - 1 ? '\n' : '') }, options);
  });
  const rest = closed ? last.text.replace(/^\s*`+/, '') : '';
  return [h('pre', { tabindex: 0 }, node), ...trailing(cut(last, last.text.length - rest.length), options)];
}

/** @param {Block} block @param {Options} options */
function table({ lines }, options) {
  const body = h('tbody');
  const head = h('thead');
  const rest = { start: 0, text: '' };
  const ruled = lines.length > 1 && /^[\s|:-]+$/.test(lines[1].text);
  lines.forEach((line, at) => {
    if (ruled && at === 1) return;
    const [, row, markers] = MARKERS.exec(line.text) || [];
    const marked = row && row.trimEnd().endsWith('|');
    if (marked) Object.assign(rest, { start: line.start + row.length, text: rest.text + markers });
    const title = ruled && !at;
    (title ? head : body).append(cells(marked ? cut(line, 0, row.length) : line, title ? 'th' : 'td', options));
  });
  return [h('div', { class: 'table', tabindex: 0 }, h('table', null, head.firstChild && head, body)), ...trailing(rest, options)];
}

/**
 * @param {Line} row
 * @param {string} tag
 * @param {Options} options
 */
function cells(row, tag, options) {
  const line = h('tr');
  let at = row.text.indexOf('|') + 1;
  for (const { length } of row.text.slice(at).replace(/\|\s*$/, '').split(/(?<!\\)\|/)) {
    line.append(inline(h(tag, { scope: tag === 'th' && 'col' }), trimmed(cut(row, at, at + length)), { ...options, cell: true }));
    at += length + 1;
  }
  return line;
}

/** What stands behind a block: the markers of its sources. @param {Line} line @param {Options} options */
function trailing(line, options) {
  return line.text.trim() ? [inline(h('p', { class: 'markers' }), line, options)] : [];
}

/** @param {Block} block @param {Options} options */
function list(block, options) {
  const root = document.createDocumentFragment();
  /** @type {{ indent: number, node: HTMLElement, item: HTMLElement }[]} */
  const stack = [];
  for (let at = 0; at < block.lines.length; at += 1) {
    const line = block.lines[at];
    if (isFence(line.text)) {
      const [, end] = extent(block.lines, at);
      const inner = { ...block, lines: block.lines.slice(at, end) };
      (stack.length ? stack[stack.length - 1].item : root).append(...code(inner, options));
      at = end - 1;
      continue;
    }
    const marker = ITEM.exec(line.text);
    if (!marker) {
      continueItem(stack, line, options);
      continue;
    }
    const indent = marker[1].length;
    while (stack.length && indent < stack[stack.length - 1].indent) stack.pop();
    const top = stack[stack.length - 1];
    const kind = marker[2] ? 'OL' : 'UL';
    const item = h('li');
    if (top && indent <= top.indent + 1 && top.node.nodeName === kind) {
      top.node.append(item);
      top.item = item;
    } else {
      if (top && indent <= top.indent + 1) stack.pop();
      const parent = stack.length ? stack[stack.length - 1].item : root;
      const node = h(kind.toLowerCase(), marker[2] && marker[2] !== '1' ? { start: Number(marker[2]) } : null, item);
      parent.append(node);
      stack.push({ indent, node, item });
    }
    inline(item, cut(line, marker[0].length), options);
  }
  return [...root.childNodes];
}

/**
 * @param {{ item: HTMLElement }[]} stack
 * @param {Line} line
 * @param {Options} options
 */
function continueItem(stack, line, options) {
  if (!line.text.trim() || !stack.length) return;
  const { item } = stack[stack.length - 1];
  item.append(h('br'));
  inline(item, cut(line, indentOf(line)), options);
}

/**
 * Code spans, citation markers and addresses inside a line.
 * @param {HTMLElement} parent
 * @param {Line} line
 * @param {Options} options
 */
function inline(parent, line, options) {
  let at = 0;
  for (const found of line.text.matchAll(INLINE)) {
    const node = piece(found, cut(line, found.index), options);
    if (!node) continue;
    richly(parent, cut(line, at, found.index), options);
    parent.append(node);
    at = found.index + found[0].length;
  }
  return richly(parent, cut(line, at), options);
}

/**
 * @param {RegExpMatchArray} found
 * @param {Line} line which begins with it
 * @param {Options} options
 * @returns {Node | null}
 */
function piece([, ticks, inner, number, label, address, url], line, options) {
  if (ticks) return emit(h('code'), cut(line, ticks.length, ticks.length + inner.length), options);
  if (number) return options.cite ? options.cite(Number(number)) : null;
  if (url) return link(url, cut(line, 0, url.length), options);
  // An image becomes a link with its description: fetching it unasked would tell its server who reads this.
  const from = line.text.indexOf('[') + 1;
  return options.rich ? link(address, label ? cut(line, from, from + label.length) : { ...line, text: address }, options) : null;
}

/**
 * @param {string} address
 * @param {Line} label
 * @param {Options} options
 */
function link(address, label, options) {
  const href = safeUrl(address, document.baseURI);
  return href ? emit(h('a', { href, target: '_blank', rel: 'noopener noreferrer' }), label, options) : null;
}

/**
 * @param {HTMLElement} parent
 * @param {Line} line
 * @param {Options} options
 * @returns {HTMLElement}
 */
function richly(parent, line, options) {
  const found = options.rich ? RICH.exec(line.text) : null;
  if (!found) return emit(parent, line, options);
  const [{ length }, bold] = found;
  const { index } = found;
  const marks = bold ? 2 : 1;
  emit(parent, cut(line, 0, index), options);
  parent.append(emit(h(bold ? 'strong' : 'em'), cut(line, index + marks, index + length - marks), options));
  return richly(parent, cut(line, index + length), options);
}

/**
 * Put characters on the page; those inside the marked stretch go into `<mark>`.
 * @param {HTMLElement} parent
 * @param {Line} line
 * @param {Options} options
 */
function emit(parent, { start, text }, options) {
  const inside = (/** @type {number} */ offset) => Math.max(0, Math.min(text.length, offset - start));
  const [from, to] = (options.mark || [0, 0]).map(inside);
  const show = (/** @type {number} */ first, /** @type {number} */ last) => (options.cell ? text.slice(first, last).replaceAll('\\|', '|') : text.slice(first, last));
  if (from < to) parent.append(show(0, from), h('mark', null, show(from, to)), show(to, text.length));
  else parent.append(show(0, text.length));
  return parent;
}

/**
 * Offsets in Unicode code points, as the API counts, to offsets in a JavaScript string.
 * @param {string} text
 * @param {number} points
 */
export function codeUnits(text, points) {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) {
    units += /** @type {number} */ (text.codePointAt(units)) > 0xffff ? 2 : 1;
  }
  return units;
}

/**
 * A text without marks of structure, for announcing and copying.
 * @param {string} text
 */
export function plain(text) {
  return text
    .replace(/\s*\[\d{1,2}\]/g, '')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, '')
    .replace(/!?\[([^[\]]*)\]\([^()\s]+\)/g, '$1')
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, '$1')
    .replace(/`+/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
