// What survives a reload. Storage may be blocked, full or hold what someone else wrote: then memory must do.

/**
 * @typedef {{ key: string, text: string, at: string, page: object, files: import('./entries.js').Attached[], person: boolean }} Line
 *   what is on its way to the server
 * @typedef {{ conversation?: string | null, token?: string | null, expires?: number, mark?: string, seen?: number, outbox?: Line[],
 *   former?: string | null, open?: boolean, draft?: string, mail?: boolean }} Kept
 */

/** A few values under one key: in `localStorage` for all tabs of a site, in `sessionStorage` for one. */
export class Store {
  /** Whether the browser lets us keep anything. */
  blocked = false;
  /** Stops listening to other tabs. */
  close = () => {};

  /** @param {string} key @param {'localStorage' | 'sessionStorage'} area */
  constructor(key, area) {
    this.key = key;
    this.area = area;
    /** @type {Kept} */
    this.kept = {};
    this.kept = this.#read();
    /** What this tab has taken up: its own changes, and of others those that it was told of. */
    this.known = this.kept;
  }

  /** @param {Kept | null} change null forgets everything */
  set(change) {
    this.kept = change ? { ...this.#read(), ...change } : {};
    this.known = change ? { ...this.known, ...change } : {};
    try {
      window[this.area].setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // Full or not to be had: the values last as long as the page.
      this.blocked = true;
    }
  }

  /** Keep a line until the server has it. @param {string} key @param {Line} [line] left out: the server has it */
  queue(key, line) {
    const { outbox = [] } = this.#read();
    const others = outbox.filter((other) => other.key !== key);
    if (line || others.length < outbox.length) this.set({ outbox: line ? [...others, line] : others });
  }

  /**
   * Be told of what other tabs change: by `storage`, which comes with the change, where a message could overtake it.
   * @param {(before: Kept) => void} changed
   */
  share(changed) {
    const heard = (/** @type {StorageEvent} */ { key }) => {
      if (!key || key === this.key) changed(this.look());
    };
    addEventListener('storage', heard);
    this.close = () => removeEventListener('storage', heard);
  }

  /** Take up what other tabs have changed. @returns {Kept} what was known before */
  look() {
    const before = this.known;
    this.kept = this.known = this.#read();
    return before;
  }

  /**
   * Do something in one tab at a time, where the browser can see to that.
   * @template T
   * @param {string} what
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async alone(what, work) {
    if (!navigator.locks || this.blocked) return work();
    return navigator.locks.request(`${this.key} ${what}`, () => {
      // Only read: that something has changed is told by the event, which may still be on its way.
      this.kept = this.#read();
      return work();
    });
  }

  /** What is kept now, perhaps by another tab. @returns {Kept} */
  #read() {
    if (this.blocked) return this.kept;
    try {
      const found = JSON.parse(window[this.area].getItem(this.key) || '{}');
      return found && typeof found === 'object' ? found : {};
    } catch (error) {
      this.blocked = error instanceof DOMException;
      return this.kept;
    }
  }
}
