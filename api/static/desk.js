// The desk without reloading: forms are sent in the background, and what changed on the server is put in place.
// Everything works without this script too, page by page.

import { localTimes } from './pages.js';

const POLL_MS = 3_000;
const TYPING_MS = 3_000;

const said = document.getElementById('said');
let etag = null;
let shown = regionsOf(document);
let typed = 0;
let busy = false;
let again = false;

/** The markup of every live part, by its id. @param {Document} page */
function regionsOf(page) {
  return new Map([...page.querySelectorAll('[data-live]')].map((node) => [node.id, node.innerHTML]));
}

/**
 * Put what changed on the server in place of what is shown.
 * @param {string} html
 * @param {boolean} [toEnd] whether to show the newest line in any case
 */
function apply(html, toEnd = false) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  if (!page.querySelector('main.desk')) {
    location.reload(); // signed out, or no longer allowed
    return;
  }
  const fresh = regionsOf(page);
  document.title = page.title;
  const before = lastLine();
  const stick = toEnd || atEnd();
  for (const [id, markup] of fresh) {
    if (shown.get(id) !== markup) replace(document.getElementById(id), page.getElementById(id));
  }
  shown = fresh;
  localTimes();
  if (stick) scrollToEnd();
  announce(before);
  document.dispatchEvent(new CustomEvent('desk:fresh'));
}

/** @param {HTMLElement | null} old @param {HTMLElement | null} fresh */
function replace(old, fresh) {
  if (!old || !fresh) return;
  const { scrollTop } = old;
  const open = new Map([...old.querySelectorAll('details')].map((node, at) => [node.id || at, node.open]));
  const texts = new Map([...old.querySelectorAll('textarea')].map((box) => [box.id, box.value]));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  old.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const box of old.querySelectorAll('textarea')) box.value = texts.get(box.id) || box.value;
  for (const [at, node] of [...old.querySelectorAll('details')].entries()) node.open = open.get(node.id || at) ?? node.open;
  if (focused) refocus(old, focused, selection);
  old.scrollTop = scrollTop;
}

/** @param {HTMLElement} region @param {Element} focused @param {number[] | null} selection */
function refocus(region, focused, selection) {
  const href = focused.getAttribute('href');
  const again = focused.id ? document.getElementById(focused.id) : href && region.querySelector(`a[href="${CSS.escape(href)}"]`);
  const target = again || document.getElementById('reply') || document.getElementById('transcript');
  target?.focus({ preventScroll: true });
  if (again && selection) again.setSelectionRange(selection[0], selection[1]);
}

function atEnd() {
  const log = document.getElementById('transcript');
  return log !== null && log.scrollHeight - log.scrollTop - log.clientHeight < 60;
}

function scrollToEnd() {
  const log = document.getElementById('transcript');
  if (log) log.scrollTop = log.scrollHeight;
}

function lastLine() {
  return document.querySelector('#transcript > :last-child')?.id;
}

/** Say what the customer wrote to those who listen. @param {string | undefined} before */
function announce(before) {
  const line = document.querySelector('#transcript > :last-child');
  if (!line || line.id === before || !line.classList.contains('visitor')) return;
  said.textContent = `Customer: ${line.querySelector('.text').textContent}`;
}

async function refresh() {
  again = busy;
  if (busy || document.hidden) return;
  busy = true;
  try {
    const response = await fetch(location.href, { headers: etag ? { 'If-None-Match': etag } : {}, cache: 'no-store' });
    if (response.status === 200) {
      etag = response.headers.get('ETag');
      apply(await response.text());
    } else if (response.status === 404) location.assign('/desk');
    offline(false);
  } catch {
    offline(true);
  }
  free();
}

function free() {
  busy = false;
  if (again) refresh();
}

/** @param {boolean} lost */
function offline(lost) {
  document.documentElement.toggleAttribute('data-offline', lost);
  const text = lost ? 'Connection lost. What you see may be out of date.' : '';
  if (lost !== (said.textContent === text)) said.textContent = text;
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const button = form.querySelector('button[type=submit]');
  if (button.disabled) return;
  button.disabled = true;
  form.dataset.key = form.dataset.key || newKey();
  const body = new URLSearchParams(new FormData(form));
  body.set('key', form.dataset.key);
  busy = true;
  try {
    const response = await fetch(form.action, { method: 'POST', body });
    if (response.ok) done(form);
    etag = null;
    apply(await response.text(), response.ok);
  } catch {
    offline(true);
  }
  button.disabled = false;
  free();
}

/** @param {HTMLFormElement} form */
function done(form) {
  delete form.dataset.key;
  const box = form.querySelector('textarea');
  if (box) box.value = '';
  form.closest('details.menu, details.confirm')?.removeAttribute('open');
  form.dispatchEvent(new CustomEvent('desk:sent', { bubbles: true }));
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The customer sees that somebody is typing. @param {HTMLTextAreaElement} box */
function typing(box) {
  const escalation = box.closest('[data-escalation]')?.getAttribute('data-escalation');
  if (!escalation || !box.value.trim() || Date.now() - typed < TYPING_MS) return;
  typed = Date.now();
  fetch(`/v1/escalations/${escalation}/typing`, { method: 'POST' }).catch(() => undefined);
}

/** What happens in the opened conversation arrives at once; the queue is looked at every few seconds. */
function follow() {
  const opened = document.querySelector('[data-conversation]');
  if (!opened) return;
  const { conversation, after } = opened.dataset;
  const source = new EventSource(`/v1/conversations/${conversation}/events?after=${after}`);
  for (const type of ['message', 'owner', 'escalation']) source.addEventListener(type, () => refresh());
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-act]')) return;
  event.preventDefault();
  send(event.target);
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.target.matches('.composer textarea')) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
document.addEventListener('input', (event) => {
  if (event.target.matches('[data-typing]')) typing(event.target);
});
document.addEventListener('visibilitychange', () => refresh());
document.addEventListener('desk:refresh', () => refresh());
setInterval(refresh, POLL_MS);
follow();
scrollToEnd();
