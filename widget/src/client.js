// Talks to the Askwell server. Every failure becomes a `Failure` with a stable code.

import { readEvents } from './sse.js';

/** @typedef {import('./store.js').Store} Store */

const RENEW_BEFORE_MS = 30_000;

/** Something that went wrong, by the code of the API or `network`. */
export class Failure extends Error {
  /**
   * @param {string} code
   * @param {number} [status]
   * @param {number} [retryAfter] seconds
   */
  constructor(code, status = 0, retryAfter = 0) {
    super(code);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The HTTP interface, with a visitor's token that renews itself. */
export class Client {
  /**
   * @param {string} base address of the server, ending in a slash
   * @param {Store} store
   * @param {string | null} identity JWT made by the site's own server
   */
  constructor(base, store, identity) {
    this.base = base;
    this.store = store;
    this.identity = identity;
    /** @type {Promise<string> | null} */
    this.renewal = null;
  }

  /**
   * Say who the visitor is from now on.
   * @param {string} identity
   */
  async identify(identity) {
    this.identity = identity;
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
   * @param {string} conversation
   * @param {string} last id of the last event seen
   * @param {AbortSignal} signal
   * @param {() => void} opened called once the server has accepted
   */
  async *events(conversation, last, signal, opened) {
    const path = `v1/conversations/${encodeURIComponent(conversation)}/events`;
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
  async #fetch(method, path, options = {}) {
    const token = await this.#token();
    let response = await this.#send(method, path, token, options);
    if (response.status === 401) response = await this.#send(method, path, await this.#renew(), options);
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

  /** A token that is good for a while yet. */
  async #token() {
    const { token, expires } = this.store.kept;
    if (token && expires && expires - RENEW_BEFORE_MS > Date.now()) return token;
    return this.#renew();
  }

  /** One renewal at a time; the old token goes along, so that the visitor stays the same. */
  #renew() {
    this.renewal = this.renewal || this.#session().finally(() => (this.renewal = null));
    return this.renewal;
  }

  async #session() {
    const body = this.identity ? { identity: this.identity } : {};
    const old = this.store.kept.token || '';
    let response = await this.#send('POST', 'v1/sessions', old, { body });
    if (response.status === 401 && old) response = await this.#send('POST', 'v1/sessions', '', { body });
    if (!response.ok) throw await failure(response);
    const made = await response.json();
    this.store.set({ token: made.token, expires: Date.now() + made.expires_in * 1000 });
    return made.token;
  }
}

/** @param {Response} response */
async function failure(response) {
  let code = 'error';
  try {
    code = (await response.json()).code || code;
  } catch {
    // Not a problem document, for example a proxy's page: the status says enough.
  }
  return new Failure(code, response.status, Number(response.headers.get('Retry-After')) || 0);
}
