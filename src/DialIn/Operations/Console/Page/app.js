// Who is logged in, the stream of states, and the clock that moves what counts up.

import { ask } from './api.js';
import { closeDialogs, makeDialogs } from './dialogs.js';
import { $, setText, show } from './dom.js';
import { makePanels } from './panels.js';
import { makeProofs } from './proofs.js';
import { sample } from './sparkline.js';
import { choose, current, t } from './texts.js';

const tick = 1000;
const sampleEvery = 2000;
const retryAfter = 3000;
const nothing = { calls: [], callCount: 0, recent: [], trunks: [], servers: [], pins: null, announcements: [], alarms: [] };

const session = { role: null, label: null };
let state = null;
let stream = null;
let connection = null;
let isEnding = false;
let isStale = false;
let retry = 0;
let showState;
let proofs;

async function start() {
  $('language').value = choose();
  translate();
  showState = makePanels();
  proofs = makeProofs();
  makeDialogs();
  $('language').onchange = () => {
    choose($('language').value);
    translate();
    draw();
  };
  $('login-form').onsubmit = event => {
    event.preventDefault();
    login();
  };
  $('logout').onclick = logout;
  document.addEventListener('visibilitychange', () => (document.hidden ? pause() : resume()));
  setInterval(draw, tick);
  setInterval(() => state && stream && !isStale && sample(state.calls), sampleEvery);
  await look();
}

// Who is logged in, as the bridge says; then the stream, or the form.
async function look() {
  const { status, body } = await ask('GET', '/console/session');
  if (status !== 200) {
    connected('lost');
    setTimeout(look, retryAfter);
    return;
  }
  Object.assign(session, body);
  showWho();
  if (session.role) enter(body);
  else $('token').focus();
}

async function login() {
  const token = $('token').value;
  $('token').value = '';
  const { status, body } = await ask('POST', '/console/session', { token });
  const fault = { 200: '', 401: 'loginFailed', 403: 'loginFrontend', 429: 'loginLimited', 0: 'noAnswer' }[status] ?? 'fault';
  setText($('login-error'), fault && t(fault));
  show($('login-error'), fault !== '');
  $('token').setAttribute('aria-invalid', String(fault !== ''));
  if (fault) {
    $('token').focus();
    return;
  }
  Object.assign(session, body);
  showWho();
  $('main').focus();
  enter(body);
}

// Whoever goes away from the screen must be able to rely on it.
async function logout() {
  const { status } = await ask('DELETE', '/console/session');
  const isOut = status === 204 || status === 401;
  setText($('logout-error'), isOut ? '' : t('logoutFailed'));
  show($('logout-error'), !isOut);
  if (isOut) leave();
}

// What was shown is gone from the page, and not only from sight.
function leave() {
  close();
  closeDialogs();
  Object.assign(session, { role: null, label: null });
  state = null;
  isEnding = false;
  sample(nothing.calls);
  showState(nothing, null);
  proofs.forget();
  show($('logout-error'), false);
  showWho();
  connected(null);
  $('token').focus();
}

function open() {
  close();
  const mine = stream = new EventSource('/api/v1/events');
  stream.addEventListener('state', event => {
    const isFirst = state === null;
    state = JSON.parse(event.data);
    isEnding = isStale = false;
    if (isFirst) sample(state.calls);
    well();
    draw();
    proofs.look();
  });
  stream.addEventListener('heartbeat', well);
  stream.addEventListener('stale', () => {
    isStale = true;
    well();
  });
  stream.addEventListener('bye', () => {
    isEnding = true;
    again('stopping');
  });
  // While it ends it lets nobody in, and answers all the same.
  stream.onerror = () => {
    if (mine === stream) again(isEnding ? 'stopping' : 'lost');
  };
}

function well() {
  connected(isStale ? 'stale' : state?.isDraining ? 'draining' : 'live');
}

// An EventSource does not tell why it is refused, so the session does beforehand.
function enter({ refusal }) {
  if (refusal) again(refusal === 'Ending' ? 'stopping' : 'tooMany');
  else if (!document.hidden) open();
}

function again(why) {
  close();
  connected(why);
  clearTimeout(retry);
  retry = setTimeout(resume, retryAfter);
}

// The session may have ended meanwhile: that is asked first.
async function resume() {
  if (isBusy()) return;
  const { status, body } = await ask('GET', '/console/session');
  if (isBusy()) return;
  if (status !== 200) again('lost');
  else if (!body.role) leave();
  else enter(body);
}

const isBusy = () => stream !== null || session.role === null || document.hidden;

// Nobody looks: another browser may have the place. The title says nothing that may be old.
function pause() {
  close();
  document.title = 'DialIn';
}

function close() {
  stream?.close();
  stream = null;
  isStale = false;
}

function connected(how) {
  connection = how;
  const element = $('connection');
  setText(element, how ? t(how) : '');
  element.classList.toggle('lost', how !== null && how !== 'live');
}

function showWho() {
  const isIn = session.role !== null;
  show($('login'), !isIn);
  show($('panels'), isIn && state !== null);
  show($('nav'), isIn);
  show($('logout'), isIn);
  show($('who'), isIn);
  setText($('who'), isIn ? `${session.role} ${session.label}` : '');
}

function draw() {
  if (!state || !session.role || document.hidden) return;
  show($('panels'), true);
  showState(state, session.role);
  proofs.draw();
}

function translate() {
  for (const element of document.querySelectorAll('[data-t]')) setText(element, t(element.dataset.t));
  $('nav').setAttribute('aria-label', t('nav'));
  if (connection) connected(connection);
  $('language').value = current();
}

start();
