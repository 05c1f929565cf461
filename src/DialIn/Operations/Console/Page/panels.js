// The parts of the page, each drawn from the state that the bridge sends.

import { clockOffset } from './api.js';
import { drawLadderButton, showRotation } from './dialogs.js';
import { $, el, setText, show, sync } from './dom.js';
import { draw } from './sparkline.js';
import { lines, table } from './tables.js';
import { age, duration, has, milliseconds, number, t, time, word } from './texts.js';

const now = () => Date.now() + clockOffset;
const since = text => now() - Date.parse(text);
const badMos = mos => mos !== null && mos < 3.6;
const percent = share => (share === null || share === undefined ? '–' : `${number(share * 100, 1)} %`);

/** Makes all parts; gives a function that shows a state to somebody of a role. */
export function makePanels() {
  const calls = table($('calls'), [
    { title: 'caller', text: call => call.caller, className: 'num' },
    { title: 'meeting', draw: (cell, call) => lines(cell, call.meeting ?? '–', call.server) },
    { title: 'state', draw: (cell, call) => lines(cell, word('Phase', call.phase), call.trunk) },
    { title: 'duration', text: call => duration(since(call.startedAt)), className: 'num' },
    { title: 'mos', draw: (cell, call) => draw(cell, call.id, 'mos', number(call.mos, 2), 1, 4.5, badMos(call.mos)) },
    { title: 'loss', draw: (cell, call) => draw(cell, call.id, 'loss', percent(call.loss), 0, 0.05, call.loss > 0.02) },
    { title: 'jitter', draw: (cell, call) => draw(cell, call.id, 'jitter', milliseconds(call.jitter), 0, 40, call.jitter > 40) },
    { title: 'details', draw: drawLadderButton },
  ], call => call.id, 'noCalls');

  const recent = table($('recent'), [
    { title: 'caller', text: call => call.caller, className: 'num' },
    { title: 'ended', text: call => time(call.endedAt), className: 'num' },
    { title: 'duration', text: call => duration(Date.parse(call.endedAt) - Date.parse(call.startedAt)), className: 'num' },
    { title: 'meeting', draw: (cell, call) => lines(cell, call.meeting ?? '–', call.server) },
    { title: 'reason', draw: drawReason },
    { title: 'sound', draw: (cell, call) => lines(cell, `MOS ${number(call.mos, 2)}`, `${percent(call.loss)}, ${milliseconds(call.jitter)}`, badMos(call.mos) ? 'bad' : '') },
    { title: 'details', draw: drawLadderButton },
  ], call => call.id, 'noRecent');

  let role = null;
  const trunks = table($('trunks'), [
    { title: 'name', text: trunk => trunkName(trunk.name, trunk.account) },
    { title: 'state', draw: drawTrunk },
    { title: 'latency', text: trunk => milliseconds(trunk.latencyMilliseconds), className: 'num' },
    { title: 'password', draw: (cell, trunk) => drawPasswords(cell, trunk, role) },
  ], trunk => `${trunk.name}/${trunk.account}`, 'noTrunks');

  const servers = table($('servers'), [
    { title: 'name', text: server => server.name },
    { title: 'state', draw: (cell, server) => lines(
      cell,
      t(server.state.toLowerCase()),
      server.silentSince ? t('silentSince', { time: time(server.silentSince) }) : '',
      { Reachable: 'good', Unreachable: 'bad' }[server.state]) },
    { title: 'meetings', text: server => number(server.meetings), className: 'num' },
    { title: 'callers', text: server => number(server.callers), className: 'num' },
  ], server => server.name, 'noServers');

  const announcements = table($('announcements'), [
    { title: 'meeting', text: one => one.meeting },
    { title: 'server', text: one => one.server },
    { title: 'state', text: one => t(one.isRunning ? 'running' : 'over') },
    { title: 'why', text: one => word('Why', one.why) },
  ], one => one.id, 'noAnnouncements');

  return (state, roleNow) => {
    role = roleNow;
    drawAlarms(state.alarms);
    setText($('call-count'), state.callCount > state.calls.length
      ? t('callCountShown', { count: number(state.callCount), shown: number(state.calls.length) })
      : t('callCount', { count: number(state.callCount) }));
    calls(state.calls);
    recent(state.recent);
    trunks(state.trunks);
    servers(state.servers);
    drawPool(state.pins);
    announcements(state.announcements);
  };
}

const trunkName = (name, account) => (account && account !== name ? `${name}/${account}` : name);

function drawReason(cell, call) {
  const causes = [call.sipStatus ? `SIP ${call.sipStatus}` : '', call.trunkCause, call.conferenceCause].filter(Boolean).join(', ');
  const isBad = ['Bridge', 'Server', 'Carrier'].includes(call.result);
  lines(cell, `${word('Result', call.result)}: ${word('Reason', call.reason)}`, [call.trunk, call.codec, causes].filter(Boolean).join(' · '), isBad ? 'bad' : '');
}

function drawTrunk(cell, trunk) {
  const isWell = ['Registered', 'Static', 'Standby'].includes(trunk.state);
  const more = trunk.registeredSince && isWell ? t('registeredSince', { time: time(trunk.registeredSince) })
    : trunk.heldBy ? t('heldBy', { node: trunk.heldBy })
      : trunk.state === 'Static' ? '' : trunk.says;
  lines(cell, word('State', trunk.state), more, isWell ? 'good' : 'bad', isWell ? null : 'en');
}

function drawPasswords(cell, trunk, role) {
  if (cell.firstElementChild?.tagName !== 'DIV') cell.replaceChildren(el('div'));
  sync(cell.firstElementChild, trunk.passwords, one => one.account, () => el('div', {}, el('span'), el('span', { class: 'more' }), el('button', { type: 'button' })), (row, one) => {
    const [text, more, button] = row.children;
    setText(text, one.inUse === null ? t('none') : one.storedAt ? t('age', { age: age(since(one.storedAt)) }) : t('configured'));
    text.className = one.inUse === null || one.refusedAt ? 'bad' : '';
    setText(more, [
      one.refusedAt ? t('refused') : one.provedAt ? t('proved', { age: age(since(one.provedAt)) }) : '',
      one.pending ? t(one.isPendingRefused ? 'pendingRefused' : 'pending') : '',
    ].filter(Boolean).join(', '));
    show(more, more.textContent !== '');
    show(button, role === 'admin');
    setText(button, t('rotate'));
    const name = trunkName(trunk.name, one.account);
    button.setAttribute('aria-label', t('rotateOf', { name }));
    button.onclick = () => showRotation(trunk.name, one.account, name);
  });
}

function drawPool(pool) {
  const entries = pool === null
    ? [['poolUnknown', null]]
    : [['free', pool.free], ['reserved', pool.reserved], ['quarantined', pool.quarantined], ['lowWater', pool.lowWater]];
  sync($('pool'), entries, ([name]) => name, () => el('div', {}, el('dt'), el('dd')), (entry, [name, value]) => {
    setText(entry.firstChild, t(name));
    const isLow = name === 'free' && pool.isLow;
    setText(entry.lastChild, value === null ? '–' : `${number(value)}${isLow ? ` ${t('low')}` : ''}`);
    entry.lastChild.className = isLow ? 'bad' : '';
  });
}

function sentence(alarm) {
  const key = `Alarm_${alarm.kind}`;
  return has(key) ? t(key, { subject: alarm.subject }) : alarm.says.includes(alarm.subject) ? alarm.says : `${alarm.subject}: ${alarm.says}`;
}

// Read aloud from a list of its own, which nobody sees: a sentence of which only figures change would be read again and again.
function announce(alarms) {
  const all = alarms.length > 0
    ? alarms.map(alarm => ({ key: `${alarm.kind}/${alarm.subject}`, text: `${t(alarm.severity === 'Urgent' ? 'urgent' : 'warning')}: ${sentence(alarm)}`, lang: has(`Alarm_${alarm.kind}`) ? null : 'en' }))
    : [{ key: '', text: t('noAlarm'), lang: null }];
  sync($('alarm-live'), all, one => one.key, () => el('li'), (row, { text, lang }) => {
    const words = text.replace(/\d+/g, '');
    if (row.dataset.words === words) return;
    row.dataset.words = words;
    if (lang) row.lang = lang;
    else row.removeAttribute('lang');
    setText(row, text);
  });
}

function drawAlarms(alarms) {
  const title = alarms.length > 0 ? `(${alarms.length}) DialIn` : 'DialIn';
  if (document.title !== title) document.title = title;
  show($('no-alarm'), alarms.length === 0);
  show($('alarm-list'), alarms.length > 0);
  sync($('alarm-list'), alarms, alarm => `${alarm.kind}/${alarm.subject}`, () => el('li', {}, el('strong'), el('span'), el('span', { class: 'more' })), (row, alarm) => {
    const isUrgent = alarm.severity === 'Urgent';
    row.classList.toggle('urgent', isUrgent);
    const [severity, text, more] = row.children;
    setText(severity, t(isUrgent ? 'urgent' : 'warning'));
    const key = `Alarm_${alarm.kind}`;
    setText(text, sentence(alarm));
    text.lang = has(key) ? '' : 'en';
    if (!text.lang) text.removeAttribute('lang');
    setText(more, t('since', { time: time(alarm.since) }));
  });
  announce(alarms);
}
