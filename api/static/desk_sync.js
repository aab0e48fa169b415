// Asking the server for what is shown, and sending forms to it, one after the other.

import { apply, isDesk } from './desk_regions.js';

const GAP_MS = 400;
const HIDDEN_GAP_MS = 5_000;

const main = document.getElementById('main');
const etags = new Map();
const wanted = new Set();
let busy = false;
let timer = 0;
let last = 0;
let round = 0;

/** Ask for what has changed: at once, but not too often. @param {'page' | 'list'} [part] */
export function refresh(part = 'page') {
  wanted.add(part);
  if (busy || timer) return;
  const gap = document.hidden ? HIDDEN_GAP_MS : GAP_MS;
  timer = setTimeout(run, Math.max(0, last + gap - Date.now()));
}

async function run() {
  timer = 0;
  if (busy) return;
  busy = true;
  last = Date.now();
  // A hidden page only needs its list: for the title.
  const address = wanted.has('page') && !document.hidden ? location.pathname + location.search : listAddress();
  const mine = ++round;
  wanted.clear();
  try {
    await look(address, mine);
    lost(false);
  } catch {
    lost(true);
  }
  free();
}

/** @param {string} address @param {number} mine */
async function look(address, mine) {
  const etag = etags.get(address);
  const response = await fetch(address, { headers: etag ? { 'If-None-Match': etag } : {}, cache: 'no-store' });
  if (response.status >= 500) throw new Error('the server failed');
  if (response.status === 404) location.assign('/desk');
  if (response.status !== 200) return;
  const text = await response.text();
  if (mine !== round) return; // something was sent meanwhile: this is out of date
  etags.set(address, response.headers.get('ETag'));
  apply(text);
}

function listAddress() {
  const query = new URLSearchParams(location.search);
  if (main.dataset.opened) query.set('opened', main.dataset.opened);
  return `/desk/list?${query}`;
}

function free() {
  busy = false;
  if (wanted.size) refresh([...wanted][0]);
}

/** Show, or no longer show, that the server cannot be reached. @param {boolean} now */
export function lost(now) {
  const banner = document.getElementById('lost');
  if (banner.hidden === now) banner.hidden = !now;
}

/** Send a form in the background and show what came of it. @param {HTMLFormElement} form @param {HTMLElement | null} [submitter] */
export async function send(form, submitter) {
  const button = submitter || form.querySelector('button[type=submit]');
  if (button?.ariaDisabled) return;
  if (button) button.ariaDisabled = 'true'; // not `disabled`, which would take the focus away
  form.dataset.key = form.dataset.key || newKey();
  const data = new FormData(form);
  if (submitter?.name) data.set(submitter.name, submitter.value);
  data.set('key', form.dataset.key);
  busy = true;
  round += 1;
  try {
    const response = await fetch(form.action, { method: 'POST', body: form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data) });
    const page = await response.text();
    if (response.ok) done(form);
    etags.clear();
    lost(false);
    // What stands before the server answers without a page of the desk, and so does the server when it breaks.
    const broken = response.status === 429 || response.status >= 500;
    tellUnsent(form, broken && !isDesk(page));
    if (!broken || isDesk(page)) apply(page, response.ok);
  } catch {
    lost(true);
    tellUnsent(form, true);
  }
  if (button) button.ariaDisabled = null;
  free();
}

/** Say beside a form that it was not sent, or no longer say so. @param {HTMLFormElement} form @param {boolean} unsent */
function tellUnsent(form, unsent) {
  form.querySelector('[data-unsent]')?.remove();
  if (!unsent) return;
  const note = document.createElement('p');
  note.className = 'alert';
  note.role = 'alert';
  note.dataset.unsent = '';
  form.prepend(note);
  note.textContent = form.querySelector('textarea') ? 'Not sent. Your text is kept: try again.' : 'That was not done. Try again.';
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
