// Draws the small Markdown subset that Askwell's texts use: headings, lists, steps, tables, fenced code, code spans.
// Every character shown is a text node and remembers its offset, so that a quote can be marked exactly where it stands.

import { h, safeUrl } from './dom.js';

/**
 * @typedef {{ start: number, text: string }} Line A line and its offset in the whole text.
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
    for (const node of draw[block.kind](block, options)) fragment.appendChild(node);
  }
  return fragment;
}

/** @param {Block} block @param {Options} options */
function paragraph(block, options) {
  const node = h('p');
  block.lines.forEach((line, at) => {
    if (at) node.appendChild(h('br'));
    inline(node, line.text, line.start, options);
  });
  return [node];
}

/** @param {Block} block @param {Options} options */
function heading(block, options) {
  const { start, text } = block.lines[0];
  const prefix = /** @type {RegExpExecArray} */ (HEADING.exec(text));
  const node = h(`h${Math.min(6, Math.max(3, prefix[1].length + 1))}`);
  inline(node, text.slice(prefix[0].length), start + prefix[0].length, options);
  return [node];
}

/** @param {Block} block @param {Options} options */
function code(block, options) {
  const closed = block.lines.length > 1 && isFence(block.lines[block.lines.length - 1].text);
  const body = block.lines.slice(1, closed ? -1 : undefined);
  const indent = block.lines[0].text.length - block.lines[0].text.trimStart().length;
  const node = h('code');
  body.forEach((line, at) => {
    const skip = Math.min(indent, line.text.length - line.text.trimStart().length);
    emit(node, line.text.slice(skip) + (at < body.length - 1 ? '\n' : ''), line.start + skip, options);
  });
  const nodes = [h('pre', { tabindex: 0 }, node)];
  const last = block.lines[block.lines.length - 1];
  const rest = closed ? last.text.replace(/^\s*`+/, '') : '';
  if (rest.trim()) nodes.push(trailing(rest, last.start + last.text.length - rest.length, options));
  return nodes;
}

/** @param {Block} block @param {Options} options */
function table(block, options) {
  const body = h('tbody');
  const head = h('thead');
  let rest = '';
  let restAt = 0;
  const ruled = block.lines.length > 1 && /^[\s|:-]+$/.test(block.lines[1].text);
  block.lines.forEach((line, at) => {
    if (ruled && at === 1) return;
    const found = MARKERS.exec(line.text);
    const row = found && found[1].trimEnd().endsWith('|') ? found[1] : line.text;
    if (row !== line.text && found) [rest, restAt] = [rest + found[2], line.start + found[1].length];
    (ruled && at === 0 ? head : body).appendChild(cells(row, line.start, ruled && at === 0 ? 'th' : 'td', options));
  });
  const nodes = [h('div', { class: 'table', tabindex: 0 }, h('table', null, head.firstChild && head, body))];
  if (rest) nodes.push(trailing(rest, restAt, options));
  return nodes;
}

/**
 * @param {string} row
 * @param {number} start
 * @param {string} tag
 * @param {Options} options
 */
function cells(row, start, tag, options) {
  const line = h('tr');
  let at = row.indexOf('|') + 1;
  for (const cell of row.slice(at).replace(/\|\s*$/, '').split(/(?<!\\)\|/)) {
    const node = h(tag, tag === 'th' ? { scope: 'col' } : null);
    inline(node, cell.trim(), start + at + (cell.length - cell.trimStart().length), { ...options, cell: true });
    line.appendChild(node);
    at += cell.length + 1;
  }
  return line;
}

/** @param {string} text @param {number} start @param {Options} options */
function trailing(text, start, options) {
  const node = h('p', { class: 'markers' });
  inline(node, text, start, options);
  return node;
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
      top.node.appendChild(item);
      top.item = item;
    } else {
      if (top && indent <= top.indent + 1) stack.pop();
      const parent = stack.length ? stack[stack.length - 1].item : root;
      const node = h(kind.toLowerCase(), marker[2] && marker[2] !== '1' ? { start: Number(marker[2]) } : null, item);
      parent.appendChild(node);
      stack.push({ indent, node, item });
    }
    inline(item, line.text.slice(marker[0].length), line.start + marker[0].length, options);
  }
  return [...root.childNodes];
}

/**
 * @param {{ item: HTMLElement }[]} stack
 * @param {Line} line
 * @param {Options} options
 */
function continueItem(stack, line, options) {
  const text = line.text.trimStart();
  if (!text || !stack.length) return;
  const { item } = stack[stack.length - 1];
  item.appendChild(h('br'));
  inline(item, text, line.start + line.text.length - text.length, options);
}

/**
 * Code spans, citation markers and addresses inside a line.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {number} start
 * @param {Options} options
 */
function inline(parent, text, start, options) {
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    const node = piece(found, start + found.index, options);
    if (!node) continue;
    richly(parent, text.slice(at, found.index), start + at, options);
    parent.appendChild(node);
    at = found.index + found[0].length;
  }
  richly(parent, text.slice(at), start + at, options);
}

/**
 * @param {RegExpMatchArray} found
 * @param {number} start
 * @param {Options} options
 * @returns {Node | null}
 */
function piece(found, start, options) {
  if (found[1]) {
    const node = h('code');
    emit(node, found[2], start + found[1].length, options);
    return node;
  }
  if (found[3]) return options.cite ? options.cite(Number(found[3])) : null;
  if (!found[5]) return link(found[6], found[6], start, options);
  // An image becomes a link with its description: fetching it unasked would tell its server who reads this.
  return options.rich ? link(found[4] || found[5], found[5], start + found[0].indexOf('[') + 1, options) : null;
}

/**
 * @param {string} label
 * @param {string} address
 * @param {number} start
 * @param {Options} options
 */
function link(label, address, start, options) {
  const href = safeUrl(address, document.baseURI);
  if (!href) return null;
  const node = h('a', { href, target: '_blank', rel: 'noopener noreferrer' });
  emit(node, label, start, options);
  return node;
}

/**
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {number} start
 * @param {Options} options
 */
function richly(parent, text, start, options) {
  const found = options.rich ? RICH.exec(text) : null;
  if (!found) {
    emit(parent, text, start, options);
    return;
  }
  const end = found.index + found[0].length;
  emit(parent, text.slice(0, found.index), start, options);
  const node = h(found[1] ? 'strong' : 'em');
  emit(node, found[1] || found[2], start + found.index + (found[1] ? 2 : 1), options);
  parent.appendChild(node);
  richly(parent, text.slice(end), start + end, options);
}

/**
 * Put characters on the page; those inside the marked stretch go into `<mark>`.
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {number} start
 * @param {Options} options
 */
function emit(parent, text, start, options) {
  if (!text) return;
  const [from, to] = options.mark || [0, 0];
  const a = Math.max(0, Math.min(text.length, from - start));
  const b = Math.max(0, Math.min(text.length, to - start));
  const show = (/** @type {string} */ part) => (options.cell ? part.replaceAll('\\|', '|') : part);
  if (a >= b) {
    parent.appendChild(document.createTextNode(show(text)));
    return;
  }
  for (const part of [show(text.slice(0, a)), h('mark', null, show(text.slice(a, b))), show(text.slice(b))]) {
    if (part) parent.appendChild(typeof part === 'string' ? document.createTextNode(part) : part);
  }
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
