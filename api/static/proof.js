// Shows how far the check of a gap has come, and its page again once it is done.

const box = document.querySelector('[data-checking="yes"]');
const bar = box?.querySelector('progress');
const wasRunning = Boolean(bar);

async function look() {
  const answer = await fetch(box.dataset.checks, { headers: { Accept: 'application/json' } });
  const { items, due } = answer.ok ? await answer.json() : { items: [], due: null };
  const running = items[0]?.state === 'running' ? items[0] : null;
  if ((!running && !due) || Boolean(running) !== wasRunning) {
    location.reload();
    return;
  }
  if (bar && running) {
    bar.max = running.total || 1;
    bar.value = running.done;
  }
  setTimeout(tick, 1000);
}

function tick() {
  look().catch(() => setTimeout(tick, 5000));
}

if (box) setTimeout(tick, 1000);
