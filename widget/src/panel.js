// The panel: header, conversation, composer. It draws what the thread says and passes on what the visitor does.

import { h, icon } from './dom.js';
import { plain } from './markdown.js';
import { byline, drawEntry, initials, sayFailure } from './messages.js';
import { SourceView } from './source.js';
import { standing } from './standing.js';

/**
 * @typedef {import('./thread.js').Entry} Entry
 * @typedef {import('./messages.js').Actions} Actions
 */

const LONGEST = 2_000;
const NEAR_END = 80;

/** The open widget. */
export class Panel {
  /** @param {any} widget the custom element */
  constructor(widget) {
    this.widget = widget;
    this.words = widget.words;
    /** @type {import('./thread.js').Thread} */
    this.thread = widget.thread;
    this.personMode = false;
    /** @type {Map<string, { node: HTMLElement, revision: number }>} */
    this.drawn = new Map();
    this.source = new SourceView(this.words, this.thread.client, () => this.#cover(false));
    this.#build();
    this.#listen();
    this.update();
  }

  #build() {
    const { words, widget } = this;
    const title = widget.options.title || words.say('title');
    this.face = h('span', { class: 'avatar', 'aria-hidden': 'true' });
    this.state = h('p', { class: 'state' });
    const fresh = () => this.restart();
    this.fresh = h('button', { type: 'button', class: 'tool', 'aria-label': words.say('restart'), title: words.say('restart'), click: fresh }, icon('plus'));
    const close = h('button', { type: 'button', class: 'tool', 'aria-label': words.say('close'), title: words.say('close'), click: () => widget.close() }, icon('close'));
    this.heading = h('h2', { class: 'title', tabindex: -1 }, title);
    this.head = h('header', { class: 'head' }, this.face, h('div', { class: 'who' }, this.heading, this.state), this.fresh, close);
    this.banner = h('p', { class: 'banner', role: 'status', hidden: true });
    this.list = h('div', { class: 'list' });
    this.standing = h('div', { class: 'standing' });
    this.log = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': words.say('messages'), tabindex: 0 }, this.#welcome(), this.list, this.standing);
    this.jump = h('button', { type: 'button', class: 'jump', hidden: true, click: () => this.#toEnd() }, icon('down', 16), words.say('jump'));
    this.live = h('div', { class: 'sr', role: 'status' });
    this.main = h('div', { class: 'main' }, this.head, this.banner, this.log, this.jump, this.#composer());
    this.root = h('section', { class: 'panel', 'aria-label': widget.options.title || words.say('region'), hidden: true }, this.main, this.source.root, this.live);
  }

  /** What the assistant is, and what one could ask. */
  #welcome() {
    const { words, widget } = this;
    const text = widget.options.greeting || words.say('greeting');
    const node = h('div', { class: 'line assistant welcome' }, byline(words), h('div', { class: 'body' }, h('p', null, text)));
    const offered = (widget.options.examples || '').split('|').map((/** @type {string} */ part) => part.trim()).filter(Boolean);
    this.examples = h('ul', { class: 'choices' });
    for (const example of offered) {
      const ask = h('button', { type: 'button', click: () => this.submit(example) }, example, icon('next', 16));
      this.examples.append(h('li', null, ask));
    }
    this.offer = h('div', { hidden: true }, h('p', { class: 'label' }, words.say('examples')), this.examples);
    if (offered.length) node.append(this.offer);
    return node;
  }

  #composer() {
    const { words } = this;
    this.intro = h('div', { class: 'intro', hidden: true });
    this.box = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 1, 'aria-label': words.say('input'), enterkeyhint: 'send', input: () => this.#typed(), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }));
    this.send = h('button', { type: 'submit', class: 'send', 'aria-label': words.say('send') }, icon('send'));
    this.over = h('span', { class: 'over', role: 'status' });
    this.personButton = h('button', { type: 'button', class: 'person', click: () => this.person() }, icon('person', 18), words.say('person'));
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit(this.box.value, true);
    };
    return h('form', { class: 'composer', submit, novalidate: true }, this.intro, h('div', { class: 'field' }, this.box, this.send), h('div', { class: 'foot' }, this.personButton, this.over));
  }

  #listen() {
    const { thread, words } = this;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      thread.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail));
    on('change', () => this.update());
    on('write', (entry) => this.#writing(entry));
    on('answer', (entry) => this.announce(words.say('answered', { text: plain(entry.text) })));
    on('agent', (entry) => this.announce(words.say('agent_said', { name: entry.name || words.say('team'), text: entry.text })));
    on('failed', ({ error }) => this.announce(`${words.say('failed')} ${sayFailure(error, words)}`));
    on('trouble', (error) => this.#trouble(error));
    on('typing', () => this.#standing());
    this.root.addEventListener('keydown', (event) => this.#rootKey(event));
    this.log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.online = () => this.update();
    addEventListener('online', this.online);
    addEventListener('offline', this.online);
    if (window.visualViewport) window.visualViewport.addEventListener('resize', () => this.#fit());
  }

  /** What the lines of the conversation may do. @returns {Actions} */
  get actions() {
    const { words, thread } = this;
    return {
      words,
      base: thread.client.base,
      openSource: (answer, citation, opener) => {
        this.#cover(true);
        this.source.open(answer, citation, opener);
      },
      submit: (text) => this.submit(text),
      retry: (entry) => thread.retry(entry),
      rate: (entry, helpful, comment) => thread.rate(entry, helpful, comment),
      person: () => this.person(),
      announce: (text) => this.announce(text),
    };
  }

  /** @param {boolean} focus */
  show(focus) {
    this.root.hidden = false;
    this.#fit();
    this.#typed();
    this.#toEnd();
    if (focus) (matchMedia('(pointer: coarse)').matches ? this.heading : this.box).focus();
  }

  hide() {
    if (this.source.isOpen) this.source.close();
    this.root.hidden = true;
  }

  restart() {
    this.#personMode(false);
    this.thread.reset();
    this.box.focus();
  }

  /**
   * Send what the visitor wrote or chose.
   * @param {string} text
   * @param {boolean} [typed] whether it comes from the box
   */
  submit(text, typed = false) {
    const { thread } = this;
    const question = text.trim();
    if (!question || thread.busy || [...question].length > LONGEST) {
      this.box.focus();
      return;
    }
    if (this.source.isOpen) this.source.close();
    if (typed) this.box.value = '';
    this.#typed();
    this.follow = true;
    this.announce(thread.owner === 'agent' ? '' : this.words.say('thinking'));
    const toPerson = this.personMode;
    this.#personMode(false);
    if (toPerson) this.#handOver(question);
    else thread.ask(question);
    this.box.focus();
  }

  /** Somebody wants a person: at once if there is a conversation, else after saying what it is about. */
  person() {
    if (this.thread.busy) return;
    if (this.thread.conversation && this.thread.entries.length) this.#handOver(null);
    else {
      this.#personMode(!this.personMode);
      this.box.focus();
    }
  }

  /** @param {string | null} text */
  async #handOver(text) {
    this.follow = true;
    this.personButton.setAttribute('aria-busy', 'true');
    try {
      await this.thread.handOver(text);
      this.announce(`${this.words.say('queued')}. ${this.words.say('queued_text')}`);
    } catch (error) {
      this.#trouble(/** @type {any} */ (error));
    }
    this.personButton.removeAttribute('aria-busy');
    this.update();
  }

  /** @param {boolean} on */
  #personMode(on) {
    const { words } = this;
    this.personMode = on;
    this.intro.hidden = !on;
    if (on) {
      const back = h('button', { type: 'button', class: 'link', click: () => this.person() }, words.say('person_cancel'));
      this.intro.replaceChildren(icon('person', 18), h('span', null, words.say('person_intro'), ' ', back));
      this.announce(words.say('person_intro'));
    }
    this.#placeholder();
  }

  /** Draw what has changed. */
  update() {
    const { thread, words } = this;
    const kept = new Map();
    let before = null;
    for (const entry of thread.entries) {
      const known = this.drawn.get(entry.key);
      const shown = known && known.revision === entry.revision ? known : { node: drawEntry(entry, this.actions), revision: entry.revision };
      if (known && known !== shown && known.node.parentNode) known.node.replaceWith(shown.node);
      kept.set(entry.key, shown);
      if (shown.node.parentNode !== this.list || shown.node.previousSibling !== before) this.list.insertBefore(shown.node, before ? before.nextSibling : this.list.firstChild);
      before = shown.node;
    }
    for (const [key, { node }] of this.drawn) if (!kept.has(key)) node.remove();
    this.drawn = kept;
    if (this.offer) this.offer.hidden = thread.entries.length > 0 || thread.restoring;
    this.fresh.hidden = !thread.conversation && !thread.entries.length;
    this.personButton.hidden = thread.handed;
    this.send.toggleAttribute('aria-disabled', thread.busy);
    this.log.setAttribute('aria-busy', String(thread.busy));
    this.#head();
    this.#standing();
    this.#placeholder();
    this.#banner(thread.restoring ? words.say('loading') : '');
    this.#scroll();
  }

  #head() {
    const { thread, words } = this;
    const agent = thread.owner === 'agent' && thread.status !== 'resolved';
    this.root.toggleAttribute('data-person', agent);
    this.face.replaceChildren(agent ? initials(thread.agent || words.say('team')) : icon('mark', 18));
    const queued = thread.handed ? words.say('queued') : words.say('assistant_note');
    this.state.textContent = agent ? words.say('with_person') : queued;
  }

  #standing() {
    this.standing.replaceChildren(...standing(this.thread, this.actions));
    this.#scroll();
  }

  /** @param {import('./client.js').Failure | null} error */
  #trouble(error) {
    if (!error) {
      this.#banner('');
      return;
    }
    const again = h('button', { type: 'button', class: 'link', click: () => this.thread.restore() }, this.words.say('retry'));
    this.#banner(sayFailure(error, this.words), again);
  }

  /** @param {string} text @param {Node} [action] */
  #banner(text, action) {
    const { thread, words } = this;
    const lost = thread.connection === 'lost' ? words.say('reconnecting') : '';
    const said = navigator.onLine ? text || lost : words.say('offline');
    const old = this.banner.dataset.text || '';
    if (said === old && !action) return;
    if (old && !said && (old === words.say('offline') || old === words.say('reconnecting'))) this.announce(words.say('back_online'));
    this.banner.dataset.text = said;
    this.banner.hidden = !said;
    this.banner.replaceChildren(said, action ? ' ' : '', action || '');
  }

  /** @param {Entry} entry */
  #writing(entry) {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const known = this.drawn.get(entry.key);
      if (!known || entry.state !== 'writing') return;
      const node = drawEntry(entry, this.actions);
      known.node.replaceWith(node);
      known.node = node;
      this.#scroll();
    });
  }

  /** Follow what is written, but keep the question in sight and leave a reader where they are. */
  #scroll() {
    const { log } = this;
    const fresh = [...this.list.children].filter((node) => node.classList.contains('visitor')).pop();
    if (!this.follow || this.root.hidden) {
      this.#scrolled();
      return;
    }
    const end = log.scrollHeight - log.clientHeight;
    const top = this.thread.handed || !fresh ? end : /** @type {HTMLElement} */ (fresh).offsetTop - 12;
    log.scrollTop = Math.min(end, Math.max(top, 0));
    this.#scrolled();
  }

  #scrolled() {
    const { log } = this;
    const left = log.scrollHeight - log.clientHeight - log.scrollTop;
    this.jump.hidden = left < NEAR_END || this.root.hidden;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.follow = true;
  }

  #typed() {
    const { box, words } = this;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 132)}px`;
    const over = [...box.value.trim()].length - LONGEST;
    this.over.textContent = over > 0 ? words.say('too_long', { count: over }) : '';
    this.send.toggleAttribute('disabled', !box.value.trim() || over > 0);
  }

  #placeholder() {
    const person = this.personMode || this.thread.owner === 'agent';
    this.box.placeholder = this.words.say(person ? 'placeholder_person' : 'placeholder');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit(this.box.value, true);
  }

  /** @param {KeyboardEvent} event */
  #rootKey(event) {
    event.stopPropagation(); // a page's own shortcuts must not fire while somebody types
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (this.source.isOpen) this.source.close();
    else if (this.personMode) this.person();
    else this.widget.close();
  }

  /** @param {boolean} covered whether a source lies over the conversation */
  #cover(covered) {
    this.main.inert = covered;
  }

  /** On phones the panel ends where the on-screen keyboard begins. */
  #fit() {
    const view = window.visualViewport;
    if (view) this.root.style.setProperty('--view', `${Math.round(view.height)}px`);
  }

  /** Say something to those who listen instead of look. @param {string} text */
  announce(text) {
    this.live.textContent = '';
    if (text) setTimeout(() => (this.live.textContent = text), 60);
  }
}
