// Server-sent events read with `fetch`, because `EventSource` can send neither a token nor a body.

/** @typedef {{ id: string, event: string, data: any }} ServerEvent */

/**
 * The events of a response as they arrive; those without data, such as pings, are left out.
 * @param {Response} response
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* readEvents(response) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const parts = rest.split(/\r?\n\r?\n/);
      rest = parts.pop() || '';
      for (const part of parts) {
        const event = parse(part);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/**
 * @param {string} part
 * @returns {ServerEvent | null}
 */
function parse(part) {
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
