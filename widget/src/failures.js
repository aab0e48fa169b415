// What went wrong, in words that say what to do.

/** @type {Record<string, string>} */
const BY_CODE = {
  network: 'error_network',
  interrupted: 'interrupted',
  daily_budget_spent: 'error_budget',
  403: 'error_forbidden',
  404: 'error_gone',
  401: 'error_identity',
};

/**
 * @param {import('./client.js').Failure} error
 * @param {import('./i18n.js').Words} words
 * @param {Record<number, string>} [own] what a status means here
 * @returns {string}
 */
export function sayFailure({ code, status, retryAfter }, words, own = {}) {
  const known = own[status] || BY_CODE[code] || BY_CODE[status];
  if (!known && status === 429) return words.say('error_rate', { wait: words.wait(retryAfter || 30) });
  return words.say(known || 'error_server');
}
