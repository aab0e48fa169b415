// Where the visitor writes: the box with its suggestions and files, and below it the ways on.

import { Tray } from './attach.js';
import { h, icon } from './dom.js';
import { LONGEST } from './entries.js';
import { address, form, textLink } from './forms.js';
import { Suggestions } from './suggest.js';

const TALLEST = 132;
const TYPING_EVERY_MS = 3_000;

/** The lower end of the panel. */
export class Composer {
  /** Whether what comes next goes to a person. */
  personMode = false;
  /** When the person was last told that the visitor writes. */
  told = 0;

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    const { words } = panel;
    this.panel = panel;
    this.intro = h('div', { class: 'intro', hidden: true });
    const listen = { input: () => this.typed(true), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) };
    this.box = /** @type {HTMLTextAreaElement} */ (h('textarea', { rows: 1, 'aria-label': words.say('input'), enterkeyhint: 'send', ...listen, paste: (event) => this.#take(event, event.clipboardData) }));
    this.suggestions = new Suggestions(panel, this.box);
    this.tray = new Tray(panel, () => this.typed());
    this.send = h('button', { type: 'submit', class: 'send' });
    this.over = h('span', { class: 'over', role: 'status' });
    this.person = h('button', { class: 'person', click: () => panel.person() }, icon('person', 18), words.say('person'));
    this.copy = h('button', { class: 'person quiet', click: () => this.#transcript() }, icon('mail', 18), words.say('transcript'));
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.submit();
    };
    this.form = h('form', { class: 'write', submit, novalidate: true }, this.suggestions.list, this.tray.list, h('div', { class: 'field' }, this.tray.button, this.box, this.send));
    this.foot = h('div', { class: 'foot' }, this.person, this.over, this.copy);
    this.root = h('div', { class: 'composer' }, this.intro, this.form, this.foot);
    panel.root.addEventListener('dragover', (event) => this.tray.allowed && event.preventDefault());
    panel.root.addEventListener('drop', (event) => this.#take(event, event.dataTransfer));
  }

  /** Bring everything up to date with the conversation. */
  update() {
    const { words, thread, searching } = this.panel;
    const person = this.personMode || thread.handed;
    this.box.placeholder = words.say(searching ? 'placeholder_search' : person ? 'placeholder_person' : 'placeholder');
    this.send.replaceChildren(icon(searching ? 'search' : 'send'));
    this.send.setAttribute('aria-label', words.say(searching ? 'search' : 'send'));
    this.send.toggleAttribute('aria-disabled', thread.busy);
    this.person.hidden = thread.handed;
    this.copy.hidden = !thread.conversation || !thread.entries.length || searching || thread.store.kept.mail === false;
    this.tray.button.hidden = !this.tray.allowed || searching;
    this.typed();
  }

  /** Height, limit and suggestions follow the text. @param {boolean} [fresh] whether somebody is typing */
  typed(fresh = false) {
    const { box, tray } = this;
    const { words, thread } = this.panel;
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, TALLEST)}px`;
    const text = box.value.trim();
    const over = [...text].length - LONGEST;
    this.over.textContent = over > 0 ? words.count('too_long', over) : '';
    this.send.toggleAttribute('disabled', over > 0 || tray.busy || (!text && !tray.files.some(({ id }) => id)));
    if (!fresh) return;
    this.suggestions.look(this.personMode || thread.handed ? '' : text);
    if (thread.owner !== 'agent' || Date.now() - this.told < TYPING_EVERY_MS) return;
    this.told = Date.now();
    thread.client.post(thread.path('typing'), {}).catch(() => undefined);
  }

  /** What the visitor wrote goes where it belongs. */
  submit() {
    const { panel, box } = this;
    if (this.send.hasAttribute('disabled')) box.focus();
    else if (panel.searching) {
      this.suggestions.look('');
      panel.search.find(box.value.trim());
    } else panel.submit(box.value, true);
  }

  /** Leave the box empty. */
  clear() {
    this.box.value = '';
    this.#ask(null);
    this.suggestions.look('');
    this.typed();
  }

  /** @param {boolean} on whether the next line goes to a person */
  forPerson(on) {
    const { words } = this.panel;
    this.personMode = on;
    this.suggestions.look('');
    this.#ask(on && [icon('person', 18), h('span', null, words.say('person_intro'), ' ', textLink(words, 'person_cancel', () => this.panel.person()))]);
    if (on) this.panel.announce(words.say('person_intro'));
    this.update();
  }

  /** The conversation by e-mail: to the address on file, or to another one. */
  #transcript() {
    const { words, thread } = this.panel;
    const field = address(thread.contact || '');
    const send = async (/** @type {string} */ email) => {
      await thread.client.post(thread.path('transcript'), { email: email || null, lang: words.lang });
      const said = words.say('transcript_sent', { email: email || thread.contact || '' });
      this.#ask([icon('check', 18), h('span', null, said)]);
      this.panel.announce(said);
      this.box.focus();
    };
    const asks = form(words, words.say('transcript_ask'), field, send, { 422: 'email_wrong', 429: 'transcript_no' });
    asks.append(textLink(words, 'cancel', () => this.leave()));
    this.#ask([asks]);
    field.focus();
  }

  /** Take away what stands above the box. */
  leave() {
    if (this.personMode) return this.panel.person();
    this.#ask(null);
    this.copy.focus();
  }

  /** @param {Node[] | null | false} nodes what stands above the box; nothing takes it away */
  #ask(nodes) {
    this.intro.hidden = !nodes;
    this.intro.replaceChildren(...(nodes || []));
  }

  /** Files that were pasted or dropped. @param {Event} event @param {DataTransfer | null} data */
  #take(event, data) {
    if (this.tray.add(data && data.files)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const taken = this.suggestions.takes(event);
    if (taken || (event.key === 'Enter' && !event.shiftKey)) event.preventDefault();
    if (taken) event.stopPropagation();
    else if (event.key === 'Enter' && !event.shiftKey) this.submit();
  }
}
