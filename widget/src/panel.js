// The panel: header, conversation or search, composer. It draws what the thread says and passes on what the visitor does.

import { Composer } from './composer.js';
import { h } from './dom.js';
import { sayFailure } from './failures.js';
import { frame } from './frame.js';
import { sayBanner, sayHead } from './header.js';
import { plain } from './markdown.js';
import { Search } from './search.js';
import { Sheet } from './sheet.js';
import { SourceView } from './source.js';
import { Talk } from './talk.js';
import { logo } from './theme.js';

/** @typedef {import('./entries.js').Entry} Entry */

/** The open widget. */
export class Panel {
  /** Whether the visitor looks for articles instead of asking. */
  searching = false;
  /** The last line of a person that they were told is read. */
  marked = '';
  /** @type {import('./client.js').Failure | null} what keeps the conversation from being there */
  problem = null;
  gone = new AbortController();

  /** @param {import('./element.js').AskwellWidget} widget */
  constructor(widget) {
    this.widget = widget;
    this.words = widget.words;
    this.thread = widget.thread;
    this.logo = logo(widget.options.logo);
    this.root = h('section', { class: 'panel', 'aria-label': widget.options.title || this.words.say('launcher'), hidden: true });
    this.parts = frame(this);
    this.composer = new Composer(this);
    this.search = new Search(this);
    this.talk = new Talk(this);
    this.source = new SourceView(this);
    this.parts.main.append(this.talk.root, this.talk.jump, this.search.root, this.composer.root);
    this.root.insertBefore(this.source.root, this.parts.live);
    this.sheet = new Sheet(this.root);
    this.#listen();
    this.mode(widget.options.search !== undefined);
  }

  #listen() {
    const { thread, words } = this;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ listener) =>
      thread.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail));
    on('change', () => this.update());
    on('write', (entry) => this.talk.write(entry));
    on('answer', (entry) => this.announce(words.say('answered', { text: plain(entry.text) })));
    on('agent', (entry) => this.#spoke(entry));
    on('failed', ({ error }) => this.announce(`${words.say('failed')} ${sayFailure(error, words)}`));
    on('trouble', (error) => {
      this.problem = error;
      sayBanner(this);
    });
    on('typing', () => this.talk.stand());
    on('restored', () => this.talk.following && this.talk.toEnd());
    this.root.addEventListener('keydown', (event) => this.#rootKey(event));
    const { signal } = this.gone;
    for (const type of ['online', 'offline']) addEventListener(type, () => this.update(), { signal });
    const moved = () => !this.root.hidden && this.talk.welcome.refresh();
    addEventListener('popstate', moved, { signal });
    /** @type {any} */ (window).navigation?.addEventListener('currententrychange', moved, { signal });
  }

  /** Let go of the page. */
  remove() {
    this.gone.abort();
    this.sheet.stop();
  }

  /** Keep a file that came with a line. @param {import('./entries.js').Attached} file */
  async save({ id, name }) {
    try {
      const href = URL.createObjectURL(await this.thread.client.file(this.thread.path(`attachments/${id}`)));
      h('a', { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } catch (error) {
      this.announce(sayFailure(/** @type {any} */ (error), this.words));
    }
  }

  /** @param {boolean} focus */
  show(focus) {
    this.root.hidden = false;
    this.sheet.fit();
    this.talk.welcome.refresh();
    this.composer.typed();
    this.talk.toEnd();
    this.#look();
    if (focus) (matchMedia('(pointer: coarse)').matches ? this.parts.heading : this.composer.box).focus();
  }

  hide() {
    if (this.source.isOpen) this.source.close();
    this.root.hidden = true;
    this.sheet.fit();
  }

  restart() {
    this.problem = null;
    this.composer.forPerson(false);
    this.mode(false);
    this.thread.reset();
  }

  /** Ask, or look for articles. @param {boolean} searching */
  mode(searching) {
    const { parts, composer, search, talk } = this;
    const changes = this.searching !== searching;
    this.searching = searching;
    parts.ask.setAttribute('aria-pressed', String(!searching));
    parts.look.setAttribute('aria-pressed', String(searching));
    parts.ask.removeAttribute('data-new');
    talk.root.hidden = searching;
    search.root.hidden = !searching;
    // What is searched stands below its box, what is said above it; the order of reading is that of the eye.
    if (changes) composer.forPerson(false);
    if (searching) parts.main.insertBefore(composer.form, search.root);
    else composer.root.insertBefore(composer.form, composer.foot);
    this.update();
    if (changes && !this.root.hidden) composer.box.focus();
  }

  /**
   * Show an article, at the passage if there is one.
   * @param {import('./articles.js').Source} source
   * @param {HTMLElement} opener
   * @param {string | null} [lang] of what led there
   */
  read(source, opener, lang) {
    this.source.open(source, opener, lang || this.words.lang);
  }

  /**
   * Send what the visitor wrote or chose.
   * @param {string} text
   * @param {boolean} [typed] whether it comes from the box
   */
  submit(text, typed = false) {
    const { thread, composer, words } = this;
    const { personMode, tray } = composer;
    const question = text.trim();
    if (this.searching) this.mode(false);
    composer.box.focus();
    if (thread.busy) return;
    if (this.source.isOpen) this.source.close();
    if (typed) composer.clear();
    this.talk.following = true;
    this.problem = null;
    this.announce(thread.owner === 'agent' || !navigator.onLine ? '' : words.say('thinking'));
    if (personMode) {
      composer.forPerson(false);
      this.#handOver(question);
    } else thread.ask(question, typed ? tray.take() : []);
  }

  /**
   * Somebody wants a person: at once if there is a conversation, else after saying what it is about.
   * @param {string} [text] what could not be sent to the assistant
   */
  person(text) {
    const { thread, composer } = this;
    if (thread.busy) return;
    if (this.source.isOpen) this.source.close();
    this.mode(false);
    if (thread.conversation && thread.entries.length) this.#handOver(null);
    else {
      composer.forPerson(!composer.personMode || text !== undefined);
      composer.box.value = text || composer.box.value;
      composer.typed();
      composer.box.focus();
    }
  }

  /** @param {string | null} text */
  async #handOver(text) {
    const { words, thread, composer } = this;
    this.talk.following = true;
    composer.person.setAttribute('aria-busy', 'true');
    try {
      await thread.handOver(text);
      this.problem = null;
      if (thread.handed) this.announce(`${words.say('queued')}. ${thread.expects || words.say('queued_text')}`);
    } catch (error) {
      this.problem = /** @type {any} */ (error);
    }
    composer.person.removeAttribute('aria-busy');
    this.update();
  }

  /** @param {Entry} entry */
  #spoke(entry) {
    this.announce(this.words.say('agent_said', { name: entry.name || this.words.say('team'), text: entry.text }));
    this.parts.ask.toggleAttribute('data-new', this.searching);
  }

  /** Draw what has changed. */
  update() {
    const { thread, parts, composer, talk } = this;
    parts.fresh.hidden = !thread.conversation && !thread.entries.length;
    composer.update();
    sayHead(this);
    sayBanner(this);
    talk.update();
    this.#look();
  }

  /** Tell the person that their last line has been on the screen. */
  #look() {
    const { thread } = this;
    const last = thread.entries.filter(({ author }) => author === 'agent').pop();
    if (!last?.id || last.id === this.marked || this.root.hidden || this.searching || document.hidden) return;
    this.marked = last.id;
    thread.client.post(thread.path('read'), { message_id: last.id }).catch(() => undefined);
  }

  /** @param {KeyboardEvent} event */
  #rootKey(event) {
    event.stopPropagation(); // a page's own shortcuts must not fire while somebody types
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (this.source.isOpen) this.source.close();
    else if (!this.composer.intro.hidden) this.composer.leave();
    else this.widget.close();
  }

  /** Say something to those who listen instead of look. @param {string} text */
  announce(text) {
    this.parts.live.textContent = '';
    if (text) setTimeout(() => (this.parts.live.textContent = text), 60);
  }
}
