// The editor of a draft: saves while somebody types, shows the preview, and loses no text.

import { localTimes } from './pages.js';

const PAUSE_MS = 1_200;
const LONGEST_MS = 5_000;
const PREVIEW_MS = 350;
const RETRY_MS = 5_000;

const main = document.getElementById('main');
const form = document.getElementById('writing');
const { draft, lang, token } = main.dataset;
const api = `/v1/drafts/${draft}`;
const key = `askwell.draft.${draft}.${lang}`;
const status = form.querySelector('[data-status]');
const { title, text, url } = form.elements;
const open = !('closed' in form.dataset);

let revision = Number(form.elements.revision.value);
let saved = words();
let since = 0;
let timer = 0;
let saving = null;
let stopped = false;
let previewTimer = 0;
let previewed = 0;

/** What stands in the form. */
function words() {
  return JSON.stringify([title.value, text.value, url.value]);
}

const dirty = () => open && words() !== saved;

/** @param {string} said @param {boolean} [bad] */
function say(said, bad = false) {
  status.textContent = said;
  status.toggleAttribute('data-bad', bad);
}

// Saving

function typed() {
  keep();
  preview();
  if (stopped || !dirty()) return;
  since ||= Date.now();
  say('Not saved yet');
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - Date.now())), true);
}

/** Save what stands there. @param {boolean} [auto] @returns {Promise<boolean>} whether it is saved */
async function save(auto = false) {
  clearTimeout(timer);
  if (saving) await saving;
  if (stopped) return false;
  if (!dirty()) return true;
  saving = send(auto);
  const done = await saving;
  saving = null;
  if (done && dirty()) typed();
  return done;
}

async function send(auto) {
  const sent = words();
  const body = { title: title.value, text: text.value, url: url.value || null, revision, auto };
  since = 0;
  say('Saving…');
  let answer;
  try {
    answer = await fetch(`${api}/texts/${lang}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  } catch {
    return later('Not saved: no connection. This browser keeps your text.');
  }
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return took(sent, found);
  if (found.code === 'draft_changed') return clashed(found);
  if (answer.status >= 500 || answer.status === 429) return later('Not saved: the server is busy. This browser keeps your text.');
  say(`Not saved: ${found.detail || 'sign in again in another tab'}`, true);
  return false;
}

function took(sent, found) {
  saved = sent;
  numbered(found.revision);
  forget();
  const at = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date());
  say(`Saved at ${at}`);
  return true;
}

/** @param {number} found the revision that all forms of the page build on */
function numbered(found) {
  revision = found;
  for (const field of document.querySelectorAll('[data-revision]')) field.value = found;
  const all = document.querySelector('[data-revisions]');
  if (all) all.value = all.value.split(' ').map((one) => (one.startsWith(`${lang}=`) ? `${lang}=${found}` : one)).join(' ');
}

function later(said) {
  say(said, true);
  timer = setTimeout(save, RETRY_MS, true);
  return false;
}

/** Somebody else has saved: both texts are kept, and shown. */
async function clashed(found) {
  stopped = true;
  say('Somebody else has saved meanwhile. Your text is kept: choose below which one is to stand.', true);
  forget();
  const page = await fetch(`/content/drafts/${draft}?lang=${lang}&clash=${found.version}`).then((answer) => answer.text());
  const fresh = new DOMParser().parseFromString(page, 'text/html').getElementById('clash');
  document.getElementById('clash').replaceWith(document.adoptNode(fresh));
  localTimes(document.getElementById('clash'));
  const heading = document.getElementById('clash-title');
  heading.tabIndex = -1;
  heading.focus();
  saved = words(); // it is among the versions
  return false;
}

// What this browser keeps until the server has it

function keep() {
  try {
    if (dirty()) localStorage.setItem(key, JSON.stringify({ words: words(), at: Date.now() }));
  } catch {
    // Storage is full or blocked: the words last as long as the page.
  }
}

function forget() {
  try {
    localStorage.removeItem(key);
  } catch {
    // There is nothing to forget then.
  }
}

function offerUnsent() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) || 'null');
  } catch {
    return;
  }
  if (!kept || kept.words === saved || !open) return;
  const box = document.getElementById('unsent');
  box.hidden = false;
  box.querySelector('[data-when]').textContent = new Date(kept.at).toLocaleString();
  box.querySelector('[data-restore]').addEventListener('click', () => {
    [title.value, text.value, url.value] = JSON.parse(kept.words);
    box.hidden = true;
    text.focus();
    typed();
  });
  box.querySelector('[data-forget]').addEventListener('click', () => {
    forget();
    box.hidden = true;
    text.focus();
  });
}

// Preview and what else is beside the text

function preview() {
  const place = document.querySelector('[data-preview]');
  if (!place) return;
  document.querySelector('[data-preview-title]').textContent = title.value || 'Untitled';
  clearTimeout(previewTimer);
  previewTimer = setTimeout(drawPreview, PREVIEW_MS);
}

async function drawPreview() {
  const mine = ++previewed;
  const body = new URLSearchParams({ form_token: token, text: text.value });
  const answer = await fetch('/content/drafts/preview', { method: 'POST', body }).catch(() => null);
  const html = answer?.ok ? await answer.text() : null;
  const place = document.querySelector('[data-preview]');
  if (html !== null && place && mine === previewed) place.innerHTML = html; // escaped by the server's renderer
}

/** @param {string} address */
async function showBeside(address) {
  await save();
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) {
    location.assign(address);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('side');
  const side = document.getElementById('side');
  side.replaceWith(document.adoptNode(fresh));
  localTimes(fresh);
  history.replaceState(null, '', address);
  fresh.querySelector('[aria-current]')?.focus();
  numbered(revision);
  preview();
}

// Writing

/** Put text where the cursor is, so that it can be undone. */
function put(from, to, piece) {
  text.focus();
  text.setSelectionRange(from, to);
  const done = piece ? document.execCommand('insertText', false, piece) : document.execCommand('delete');
  if (!done) text.setRangeText(piece, from, to, 'end');
}

function wrap(mark) {
  const { selectionStart: from, selectionEnd: to } = text;
  put(from, to, mark + text.value.slice(from, to) + mark);
  text.setSelectionRange(from + mark.length, to + mark.length);
}

function begin(mark) {
  const from = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
  const lines = text.value.slice(from, text.selectionEnd).split('\n');
  const numbered = mark === '1. ';
  put(from, text.selectionEnd, lines.map((line, n) => (numbered ? `${n + 1}. ` : mark) + line).join('\n'));
}

function link() {
  const { selectionStart: from, selectionEnd: to } = text;
  const label = text.value.slice(from, to) || 'text';
  put(from, to, `[${label}](https://)`);
  text.setSelectionRange(from + label.length + 3, from + label.length + 11);
}

/** Enter inside a list goes on with it; on an empty item it ends. */
function goOn(event) {
  const from = text.value.lastIndexOf('\n', text.selectionStart - 1) + 1;
  const line = text.value.slice(from, text.selectionStart);
  const item = /^(\s*)(?:([-*+])|(\d{1,4})([.)]))\s+/.exec(line);
  if (!item || event.isComposing || text.selectionStart !== text.selectionEnd) return;
  event.preventDefault();
  if (item[0] === line) put(from, text.selectionStart, '');
  else put(text.selectionStart, text.selectionStart, `\n${item[1]}${item[2] || Number(item[3]) + 1 + item[4]} `);
}

const KEYS = { b: () => wrap('**'), i: () => wrap('*'), k: link };

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const name = event.key.toLowerCase();
  if (name === 's' && open) {
    event.preventDefault();
    save();
  } else if (KEYS[name] && document.activeElement === text && open) {
    event.preventDefault();
    KEYS[name]();
  }
});

document.addEventListener('click', (event) => {
  const shown = event.target.closest('a[data-show]');
  if (shown && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    showBeside(shown.href);
  }
});

// Every other form of the page stands on the text as it is saved.
document.addEventListener('submit', async (event) => {
  const sent = event.target;
  if (sent === form) {
    event.preventDefault();
    save();
    return;
  }
  if (!dirty() || sent.method !== 'post') return;
  event.preventDefault();
  if (await save()) sent.requestSubmit(event.submitter);
});

addEventListener('beforeunload', (event) => {
  if (!dirty()) return;
  keep();
  event.preventDefault();
});

if (open) {
  form.querySelector('.tools').hidden = false;
  form.addEventListener('input', typed);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) goOn(event);
  });
  form.querySelector('.tools').addEventListener('click', (event) => {
    const tool = event.target.closest('button');
    if (!tool) return;
    if (tool.dataset.wrap) wrap(tool.dataset.wrap);
    else if (tool.dataset.line) begin(tool.dataset.line);
    else link();
  });
  offerUnsent();
}
