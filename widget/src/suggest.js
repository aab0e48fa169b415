// Titles of articles that fit what is being typed, in a list under the arrow keys; Enter still sends what was typed.

import { h, icon } from './dom.js';

/** @typedef {{ document_id: string, title: string, url: string | null, lang: string }} Suggestion */

const PAUSE_MS = 160;
/** Characters; what is longer is no title, and refused by the server. */
const LONGEST_START = 200;

/** The list over the box. The focus stays in the box; `aria-activedescendant` says which title is meant. */
export class Suggestions {
  /** @type {Suggestion[]} */
  found = [];
  active = -1;
  wanted = '';
  timer = 0;

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {HTMLTextAreaElement} box
   */
  constructor(panel, box) {
    this.panel = panel;
    this.box = box;
    const { words } = panel;
    this.list = h('ul', { class: 'suggest', id: 'suggest', role: 'listbox', 'aria-label': words.say('related'), hidden: true, mousedown: (event) => event.preventDefault() });
    for (const [name, value] of Object.entries({ autocomplete: 'list', haspopup: 'listbox', controls: 'suggest' })) box.setAttribute(`aria-${name}`, value);
    box.addEventListener('blur', () => this.look(''));
  }

  /** Look for titles once the typing pauses. @param {string} text nothing closes the list */
  look(text) {
    clearTimeout(this.timer);
    this.wanted = text.trim();
    const { words, thread } = this.panel;
    if (this.wanted.length < 2 || this.wanted.length > LONGEST_START) this.#show([]);
    else {
      this.timer = setTimeout(async () => {
        const found = await thread.client.get(`v1/suggestions?lang=${words.lang}&q=${encodeURIComponent(this.wanted)}`).catch(() => null);
        if (found && this.wanted === text.trim()) this.#show(found.suggestions);
      }, PAUSE_MS);
    }
  }

  /** @param {Suggestion[]} found */
  #show(found) {
    const { words } = this.panel;
    if (found.length && !this.found.length) this.panel.announce(`${words.say('related')}: ${words.count('found', found.length)}`);
    this.found = found;
    this.list.hidden = !found.length;
    this.list.replaceChildren(
      ...found.map(({ title, lang }, at) => h('li', { role: 'option', id: `suggest-${at}`, lang, click: () => this.#choose(at) }, icon('doc', 16), h('span', null, title))),
    );
    this.#mark(-1);
  }

  /** @param {number} active */
  #mark(active) {
    this.active = active;
    [...this.list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === active)));
    if (active < 0) this.box.removeAttribute('aria-activedescendant');
    else this.box.setAttribute('aria-activedescendant', `suggest-${active}`);
  }

  /** @param {number} at */
  #choose(at) {
    const { title, ...rest } = this.found[at];
    this.look('');
    this.panel.read({ ...rest, title, heading: [] }, this.box);
  }

  /** Whether the list takes the key. @param {KeyboardEvent} event */
  takes({ key }) {
    const { active, found } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!found.length) return false;
    if (key === 'Escape') this.look('');
    else if (key === 'Enter' && active >= 0) this.#choose(active);
    else if (step) this.#mark(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1);
    else return false;
    return true;
  }
}
