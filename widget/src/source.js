// A citation opened: the quoted words marked where they stand in their article.

import { h, icon, safeUrl } from './dom.js';
import { blocks, codeUnits, render } from './markdown.js';

/**
 * @typedef {import('./entries.js').Citation} Citation
 * @typedef {import('./entries.js').Answer} Answer
 * @typedef {{ id: string, text: string }} Stored
 */

const AROUND = 4_000;
/** Characters shown before and after the quote. */

/** The view that covers the conversation while a source is read. */
export class SourceView {
  /**
   * @param {import('./i18n.js').Words} words
   * @param {import('./client.js').Client} client
   * @param {() => void} closed
   */
  constructor(words, client, closed) {
    this.words = words;
    this.client = client;
    this.closed = closed;
    /** @type {HTMLElement | null} */
    this.opener = null;
    /** @type {Map<string, Promise<Stored>>} */
    this.known = new Map();
    this.back = h('button', { type: 'button', class: 'tool', 'aria-label': words.say('source_back'), click: () => this.close() }, icon('back'));
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
   * @param {Answer} answer
   * @param {Citation} citation
   * @param {HTMLElement} opener
   */
  async open(answer, citation, opener) {
    const { words } = this;
    this.opener = opener;
    this.root.hidden = false;
    const text = h('div', { class: 'article', lang: citation.lang, dir: 'auto' }, h('p', { class: 'thinking' }, words.say('source_loading')));
    this.#about(answer, citation);
    this.content.replaceChildren(text);
    this.content.scrollTop = 0;
    this.back.focus();
    try {
      const stored = await this.#load(citation);
      text.replaceChildren(...this.#context(stored.text, citation));
    } catch {
      const mark = /** @type {[number, number]} */ ([0, citation.quote.length]);
      text.replaceChildren(h('p', { class: 'failure' }, icon('info', 16), words.say('source_failed')), render(citation.quote, { mark }));
    }
    const mark = text.querySelector('mark');
    if (mark) this.#reveal(mark);
  }

  close() {
    this.root.hidden = true;
    this.closed();
    if (this.opener && this.opener.isConnected) this.opener.focus();
  }

  /** Which article, which part of it, how old, in which language. @param {Answer} answer @param {Citation} citation */
  #about(answer, citation) {
    const { words } = this;
    const href = safeUrl(citation.url, this.client.base);
    const path = citation.heading.filter((part) => part !== citation.title).join(' › ');
    const foreign = citation.lang !== answer.lang && h('span', { class: 'tag' }, words.say('source_lang', { language: words.language(citation.lang) }));
    this.title.textContent = citation.title;
    this.path.textContent = path || words.say('source');
    for (const node of [this.title, this.path]) node.lang = path || node === this.title ? citation.lang : words.lang;
    this.facts.replaceChildren(
      h('span', null, words.say('source_quote')),
      h('span', null, words.say('source_date', { date: words.date(citation.as_of) })),
      foreign || '',
    );
    this.foot.hidden = !href;
    const link = href && h('a', { class: 'soft', href, target: '_blank', rel: 'noopener noreferrer' }, words.say('source_open'), h('span', { class: 'sr' }, ` ${words.say('new_window')}`), icon('out', 16));
    this.foot.replaceChildren(link || '');
  }

  /** @param {Citation} citation @returns {Promise<Stored>} */
  #load(citation) {
    const key = `${citation.document_id}?${citation.document_version}`;
    const path = citation.document_id.split('/').map(encodeURIComponent).join('/');
    const found = this.known.get(key) || this.client.get(`v1/documents/${path}?version=${encodeURIComponent(citation.document_version)}`);
    this.known.set(key, found);
    found.catch(() => this.known.delete(key));
    return found;
  }

  /**
   * The blocks around the quote, the quote marked.
   * @param {string} text
   * @param {Citation} citation
   */
  #context(text, citation) {
    const start = codeUnits(text, citation.start);
    const end = codeUnits(text, citation.end);
    const all = blocks(text);
    const near = all.filter((block) => block.end > start - AROUND && block.start < end + AROUND);
    const nodes = [render(text, { mark: [start, end] }, near)];
    if (near[0] !== all[0]) nodes.unshift(fragment(h('p', { class: 'cut' }, '…')));
    if (near[near.length - 1] !== all[all.length - 1]) nodes.push(fragment(h('p', { class: 'cut' }, '…')));
    return nodes;
  }

  /** @param {HTMLElement} mark */
  #reveal(mark) {
    const top = mark.getBoundingClientRect().top - this.content.getBoundingClientRect().top;
    this.content.scrollTop = Math.max(0, top - this.content.clientHeight * 0.35);
  }
}

/** @param {HTMLElement} node */
function fragment(node) {
  const made = document.createDocumentFragment();
  made.append(node);
  return made;
}
