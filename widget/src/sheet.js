// On phones the window is a sheet: it ends where the on-screen keyboard begins, and the page behind it stays where it is.

const PHONE = '(max-width: 640px), (max-height: 480px)';

/** Keeps an open panel in the part of the screen that can be seen. */
export class Sheet {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.view = window.visualViewport;
    /** @type {string | null} how the page scrolled before it was held */
    this.before = null;
    this.fit = () => this.#fit();
    for (const type of ['resize', 'scroll']) this.view?.addEventListener(type, this.fit);
  }

  /** Let go of the page. */
  stop() {
    for (const type of ['resize', 'scroll']) this.view?.removeEventListener(type, this.fit);
    this.#hold(false);
  }

  #fit() {
    const { panel, view } = this;
    const open = !panel.hidden;
    if (view && open) {
      // Who has zoomed in with two fingers sees a part of the panel; it stays as large as the screen.
      const zoomed = view.scale > 1.01;
      panel.style.setProperty('--view', `${Math.round(view.height * view.scale)}px`);
      panel.style.setProperty('--top', `${zoomed ? 0 : Math.round(view.offsetTop)}px`);
    }
    this.#hold(open && matchMedia(PHONE).matches);
  }

  /** @param {boolean} held */
  #hold(held) {
    const page = document.documentElement.style;
    if (held === (this.before !== null)) return;
    [this.before, page.overflow] = held ? [page.overflow, 'hidden'] : [null, this.before || ''];
  }
}
