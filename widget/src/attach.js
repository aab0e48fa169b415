// Files that go along with the next line to a person.

import { h, icon } from './dom.js';
import { sayFailure } from './failures.js';
import { tool } from './forms.js';

/** @typedef {import('./entries.js').Attached & { failed?: boolean }} Chosen */

const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/csv,.csv';

/** Chosen, pasted or dropped files with how far each is. */
export class Tray {
  /** @type {Chosen[]} */
  files = [];

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {() => void} changed
   */
  constructor(panel, changed) {
    this.panel = panel;
    this.changed = changed;
    const { words } = panel;
    const input = /** @type {HTMLInputElement} */ (h('input', { type: 'file', multiple: true, hidden: true, accept: TAKEN, change: () => this.add(input.files) }));
    this.button = tool(words.say('attach'), 'clip', () => input.click());
    this.button.append(input);
    this.list = h('ul', { class: 'tray' });
  }

  get allowed() {
    return this.panel.thread.handed && this.panel.thread.conversation !== null;
  }

  /** Whether a file is still on its way. */
  get busy() {
    return this.files.some(({ id, failed }) => !id && !failed);
  }

  /** @param {FileList | null | undefined} files @returns {boolean} whether there were any to take */
  add(files) {
    if (!files || !files.length || !this.allowed) return false;
    for (const file of files) this.#upload(file);
    return true;
  }

  /** @param {File} file */
  async #upload(file) {
    const { words, thread } = this.panel;
    const path = thread.path('attachments');
    const stop = new AbortController();
    /** @type {Chosen} */
    const chosen = { id: '', name: file.name || 'file', size: file.size };
    const { name } = chosen;
    const bar = /** @type {HTMLProgressElement} */ (h('progress', { max: 1, value: 0, 'aria-label': name }));
    const says = h('small', { role: 'status' }, words.size(file.size));
    const drop = () => {
      stop.abort();
      item.remove();
      this.files = this.files.filter((other) => other !== chosen);
      if (chosen.id) thread.client.drop(`${path}/${chosen.id}`).catch(() => undefined); // what stays is purged in time
      this.changed();
    };
    const item = h('li', null, icon('doc', 18), h('span', { class: 'what' }, h('b', null, name), says, bar), tool(`${words.say('email_remove')} ${name}`, 'close', drop));
    this.files.push(chosen);
    this.list.append(item);
    this.changed();
    try {
      chosen.id = (await thread.client.upload(`${path}?name=${encodeURIComponent(name)}`, file, (share) => (bar.value = share), stop.signal)).id;
    } catch (error) {
      chosen.failed = true;
      item.classList.add('failed');
      says.textContent = sayFailure(/** @type {any} */ (error), words, { 413: 'file_large', 422: 'file_kind' });
    }
    bar.remove();
    this.changed();
  }

  /** The files that are there, for the line that goes now. @returns {import('./entries.js').Attached[]} */
  take() {
    const files = this.files.filter(({ id }) => id);
    this.files = [];
    this.list.replaceChildren();
    return files;
  }
}
