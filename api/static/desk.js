// The desk without reloading: forms are sent in the background, and what changed on the server is put in place.
// Everything works without this script too, page by page.

import * as alerts from './desk_alerts.js';
import { types, wrote } from './desk_customer.js';
import * as keys from './desk_keys.js';
import * as presence from './desk_presence.js';
import { lastLine, scrollToEnd } from './desk_regions.js';
import { listen, live } from './desk_stream.js';
import { refresh, send } from './desk_sync.js';

const POLL_MS = 3_000;
const SLOW_POLL_MS = 15_000;
const TYPING_MS = 3_000;

const { opened } = document.getElementById('main').dataset;
let typed = 0;
let polled = Date.now();

/** @param {string} name @param {any} data @param {boolean} first */
function heard(name, data, first) {
  document.getElementById('main').dataset.heard = 'yes';
  if (name === 'presence') presence.tell(data);
  if (name === 'alert') alerts.alert(data, first);
  if (name === 'typing' && data.includes(opened)) types();
  if (name === 'changed') refresh(!data || data.includes(opened) ? 'page' : 'list');
  if (name !== 'lost') return;
  presence.silent();
  refresh('list');
}

/** Without a stream the server is asked every few seconds; with one only for what time alone changes. */
function poll() {
  if (Date.now() - polled < (live() ? SLOW_POLL_MS : POLL_MS)) return;
  polled = Date.now();
  refresh('page');
}

/** The customer sees that somebody is typing. @param {HTMLTextAreaElement} box */
function typing(box) {
  if (!opened || !box.value.trim() || Date.now() - typed < TYPING_MS) return;
  typed = Date.now();
  fetch(`/v1/escalations/${opened}/typing`, { method: 'POST' }).catch(() => undefined);
}

document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !event.target.matches('form[data-act]')) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.target.matches('.composer textarea, .composer .preview')) return;
  event.preventDefault();
  event.target.closest('form').requestSubmit();
});
document.addEventListener('input', (event) => {
  if (event.target.matches('[data-typing]')) typing(event.target);
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-retry]')) refresh('page');
});
document.addEventListener('visibilitychange', () => refresh('page'));
document.addEventListener('desk:refresh', () => refresh('page'));
document.addEventListener('desk:say', (event) => alerts.say(event.detail));
document.addEventListener('desk:fresh', (event) => {
  presence.draw();
  alerts.mark();
  const line = lastLine();
  if (!event.detail.newLine || !line?.classList.contains('visitor')) return;
  alerts.say(`Customer: ${line.querySelector('.text').textContent}`);
  wrote();
  presence.beat();
});

alerts.begin();
keys.begin();
presence.begin();
listen(heard);
setInterval(poll, 1_000);
scrollToEnd();
