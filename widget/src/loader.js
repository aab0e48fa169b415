// The script tag's part: sets up `window.Askwell`, waits until the page has time, then loads the widget as a module.
// Whatever goes wrong in here, the page goes on.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script || window.Askwell) return;
  const base = new URL('.', script.src).href;
  const options = { ...script.dataset, base };
  /** @type {Record<string, Set<(detail: any) => void>>} */
  const listeners = {};
  let destroyed = false;
  /** @type {any} */
  let element = null;

  /** @param {string} event @param {any} [detail] */
  function tell(event, detail) {
    for (const listener of listeners[event] || []) {
      try {
        listener(detail);
      } catch (error) {
        console.error('Askwell: a listener failed', error);
      }
    }
  }

  const ready = new Promise((resolve) => {
    const start = () => (window.requestIdleCallback || setTimeout)(() => resolve(load()), { timeout: 1500 });
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
    else start();
  });

  async function load() {
    try {
      const { create } = await import(`${base}widget/@VERSION@/element.js`);
      const made = await create(options, tell);
      if (destroyed) made.destroy();
      else {
        element = made;
        document.body.append(made);
        made.begin().catch(warn);
      }
    } catch (error) {
      warn(error);
    }
    return element;
  }

  /** @param {any} error */
  function warn(error) {
    console.warn('Askwell: the help widget could not be loaded.', error);
    tell('error', { code: error.code || 'error', message: error.message });
  }

  /** Nothing that fails in here becomes an error of the page. @param {string} method @param {any[]} values */
  async function call(method, ...values) {
    const widget = await ready;
    if (!widget || destroyed) return;
    try {
      await widget[method](...values);
    } catch (error) {
      warn(error);
    }
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    const target = event.target instanceof Element && event.target.closest('[data-askwell-ask], [data-askwell-open]');
    if (!target || event.defaultPrevented) return;
    event.preventDefault();
    const question = target.getAttribute('data-askwell-ask');
    if (question) call('ask', question);
    else call('open');
  }

  document.addEventListener('click', clicked);
  window.Askwell = {
    open: () => call('open'),
    close: () => call('close'),
    ask: (/** @type {string} */ text) => call('ask', text),
    identify: (/** @type {any} */ who) => call('identify', who),
    on(/** @type {string} */ event, /** @type {(detail: any) => void} */ listener) {
      (listeners[event] = listeners[event] || new Set()).add(listener);
      return () => listeners[event].delete(listener);
    },
    destroy() {
      destroyed = true;
      document.removeEventListener('click', clicked);
      if (element) element.destroy();
      tell('destroy');
      delete window.Askwell;
    },
  };
  if ('open' in options) call('open');
  ready.then((widget) => widget && tell('ready'));
})();
