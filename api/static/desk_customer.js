// What the customer of the opened conversation does just now, and how far the agent has read.

const LASTS_MS = 6_000;

const place = document.getElementById('customer-typing');
let timer = 0;

/** The customer is typing: shown for some seconds. */
export function types() {
  if (!place) return;
  place.textContent = 'The customer is typing…';
  clearTimeout(timer);
  timer = setTimeout(wrote, LASTS_MS);
}

/** The customer's line is there, or none has come. */
export function wrote() {
  clearTimeout(timer);
  if (place) place.textContent = '';
}

/** The id of the customer's last line that is on the screen; empty when none is. */
export function lastShown() {
  const log = document.getElementById('transcript');
  const end = log?.getBoundingClientRect().bottom;
  const shown = [...(log?.querySelectorAll('.said.visitor') || [])].filter((line) => line.getBoundingClientRect().top < end);
  return shown.at(-1)?.id.slice(2) || '';
}
