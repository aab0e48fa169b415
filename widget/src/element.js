// The custom element: the launcher, and the panel once somebody wants it.

import { Client } from './client.js';
import { h, icon } from './dom.js';
import { describe } from './entries.js';
import { loadWords } from './i18n.js';
import { Store } from './store.js';
import { dress } from './theme.js';
import { Thread } from './thread.js';

/**
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {{ base: string, lang?: string, title?: string, color?: string, identity?: string, position?: string,
 *   launcher?: string, theme?: string, examples?: string, greeting?: string, attributes?: string, words?: string,
 *   page?: string, radius?: string, font?: string, logo?: string, search?: string, userId?: string, userHash?: string }} Options
 *   the tag's `data-` attributes
 * @typedef {(event: string, detail?: any) => void} Tell
 */

const NAME = 'askwell-widget';

/** `<askwell-widget>`, made by `create`. */
export class AskwellWidget extends HTMLElement {
  /**
   * @param {Options} options
   * @param {Words} words
   * @param {CSSStyleSheet} sheet
   * @param {Tell} tell
   */
  constructor(options, words, sheet, tell) {
    super();
    this.options = options;
    this.words = words;
    this.tell = tell;
    if (options.attributes) describe(options.attributes);
    const store = new Store(`askwell:${options.base}`);
    this.store = store;
    this.thread = new Thread(new Client(options.base, store, options.identity || null), store);
    /** @type {import('./panel.js').Panel | null} */
    this.panel = null;
    /** @type {HTMLElement | null} */
    this.opener = null;
    /** @type {Promise<import('./panel.js').Panel> | null} */
    this.loading = null;
    const label = options.launcher === undefined ? words.say('launcher') : options.launcher;
    this.badge = h('span', { class: 'unread', hidden: true });
    this.launcher = h(
      'button',
      { type: 'button', class: 'launcher', 'aria-expanded': 'false', click: () => this.open() },
      icon('mark', 24),
      label && h('span', { class: 'name' }, label),
      this.badge,
    );
    this.wake = () => this.thread.live(this.isOpen);
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [sheet];
    this.root.append(this.launcher);
    this.lang = words.lang;
    this.setAttribute('dir', words.dir);
    this.#listen();
    this.count(0);
  }

  #listen() {
    const { thread } = this;
    for (const type of ['question', 'answer', 'escalate', 'agent', 'feedback']) {
      thread.addEventListener(type, (event) => this.tell(type, outward(type, /** @type {CustomEvent} */ (event).detail)));
    }
    thread.addEventListener('change', () => this.#unread());
    this.launcher.addEventListener('pointerenter', () => this.#load(), { once: true });
    this.launcher.addEventListener('focus', () => this.#load(), { once: true });
  }

  connectedCallback() {
    dress(this, this.options);
    document.addEventListener('visibilitychange', this.wake);
    if (!this.store.kept.conversation) return;
    if (this.store.kept.open && !this.panel && matchMedia('(min-width: 641px)').matches) this.open(false);
    else this.#load().then(() => this.thread.restore());
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.wake);
    this.panel?.remove();
    this.thread.stop();
  }

  get isOpen() {
    return this.panel !== null && !this.panel.root.hidden;
  }

  /** @returns {Promise<import('./panel.js').Panel>} */
  #load() {
    this.loading = this.loading || import('./panel.js').then(({ Panel }) => this.#attach(new Panel(this)));
    return this.loading;
  }

  /** @param {import('./panel.js').Panel} panel */
  #attach(panel) {
    this.panel = panel;
    this.root.append(panel.root);
    return panel;
  }

  /** @param {boolean} [focus] whether the focus moves into the panel */
  async open(focus = true) {
    if (this.isOpen) return;
    this.opener = focus ? deepActive() : null;
    const panel = await this.#load();
    dress(this, this.options);
    panel.show(focus);
    this.launcher.setAttribute('aria-expanded', 'true');
    this.launcher.hidden = true;
    this.store.set({ open: true });
    this.thread.live(true);
    this.#unread();
    if (!this.thread.entries.length) await this.thread.restore();
    this.tell('open');
  }

  close() {
    if (!this.isOpen) return;
    const inside = this.root.activeElement;
    this.panel?.hide();
    this.launcher.hidden = false;
    this.launcher.setAttribute('aria-expanded', 'false');
    this.store.set({ open: false });
    this.thread.live(false);
    if (inside) this.#giveBack();
    this.tell('close');
  }

  /** The focus goes back to where it came from. */
  #giveBack() {
    const target = this.opener && this.opener.isConnected && this.opener !== document.body ? this.opener : this.launcher;
    target.focus();
    this.opener = null;
  }

  /** @param {string} text */
  async ask(text) {
    await this.open();
    const panel = await this.#load();
    panel.submit(text);
  }

  /** @param {string} jwt */
  async identify(jwt) {
    await this.thread.client.identify(jwt);
    await this.thread.restore();
  }

  /** Lines of a person that came while nobody looked. */
  #unread() {
    const { thread, store } = this;
    const lines = thread.entries.filter((entry) => entry.author === 'agent').length;
    const seen = store.kept.seen || 0;
    if (this.isOpen && lines !== seen && !thread.restoring) store.set({ seen: lines });
    this.count(this.isOpen ? 0 : Math.max(0, lines - seen));
  }

  /** @param {number} unread */
  count(unread) {
    const { words, badge } = this;
    badge.hidden = !unread;
    badge.textContent = unread ? String(unread) : '';
    this.launcher.setAttribute('aria-label', words.say('open') + (unread ? `, ${words.count('unread', unread)}` : ''));
  }
}

/** What a site's listener is given: plain data as `widget.d.ts` promises, no inner state. @param {string} type @param {any} detail */
function outward(type, detail) {
  const { key, id, author, name, text, answer, conversation_id, escalation, reason } = detail;
  if (type === 'escalate') return { conversation_id, escalation, reason: reason || 'asked_for_person', text };
  return key ? { message_id: id, author, name, text, answer } : detail;
}

/** The focused element, also inside open shadow roots. @returns {HTMLElement | null} */
function deepActive() {
  let active = document.activeElement;
  while (active && active.shadowRoot && active.shadowRoot.activeElement) active = active.shadowRoot.activeElement;
  return /** @type {HTMLElement | null} */ (active);
}

/**
 * Make the widget; the caller puts it on the page.
 * @param {Options} options
 * @param {Tell} tell
 */
export async function create(options, tell) {
  if (!customElements.get(NAME)) customElements.define(NAME, AskwellWidget);
  const wishes = [options.lang, document.documentElement.lang, ...navigator.languages];
  const [words, css] = await Promise.all([loadWords(wishes, options.words), fetch(new URL('widget.css', import.meta.url))]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  return new AskwellWidget(options, words, sheet, tell);
}
