// One conversation: the draft of its reply, files, the preview, suggestions. Everything works without this script too.

import { fillHidden, keep, kept, restore } from './case_draft.js';
import { part } from './case_picker.js';
import { localTimes } from './pages.js';

const HOUR_MS = 3_600_000;
const MORNING = 9;

let suggestedFor = '';
let leavingInside = false;
let previewing = false;

const form = () => document.getElementById('reply-form');
const conversation = () => document.querySelector('[data-conversation]')?.dataset.conversation;

/** @param {string} text */
function tell(text) {
  const place = document.getElementById('case-said');
  if (place) place.textContent = text;
}

// Files

/** Each file goes up at once and waits for its line. @param {Iterable<File>} files */
async function upload(files) {
  tell('Uploading…');
  const problems = [];
  for (const file of files) {
    const problem = await uploaded(file);
    if (problem) problems.push(`${file.name}: ${problem}`);
  }
  tell(problems.join(' '));
  document.dispatchEvent(new CustomEvent('desk:refresh'));
}

/** @param {File} file @returns {Promise<string>} what is wrong with it */
async function uploaded(file) {
  const url = `/v1/conversations/${conversation()}/attachments?${new URLSearchParams({ name: file.name || 'image.png' })}`;
  try {
    const response = await fetch(url, { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
    return response.ok ? '' : (await response.json()).detail;
  } catch {
    return 'The connection was lost. Attach it again.';
  }
}

// Preview

async function preview() {
  const writing = previewing && document.getElementById('reply').hidden;
  let made = [];
  if (!writing) {
    try {
      const body = new URLSearchParams(new FormData(form()));
      made = await part(form().action.replace(/\/reply(\?.*)?$/, '/preview'), { method: 'POST', body });
    } catch {
      tell('The preview could not be made. Try again.');
      return;
    }
  }
  show(made, writing);
}

/** Looks for its places when it is called: news may have replaced them meanwhile. @param {Node[]} made @param {boolean} writing */
function show(made, writing) {
  const [box, shown, button] = [document.getElementById('reply'), document.getElementById('preview'), form()?.querySelector('[data-preview]')];
  if (!button) return;
  previewing = !writing;
  shown.replaceChildren(...made);
  box.hidden = !writing;
  shown.hidden = writing;
  button.setAttribute('aria-pressed', String(!writing));
  (writing ? box : shown).focus();
}

function showBox() {
  const shown = document.getElementById('preview');
  if (shown && !shown.hidden) preview();
}

// Suggestions

/** Anew whenever the customer has written. */
async function suggest() {
  const slot = document.querySelector('[data-slot]');
  const line = [...document.querySelectorAll('#transcript .said.visitor')].pop()?.id || 'none';
  if (!slot || (slot.dataset.done && suggestedFor === line)) return;
  [suggestedFor, slot.dataset.done] = [line, 'yes'];
  try {
    const nodes = await part(slot.dataset.slot);
    slot.replaceChildren(...nodes);
    localTimes(slot);
  } catch {
    delete slot.dataset.done;
    slot.replaceChildren(failed());
  }
}

/** Says that nothing came, with a way to ask again. */
function failed() {
  const line = document.createElement('p');
  const again = document.createElement('button');
  line.className = 'fine';
  again.className = 'link-button';
  again.type = 'button';
  again.textContent = 'Try again';
  again.addEventListener('click', suggest);
  line.append('No suggestion could be loaded. ', again);
  return line;
}

// Snoozing

/** The moment meant, on this agent's clock. @param {HTMLFormElement} chosen */
function until(chosen) {
  const preset = chosen.elements.preset.value;
  if (preset === 'at') return new Date(chosen.elements.at.value);
  if (preset === 'hour') return new Date(Date.now() + HOUR_MS);
  const day = new Date();
  day.setDate(day.getDate() + (preset === 'tomorrow' ? 1 : ((8 - day.getDay()) % 7) || 7));
  day.setHours(MORNING, 0, 0, 0);
  return day;
}

document.addEventListener('submit', (event) => {
  event.target.closest('.case-acts details')?.removeAttribute('open');
  if (!event.target.matches('[data-snooze]')) return;
  const moment = until(event.target);
  if (Number.isNaN(moment.getTime())) return;
  Object.assign(event.target.elements.until, { disabled: false, value: moment.toISOString() });
}, true);

// Giving it away

/** @param {HTMLSelectElement} chosen */
function given(chosen) {
  const [name] = chosen.selectedOptions[0].text.split(' · ');
  document.dispatchEvent(new CustomEvent('desk:say', { detail: `${name} has it now.` }));
}

// Together

function fresh() {
  fillHidden();
  const button = form()?.querySelector('[data-preview]');
  if (button) button.hidden = false;
  if (previewing && document.getElementById('preview')?.hidden) preview(); // the reply's part was replaced
  suggest();
}

document.addEventListener('desk:fresh', fresh);
document.addEventListener('desk:sent', ({ target: sent }) => {
  if (sent.id === 'reply-form') {
    keep({ text: '', citations: [], suggestion: '' });
    tell('');
    showBox();
  } else if (sent.action.includes('/note')) keep({ note: '' });
  else if (sent.action.includes('/assign')) given(sent.elements.to);
});
document.addEventListener('input', (event) => {
  // What was wrong with the text that was sent says nothing of the new one.
  if (event.target.matches('#reply, #note')) document.querySelector('#case-alert')?.remove();
  if (event.target.id === 'reply') keep(event.target.value ? { text: event.target.value } : { text: '', citations: [], suggestion: '' });
  if (event.target.id === 'note') keep({ note: event.target.value });
});
document.addEventListener('change', (event) => {
  if (event.target.name !== 'upload') return;
  upload([...event.target.files]);
  event.target.value = '';
});
document.addEventListener('paste', (event) => {
  const files = event.target.id === 'reply' ? [...event.clipboardData.files] : [];
  if (!files.length) return;
  event.preventDefault();
  upload(files);
});
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-preview]')) preview();
  const link = event.target.closest('a[href]');
  leavingInside = Boolean(link && link.target !== '_blank' && new URL(link.href).pathname.startsWith('/desk'));
});
document.addEventListener('keydown', (event) => {
  if (event.altKey && event.code === 'KeyP' && form()) {
    event.preventDefault();
    preview();
  }
});
addEventListener('beforeunload', (event) => {
  // Within the desk the words are kept; whoever leaves it is asked.
  if (!leavingInside && kept().text.trim() && form()) event.preventDefault();
});
restore();
fresh();
