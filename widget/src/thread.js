// The visitor's conversation with the server: what can be done in it, and the line on which replies arrive.

import { Conversation } from './conversation.js';
import { newKey, page, waits } from './entries.js';
import { follow } from './live.js';
import { Sender } from './sender.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./client.js').Failure} Failure
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./entries.js').Entry} Entry
 */

/** What the panel shows and does; `trouble` and `failed` say what went wrong. */
export class Thread extends Conversation {
  /** @type {'off' | 'live' | 'lost'} */
  connection = 'off';
  /** @type {AbortController | null} */
  following = null;
  /** Whether somebody looks. */
  wanted = false;
  restoring = false;

  /**
   * @param {Client} client
   * @param {Store} store
   */
  constructor(client, store) {
    super(store);
    this.client = client;
    this.sender = new Sender(this);
  }

  /** Take part in what the browser and other tabs do. */
  begin() {
    this.sender.begin();
    this.store.share((before) => this.#adopt(before));
  }

  /** @param {string} [act] @returns {string} where the conversation is on the server */
  path(act) {
    return `v1/conversations/${encodeURIComponent(this.conversation || '')}${act ? `/${act}` : ''}`;
  }

  /** Bring back the conversation that this browser had, if it still exists. */
  async restore() {
    if (this.restoring) return;
    this.mirror();
    this.tell('change');
    if (this.conversation) await this.#fetch();
    this.connect();
  }

  async #fetch() {
    this.restoring = true;
    this.tell('change');
    const { conversation } = this;
    const had = this.entries.map(({ id }) => id);
    try {
      const found = await this.client.get(this.path());
      if (conversation === this.conversation) this.take(found, had);
      this.tell('trouble', null);
    } catch (error) {
      const failed = /** @type {Failure} */ (error);
      if (conversation !== this.conversation) return;
      if ([401, 403, 404].includes(failed.status)) this.lose();
      this.tell('trouble', failed);
    } finally {
      this.restoring = false;
      this.tell('change');
      this.tell('restored');
    }
  }

  /** The server has no such conversation for this visitor. */
  lose() {
    // A question on its way meets the same, and begins a conversation of its own.
    if (this.busy) return;
    const { conversation, entries } = this;
    this.forget();
    this.entries.push(...entries.filter(waits));
    // It may be somebody's of whom the site has yet to say that they are there.
    this.store.set({ conversation: null, seen: 0, former: conversation });
    this.connect();
    this.tell('change');
  }

  /** Another tab has changed what is kept. @param {import('./store.js').Kept} before */
  #adopt(before) {
    const { conversation, token } = this.store.kept;
    if (before.token && !token) {
      this.client.identity = null;
      this.tell('left');
    }
    const other = (before.conversation || null) !== this.conversation;
    if (before.conversation && other) this.forget();
    this.mirror();
    this.connect();
    if (conversation && other) this.restore();
    else this.tell('change');
  }

  /**
   * Ask the assistant, or write to the person who is in charge.
   * @param {string} text
   * @param {import('./entries.js').Attached[]} [files] uploaded already; they go to a person only
   */
  ask(text, files = []) {
    return this.sender.add({ text, files });
  }

  /** @param {Entry} entry one that failed, or should not wait any longer */
  retry(entry) {
    return this.sender.retry(entry);
  }

  /**
   * Ask for a person in the conversation there is, or in a new one that begins with a text for the person.
   * @param {string | null} [text]
   */
  async handOver(text) {
    if (text) await this.sender.add({ text, person: true });
    else if (this.conversation) this.#escalated(await this.client.post(this.path('escalate'), {}, newKey()));
    else await this.start(null);
  }

  /** Begin with a person. @param {Entry | null} entry the first line, if there is one */
  async start(entry) {
    const body = { person: true, text: entry && entry.text, page: entry ? entry.page : page() };
    const made = await this.client.post('v1/conversations', body, entry ? entry.key : newKey());
    this.store.set({ conversation: made.conversation_id });
    if (entry) this.confirm(entry, made.message_id);
    this.#escalated(made);
  }

  /** @param {any} made what the server says of it */
  #escalated(made) {
    this.hand(made.escalation);
    this.tell('escalate', made);
    this.tell('change');
    this.connect();
  }

  /**
   * Say whether an answer helped.
   * @param {Entry} entry
   * @param {boolean} helpful
   * @param {string} [comment]
   * @param {string} [reason] why not
   */
  async rate(entry, helpful, comment, reason) {
    const before = entry.helpful;
    entry.helpful = helpful;
    try {
      const made = await this.client.post(`v1/messages/${entry.id}/feedback`, { helpful, comment: comment || null, reason }, newKey());
      if (made.text) this.#escalated({ ...made, reason: 'negative_feedback' });
    } catch (error) {
      entry.helpful = before;
      throw error;
    }
    this.tell('feedback', { message_id: entry.id, helpful });
    this.tell('change');
    this.connect();
  }

  /** @param {number} score 1 to 5 @param {string} [comment] */
  grade(score, comment) {
    return this.client.post(this.path('csat'), { score, comment }, newKey());
  }

  /** @param {string | null} email where to write to as well; null takes it back @param {boolean} notify of an answer */
  async leave(email, notify) {
    const made = await this.client.post(this.path('contact'), { email, notify }, newKey());
    Object.assign(this, { contact: made.contact_email, asks: true });
    this.tell('change');
  }

  /** Start afresh, in every tab; the old conversation stays on the server. */
  reset() {
    this.forget();
    this.store.set({ conversation: null, seen: 0, outbox: [] });
    this.connect();
    this.tell('change');
  }

  /**
   * Keep a line open while someone looks, or while a person's reply is awaited.
   * @param {boolean} wanted
   */
  live(wanted) {
    this.wanted = wanted;
    this.connect();
  }

  /** Let go of everything. */
  stop() {
    this.asking?.abort();
    this.sender.stop();
    this.store.close();
    this.#disconnect();
  }

  /** Open or close the line as it is needed. */
  connect() {
    const needed = this.conversation && (this.wanted || this.handed) && !document.hidden;
    if (!needed) this.#disconnect();
    else if (!this.following && !this.restoring && !this.busy) {
      this.following = new AbortController();
      follow(this, this.following.signal);
    }
  }

  #disconnect() {
    this.following?.abort();
    this.following = null;
    this.connection = 'off';
  }

  /** The line is up, or was lost and is being set up again. @param {'live' | 'lost'} connection */
  connected(connection) {
    if (this.connection === connection) return;
    if (this.connection === 'lost') this.sender.flush();
    this.connection = connection;
    this.tell('change');
  }
}
