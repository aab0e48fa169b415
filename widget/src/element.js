// The custom element: the launcher, and the panel once somebody wants it.

import { Client } from './client.js';
import { h, icon } from './dom.js';
import { LONGEST, clean, describe } from './entries.js';
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
const BACK_MS = 50;

/** @type {[Options, Words, CSSStyleSheet, Tell]} what a framework's copy of the element is made of, to be taken away */
let made;

/** `<askwell-widget>`, made by `create`. */
export class AskwellWidget extends HTMLElement {
  /** Whether it belongs to the page: `create` made it, and nobody has destroyed it. */
  own = false;

  /**
   * @param {Options} options
   * @param {Words} words
   * @param {CSSStyleSheet} sheet
   * @param {Tell} tell
   */
  constructor(options = made[0], words = made[1], sheet = made[2], tell = made[3]) {
    super();
    this.options = options;
    this.words = words;
    this.tell = tell;
    describe(options);
    const { base, identity, userId: id, userHash: hash } = options;
    const store = new Store(`askwell:${base}`, 'localStorage');
    this.store = store;
    /** What this tab alone keeps. */
    this.tab = new Store(store.key, 'sessionStorage');
    const who = identity || (id && hash ? { id, hash } : null);
    this.thread = new Thread(new Client(base, store, who, (failure) => this.#refuse(failure)), store);
    /** @type {import('./panel.js').Panel | null} */
    this.panel = null;
    /** @type {HTMLElement | null} */
    this.opener = null;
    /** @type {Promise<import('./panel.js').Panel> | null} */
    this.loading = null;
    const label = options.launcher ?? words.say('launcher');
    this.badge = h('span', { class: 'unread', hidden: true });
    this.launcher = h(
      'button',
      { class: 'launcher', 'aria-expanded': 'false', click: () => this.open().catch((error) => this.#fail(error)) },
      icon('mark', 24),
      label && h('span', { class: 'name' }, label),
      this.badge,
    );
    this.wake = () => this.thread.live(this.isOpen);
    this.keep = () => this.tab.set({ draft: this.box?.value });
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
    thread.addEventListener('left', () => this.#left());
    for (const type of ['pointerenter', 'focus']) this.launcher.addEventListener(type, () => this.#load().catch(() => undefined));
  }

  /** Come back as it was before the page was loaded again. */
  async begin() {
    document.addEventListener('visibilitychange', this.wake);
    addEventListener('pagehide', this.keep);
    this.thread.begin();
    const { open, draft } = this.tab.kept;
    const { conversation, outbox = [] } = this.store.kept;
    if (open && matchMedia('(min-width: 641px)').matches) await this.open(false);
    else if (conversation || outbox.length || draft) {
      await this.#load();
      await this.thread.restore();
    }
    if (navigator.onLine) await this.thread.sender.flush();
  }

  connectedCallback() {
    if (this.own) dress(this, this.options);
    else this.remove();
  }

  /** Frameworks that draw the whole body take it away; it comes back. */
  disconnectedCallback() {
    setTimeout(() => this.own && !this.isConnected && document.body.append(this), BACK_MS);
  }

  /** Leave nothing behind. */
  destroy() {
    this.own = false;
    document.removeEventListener('visibilitychange', this.wake);
    removeEventListener('pagehide', this.keep);
    this.panel?.remove();
    this.thread.stop();
    this.remove();
  }

  get isOpen() {
    return this.panel !== null && !this.panel.root.hidden;
  }

  /** @returns {Promise<import('./panel.js').Panel>} */
  #load() {
    this.loading = this.loading || import('./panel.js').then(({ Panel }) => this.#attach(new Panel(this)));
    this.loading.catch(() => (this.loading = null));
    return this.loading;
  }

  /** What the site's developer should know. @param {string} what @param {string} code @param {string} message */
  #warn(what, code, message) {
    console.warn(`Askwell: ${what}. ${message}`);
    this.tell('error', { code, message });
  }

  /** The window cannot be had: the button says so. @param {Error} error */
  #fail({ message }) {
    this.#warn('the window could not be loaded', 'network', message);
    this.launcher.title = this.words.say('error_network');
  }

  /** @param {import('./client.js').Failure} failure why somebody whom the site names is a guest */
  #refuse({ code, message }) {
    this.#warn("the visitor's identity was not accepted", code, message);
    this.panel?.update();
  }

  /** Somebody has signed out: what they were writing goes too. */
  #left() {
    if (this.box) this.box.value = '';
    this.keep();
  }

  /** @param {import('./panel.js').Panel} panel */
  #attach(panel) {
    this.panel = panel;
    this.root.append(panel.root);
    /** @type {HTMLTextAreaElement | null} */
    this.box = panel.root.querySelector('.composer textarea');
    if (this.box) this.box.value = this.tab.kept.draft || '';
    return panel;
  }

  /** @param {boolean} [focus] whether the focus moves into the panel */
  async open(focus = true) {
    if (this.isOpen) return;
    this.opener = focus ? deepActive() : null;
    const panel = await this.#load();
    dress(this, this.options);
    panel.show(focus);
    this.#shown(true);
    this.#unread();
    if (!this.thread.entries.length) await this.thread.restore();
    this.tell('open');
  }

  close() {
    if (!this.isOpen) return;
    const inside = this.root.activeElement;
    this.panel?.hide();
    this.#shown(false);
    if (inside) this.#giveBack();
    this.tell('close');
  }

  /** @param {boolean} open whether the window stands in the place of the button */
  #shown(open) {
    this.launcher.hidden = open;
    this.launcher.setAttribute('aria-expanded', String(open));
    this.tab.set({ open });
    this.thread.live(open);
  }

  /** The focus goes back to where it came from. */
  #giveBack() {
    const target = this.opener?.isConnected && this.opener !== document.body ? this.opener : this.launcher;
    target.focus();
    this.opener = null;
  }

  /** Ask; what cannot be sent as it is goes into the box. @param {unknown} text */
  async ask(text) {
    await this.open();
    const { panel, box, thread } = this;
    const line = clean(String(text ?? ''));
    if (!panel || !box || !line) return;
    if (!thread.busy && [...line].length <= LONGEST) panel.submit(line);
    else {
      box.value = line;
      box.dispatchEvent(new Event('input'));
    }
  }

  /** @param {import('./client.js').Identity | null} who null signs out: nothing of the person stays */
  async identify(who) {
    const { client } = this.thread;
    if (who) {
      await client.identify(who);
      const { conversation, former } = this.store.kept;
      this.store.set({ conversation: conversation || former, former: null });
      await this.thread.restore();
      return;
    }
    client.identity = null;
    this.thread.reset();
    this.store.set(null);
    this.#left();
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
    badge.textContent = String(unread);
    // Who speaks to the page names what they see on the button (WCAG 2.2, 2.5.3).
    this.launcher.setAttribute('aria-label', (this.options.launcher || words.say('open')) + (unread ? `, ${words.count('unread', unread)}` : ''));
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
  // Kept by a page that took an older tag away and put this one in.
  const Known = /** @type {typeof AskwellWidget | undefined} */ (customElements.get(NAME));
  if (!Known) customElements.define(NAME, AskwellWidget);
  const wishes = [options.lang, document.documentElement.lang, ...navigator.languages];
  const [words, css] = await Promise.all([loadWords(wishes, options.words), fetch(new URL('widget.css', import.meta.url))]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  made = [options, words, sheet, tell];
  const widget = new (Known || AskwellWidget)(...made);
  widget.own = true;
  return widget;
}
