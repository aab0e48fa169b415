// Server-sent events read with `fetch`, because `EventSource` can send neither a token nor a body.

/** @typedef {{ id: string, event: string, data: any }} ServerEvent */

const LOOK_EVERY_MS = 5_000;
const SILENCE_MS = 45_000;

/**
 * The events of a response as they arrive; those without data, such as pings, are left out. It ends when nothing came for
 * so long that pings must have been lost, as after a laptop's sleep, and when the network has come back: open it again.
 * @param {Response} response
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(response) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let heard = Date.now();
  const cut = () => reader.cancel().catch(() => undefined);
  // The clock may be set in either direction meanwhile; a needless look at the server does no harm.
  const watch = setInterval(() => Math.abs(Date.now() - heard) > SILENCE_MS && cut(), LOOK_EVERY_MS);
  addEventListener('online', cut);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      heard = Date.now();
      rest += decoder.decode(value, { stream: !done });
      const parts = rest.split(/\r?\n\r?\n/);
      rest = parts.pop() || '';
      for (const part of parts) {
        const event = parseEvent(part);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    clearInterval(watch);
    removeEventListener('online', cut);
    cut();
  }
}

/**
 * @param {string} part
 * @returns {ServerEvent | null}
 */
function parseEvent(part) {
  const found = { id: '', event: 'message', data: '' };
  for (const line of part.split(/\r?\n/)) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) || [];
    if (field === 'data') found.data += (found.data && '\n') + value;
    else if (field === 'id' || field === 'event') found[field] = value;
  }
  if (!found.data) return null;
  try {
    return { ...found, data: JSON.parse(found.data) };
  } catch {
    return null;
  }
}
