// Sends what the visitor writes: one line after the other, each once, also after a time without network or a reload.

import { Failure } from './client.js';
import { clean, local, newKey, page, touch, waits } from './entries.js';

/**
 * @typedef {import('./thread.js').Thread} Thread
 * @typedef {import('./entries.js').Entry} Entry
 * @typedef {import('./entries.js').Answer} Answer
 */

const ATTEMPTS = 4;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** The way from the composer to the server. */
export class Sender {
  wait = FIRST_RETRY_MS;
  timer = 0;
  running = false;

  /** @param {Thread} thread */
  constructor(thread) {
    this.thread = thread;
    this.online = () => this.flush();
  }

  begin() {
    addEventListener('online', this.online);
  }

  stop() {
    clearTimeout(this.timer);
    removeEventListener('online', this.online);
  }

  /**
   * Put a line at the end of those to be sent.
   * @param {Partial<Entry>} written
   */
  async add(written) {
    const text = clean(written.text || '');
    if (!text && !written.files?.length) return;
    const entry = { ...local('visitor', text, 'sending'), ...written, text, page: page() };
    this.thread.entries.push(entry);
    this.#keep(entry);
    this.thread.tell('question', { text });
    if (navigator.onLine) await this.flush();
    else this.#hold(new Failure('network'));
  }

  /** @param {Entry} entry one that failed */
  async retry(entry) {
    entry.id = null;
    touch(entry, 'sending');
    this.#keep(entry);
    await this.flush();
  }

  /** Send what waits, in order, until one does not get through. */
  async flush() {
    const { thread } = this;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    await thread.store.alone('send', () => this.#all());
    this.running = false;
    thread.tell('change');
    thread.connect();
  }

  async #all() {
    const { thread } = this;
    thread.mirror();
    let through = true;
    for (let entry; through && (entry = thread.entries.find(waits)); ) through = await this.#send(entry);
    if (!through) return;
    if (this.wait > FIRST_RETRY_MS) thread.tell('trouble', null);
    this.wait = FIRST_RETRY_MS;
  }

  /** @param {Entry} entry */
  #keep({ key, text, at, page: place, files, person }) {
    this.thread.store.queue(key, { key, text, at, page: place, files, person });
  }

  /** @param {Entry} entry @returns {Promise<boolean>} whether the next one may follow */
  async #send(entry) {
    const { thread } = this;
    touch(entry, 'sending');
    thread.tell('change');
    try {
      if (entry.person && !thread.conversation) await thread.start(entry);
      else if ((thread.owner === 'agent' || entry.files.length) && thread.conversation) await this.#write(entry);
      else await this.#question(entry);
      if (entry.person && !thread.handed) await thread.handOver().catch((error) => thread.tell('trouble', error));
    } catch (error) {
      return this.#failed(entry, /** @type {Failure} */ (error));
    }
    return true;
  }

  /** @param {Entry} entry @param {Failure} error @returns {boolean} whether the next one may follow */
  #failed(entry, error) {
    const { thread } = this;
    const broken = ['network', 'interrupted'].includes(error.code);
    // Once the server has it, an answer that was cut off comes with the live events.
    if (error.code === 'aborted' || (broken && entry.id)) return true;
    if (broken) return this.#hold(error);
    thread.store.queue(entry.key);
    if (error.status === 409) {
      // It had got through before, or from another tab.
      touch(entry, 'sent');
      thread.restore();
      return true;
    }
    if (error.status === 404 && thread.conversation) return this.#anew(entry);
    entry.error = error;
    touch(entry, 'failed');
    thread.tell('failed', { entry, error });
    return true;
  }

  /** The conversation is gone, or belongs to somebody who is no longer signed in: the line begins a new one. @param {Entry} entry */
  #anew(entry) {
    this.thread.forget();
    this.thread.store.set({ conversation: null, seen: 0 });
    Object.assign(entry, { id: null, body: null, files: [], key: newKey() });
    touch(entry, 'sending');
    this.thread.entries = [entry];
    this.#keep(entry);
    return true;
  }

  /** Without network everything waits; we try again now and then. @param {Failure} error */
  #hold(error) {
    for (const entry of this.thread.entries.filter(waits)) {
      entry.error = error;
      touch(entry, 'queued');
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(this.online, this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_RETRY_MS);
    // Being offline is said by itself.
    if (navigator.onLine) this.thread.tell('trouble', error);
    this.thread.tell('change');
    return false;
  }

  /** @param {Entry} entry */
  async #write(entry) {
    const { thread } = this;
    const body = { text: entry.text, page: entry.page, attachments: entry.files.map(({ id }) => id) };
    const stored = await thread.client.post(thread.path('messages'), body, entry.key);
    thread.confirm(entry, stored.message_id);
  }

  /** @param {Entry} entry */
  async #question(entry) {
    const { thread } = this;
    const controller = new AbortController();
    const reply = local('assistant', '', 'writing');
    thread.asking = controller;
    thread.entries.splice(thread.entries.indexOf(entry) + 1, 0, reply);
    thread.tell('change');
    // A repeated request must be the same to the letter, or the server takes it for another one.
    entry.body = entry.body || { question: entry.text, conversation_id: thread.conversation, stream: true, page: entry.page };
    try {
      await this.#persist(entry, reply, controller.signal);
    } catch (error) {
      thread.drop(reply);
      throw error;
    } finally {
      if (thread.asking === controller) thread.asking = null;
    }
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
        await this.#read(entry, reply, this.thread.client.ask(entry.body || {}, entry.key, signal));
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
    const { thread } = this;
    for await (const { event, data } of events) {
      if (event === 'start') this.#begin(entry, data);
      else if (event === 'delta') this.#grow(reply, reply.text + data.text);
      else if (event === 'replace') this.#grow(reply, data.text);
      else if (event === 'sources') Object.assign(reply, data);
      else if (event === 'error') throw new Failure(data.code || 'error', data.status || 500, data.retry_after || 0);
      else if (event === 'answer') {
        thread.store.set({ conversation: data.conversation_id });
        this.#finish(entry, reply, data);
        return;
      }
    }
    throw new Failure('interrupted');
  }

  /** @param {Entry} entry @param {any} data */
  #begin(entry, data) {
    this.thread.store.set({ conversation: data.conversation_id });
    this.thread.confirm(entry, data.question_id);
    this.thread.tell('change');
  }

  /** @param {Entry} reply @param {string} text */
  #grow(reply, text) {
    reply.text = text;
    this.thread.tell('write', reply);
  }

  /** @param {Entry} entry @param {Entry} reply @param {Answer} answer */
  #finish(entry, reply, answer) {
    const { thread } = this;
    if (waits(entry)) thread.confirm(entry, null);
    if (answer.reason === 'person_in_charge') {
      thread.owner = 'agent';
      thread.drop(reply);
      return;
    }
    thread.entries = thread.entries.filter((other) => other === reply || other.id !== answer.message_id);
    Object.assign(reply, { id: answer.message_id, text: answer.text, answer, lang: answer.lang });
    touch(reply, 'sent');
    if (answer.escalation) thread.hand(answer.escalation);
    thread.tell('answer', reply);
    if (answer.decision === 'escalate') thread.tell('escalate', answer);
  }
}
