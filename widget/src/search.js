// For visitors who prefer to look: passages of the articles, opened in place.

import { articles } from './articles.js';
import { page } from './entries.js';
import { h, icon } from './dom.js';
import { sayFailure } from './failures.js';
import { failureLine, textLink } from './forms.js';
import { plain } from './markdown.js';

/** @typedef {{ document_id: string, document_version: string, title: string, url: string | null, heading: string[], text: string, score: number, start: number, end: number, lang: string, as_of: string }} Found */

const ASKED = 20;
const SHOWN = 8;
/** What scores lower, or much lower than the best, would only be in the way: below it is what words without a meaning find. */
const LOWEST = 0.46;
const OF_THE_BEST = 0.57;
const SNIPPET = 170;

/** The results of a search, in the place of the conversation. */
export class Search {
  asked = '';

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.root = h('div', { class: 'results', role: 'region', 'aria-label': panel.words.say('search'), tabindex: 0, hidden: true });
    this.#say('search_hint');
  }

  /** @param {string} text */
  async find(text) {
    const { words, thread } = this.panel;
    this.asked = text;
    this.#say('thinking');
    try {
      const { results } = await thread.client.get(`v1/search?k=${ASKED}&q=${encodeURIComponent(text)}&page_lang=${page().lang}`);
      if (this.asked === text) this.#show(results);
    } catch (error) {
      const again = textLink(words, 'retry', () => this.find(text));
      this.root.replaceChildren(failureLine(sayFailure(/** @type {any} */ (error), words), ' ', again), this.#instead());
    }
  }

  /** The best passage of each article. @param {Found[]} results */
  #show(results) {
    const { words } = this.panel;
    const least = Math.max(LOWEST, results.length && results[0].score * OF_THE_BEST);
    const best = results.filter(({ score, document_id: id }, at) => score >= least && results.findIndex((other) => other.document_id === id) === at).slice(0, SHOWN);
    if (!best.length) this.#say('nothing_found');
    else this.root.replaceChildren(h('p', { class: 'label' }, words.count('found', best.length)), articles(best, this.panel, words.lang, ({ text }) => h('span', { class: 'snippet' }, ...this.#snippet(text))));
    this.panel.announce(/** @type {HTMLElement} */ (this.root.firstChild).textContent || '');
    this.root.append(this.#instead());
    this.root.scrollTop = 0;
  }

  /** What stands around the first word that was searched for, those words in bold. @param {string} text */
  #snippet(text) {
    const flat = plain(text).replace(/[*|>]+|\s+/g, ' ');
    const parts = this.asked.match(/[\p{L}\p{N}]{2,}/gu) || [];
    const pattern = new RegExp(`(${parts.filter((part) => part.length > 3 || parts.length < 3).join('|') || '$^'})`, 'giu');
    const from = Math.max(0, flat.lastIndexOf(' ', Math.max(0, flat.search(pattern) - 50)));
    const cut = (from ? '…' : '') + flat.slice(from, from + SNIPPET) + (flat.length > from + SNIPPET ? '…' : '');
    return cut.split(pattern).map((part, at) => (at % 2 ? h('em', null, part) : part));
  }

  #instead() {
    const { words } = this.panel;
    return h('button', { class: 'soft', click: () => this.panel.submit(this.asked, true) }, icon('mark', 18), words.say('person_cancel'));
  }

  /** @param {string} key */
  #say(key) {
    this.root.replaceChildren(h('p', { class: 'blank', role: 'status' }, icon('search', 28), this.panel.words.say(key, { text: this.asked })));
  }
}
