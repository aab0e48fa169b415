// What the assistant is, and what one could ask on this page.

import { h } from './dom.js';
import { page } from './entries.js';
import { parsed } from './i18n.js';
import { byline, choices } from './messages.js';

/** @typedef {{ greeting?: string, examples?: string[] }} Rule */

/** The first lines of an empty conversation; they follow the visitor through a site that never reloads. */
export class Welcome {
  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.text = h('p');
    this.list = h('ul', { class: 'choices' });
    this.offer = h('div', { class: 'offer' }, h('p', { class: 'label' }, panel.words.say('examples')), this.list);
    this.root = h('div', { class: 'line assistant welcome' }, byline(panel.words), h('div', { class: 'body', dir: 'auto' }, this.text), this.offer);
    this.at = '';
  }

  /** Say what fits the page that the visitor is on now. */
  async refresh() {
    const { words, widget, thread } = this.panel;
    const { options } = widget;
    const { url } = page();
    if (url === this.at) return;
    this.at = url;
    const rule = ruleFor(options.page);
    this.text.textContent = rule.greeting || options.greeting || words.say('greeting');
    const own = rule.examples || (options.examples || '').split('|').map((part) => part.trim()).filter(Boolean);
    this.#show(own);
    if (own.length) return;
    const asked = await thread.client.look(`v1/examples?lang=${words.lang}&url=${encodeURIComponent(url)}`).catch(() => ({ examples: [] }));
    if (this.at === url) this.#show(asked.examples);
  }

  /** @param {string[]} examples */
  #show(examples) {
    this.list.replaceChildren(...choices(examples, this.panel));
    this.panel.update();
  }
}

/** The first rule of `data-page` whose pattern fits the path; `*` stands for anything. @param {string | undefined} text @returns {Rule} */
function ruleFor(text) {
  const fits = (/** @type {string} */ pattern) => new RegExp(`^${pattern.split('*').map((part) => part.replace(/\W/g, '\\$&')).join('.*')}$`).test(location.pathname);
  return (Object.entries(parsed('page', text)).find(([pattern]) => fits(pattern)) || [])[1] || {};
}
