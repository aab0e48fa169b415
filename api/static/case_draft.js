// The reply that is being written: it survives a reload, and knows what it quotes.

/** @typedef {{ id: number, document_id: string, document_version: string, start: number, end: number, title?: string }} Pick */

const EMPTY = { text: '', note: '', citations: [], suggestion: '' };

const key = () => `askwell.case.${document.querySelector('[data-escalation]')?.dataset.escalation}`;

/** What is kept of this conversation's reply. @returns {{ text: string, note: string, citations: Pick[], suggestion: string }} */
export function kept() {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(key()) || '{}') };
  } catch {
    return { ...EMPTY };
  }
}

/** @param {Partial<ReturnType<typeof kept>>} change */
export function keep(change) {
  const all = { ...kept(), ...change };
  try {
    if (all.text || all.note) sessionStorage.setItem(key(), JSON.stringify(all));
    else sessionStorage.removeItem(key());
  } catch {
    // Storage is full or blocked: the words last as long as the page.
  }
  fillHidden();
}

/** What travels with the form beside its text. */
export function fillHidden() {
  const { citations, suggestion } = kept();
  const form = document.getElementById('reply-form');
  if (!form) return;
  form.elements.citations.value = citations.length ? JSON.stringify(citations.map(({ title, ...pick }) => pick)) : '';
  form.elements.suggestion.value = suggestion;
}

/** After a reload. */
export function restore() {
  const { text, note } = kept();
  for (const [id, words] of [['reply', text], ['note', note]]) {
    const box = document.getElementById(id);
    if (box && !box.value && words) {
      box.value = words;
      if (id === 'note') box.closest('details').open = true;
    }
  }
}

/**
 * Put words into the reply where the cursor is, and remember what they quote under numbers that are free.
 * @param {string} text
 * @param {Pick[]} [picks] the quotes that `[id]` in the text stands for
 */
export function insert(text, picks = []) {
  const box = document.getElementById('reply');
  if (!box) return;
  const { citations } = kept();
  const numbers = new Map(picks.map((pick) => [pick.id, numbered(citations, pick)]));
  const words = text.replace(/\[(\d{1,2})\]/g, (mark, id) => (numbers.has(Number(id)) ? `[${numbers.get(Number(id))}]` : mark));
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !/\s$/.test(before) ? (words.includes('\n') ? '\n\n' : ' ') : '';
  box.focus();
  // So that it can be undone; a browser without it sets the text.
  if (!document.execCommand('insertText', false, gap + words)) box.setRangeText(gap + words, box.selectionStart, box.selectionEnd, 'end');
  keep({ text: box.value, citations });
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The number of a quote: the one it has, or the next free one. @param {Pick[]} citations @param {Pick} pick */
function numbered(citations, pick) {
  const same = citations.find((one) => ['document_id', 'document_version', 'start', 'end'].every((name) => one[name] === pick[name]));
  if (same) return same.id;
  const id = Math.max(0, ...citations.map((one) => one.id)) + 1;
  citations.push({ ...pick, id });
  return id;
}
