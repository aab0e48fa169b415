// Building DOM nodes. Text always goes through text nodes, never through markup, so data cannot become HTML.

/**
 * @typedef {Node | string | null | undefined | false | 0} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props
 */

/**
 * Make an element; a button is one that sends nothing, unless it says so.
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), tag === 'button' ? { type: tag, ...props } : props, children);
}

/**
 * A function becomes a listener, `true` an empty attribute; `null`, `undefined` and `false` are left out.
 * @template {Element} T
 * @param {T} node
 * @param {Props | null | undefined} props
 * @param {Child[]} children
 */
function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if ((value ?? false) !== false) node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(.../** @type {Node[]} */ (children.filter(Boolean)));
  return node;
}

/** The style sheet turns it around for a no. */
const THUMB = 'M7 10l4-6c2 0 2 1 2 2l-1 4h5a2 2 0 0 1 2 2l-1 6a2 2 0 0 1-2 2H7V10H4v10h3';

const PATHS = {
  mark: 'M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-6l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z M8 9h8 M8 13h5',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5 8 12l7 7',
  send: 'M12 19V5M6 11l6-6 6 6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z M4 20c2-7 14-7 16 0',
  yes: THUMB,
  no: THUMB,
  out: 'M9 6h9v9M18 6 7 17',
  next: 'M9 5l7 7-7 7',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z M12 11v5 M12 8v0',
  check: 'M5 12l5 5L19 7',
  down: 'M6 10l6 6 6-6',
  plus: 'M12 5v14M5 12h14',
  doc: 'M7 3h7l4 4v14H6V4a1 1 0 0 1 1-1Z M13 3v5h5',
  search: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z M15 15l6 6',
  clip: 'M19 11l-7 8a4 4 0 0 1-6-6l8-8a3 3 0 0 1 4 4l-8 8a1 1 0 0 1-2-2l7-7',
  mail: 'M4 6h16v12H4z M4 7l8 6 8-6',
  copy: 'M9 9h10v11H9z M15 9V5H5v11h4',
};

/** @param {string} tag */
const drawn = (tag) => document.createElementNS('http://www.w3.org/2000/svg', tag);

/**
 * A decorative line icon.
 * @param {keyof typeof PATHS} name
 * @param {number} [size] in CSS pixels
 * @returns {Element}
 */
export function icon(name, size = 20) {
  const path = fill(drawn('path'), { d: PATHS[name] }, []);
  return fill(drawn('svg'), { viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', class: `icon i-${name}` }, [path]);
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
