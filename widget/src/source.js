// An article opened in place: the words that an answer quotes, or that a search found, marked where they stand.

import { pathOf } from './articles.js';
import { h, icon, safeUrl } from './dom.js';
import { sayFailure } from './failures.js';
import { failureLine, personButton, thinking, tool } from './forms.js';
import { blocks, codeUnits, render } from './markdown.js';

/**
 * @typedef {import('./articles.js').Source} Source
 * @typedef {{ id: string, title: string, text: string, url: string | null, lang: string, as_of: string }} Stored
 */

/** Characters shown before and after a quote. */
const AROUND = 4_000;
/** Characters of a passage's beginning and end by which a browser finds it on the site's page. */
const ENDS = 48;

/** The view that covers the conversation while a source is read. */
export class SourceView {
  /** @type {HTMLElement | null} */
  opener = null;
  /** @type {Map<string, Promise<Stored>>} */
  known = new Map();

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    const { words } = panel;
    this.panel = panel;
    this.back = tool(words.say('source_back'), 'back', () => this.close());
    this.title = h('h2', { class: 'title' });
    this.path = h('p', { class: 'state' });
    this.facts = h('div', { class: 'facts' });
    this.content = h('div', { class: 'scroll', tabindex: 0, 'aria-label': words.say('source') });
    this.foot = h('div', { class: 'source-foot' });
    const bar = h('header', { class: 'head' }, this.back, h('div', { class: 'who' }, this.path, this.title));
    this.root = h('div', { class: 'source', hidden: true, role: 'group', 'aria-label': words.say('source') }, bar, this.facts, this.content, this.foot);
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /**
   * @param {Source} source
   * @param {HTMLElement} opener
   * @param {string} lang of what led here
   */
  async open(source, opener, lang) {
    const { words } = this.panel;
    this.opener = opener;
    this.#cover(true);
    const text = h('div', { class: source.quote ? 'article' : 'article found', dir: 'auto' }, thinking(words.say('loading')));
    this.#about(source, lang);
    this.content.replaceChildren(text);
    this.content.scrollTop = 0;
    this.back.focus();
    try {
      const stored = await this.#load(source);
      if (!text.isConnected) return;
      this.#about({ ...stored, ...source }, lang);
      text.lang = stored.lang;
      text.replaceChildren(...this.#context(stored.text, source));
    } catch (error) {
      const quote = source.quote && render(source.quote, { mark: [0, source.quote.length] });
      text.replaceChildren(failureLine(quote ? words.say('source_failed') : sayFailure(/** @type {any} */ (error), words)), quote || '');
    }
    const mark = text.querySelector('mark');
    if (mark) this.#reveal(mark);
  }

  close() {
    this.#cover(false);
    if (this.opener?.isConnected) this.opener.focus();
  }

  /** @param {boolean} covered whether it lies over the conversation */
  #cover(covered) {
    this.root.hidden = !covered;
    this.panel.parts.main.inert = covered;
  }

  /** Which article, which part of it, how old, in which language. @param {Source} source @param {string} from language of what led here */
  #about(source, from) {
    const { words, thread } = this.panel;
    const { title, quote, as_of, lang } = source;
    const href = safeUrl(source.url, thread.client.base);
    const path = pathOf(source);
    this.title.textContent = title;
    this.path.textContent = path || words.say('source');
    this.title.lang = lang || words.lang;
    this.path.lang = path ? this.title.lang : words.lang;
    this.facts.replaceChildren(
      quote ? h('span', { class: 'quoted' }, words.say('source_quote')) : '',
      as_of ? h('span', null, words.say('source_date', { date: words.date(as_of) })) : '',
      lang && lang !== from ? h('span', { class: 'tag' }, words.say('source_lang', { language: words.language(lang) })) : '',
    );
    const link = href && h('a', { class: 'soft', href: atPassage(href, quote || source.text || ''), target: '_blank', rel: 'noopener noreferrer' }, words.say('source_open'), h('span', { class: 'sr' }, ` ${words.say('new_window')}`), icon('out', 16));
    this.foot.replaceChildren(link || '', thread.handed ? '' : personButton(this.panel));
  }

  /** @param {Source} source @returns {Promise<Stored>} */
  #load({ document_id, document_version }) {
    const version = document_version ? `?version=${encodeURIComponent(document_version)}` : '';
    const path = `v1/documents/${document_id.split('/').map(encodeURIComponent).join('/')}${version}`;
    const found = this.known.get(path) || this.panel.thread.client.get(path);
    this.known.set(path, found);
    found.catch(() => this.known.delete(path));
    return found;
  }

  /**
   * The blocks around the passage, the passage marked; without one the whole article.
   * @param {string} text
   * @param {Source} source
   */
  #context(text, source) {
    const start = codeUnits(text, source.start || 0);
    const end = codeUnits(text, source.end || 0);
    const all = blocks(text);
    const near = all.filter((block) => !end || (block.end > start - AROUND && block.start < end + AROUND));
    /** @type {Node[]} */
    const nodes = [render(text, { mark: [start, end] }, near)];
    if (near[0] !== all[0]) nodes.unshift(h('p', null, '…'));
    if (near.at(-1) !== all.at(-1)) nodes.push(h('p', null, '…'));
    return nodes;
  }

  /** @param {HTMLElement} mark */
  #reveal(mark) {
    const top = mark.getBoundingClientRect().top - this.content.getBoundingClientRect().top;
    this.content.scrollTop = Math.max(0, top - this.content.clientHeight * 0.35);
  }
}

/**
 * The address with the passage named as a text fragment, so that the browser scrolls there and marks it.
 * https://wicg.github.io/scroll-to-text-fragment/
 * @param {string} href
 * @param {string} text
 */
function atPassage(href, text) {
  const lines = text.split('\n').map((line) => line.replace(/^[\s#>*+-]+|^\s*\d+[.)]\s|[*`]/g, '').trim());
  const plainly = lines.filter((line) => line && !/[|[\]<]/.test(line));
  if (!plainly.length || !href.startsWith('http')) return href;
  const first = plainly[0];
  const last = /** @type {string} */ (plainly.at(-1));
  const whole = first === last && first.length < 2 * ENDS;
  const ends = whole ? [first] : [first.slice(0, ENDS).replace(/\s\S*$/, ''), last.slice(-ENDS).replace(/^\S*\s/, '')];
  return `${href}${href.includes('#') ? '' : '#'}:~:text=${ends.map((part) => encodeURIComponent(part).replace(/-/g, '%2D')).join()}`;
}
