// The panel: header, conversation, composer. It draws what the thread says and passes on what the visitor does.

import { h, icon } from './dom.js';
import { frame } from './frame.js';
import { plain } from './markdown.js';
import { drawEntry, initials, sayFailure } from './messages.js';
import { SourceView } from './source.js';
import { standing } from './standing.js';
import { logo } from './theme.js';

/**
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./messages.js').Actions} Actions
 */

const LONGEST = 2_000;
const NEAR_END = 220;

/** The open widget. */
export class Panel {
  /** @type {Map<string, { node: HTMLElement, revision: number }>} */
  drawn = new Map();
  /** Whether what comes next goes to a person. */
  personMode = false;
  /** Whether the conversation scrolls along. */
  following = true;
  painting = 0;

  /** @param {import('./element.js').AskwellWidget} widget */
  constructor(widget) {
    this.widget = widget;
    this.words = widget.words;
    this.thread = widget.thread;
    this.parts = frame(this.words, widget.options, {
      close: () => widget.close(),
      restart: () => this.restart(),
      person: () => this.person(),
      toEnd: () => this.#toEnd(),
      typed: () => this.#typed(),
      key: (event) => this.#key(event),
      send: () => this.submit(this.parts.box.value, true),
      ask: (example) => this.submit(example),
    });
    this.root = this.parts.root;
    this.logo = logo(widget.options.logo);
    this.examples = !this.parts.offer.hidden;
    this.source = new SourceView(this.words, this.thread.client, () => this.#cover(false));
    this.root.insertBefore(this.source.root, this.parts.live);
    this.online = () => this.update();
    this.fit = () => this.#fit();
    this.#listen();
    this.update();
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
    this.parts.log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    addEventListener('online', this.online);
    addEventListener('offline', this.online);
    window.visualViewport?.addEventListener('resize', this.fit);
  }

  /** Let go of the page. */
  remove() {
    removeEventListener('online', this.online);
    removeEventListener('offline', this.online);
    window.visualViewport?.removeEventListener('resize', this.fit);
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
      save: (file) => save(thread, file).catch((error) => this.announce(sayFailure(error, words))),
    };
  }

  /** @param {boolean} focus */
  show(focus) {
    this.root.hidden = false;
    this.#fit();
    this.#typed();
    this.#toEnd();
    if (focus) (matchMedia('(pointer: coarse)').matches ? this.parts.heading : this.parts.box).focus();
  }

  hide() {
    if (this.source.isOpen) this.source.close();
    this.root.hidden = true;
  }

  restart() {
    this.#personMode(false);
    this.thread.reset();
    this.parts.box.focus();
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
      this.parts.box.focus();
      return;
    }
    if (this.source.isOpen) this.source.close();
    if (typed) this.parts.box.value = '';
    this.#typed();
    this.following = true;
    this.announce(thread.owner === 'agent' ? '' : this.words.say('thinking'));
    const toPerson = this.personMode;
    this.#personMode(false);
    if (toPerson) this.#handOver(question);
    else thread.ask(question);
    this.parts.box.focus();
  }

  /** Somebody wants a person: at once if there is a conversation, else after saying what it is about. */
  person() {
    if (this.thread.busy) return;
    if (this.thread.conversation && this.thread.entries.length) this.#handOver(null);
    else {
      this.#personMode(!this.personMode);
      this.parts.box.focus();
    }
  }

  /** @param {string | null} text */
  async #handOver(text) {
    this.following = true;
    this.parts.person.setAttribute('aria-busy', 'true');
    try {
      await this.thread.handOver(text);
      this.announce(`${this.words.say('queued')}. ${this.words.say('queued_text')}`);
    } catch (error) {
      this.#trouble(/** @type {any} */ (error));
    }
    this.parts.person.removeAttribute('aria-busy');
    this.update();
  }

  /** @param {boolean} on */
  #personMode(on) {
    const { words } = this;
    this.personMode = on;
    this.parts.intro.hidden = !on;
    if (on) {
      const back = h('button', { type: 'button', class: 'link', click: () => this.person() }, words.say('person_cancel'));
      this.parts.intro.replaceChildren(icon('person', 18), h('span', null, words.say('person_intro'), ' ', back));
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
      if (shown.node.parentNode !== this.parts.list || shown.node.previousSibling !== before) this.parts.list.insertBefore(shown.node, before ? before.nextSibling : this.parts.list.firstChild);
      before = shown.node;
    }
    for (const [key, { node }] of this.drawn) if (!kept.has(key)) node.remove();
    this.drawn = kept;
    this.parts.offer.hidden = !this.examples || thread.entries.length > 0 || thread.restoring;
    this.parts.fresh.hidden = !thread.conversation && !thread.entries.length;
    this.parts.person.hidden = thread.handed;
    this.parts.send.toggleAttribute('aria-disabled', thread.busy);
    this.parts.log.setAttribute('aria-busy', String(thread.busy));
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
    this.parts.face.replaceChildren(agent ? initials(thread.agent || words.say('team')) : this.logo);
    const queued = thread.handed ? words.say('queued') : words.say('assistant_note');
    this.parts.state.textContent = agent ? words.say('with_person') : queued;
  }

  #standing() {
    const { standing: place } = this.parts;
    // An address that is being typed stays.
    if (this.thread.owner !== 'queue' || !place.querySelector('input:is(:focus, :not(:placeholder-shown))')) {
      place.replaceChildren(...standing(this.thread, this.actions));
    }
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
    const old = this.parts.banner.dataset.text || '';
    if (said === old && !action) return;
    if (old && !said && (old === words.say('offline') || old === words.say('reconnecting'))) this.announce(words.say('back_online'));
    this.parts.banner.dataset.text = said;
    this.parts.banner.hidden = !said;
    this.parts.banner.replaceChildren(said, action ? ' ' : '', action || '');
  }

  /** @param {Entry} entry */
  #writing(entry) {
    if (this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = 0;
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
    const { log } = this.parts;
    const fresh = [...this.parts.list.children].filter((node) => node.classList.contains('visitor')).pop();
    if (!this.following || this.root.hidden) {
      this.#scrolled();
      return;
    }
    const end = log.scrollHeight - log.clientHeight;
    const top = this.thread.handed || !fresh ? end : /** @type {HTMLElement} */ (fresh).offsetTop - 12;
    log.scrollTop = Math.min(end, Math.max(top, 0));
    this.#scrolled();
  }

  #scrolled() {
    const { log } = this.parts;
    const left = log.scrollHeight - log.clientHeight - log.scrollTop;
    this.parts.jump.hidden = left < NEAR_END || this.root.hidden;
  }

  #toEnd() {
    this.parts.log.scrollTop = this.parts.log.scrollHeight;
    this.following = true;
  }

  #typed() {
    const { words } = this;
    const { box } = this.parts;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 132)}px`;
    const over = [...box.value.trim()].length - LONGEST;
    this.parts.over.textContent = over > 0 ? words.count('too_long', over) : '';
    this.parts.send.toggleAttribute('disabled', !box.value.trim() || over > 0);
  }

  #placeholder() {
    const person = this.personMode || this.thread.owner === 'agent';
    this.parts.box.placeholder = this.words.say(person ? 'placeholder_person' : 'placeholder');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit(this.parts.box.value, true);
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
    this.parts.main.inert = covered;
  }

  /** On phones the panel ends where the on-screen keyboard begins. */
  #fit() {
    const view = window.visualViewport;
    if (view) this.root.style.setProperty('--view', `${Math.round(view.height)}px`);
  }

  /** Say something to those who listen instead of look. @param {string} text */
  announce(text) {
    this.parts.live.textContent = '';
    if (text) setTimeout(() => (this.parts.live.textContent = text), 60);
  }
}

/** @param {import('./thread.js').Thread} thread @param {import('./entries.js').Attached} file */
async function save(thread, file) {
  const href = URL.createObjectURL(await thread.client.file(`v1/conversations/${thread.conversation}/attachments/${file.id}`));
  h('a', { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
