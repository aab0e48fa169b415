// Articles to open in place: the sources of an answer, what it is related to, what a search found.

import { h, icon } from './dom.js';

/**
 * @typedef {{ document_id: string, title: string, document_version?: string, url?: string | null, heading?: string[], lang?: string,
 *   quote?: string, text?: string, start?: number, end?: number, as_of?: string }} Source
 *   a document, or a passage of it: quoted word for word, or only found
 */

/** The headings above a passage, without the title again. @param {Source} source */
export function pathOf({ heading = [], title }) {
  return heading.filter((part) => part !== title).join(' › ');
}

/**
 * @template {Source} T
 * @param {T[]} found
 * @param {import('./panel.js').Panel} panel
 * @param {string | null} lang of what leads there; another one is named
 * @param {(source: T) => HTMLElement | null} [below]
 */
export function articles(found, panel, lang, below = () => null) {
  const item = (/** @type {T} */ source) => {
    const open = (/** @type {any} */ event) => panel.read(source, event.currentTarget, lang);
    const other = lang && source.lang && source.lang !== lang && h('span', { class: 'tag' }, panel.words.language(source.lang));
    const path = pathOf(source);
    const what = h('span', { class: 'what', lang: source.lang, dir: 'auto' }, h('b', null, source.title), path && h('small', null, path), below(source));
    return h('li', null, h('button', { click: open }, icon('doc', 18), what, other, icon('next', 16)));
  };
  return h('ul', { class: 'sources' }, ...found.map(item));
}
