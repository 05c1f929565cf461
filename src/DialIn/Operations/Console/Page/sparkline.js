// How a figure of a call has gone in the last minutes, as a line as small as a word.

import { el, setText, svg } from './dom.js';

const kept = 60;
// A line of fewer steps does not fill the width: what is new looks new.
const shortest = 14;
const width = 72;
const height = 18;
const history = new Map();

/** Notes the figures of all calls, once for each step in time; calls that are gone are forgotten. */
export function sample(calls) {
  const ids = new Set(calls.map(call => call.id));
  for (const id of history.keys()) if (!ids.has(id)) history.delete(id);
  for (const call of calls) {
    const of = history.get(call.id) ?? { mos: [], loss: [], jitter: [] };
    history.set(call.id, of);
    for (const name of Object.keys(of)) {
      if (call[name] === null || call[name] === undefined) continue;
      of[name].push(call[name]);
      if (of[name].length > kept) of[name].shift();
    }
  }
}

/** Draws a figure: the line for the eye, the number for everybody. */
export function draw(cell, id, name, text, least, most, isBad) {
  if (!cell.querySelector('.spark')) {
    cell.replaceChildren(el('span', { class: 'spark' },
      svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' }, svg('polyline', { points: '' })),
      el('span')));
  }
  const spark = cell.querySelector('.spark');
  spark.classList.toggle('bad', isBad);
  setText(spark.lastChild, text);
  const values = history.get(id)?.[name] ?? [];
  const top = Math.max(most, ...values);
  const step = width / Math.max(values.length - 1, shortest);
  const points = values.map((value, index) => {
    const x = width - (values.length - 1 - index) * step;
    const y = height - 1 - (value - least) / (top - least) * (height - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }).join(' ');
  const line = spark.querySelector('polyline');
  if (line.getAttribute('points') !== points) line.setAttribute('points', points);
}
