// What is known of one conversation: who said what, who is in charge. Events change it; nothing is sent from here.

import { entryOf, local, touch, waits } from './entries.js';

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./entries.js').Entry} Entry
 */

/** Tells listeners with events such as `change`, `write`, `answer` and `agent`. */
export class Conversation extends EventTarget {
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
  /** Whether the customer came back after it was resolved. */
  reopened = false;
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
  /** @type {AbortController | null} the answer that is being read */
  asking = null;

  /** @param {Store} store */
  constructor(store) {
    super();
    this.store = store;
  }

  /** Its id, as the server knows it. */
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

  /** Know nothing of it any more. */
  forget() {
    this.asking?.abort();
    Object.assign(this, new Conversation(this.store));
  }

  /**
   * @param {any} found the conversation as the API gives it
   * @param {(string | null)[]} had ids of the lines that were here when it was asked for; later ones may be missing in it
   */
  take(found, had) {
    const known = new Map(this.entries.map((entry) => [entry.id, entry]));
    const lines = found.messages.map((/** @type {any} */ message) => known.get(message.id) || entryOf(message));
    const others = this.entries.filter((entry) => !lines.includes(entry) && (entry.id ? !had.includes(entry.id) : entry.state !== 'sent'));
    this.entries = [...lines, ...others];
    this.owner = found.owner;
    this.agent = found.agent_name || null;
    this.stands(found.escalation || {});
    this.contact = found.contact_email;
    this.seen = found.read?.agent || null;
    this.csat = found.csat ? found.csat.score : null;
    if (found.last_event_id) this.last = String(found.last_event_id);
  }

  /** @param {any} escalation what the server says of it; nothing while there is none */
  stands({ status = null, position = null, expectation = null, asks_email: asks = false }) {
    const reopened = status === 'queued' && (this.reopened || this.status === 'resolved');
    Object.assign(this, { status, position, expects: expectation, asks, reopened });
  }

  /** @param {any} escalation one that has begun */
  hand(escalation) {
    if (this.owner === 'assistant' || this.status === 'resolved') this.owner = 'queue';
    this.stands(escalation);
  }

  /** What waits to be sent outlives a reload, and is seen in every tab. */
  mirror() {
    const { outbox = [] } = this.store.kept;
    const missing = outbox.filter(({ key }) => !this.entries.some((entry) => entry.key === key));
    for (const line of missing) this.entries.push({ ...local('visitor', line.text, 'sending'), ...line });
    for (const entry of this.entries.filter((one) => waits(one) && !outbox.some(({ key }) => key === one.key))) {
      // Another tab has sent it: it is here already, or comes with the live events.
      if (this.entries.some(({ id, text }) => id && text === entry.text)) this.drop(entry);
      else touch(entry, 'sent');
    }
  }

  /** @param {Entry} entry */
  drop(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
  }

  /** The server has a line. @param {Entry} entry @param {string | null} id */
  confirm(entry, id) {
    if (id) this.entries = this.entries.filter((other) => other === entry || other.id !== id);
    entry.id = id || entry.id;
    this.store.queue(entry.key);
    touch(entry, 'sent');
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
    } else if (event === 'escalation') this.stands({ expectation: this.expects, asks_email: this.asks, ...data });
    else if (event === 'read') this.seen = data.author === 'agent' ? data.message_id : this.seen;
    else if (event === 'typing') this.typing = data.author === 'agent' ? Date.now() : this.typing;
    else return;
    this.tell(event === 'typing' ? 'typing' : 'change');
  }

  /** @param {any} message */
  #message(message) {
    if (this.entries.some((entry) => entry.id === message.id)) return;
    const mine = message.author === 'visitor' && this.entries.find((entry) => !entry.id && entry.text === message.text);
    if (mine) {
      this.confirm(mine, message.id);
      return;
    }
    if (message.author === 'assistant' && this.busy) return; // the answer's own stream brings it
    const entry = entryOf(message);
    this.entries.push(entry);
    if (message.author === 'agent') {
      this.typing = 0;
      this.agent = message.author_name || this.agent;
      this.tell('agent', entry);
    } else if (message.author === 'assistant') this.tell('answer', entry);
  }

  /** @param {string} type @param {any} [detail] */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
