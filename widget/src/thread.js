// One conversation: what was said, who is in charge, and what is on its way. No DOM in here.

import { Failure } from './client.js';
import { entryOf, local, newKey, page, touch } from './entries.js';
import { follow } from './live.js';

/**
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Answer} Answer
 */

const ATTEMPTS = 3;

/** The conversation of this visitor; tells listeners with events `change`, `write`, `answer`, `agent` and `trouble`. */
export class Thread extends EventTarget {
  /** @type {Entry[]} */
  entries = [];
  owner = 'assistant';
  /** @type {string | null} */
  agent = null;
  /** @type {string | null} how the escalation stands */
  status = null;
  /** Whether the customer should be asked for an e-mail address. */
  asks = false;
  /** @type {string | null} the address they have left, masked */
  contact = null;
  /** @type {number | null} place in the queue, 1 is next */
  position = null;
  /** @type {string | null} what the server says to expect while queued */
  expects = null;
  /** @type {string | null} the visitor's line that a person has seen last */
  seen = null;
  /** When the person was last seen typing, in milliseconds. */
  typing = 0;
  /** Id of the last live event seen. */
  last = '';
  /** @type {number | null} */
  csat = null;
  /** @type {'off' | 'live' | 'lost'} */
  connection = 'off';
  /** @type {AbortController | null} */
  asking = null;
  /** @type {AbortController | null} */
  following = null;
  wanted = false;
  restoring = false;

  /**
   * @param {Client} client
   * @param {Store} store
   */
  constructor(client, store) {
    super();
    this.client = client;
    this.store = store;
  }

  get conversation() {
    return this.store.kept.conversation || null;
  }

  get busy() {
    return this.asking !== null;
  }

  /** Whether a person has the conversation or will get it. */
  get handed() {
    return this.owner !== 'assistant' && this.status !== 'resolved';
  }

  /** Bring back the conversation that this browser had, if it still exists. */
  async restore() {
    const conversation = this.conversation;
    if (!conversation || this.restoring) return;
    this.restoring = true;
    this.#tell('change');
    try {
      const found = await this.client.get(`v1/conversations/${encodeURIComponent(conversation)}`);
      this.#take(found);
      this.#tell('trouble', null);
    } catch (error) {
      const failed = /** @type {Failure} */ (error);
      if ([401, 403, 404].includes(failed.status)) this.reset();
      else this.#tell('trouble', failed);
    } finally {
      this.restoring = false;
      this.#tell('change');
    }
    this.#connect();
  }

  /** @param {any} found the conversation as the API gives it */
  #take(found) {
    const rated = new Map(this.entries.map((entry) => [entry.id, entry]));
    const unsent = this.entries.filter((entry) => !entry.id);
    this.entries = found.messages.map((/** @type {any} */ message) => {
      const known = rated.get(message.id);
      return known || entryOf(message);
    });
    this.entries.push(...unsent);
    this.owner = found.owner;
    this.agent = found.agent_name || null;
    this.#stands(found.escalation || {});
    this.contact = found.contact_email;
    this.csat = found.csat ? found.csat.score : null;
    if (found.last_event_id) this.last = String(found.last_event_id);
  }

  /** @param {any} escalation what the server says of it; nothing while there is none */
  #stands({ status = null, position = null, expectation = null, asks_email: asks = false }) {
    Object.assign(this, { status, position, expects: expectation, asks });
  }

  /**
   * Ask the assistant, or write to the person who is in charge.
   * @param {string} text
   * @param {import('./entries.js').Attached[]} [files] uploaded already; they go to a person only
   */
  async ask(text, files = []) {
    const entry = { ...local('visitor', text, 'sending'), files };
    this.entries.push(entry);
    this.#tell('question', { text });
    await this.#send(entry);
  }

  /** @param {Entry} entry one that failed */
  async retry(entry) {
    entry.error = null;
    touch(entry, 'sending');
    await this.#send(entry);
  }

  /** @param {Entry} entry */
  async #send(entry) {
    this.#tell('change');
    if (entry.body && 'person' in entry.body) await this.#startWithPerson(entry);
    else if ((this.owner === 'agent' || entry.files.length) && this.conversation) await this.#write(entry);
    else await this.#question(entry);
  }

  /** @param {Entry} entry */
  async #write(entry) {
    const path = `v1/conversations/${encodeURIComponent(this.conversation || '')}/messages`;
    try {
      const stored = await this.client.post(path, { text: entry.text, page: page(), attachments: entry.files.map(({ id }) => id) }, entry.key);
      this.#confirm(entry, stored.message_id || stored.id);
    } catch (error) {
      this.#fail(entry, /** @type {Failure} */ (error));
    }
    this.#tell('change');
    this.#connect();
  }

  /** @param {Entry} entry */
  async #question(entry) {
    const controller = new AbortController();
    this.asking = controller;
    const reply = local('assistant', '', 'writing');
    this.entries.push(reply);
    this.#tell('change');
    // A repeated request must be the same to the letter, or the server takes it for another one.
    entry.body = entry.body || { question: entry.text, conversation_id: this.conversation, stream: true, page: page() };
    try {
      await this.#persist(entry, reply, controller.signal);
    } catch (error) {
      this.#drop(reply);
      this.#fail(entry, /** @type {Failure} */ (error));
    }
    if (this.asking === controller) this.asking = null;
    this.#tell('change');
    this.#connect();
  }

  /**
   * Read the answer; when the line breaks after the question was stored, ask for the rest.
   * @param {Entry} entry
   * @param {Entry} reply
   * @param {AbortSignal} signal
   */
  async #persist(entry, reply, signal) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        reply.text = '';
        await this.#read(entry, reply, this.client.ask(entry.body || {}, entry.key, signal));
        return;
      } catch (error) {
        const broken = ['network', 'interrupted'].includes(/** @type {Failure} */ (error).code);
        if (!broken || !entry.id || attempt === ATTEMPTS || signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, attempt * 700));
      }
    }
  }

  /**
   * @param {Entry} entry
   * @param {Entry} reply
   * @param {AsyncGenerator<import('./sse.js').ServerEvent>} events
   */
  async #read(entry, reply, events) {
    for await (const { event, data } of events) {
      if (event === 'start') this.#begin(entry, data);
      else if (event === 'delta') this.#grow(reply, reply.text + data.text);
      else if (event === 'replace') this.#grow(reply, data.text);
      else if (event === 'error') throw new Failure(data.code || 'error', data.status || 500, data.retry_after || 0);
      else if (event === 'answer') {
        this.#finish(entry, reply, data);
        return;
      }
    }
    throw new Failure('interrupted');
  }

  /** @param {Entry} entry @param {any} data */
  #begin(entry, data) {
    if (data.conversation_id) this.store.set({ conversation: data.conversation_id });
    this.#confirm(entry, data.question_id);
    this.#tell('change');
  }

  /** @param {Entry} reply @param {string} text */
  #grow(reply, text) {
    reply.text = text;
    this.#tell('write', reply);
  }

  /** @param {Entry} entry @param {Entry} reply @param {Answer} answer */
  #finish(entry, reply, answer) {
    this.store.set({ conversation: answer.conversation_id });
    if (entry.state !== 'sent') touch(entry, 'sent');
    if (answer.reason === 'person_in_charge') {
      this.owner = 'agent';
      this.#drop(reply);
      return;
    }
    this.entries = this.entries.filter((other) => other === reply || other.id !== answer.message_id);
    Object.assign(reply, { id: answer.message_id, text: answer.text, answer, lang: answer.lang });
    touch(reply, 'sent');
    if (answer.escalation) this.#handed(answer.escalation);
    this.#tell('answer', reply);
    if (answer.decision === 'escalate') this.#tell('escalate', answer);
  }

  /** @param {Entry} reply */
  #drop(reply) {
    this.entries = this.entries.filter((other) => other !== reply);
  }

  /** @param {Entry} entry @param {string | null} id */
  #confirm(entry, id) {
    if (id) this.entries = this.entries.filter((other) => other === entry || other.id !== id);
    entry.id = id || entry.id;
    touch(entry, 'sent');
  }

  /** @param {Entry} entry @param {Failure} error */
  #fail(entry, error) {
    if (error.code === 'aborted') return;
    if (error.code === 'not_found') {
      this.store.set({ conversation: null });
      Object.assign(entry, { body: null, key: newKey() });
    }
    entry.error = error;
    touch(entry, 'failed');
    this.#tell('failed', { entry, error });
  }

  /**
   * Ask for a person in the conversation there is, or in a new one that begins with a text for the person.
   * @param {string | null} text
   */
  async handOver(text) {
    if (!this.conversation) {
      const entry = local('visitor', text || '', 'sending');
      if (text) this.entries.push(entry);
      await this.#startWithPerson(entry);
      return;
    }
    if (text) await this.ask(text);
    if (text && this.handed) return;
    this.#escalated(await this.client.post(`v1/conversations/${encodeURIComponent(this.conversation)}/escalate`, {}, newKey()));
  }

  /** @param {Entry} entry the first line, for a person; may be empty */
  async #startWithPerson(entry) {
    entry.body = entry.body || { person: true, text: entry.text || null, page: page() };
    this.#tell('change');
    try {
      const made = await this.client.post('v1/conversations', entry.body, entry.key);
      this.store.set({ conversation: made.conversation_id });
      this.#confirm(entry, made.message_id);
      this.#escalated(made);
    } catch (error) {
      if (!entry.text) throw error;
      this.#fail(entry, /** @type {Failure} */ (error));
      this.#tell('change');
    }
  }

  /** @param {any} made what the server says of it */
  #escalated(made) {
    this.#handed(made.escalation);
    this.#tell('escalate', made);
    this.#tell('change');
    this.#connect();
  }

  /** @param {any} escalation */
  #handed(escalation) {
    if (this.owner === 'assistant' || this.status === 'resolved') this.owner = 'queue';
    this.#stands(escalation);
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
      if (made && made.escalation) this.#handed(made.escalation);
    } catch (error) {
      entry.helpful = before;
      throw error;
    }
    this.#tell('feedback', { message_id: entry.id, helpful });
    this.#tell('change');
    this.#connect();
  }

  /** @param {number} score 1 to 5 @param {string} [comment] */
  async grade(score, comment) {
    await this.client.post(`v1/conversations/${encodeURIComponent(this.conversation || '')}/csat`, { score, comment }, newKey());
    this.csat = score;
  }

  /** @param {string | null} email where to write to as well; null takes it back */
  async leave(email) {
    const made = await this.client.post(`v1/conversations/${encodeURIComponent(this.conversation || '')}/contact`, { email }, newKey());
    Object.assign(this, { contact: made.contact_email, asks: true });
    this.#tell('change');
  }

  /** Start afresh; the old conversation stays on the server. */
  reset() {
    if (this.asking) this.asking.abort();
    this.asking = null;
    this.store.set({ conversation: null, seen: 0 });
    Object.assign(this, { entries: [], owner: 'assistant', agent: null, status: null, typing: 0, last: '', csat: null, asks: false, contact: null, position: null, expects: null, seen: null });
    this.#disconnect();
    this.#tell('change');
  }

  /**
   * Keep a line open while someone looks, or while a person's reply is awaited.
   * @param {boolean} wanted
   */
  live(wanted) {
    this.wanted = wanted;
    this.#connect();
  }

  stop() {
    if (this.asking) this.asking.abort();
    this.wanted = false;
    this.#disconnect();
  }

  #connect() {
    const needed = this.conversation && (this.wanted || this.handed) && !document.hidden;
    if (!needed) this.#disconnect();
    else if (!this.following && !this.restoring && !this.busy) {
      this.following = new AbortController();
      follow(this, this.following.signal);
    }
  }

  #disconnect() {
    if (this.following) this.following.abort();
    this.following = null;
    this.connection = 'off';
  }

  /** The line is up, or was lost and is being set up again. @param {'live' | 'lost'} connection */
  connected(connection) {
    if (this.connection === connection) return;
    this.connection = connection;
    this.#tell('change');
  }

  /** The server no longer knows the conversation. */
  gone() {
    this.reset();
  }

  /**
   * Something happened in the conversation.
   * @param {import('./sse.js').ServerEvent} event
   */
  receive({ id, event, data }) {
    if (id) this.last = id;
    if (event === 'message') this.#message(data);
    else if (event === 'owner') {
      this.owner = data.owner;
      this.agent = data.agent_name || (data.owner === 'agent' ? this.agent : null);
      if (data.owner === 'assistant') this.status = null;
    } else if (event === 'escalation') this.#stands({ expectation: this.expects, asks_email: this.asks, ...data });
    else if (event === 'read') this.seen = data.author === 'agent' ? data.message_id : this.seen;
    else if (event === 'typing') this.typing = data.author === 'agent' ? Date.now() : this.typing;
    else return;
    this.#tell(event === 'typing' ? 'typing' : 'change');
  }

  /** @param {any} message */
  #message(message) {
    if (this.entries.some((entry) => entry.id === message.id)) return;
    const mine = message.author === 'visitor' && this.entries.find((entry) => !entry.id && entry.text === message.text);
    if (mine) {
      this.#confirm(mine, message.id);
      return;
    }
    if (message.author === 'assistant' && this.busy) return; // the answer's own stream brings it
    const entry = entryOf(message);
    this.entries.push(entry);
    if (message.author === 'agent') {
      this.typing = 0;
      this.agent = message.author_name || this.agent;
      this.#tell('agent', entry);
    } else if (message.author === 'assistant') this.#tell('answer', entry);
  }

  /** @param {string} type @param {any} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
