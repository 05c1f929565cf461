// Proof calls, if the bridge places any.

import { ask } from './api.js';
import { drawLadderButton } from './dialogs.js';
import { $, show } from './dom.js';
import { lines, table } from './tables.js';
import { milliseconds, number, t, time } from './texts.js';

const lookEvery = 60000;

/** Makes the part; gives { look, draw, forget }: look asks at most once a minute; forget is for who has logged out. */
export function makeProofs() {
  const showRows = table($('proofs'), [
    { title: 'trunk', text: proof => proof.trunk },
    { title: 'at', text: proof => time(proof.at), className: 'num' },
    { title: 'verdict', draw: (cell, proof) => lines(cell, t(proof.isGood ? 'ok' : 'failed'), proof.says, proof.isGood ? 'good' : 'bad', 'en') },
    { title: 'timeToAnswer', text: proof => milliseconds(proof.timeToAnswer), className: 'num' },
    { title: 'timeToAudio', text: proof => milliseconds(proof.timeToAudio), className: 'num' },
    { title: 'mos', text: proof => number(proof.mos, 2), className: 'num' },
    // The exchange of the call as it came in, where it is known which one that was.
    { title: 'details', draw: (cell, proof) => drawLadderButton(cell, { id: proof.callId, caller: proof.trunk, startedAt: proof.at, endedAt: proof.at }) },
  ], proof => proof.id, 'noProofs');
  let known = null;
  let askedAt = -Infinity;
  let turn = 0;

  const draw = () => {
    show($('proofs'), known?.length > 0);
    show($('proofs-link'), known?.length > 0);
    if (known) showRows(known);
  };
  const look = async () => {
    if (Date.now() - askedAt < lookEvery) return;
    askedAt = Date.now();
    const asked = ++turn;
    const { status, body } = await ask('GET', '/api/v1/proof-calls');
    if (asked !== turn) return;
    if (status === 200) known = body.slice(0, 20);
    if (status === 404) askedAt = Infinity;
    draw();
  };
  const forget = () => {
    turn++;
    known = null;
    askedAt = -Infinity;
    showRows([]);
    draw();
  };
  return { look, draw, forget };
}
