// News from the server as they happen. Browsers allow few connections to one server, so of several windows one holds the
// stream and tells the others.

const NAMES = ['changed', 'typing', 'alert', 'presence'];
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('askwell-desk') : null;
const listeners = new Set();
let source = null;
let present = [];

/** Whether news arrive here directly. */
export function live() {
  return source !== null && source.readyState === EventSource.OPEN;
}

/** Begin. @param {(name: string, data: any, first: boolean) => void} listener `first`: whether this window heard it first */
export function listen(listener) {
  listeners.add(listener);
  if (channel) channel.onmessage = ({ data }) => heard(data);
  if (navigator.locks) navigator.locks.request('askwell-desk', () => new Promise(open));
  else open();
  channel?.postMessage({ name: 'hello' });
}

/** @param {{name: string, data?: any}} news */
function heard({ name, data }) {
  if (name !== 'hello') tell(name, data, false);
  else if (live()) channel.postMessage({ name: 'presence', data: present });
}

function open() {
  source = new EventSource('/desk/events');
  for (const name of NAMES) {
    source.addEventListener(name, (event) => {
      const data = JSON.parse(event.data);
      channel?.postMessage({ name, data });
      tell(name, data, true);
    });
  }
  // Something may have happened while there was no stream.
  source.addEventListener('open', () => tell('changed', null, true));
  source.addEventListener('error', () => tell('lost', null, true));
}

/** @param {string} name @param {any} data @param {boolean} first */
function tell(name, data, first) {
  if (name === 'presence') present = data;
  for (const listener of listeners) listener(name, data, first);
}
