// Talks to the Askwell server. Every failure becomes a `Failure` with a stable code.

import { readEvents } from './sse.js';

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {string | { id: string, hash: string, email?: string, name?: string }} Identity
 *   a JWT made by the site's own server, or the visitor's id with its HMAC
 */

const RENEW_BEFORE_MS = 30_000;
const REFUSED = ['identity_refused', 'invalid_input', 'misconfigured'];

/** Something that went wrong, by the code of the API or `network`. */
export class Failure extends Error {
  /**
   * @param {string} code
   * @param {number} [status]
   * @param {number} [retryAfter] seconds
   * @param {string} [detail] for the site's developer
   */
  constructor(code, status = 0, retryAfter = 0, detail = code) {
    super(detail);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The HTTP interface, with a visitor's token that renews itself. */
export class Client {
  /** Whether the server did not believe what the site said of the visitor, who is a guest now. */
  refused = false;

  /**
   * @param {string} base address of the server, ending in a slash
   * @param {Store} store
   * @param {Identity | null} identity
   * @param {(failure: Failure) => void} refuse told when an identity is not accepted
   */
  constructor(base, store, identity, refuse) {
    this.base = base;
    this.store = store;
    this.identity = identity;
    this.refuse = refuse;
    /** @type {Promise<string> | null} */
    this.renewal = null;
  }

  /**
   * Say who the visitor is from now on.
   * @param {Identity} identity
   */
  async identify(identity) {
    await this.renewal?.catch(() => undefined);
    this.identity = identity;
    this.refused = false;
    await this.#renew();
  }

  /**
   * @param {string} path
   * @returns {Promise<any>}
   */
  async get(path) {
    return (await this.#fetch('GET', path)).json();
  }

  /**
   * What everybody may know, asked without saying who asks.
   * @param {string} path
   * @returns {Promise<any>}
   */
  async look(path) {
    const response = await this.#send('GET', path, '', {});
    if (!response.ok) throw await failure(response);
    return response.json();
  }

  /** @param {string} path */
  async drop(path) {
    await this.#fetch('DELETE', path);
  }

  /**
   * Send a file; `fetch` could not say how far it is.
   * @param {string} path
   * @param {File} file
   * @param {(share: number) => void} progress
   * @param {AbortSignal} signal
   * @returns {Promise<any>}
   */
  async upload(path, file, progress, signal) {
    return (await this.#renewing((token) => this.#put(path, file, progress, signal, token))).json();
  }

  /**
   * @param {string} path
   * @param {File} file
   * @param {(share: number) => void} progress
   * @param {AbortSignal} signal
   * @param {string} token
   */
  async #put(path, file, progress, signal, token) {
    if (signal.aborted) throw new Failure('aborted');
    const request = new XMLHttpRequest();
    request.open('POST', this.base + path);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    signal.onabort = () => request.abort();
    await new Promise((resolve) => {
      request.onloadend = resolve;
      request.send(file);
    });
    if (!request.status) throw new Failure('network');
    return new Response(request.responseText, { status: request.status });
  }

  /**
   * @param {string} path
   * @returns {Promise<Blob>}
   */
  async file(path) {
    return (await this.#fetch('GET', path)).blob();
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {string} [key] makes a repeated write count once
   * @returns {Promise<any>}
   */
  async post(path, body, key) {
    const response = await this.#fetch('POST', path, { body, key });
    return response.status === 204 ? null : response.json();
  }

  /**
   * Ask, and follow the answer as it is written.
   * @param {object} body
   * @param {string} key
   * @param {AbortSignal} signal
   */
  async *ask(body, key, signal) {
    yield* this.#stream(await this.#fetch('POST', 'v1/ask', { body, key, signal, stream: true }));
  }

  /**
   * Follow what happens in a conversation.
   * @param {string} path
   * @param {string} last id of the last event seen
   * @param {AbortSignal} signal
   * @param {() => void} opened called once the server has accepted
   */
  async *events(path, last, signal, opened) {
    const response = await this.#fetch('GET', path, { signal, stream: true, last });
    opened();
    yield* this.#stream(response);
  }

  /** @param {Response} response */
  async *#stream(response) {
    try {
      yield* readEvents(response);
    } catch {
      throw new Failure('network');
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: object, key?: string, signal?: AbortSignal, stream?: boolean, last?: string }} [options]
   * @returns {Promise<Response>}
   */
  #fetch(method, path, options = {}) {
    return this.#renewing((token) => this.#send(method, path, token, options));
  }

  /** @param {(token: string) => Promise<Response>} send called again with a new token where the first does not serve */
  async #renewing(send) {
    let response = await send(await this.#token());
    // Not found: another tab may just be signing in, which takes the conversation away from the old token.
    if ([401, 404].includes(response.status)) response = await send(await this.#renew());
    if (!response.ok) throw await failure(response);
    return response;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} token
   * @param {{ body?: object, key?: string, signal?: AbortSignal, stream?: boolean, last?: string }} options
   */
  async #send(method, path, token, { body, key, signal, stream, last }) {
    /** @type {Record<string, string>} */
    const headers = { Accept: stream ? 'text/event-stream' : 'application/json' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    if (last) headers['Last-Event-ID'] = last;
    const request = { method, headers, signal, body: body && JSON.stringify(body), credentials: /** @type {const} */ ('omit') };
    try {
      return await fetch(this.base + path, request);
    } catch {
      throw new Failure(signal && signal.aborted ? 'aborted' : 'network');
    }
  }

  /** A token that is good for a while yet, and for whom the site names. The clock may be off: a 401 renews it as well. */
  async #token() {
    const { token, expires = 0, mark } = this.store.kept;
    const fresh = expires - RENEW_BEFORE_MS > Date.now() && (!this.identity || mark === markOf(this.identity));
    return token && fresh ? token : this.#renew();
  }

  /** One renewal at a time; the old token goes along, so that the visitor stays the same. */
  #renew() {
    const { token } = this.store.kept;
    this.renewal = this.renewal || this.store.alone('token', () => this.#session(token)).finally(() => (this.renewal = null));
    return this.renewal;
  }

  /** @param {string | null | undefined} used the token that no longer serves */
  async #session(used) {
    const { token: old, mark } = this.store.kept;
    // Another tab was faster.
    if (old && old !== used && (!this.identity || mark === markOf(this.identity))) return old;
    return this.#open(old || '');
  }

  /** @param {string} old */
  async #open(old) {
    for (;;) {
      const { identity } = this;
      const body = typeof identity === 'string' ? { identity } : identity ? { user: identity } : {};
      const response = await this.#send('POST', 'v1/sessions', old, { body });
      if (response.ok) {
        const { token, expires_in: seconds, sends_mail: mail } = await response.json();
        this.store.set({ token, mail, expires: Date.now() + seconds * 1000, mark: identity ? markOf(identity) : '' });
        return token;
      }
      const failed = await failure(response);
      if (identity && REFUSED.includes(failed.code)) {
        this.identity = null;
        this.refused = true;
        this.refuse(failed);
      } else if (old && failed.status === 401) old = '';
      else throw failed;
    }
  }
}

/** The end of a signature: tells identities apart without keeping them. @param {Identity} identity */
function markOf(identity) {
  return (typeof identity === 'string' ? identity : identity.hash).slice(-16);
}

/** @param {Response} response */
async function failure(response) {
  const wait = Number(response.headers.get('Retry-After')) || 0;
  try {
    const { code, detail } = await response.json();
    return new Failure(code || 'error', response.status, wait, detail);
  } catch {
    // Not a problem document, for example a proxy's page: the status says enough.
    return new Failure('error', response.status, wait);
  }
}
