// What survives a reload. Storage may be blocked, full or hold what someone else wrote: then memory must do.

/** @typedef {{ conversation?: string | null, token?: string | null, expires?: number, open?: boolean, seen?: number }} Kept */

/** A few values under one key of `localStorage`, in memory when that is not to be had. */
export class Store {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
    /** @type {Kept} */
    this.kept = this.#read();
  }

  /** @param {Kept} change */
  set(change) {
    this.kept = { ...this.kept, ...change };
    try {
      localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // Blocked or full: the values last as long as the page.
    }
  }

  clear() {
    this.kept = {};
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }

  /** @returns {Kept} */
  #read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) || '{}');
      return found && typeof found === 'object' ? found : {};
    } catch {
      return {};
    }
  }
}
