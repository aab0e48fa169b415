// Building DOM nodes. Text always goes through text nodes, never through markup, so data cannot become HTML.

/**
 * @typedef {Node | string | null | undefined | false | 0} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props
 */

/**
 * Make an element. A function becomes a listener, `true` an empty attribute; `null`, `undefined` and `false` are left out.
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  append(node, children);
  return node;
}

/**
 * @param {Node} parent
 * @param {Child[]} children
 */
export function append(parent, children) {
  for (const child of children) {
    if (child || child === '') parent.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  }
}

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  mark: 'M5 4.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-4.6 3.6v-3.6H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2Z M8.5 9h7 M8.5 12.2h4.2',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  send: 'M12 19V5.5M6 11l6-6 6 6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  yes: 'M7 10.5 11 4c1.3 0 2.2.9 2 2.2l-.6 3.3h5a1.8 1.8 0 0 1 1.7 2.2l-1.3 6a2 2 0 0 1-2 1.6H7M7 10.5v8.8M7 10.5H4.5v8.8H7',
  no: 'M17 13.5 13 20c-1.3 0-2.2-.9-2-2.2l.6-3.3h-5a1.8 1.8 0 0 1-1.7-2.2l1.3-6a2 2 0 0 1 2-1.6H17M17 13.5V4.7M17 13.5h2.5V4.7H17',
  out: 'M9 6h9v9M18 6 7 17',
  next: 'M9.5 5.5 16 12l-6.5 6.5',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z M12 11v5 M12 7.8v.1',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  down: 'M6 10l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  doc: 'M7 3.5h7l4 4v13H7a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 7 3.5Z M13.5 3.5V8H18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z M15.3 15.3 20.5 20.5',
  clip: 'M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.2-2.2l7-7',
  mail: 'M4 6h16v12H4z M4 7l8 6 8-6',
  copy: 'M9 9h10v11H9z M15 9V5H5v11h4',
};

/**
 * A decorative line icon.
 * @param {keyof typeof PATHS} name
 * @param {number} [size] in CSS pixels
 * @returns {SVGElement}
 */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const attributes = { viewBox: '0 0 24 24', width: size, height: size, fill: 'none', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  path.setAttribute('d', PATHS[name]);
  svg.setAttribute('class', `icon i-${name}`);
  svg.appendChild(path);
  return svg;
}

/**
 * An absolute http(s) or mailto address, or null: other schemes would let a document run code.
 * @param {string | null | undefined} url
 * @param {string} base
 * @returns {string | null}
 */
export function safeUrl(url, base) {
  if (!url) return null;
  try {
    const parsed = new URL(url, base);
    return ['http:', 'https:', 'mailto:'].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}
