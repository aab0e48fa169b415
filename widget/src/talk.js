// The conversation on the screen: every line drawn once, redrawn when it changes, scrolled to where the reader is.

import { h, icon } from './dom.js';
import { drawEntry } from './messages.js';
import { standing } from './standing.js';
import { Welcome } from './welcome.js';

/** @typedef {import('./entries.js').Entry} Entry */

const NEAR_END = 220;

/** The lines of a conversation. */
export class Talk {
  /** @type {Map<string, { node: HTMLElement, revision: number }>} */
  drawn = new Map();
  /** Whether the conversation scrolls along. */
  following = true;
  /** How many lines of the visitor there were when they went to the end: for the next one the question stays in sight. */
  asked = 0;
  painting = 0;
  /** What stands under the last line. */
  said = '';

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    const { words } = panel;
    this.panel = panel;
    this.welcome = new Welcome(panel);
    this.place = h('div', { class: 'standing' });
    this.root = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.say('messages'), tabindex: 0 }, this.welcome.root, this.place);
    this.jump = h('button', { class: 'jump', hidden: true, 'aria-label': words.say('jump'), click: () => this.toEnd() }, icon('down'));
    this.root.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  /** Draw what has changed. */
  update() {
    const { welcome, panel, root } = this;
    const { thread } = panel;
    const kept = new Map();
    let before = welcome.root;
    for (const entry of thread.entries) {
      const known = this.drawn.get(entry.key);
      const shown = known && known.revision === entry.revision ? known : { node: drawEntry(entry, panel), revision: entry.revision };
      if (known && known !== shown) known.node.replaceWith(shown.node);
      kept.set(entry.key, shown);
      if (before.nextSibling !== shown.node) before.after(shown.node);
      before = shown.node;
    }
    for (const [key, { node }] of this.drawn) if (!kept.has(key)) node.remove();
    this.drawn = kept;
    welcome.offer.hidden = !welcome.list.firstChild || thread.entries.length > 0 || thread.restoring;
    root.setAttribute('aria-busy', String(thread.busy));
    this.stand();
  }

  /** What stands under the last line. */
  stand() {
    const { place, panel } = this;
    const nodes = standing(panel);
    const said = nodes.map((node) => node.textContent).join();
    // What says the same stays, with what was chosen in it; so does what is being filled in.
    if (said !== this.said && !place.querySelector(':focus, :checked, [placeholder]:not(:placeholder-shown)')) {
      place.replaceChildren(...nodes);
      this.said = said;
    }
    this.#scroll();
  }

  /** Draw an answer as it grows. @param {Entry} entry */
  write(entry) {
    if (this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = 0;
      const known = this.drawn.get(entry.key);
      if (!known || entry.state !== 'writing') return;
      const node = drawEntry(entry, this.panel);
      known.node.replaceWith(node);
      known.node = node;
      this.#scroll();
    });
  }

  /** Follow what is written, but keep the question in sight and leave a reader where they are. */
  #scroll() {
    const { root: log, panel } = this;
    const asked = log.querySelectorAll('.visitor');
    this.asked = Math.min(this.asked, asked.length);
    const fresh = asked.length > this.asked && asked[asked.length - 1];
    if (this.following && !panel.root.hidden) {
      const end = log.scrollHeight - log.clientHeight;
      const top = panel.thread.handed || !fresh ? end : /** @type {HTMLElement} */ (fresh).offsetTop - 12;
      log.scrollTop = Math.min(end, Math.max(top, 0));
    }
    this.#scrolled();
  }

  #scrolled() {
    const { root: log, jump, panel } = this;
    jump.hidden = log.scrollHeight - log.clientHeight - log.scrollTop < NEAR_END || panel.root.hidden || panel.searching;
  }

  /** Show the newest line. */
  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
    this.asked = this.root.querySelectorAll('.visitor').length;
    this.following = true;
  }
}
