// Calling attention to what is new or late: title and icon of the tab, a status for screen readers, and, for who wants
// them, a tone and notifications of the browser.

const SAY_MS = 8_000;
const TONE_MS = 3_000;
const TONES = { new: [660, 880], wrote: [880], given: [660, 660, 880], late: [520, 390, 520] };
const WORDS = { new: 'New in the queue', late: 'Late', wrote: 'The customer wrote', given: 'Given to you' };
const USUAL = { sound: false, notices: false, keys: true };

const said = document.getElementById('said');
const { opened } = document.getElementById('main').dataset;
const icon = document.querySelector('link[rel=icon]');
const plain = icon.href;
let waiting = [];
let saying = 0;
let toned = 0;
let audio = null;

/** Whether this person wants that. @param {'sound' | 'notices' | 'keys'} name */
export function wants(name) {
  const kept = localStorage.getItem(`askwell-desk-${name}`);
  return kept === null ? USUAL[name] : kept === 'yes';
}

/** Show the choices, and keep what is chosen. */
export function begin() {
  for (const box of document.querySelectorAll('[data-wish]')) {
    box.checked = wants(box.dataset.wish) && (box.dataset.wish !== 'notices' || allowed());
    box.addEventListener('change', () => choose(box));
  }
  mark();
}

/** @param {HTMLInputElement} box */
async function choose(box) {
  if (box.dataset.wish === 'notices' && box.checked && !allowed()) {
    box.checked = 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    if (!box.checked) say('Your browser does not allow notifications here.');
  }
  localStorage.setItem(`askwell-desk-${box.dataset.wish}`, box.checked ? 'yes' : 'no');
  if (box.dataset.wish === 'sound' && box.checked) tone('new'); // so that one knows what to expect
}

function allowed() {
  return 'Notification' in window && Notification.permission === 'granted';
}

/** Something happened that concerns this person. @param {{kind: string, id: string, text: string}} alert @param {boolean} first */
export function alert(alert, first) {
  // What is written in the opened conversation is read out from there.
  if (alert.id !== opened) waiting.push(alert);
  if (waiting.length && !saying) saying = setTimeout(sayAll, 300);
  if (!first) return; // another window has called already
  if (wants('sound')) tone(alert.kind);
  if (wants('notices') && allowed() && document.hidden) notify(alert);
}

/** What came together is said together. */
function sayAll() {
  const late = waiting.filter((one) => one.kind === 'late').length;
  const [one] = waiting;
  if (waiting.length === 1) say(`${WORDS[one.kind]}: ${one.text}`);
  else say(`${waiting.length - late} new${late ? `, ${late} late` : ''}`);
  waiting = [];
  // Not every change: what comes within the next seconds waits.
  saying = setTimeout(() => {
    saying = 0;
    if (waiting.length) sayAll();
  }, SAY_MS);
}

/** Say something to those who listen. @param {string} text */
export function say(text) {
  if (said.textContent === text) said.textContent = '';
  said.textContent = text;
}

/** @param {{kind: string, id: string, text: string}} alert */
function notify(alert) {
  const notice = new Notification(WORDS[alert.kind], { body: alert.text, tag: alert.id, icon: plain });
  notice.addEventListener('click', () => {
    window.focus();
    location.assign(`/desk/${encodeURIComponent(alert.id)}`);
  });
}

/** A few short notes, quiet, one after the other. @param {string} kind */
function tone(kind) {
  if (Date.now() - toned < TONE_MS) return;
  toned = Date.now();
  audio ??= new AudioContext();
  audio.resume().catch(() => undefined);
  TONES[kind].forEach((pitch, at) => note(pitch, audio.currentTime + at * 0.16));
}

/** @param {number} pitch in hertz @param {number} start in seconds */
function note(pitch, start) {
  const [wave, volume] = [audio.createOscillator(), audio.createGain()];
  wave.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.15);
  wave.connect(volume).connect(audio.destination);
  wave.start(start);
  wave.stop(start + 0.16);
}

/** A dot on the icon of the tab while somebody is unclaimed or late, as its title says. */
export function mark() {
  const found = /^\((\d+)(?:, (\d+) late)?\)/.exec(document.title);
  if (!found) {
    icon.href = plain;
    return;
  }
  const colour = found[2] ? '#c0392b' : '#d98200';
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0b6b61"/><path d="M8 8h16v11h-9l-5 4v-4H8z" fill="#fff"/><circle cx="24" cy="8" r="8" fill="${colour}" stroke="#fff" stroke-width="2"/></svg>`;
  icon.href = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}
