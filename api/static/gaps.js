// Shows how far a regrouping has come, and the board again once it is done.

const box = document.querySelector('[data-grouping="yes"]');
const bar = box?.querySelector('progress');

async function look() {
  const answer = await fetch('/v1/gaps/regroup', { headers: { Accept: 'application/json' } });
  const { run } = answer.ok ? await answer.json() : { run: null };
  if (!run || (run.state !== 'asked' && run.state !== 'running')) {
    location.reload();
    return;
  }
  if (run.total) {
    bar.max = run.total;
    bar.value = run.done;
  }
  setTimeout(tick, 1000);
}

function tick() {
  look().catch(() => setTimeout(tick, 5000));
}

if (bar) setTimeout(tick, 1000);
