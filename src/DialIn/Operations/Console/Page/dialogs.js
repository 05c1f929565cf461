// What opens over the page: the SIP exchange of a call, and the change of a password.

import { ask } from './api.js';
import { $, el, setText, show, svg } from './dom.js';
import { t, time } from './texts.js';

const lanes = { trunk: 16, bridge: 96, server: 176 };
const verdicts = { Proved: 'rotateProved', Unproved: 'rotateUnproved', Refused: 'rotateRefused', RefusedInUse: 'rotateRefusedInUse', Gone: 'rotateGone' };
const lookEvery = 700;
const patience = 60000;
const ladderEvery = 2000;

let rotation = 0;
let ladder = 0;

/** Connects the dialogs' buttons, once. */
export function makeDialogs() {
  $('ladder-close').onclick = () => $('ladder').close();
  $('rotate-close').onclick = () => $('rotate').close();
  $('ladder').addEventListener('close', () => ladder++);
  // A secret is nowhere for longer than it takes to send it.
  $('rotate').addEventListener('close', () => {
    rotation++;
    $('secret').value = '';
  });
}

/** Closes what is open, and leaves nothing in it: nobody is logged in any more. */
export function closeDialogs() {
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  ladder++;
  rotation++;
  $('ladder-body').replaceChildren();
  $('rotate-steps').replaceChildren();
  for (const id of ['ladder-title', 'rotate-title', 'rotate-verdict', 'rotate-error']) setText($(id), '');
}

/** Fills a cell with the button that shows a call's SIP exchange, where the call is known. */
export function drawLadderButton(cell, call) {
  if (!cell.firstChild) cell.append(el('button', { type: 'button' }));
  const button = cell.firstChild;
  show(button, Boolean(call.id));
  setText(button, t('ladder'));
  button.setAttribute('aria-label', t('ladderOf', { caller: call.caller, time: time(call.startedAt) }));
  button.onclick = () => showLadder(call);
}

/** Shows the SIP exchange of a call; of one that is up, what comes while it is shown too. */
async function showLadder(call) {
  const mine = ++ladder;
  setText($('ladder-title'), t('ladderOf', { caller: call.caller, time: time(call.startedAt) }));
  $('ladder-body').replaceChildren();
  $('ladder').showModal();
  $('ladder-title').focus();
  for (let shown = -1; mine === ladder;) {
    const { status, body } = await ask('GET', `/api/v1/calls/${encodeURIComponent(call.id)}/ladder`);
    if (mine !== ladder) return;
    const steps = status === 200 ? body : [];
    if (steps.length !== shown) {
      shown = steps.length;
      $('ladder-body').replaceChildren(shown > 0
        ? ladderOf(steps)
        : el('p', { class: 'empty' }, t(status === 200 || status === 404 ? 'noLadder' : 'ladderFailed')));
    }
    if (status !== 200 || call.endedAt) return;
    await new Promise(resolve => setTimeout(resolve, ladderEvery));
  }
}

function ladderOf(steps) {
  const head = el('tr', {}, ...['at', 'fromTo', 'message'].map(key => el('th', { scope: 'col' }, t(key))));
  return el('table', { class: 'ladder', 'aria-labelledby': 'ladder-title' }, el('thead', {}, head), el('tbody', {}, ...steps.map(step => el('tr', {},
    el('td', { class: 'num' }, clock(step.at)),
    el('td', { class: 'lanes' }, el('span', { class: 'soft' }, `${party(step.from)} → ${party(step.to)}`), arrow(step)),
    el('td', {}, el('span', { lang: 'en' }, step.text))))));
}

const party = name => (name in lanes ? t(`${name}Party`) : name);

// With its thousandths: which of two came first is what people look for.
function clock(text) {
  const at = new Date(text);
  return `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function arrow({ from, to }) {
  const [a, b] = [lanes[from] ?? lanes.bridge, lanes[to] ?? lanes.bridge];
  const back = b < a ? 6 : -6;
  return svg('svg', { viewBox: '0 0 192 22', 'aria-hidden': 'true', focusable: 'false' },
    ...Object.values(lanes).map(x => svg('line', { class: 'lane', x1: x, y1: 0, x2: x, y2: 22 })),
    svg('line', { class: 'arrow', x1: a, y1: 11, x2: b + back, y2: 11 }),
    svg('path', { class: 'arrow', d: `M${b} 11l${back} -4v8z` }));
}

/** Asks for a trunk's new password, hands it in, and tells what becomes of it. */
export function showRotation(trunk, account, name) {
  const mine = ++rotation;
  setText($('rotate-title'), t('rotateOf', { name }));
  show($('rotate-form'), true);
  show($('rotate-steps'), false);
  show($('rotate-verdict'), false);
  fail('');
  $('rotate-steps').replaceChildren();
  $('rotate-form').onsubmit = event => {
    event.preventDefault();
    const secret = $('secret').value;
    $('secret').value = '';
    rotate(mine, trunk, account, secret);
  };
  $('rotate').showModal();
  $('secret').focus();
}

async function rotate(mine, trunk, account, secret) {
  const path = `/api/v1/trunks/${encodeURIComponent(trunk)}/rotations`;
  const { status, body } = await ask('POST', path, { account, secret });
  if (mine !== rotation) return;
  if (status !== 202) {
    fail(status === 0 ? t('noAnswer') : body?.detail ?? t('fault'), 'en');
    $('secret').focus();
    return;
  }
  show($('rotate-form'), false);
  show($('rotate-steps'), true);
  verdict(t('rotateWaits'));
  const begun = Date.now();
  for (let answer = body; mine === rotation;) {
    $('rotate-steps').replaceChildren(...answer.steps.map(step => el('li', {}, step.outcome)));
    if (answer.verdict in verdicts || Date.now() - begun > patience) {
      verdict(t(verdicts[answer.verdict] ?? 'rotateOpen'), { Proved: 'good', Unproved: 'good', Open: 'warn' }[answer.verdict] ?? 'bad');
      return;
    }
    await new Promise(resolve => setTimeout(resolve, lookEvery));
    const next = await ask('GET', `${path}/${body.version}?account=${encodeURIComponent(account)}`);
    if (next.status === 200) answer = next.body;
  }
}

function fail(text, lang) {
  setText($('rotate-error'), text);
  $('rotate-error').lang = lang ?? '';
  if (!lang) $('rotate-error').removeAttribute('lang');
  show($('rotate-error'), text !== '');
}

// The focus goes there: it is read aloud without a region that interrupts.
function verdict(text, className = '') {
  const element = $('rotate-verdict');
  element.className = className;
  setText(element, text);
  show(element, true);
  element.focus();
}
