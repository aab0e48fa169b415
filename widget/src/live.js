// The line on which a person's replies arrive: opened again by itself, from the last event seen.

/** @typedef {import('./thread.js').Thread} Thread */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 30_000;
const GONE = [401, 403, 404];

/**
 * Follow the thread's conversation until the signal says stop.
 * @param {Thread} thread
 * @param {AbortSignal} signal
 */
export async function follow(thread, signal) {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted && thread.conversation) {
    try {
      const opened = () => {
        thread.connected('live');
        wait = FIRST_WAIT_MS;
      };
      for await (const event of thread.client.events(thread.path('events'), thread.last, signal, opened)) {
        if (signal.aborted) return;
        thread.receive(event);
      }
    } catch (error) {
      const { status, retryAfter } = /** @type {import('./client.js').Failure} */ (error);
      if (signal.aborted) return;
      if (GONE.includes(status)) {
        thread.lose();
        thread.tell('trouble', error);
        return;
      }
      thread.connected('lost');
      wait = Math.max(wait, (retryAfter || 0) * 1000);
    }
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

/**
 * Wait, but not once the browser is online again.
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
