// All words of the page, in German and English, and how numbers and times are written.

const languages = {
  en: {
    skip: 'Skip to the content', language: 'Language', login: 'Log in', logout: 'Log out', nav: 'Parts of this page', close: 'Close',
    token: 'API token of role monitor or admin', tokenHint: '“dialin token create --role monitor” prints one.',
    loginFailed: 'This token is not valid, or it has ended.', loginFrontend: 'This token is for front ends; take one of role monitor or admin.',
    loginLimited: 'Too many wrong tokens came from here. Wait a minute.', noAnswer: 'DialIn does not answer.', fault: 'DialIn has a fault; its log says more.',
    live: 'Live', lost: 'Not connected; trying again', stopping: 'DialIn is ending: no new calls are taken', draining: 'Draining: no new calls are taken',
    stale: 'Connected, but the figures are old: DialIn has a fault; its log says more', tooMany: 'Too many look on; trying again', logoutFailed: 'You are still logged in: DialIn did not confirm. Try again.',
    alarms: 'Alarms', noAlarm: 'No alarm.', urgent: 'Urgent', warning: 'Warning', since: 'since {time}',
    calls: 'Live calls', noCalls: 'Nobody is calling.', callCount: '{count} up', callCountShown: '{count} up; the {shown} that sound worst are shown',
    recent: 'Recent calls', noRecent: 'No call has ended in the time for which records are kept.',
    trunks: 'Trunks', noTrunks: 'There are no trunks.', servers: 'Servers', noServers: 'There are no servers.',
    pins: 'PIN pool', free: 'free', reserved: 'reserved', quarantined: 'resting', lowWater: 'fewest free', low: 'LOW', poolUnknown: 'The database does not answer.',
    announcements: 'Announcements that failed', announcementsShort: 'Announcements', noAnnouncements: 'None.', proofs: 'Proof calls', noProofs: 'None yet.',
    caller: 'Caller', meeting: 'Meeting', state: 'State', duration: 'Duration', mos: 'MOS', loss: 'Loss', jitter: 'Jitter', trunk: 'Trunk', server: 'Server', ended: 'Ended', reason: 'Reason', details: 'Details',
    latency: 'Latency', password: 'Password', name: 'Name', meetings: 'Meetings', callers: 'Callers', why: 'Why', sound: 'Sound', verdict: 'Verdict', at: 'Time', timeToAnswer: 'To answer', timeToAudio: 'To audio',
    ladder: 'SIP exchange', ladderOf: 'SIP exchange of {caller}, {time}', noLadder: 'No exchange was kept of this call.', ladderFailed: 'The exchange cannot be read now.', fromTo: 'From → to', message: 'Message',
    trunkParty: 'trunk', bridgeParty: 'bridge', serverParty: 'server',
    rotate: 'Change password', rotateOf: 'Change password of {name}', newSecret: 'New password', rotateHint: 'It is proved beside the one in use, and only then used. No call is touched.', rotateDo: 'Prove and use it',
    rotateOpen: 'Not decided yet; DialIn goes on by itself.', rotateProved: 'Done: the new password is proved and in use.', rotateUnproved: 'In use. It could not be proved: the carrier does not ask for it.',
    rotateRefused: 'Refused: the new password is not in use; the one before stays.', rotateRefusedInUse: 'Refused, and no other password works. Give another one.', rotateGone: 'Not in use: it was refused or replaced.', rotateWaits: 'Being proved …',
    registeredSince: 'registered since {time}', reachable: 'reachable', unreachable: 'unreachable', unknown: 'not asked yet', silentSince: 'last answer {time}', running: 'running', over: 'over',
    configured: 'from the configuration', none: 'none', age: '{age} old', proved: 'proved {age} ago', refused: 'refused', pending: 'a new one waits for its proof', pendingRefused: 'a new one was refused', heldBy: 'registered by {node}',
    ok: 'all right', failed: 'failed',
    days: '{n} d', hours: '{n} h', minutes: '{n} min', seconds: '{n} s',
    State_Static: 'fixed addresses', State_Registered: 'registered', State_Registering: 'registering', State_Failing: 'not registered', State_Refused: 'refused', State_Stopped: 'stopped', State_NoPassword: 'no password', State_Standby: 'another node',
    Phase_Ringing: 'ringing', Phase_EnteringPin: 'types the PIN', Phase_LookingUp: 'PIN is looked up', Phase_Proving: 'is a proof call', Phase_WaitingForMeeting: 'waits for the meeting', Phase_WaitingForPlace: 'waits for a place', Phase_Joining: 'is connected', Phase_Joined: 'in the meeting', Phase_Reconnecting: 'reconnects', Phase_SayingGoodbye: 'hears the end', Phase_Ended: 'ended',
    Result_Success: 'Success', Result_Caller: 'Caller', Result_Bridge: 'DialIn', Result_Server: 'Server', Result_Carrier: 'Carrier',
    Reason_CallerHungUp: 'caller hung up', Reason_CallerCancelled: 'caller gave up while it rang', Reason_WrongPin: 'no right PIN', Reason_NothingEntered: 'no PIN typed', Reason_FaxMachine: 'a fax machine', Reason_MeetingNotStarted: 'the meeting did not start', Reason_MeetingEnded: 'the meeting ended', Reason_MeetingFull: 'the meeting was full', Reason_RemovedFromMeeting: 'removed from the meeting', Reason_LongestCall: 'as long as a call may last', Reason_Full: 'DialIn was full', Reason_TrunkFull: 'the trunk was full', Reason_CallerFull: 'too many calls of one number', Reason_Draining: 'DialIn was ending', Reason_NoPorts: 'no RTP port was free', Reason_Fault: 'a fault of DialIn', Reason_ConferenceRefused: 'the server refused', Reason_ConferenceUnreachable: 'the server did not answer', Reason_NoCommonCodec: 'no codec in common', Reason_NoCommonEncryption: 'no encryption in common', Reason_AckMissing: 'the carrier did not confirm', Reason_TrunkLost: 'the carrier was lost', Reason_TrunkSilent: 'no sound from the carrier',
    Why_Unreachable: 'the server or its Redis cannot be reached', Why_NoAnswer: 'the server did not confirm it', Why_Refused: 'the server refused it', Why_StoreUnavailable: 'the database did not answer', Why_Gone: 'the moderator had gone', Why_Fault: 'an error in DialIn, see its log (3410)',
  },
  de: {
    skip: 'Zum Inhalt springen', language: 'Sprache', login: 'Anmelden', logout: 'Abmelden', nav: 'Teile dieser Seite', close: 'Schließen',
    token: 'API-Token der Rolle monitor oder admin', tokenHint: '„dialin token create --role monitor“ gibt eines aus.',
    loginFailed: 'Dieses Token ist ungültig oder abgelaufen.', loginFrontend: 'Dieses Token ist für Frontends; nötig ist eines der Rolle monitor oder admin.',
    loginLimited: 'Zu viele falsche Token von hier. Bitte eine Minute warten.', noAnswer: 'DialIn antwortet nicht.', fault: 'DialIn hat einen Fehler; das Protokoll sagt mehr.',
    live: 'Verbunden', lost: 'Nicht verbunden; neuer Versuch läuft', stopping: 'DialIn wird beendet: keine neuen Anrufe', draining: 'Wird beendet: keine neuen Anrufe',
    stale: 'Verbunden, aber die Werte sind alt: DialIn hat einen Fehler; das Protokoll sagt mehr', tooMany: 'Zu viele Zuschauer; neuer Versuch läuft', logoutFailed: 'Noch angemeldet: DialIn hat es nicht bestätigt. Bitte noch einmal versuchen.',
    alarms: 'Alarme', noAlarm: 'Kein Alarm.', urgent: 'Dringend', warning: 'Warnung', since: 'seit {time}',
    calls: 'Laufende Anrufe', noCalls: 'Niemand ruft an.', callCount: '{count} laufen', callCountShown: '{count} laufen; gezeigt sind die {shown} mit dem schlechtesten Klang',
    recent: 'Letzte Anrufe', noRecent: 'Kein Anruf endete in der Zeit, für die Daten aufbewahrt werden.',
    trunks: 'Trunks', noTrunks: 'Es gibt keine Trunks.', servers: 'Server', noServers: 'Es gibt keine Server.',
    pins: 'PIN-Vorrat', free: 'frei', reserved: 'vergeben', quarantined: 'ruhend', lowWater: 'Mindestvorrat', low: 'KNAPP', poolUnknown: 'Die Datenbank antwortet nicht.',
    announcements: 'Fehlgeschlagene Ansagen im Chat', announcementsShort: 'Ansagen', noAnnouncements: 'Keine.', proofs: 'Probeanrufe', noProofs: 'Noch keine.',
    caller: 'Anrufer', meeting: 'Konferenz', state: 'Zustand', duration: 'Dauer', mos: 'MOS', loss: 'Verlust', jitter: 'Jitter', trunk: 'Trunk', server: 'Server', ended: 'Ende', reason: 'Grund', details: 'Einzelheiten',
    latency: 'Antwortzeit', password: 'Passwort', name: 'Name', meetings: 'Konferenzen', callers: 'Anrufer', why: 'Warum', sound: 'Klang', verdict: 'Ergebnis', at: 'Zeit', timeToAnswer: 'Bis zur Annahme', timeToAudio: 'Bis zum Ton',
    ladder: 'SIP-Ablauf', ladderOf: 'SIP-Ablauf von {caller}, {time}', noLadder: 'Von diesem Anruf wurde kein Ablauf aufbewahrt.', ladderFailed: 'Der Ablauf kann gerade nicht gelesen werden.', fromTo: 'Von → an', message: 'Nachricht',
    trunkParty: 'Trunk', bridgeParty: 'DialIn', serverParty: 'Server',
    rotate: 'Passwort ändern', rotateOf: 'Passwort ändern: {name}', newSecret: 'Neues Passwort', rotateHint: 'Es wird neben dem jetzigen geprüft und erst danach benutzt. Kein Anruf wird berührt.', rotateDo: 'Prüfen und benutzen',
    rotateOpen: 'Noch nicht entschieden; DialIn macht allein weiter.', rotateProved: 'Fertig: Das neue Passwort ist geprüft und in Gebrauch.', rotateUnproved: 'In Gebrauch. Es konnte nicht geprüft werden: Der Anbieter fragt nicht danach.',
    rotateRefused: 'Abgelehnt: Das neue Passwort wird nicht benutzt; das alte bleibt.', rotateRefusedInUse: 'Abgelehnt, und kein anderes Passwort geht. Bitte ein anderes angeben.', rotateGone: 'Nicht in Gebrauch: abgelehnt oder ersetzt.', rotateWaits: 'Wird geprüft …',
    registeredSince: 'angemeldet seit {time}', reachable: 'erreichbar', unreachable: 'nicht erreichbar', unknown: 'noch nicht gefragt', silentSince: 'letzte Antwort {time}', running: 'läuft', over: 'vorbei',
    configured: 'aus der Konfiguration', none: 'keines', age: '{age} alt', proved: 'geprüft vor {age}', refused: 'abgelehnt', pending: 'ein neues wartet auf seine Prüfung', pendingRefused: 'ein neues wurde abgelehnt', heldBy: 'angemeldet von {node}',
    ok: 'in Ordnung', failed: 'fehlgeschlagen',
    days: '{n} d', hours: '{n} h', minutes: '{n} min', seconds: '{n} s',
    State_Static: 'feste Adressen', State_Registered: 'angemeldet', State_Registering: 'meldet sich an', State_Failing: 'nicht angemeldet', State_Refused: 'abgelehnt', State_Stopped: 'beendet', State_NoPassword: 'kein Passwort', State_Standby: 'anderer Knoten',
    Phase_Ringing: 'klingelt', Phase_EnteringPin: 'gibt die PIN ein', Phase_LookingUp: 'PIN wird gesucht', Phase_Proving: 'ist ein Probeanruf', Phase_WaitingForMeeting: 'wartet auf die Konferenz', Phase_WaitingForPlace: 'wartet auf einen Platz', Phase_Joining: 'wird verbunden', Phase_Joined: 'in der Konferenz', Phase_Reconnecting: 'wird neu verbunden', Phase_SayingGoodbye: 'hört das Ende', Phase_Ended: 'beendet',
    Result_Success: 'Erfolg', Result_Caller: 'Anrufer', Result_Bridge: 'DialIn', Result_Server: 'Server', Result_Carrier: 'Anbieter',
    Reason_CallerHungUp: 'aufgelegt', Reason_CallerCancelled: 'beim Klingeln aufgelegt', Reason_WrongPin: 'keine richtige PIN', Reason_NothingEntered: 'keine PIN eingegeben', Reason_FaxMachine: 'ein Faxgerät', Reason_MeetingNotStarted: 'die Konferenz begann nicht', Reason_MeetingEnded: 'die Konferenz endete', Reason_MeetingFull: 'die Konferenz war voll', Reason_RemovedFromMeeting: 'aus der Konferenz entfernt', Reason_LongestCall: 'längste Dauer erreicht', Reason_Full: 'DialIn war voll', Reason_TrunkFull: 'der Trunk war voll', Reason_CallerFull: 'zu viele Anrufe einer Nummer', Reason_Draining: 'DialIn wurde beendet', Reason_NoPorts: 'kein RTP-Port frei', Reason_Fault: 'ein Fehler von DialIn', Reason_ConferenceRefused: 'der Server lehnte ab', Reason_ConferenceUnreachable: 'der Server antwortete nicht', Reason_NoCommonCodec: 'kein gemeinsamer Codec', Reason_NoCommonEncryption: 'keine gemeinsame Verschlüsselung', Reason_AckMissing: 'der Anbieter bestätigte nicht', Reason_TrunkLost: 'der Anbieter ging verloren', Reason_TrunkSilent: 'kein Ton vom Anbieter',
    Why_Unreachable: 'der Server oder sein Redis ist nicht erreichbar', Why_NoAnswer: 'der Server hat es nicht bestätigt', Why_Refused: 'der Server lehnte es ab', Why_StoreUnavailable: 'die Datenbank antwortete nicht', Why_Gone: 'die Moderation war gegangen', Why_Fault: 'ein Fehler in DialIn, siehe dessen Protokoll (3410)',
    Alarm_TrunkNotRegistered: '{subject} ist nicht angemeldet: Es kommen keine Anrufe.', Alarm_TrunkNotRefreshed: 'Die Anmeldung von {subject} wurde nicht erneuert; Anrufe kommen nur noch, bis sie abläuft.', Alarm_TrunkRefused: 'Der Anbieter lehnt die Zugangsdaten von {subject} ab.', Alarm_TrunkNoPassword: '{subject} hat noch kein Passwort.', Alarm_TrunkShared: 'Jemand anderes hält das Konto {subject} angemeldet; Anrufe gehen vielleicht dorthin.', Alarm_TrunkQuiet: '{subject} bringt seit langem keine Anrufe.', Alarm_TrunkListOld: 'Die Liste der Netze, die der Anbieter von {subject} veröffentlicht, ist seit mehr als einem Tag nicht lesbar.',
    Alarm_ServerUnreachable: 'Der Server {subject} antwortet nicht; Anrufer seiner Konferenzen warten.', Alarm_AnnouncementsFailed: 'Auf {subject} laufen Konferenzen, deren Moderation die PIN nicht erfahren hat.', Alarm_StoreUnavailable: 'Die Datenbank antwortet nicht: PINs können nicht nachgeschlagen werden.', Alarm_PinsLow: 'Es sind zu wenige PINs frei.', Alarm_PinsGuessed: 'Jemand probiert vielleicht PINs aus; Versuche sind eine Weile für alle erschwert.', Alarm_CertificateEnds: 'Das Zertifikat von {subject} läuft ab oder ist abgelaufen.', Alarm_ProofCallsFail: 'Probeanrufe über {subject} schlagen fehl.',
  },
};

let language = 'en';

/** The language of the page now. */
export const current = () => language;

/** Takes the language that was chosen here before, or the browser's first one that there is. */
export function choose(wanted) {
  const asked = wanted ? [wanted] : [stored(), ...(navigator.languages ?? [navigator.language])];
  language = asked.map(tag => (tag ?? '').slice(0, 2).toLowerCase()).find(tag => tag in languages) ?? 'en';
  if (wanted) store(language);
  document.documentElement.lang = language;
  return language;
}

/** A text, with what belongs into its gaps. A key that is not known is shown as it is. */
export function t(key, gaps = {}) {
  const text = languages[language][key] ?? languages.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
}

/** Whether there is a text. */
export const has = key => key in languages[language];

/** The word for a name of the bridge's, such as a phase; the name itself if there is none. */
export const word = (kind, name) => (name === null || name === undefined ? '–' : t(has(`${kind}_${name}`) ? `${kind}_${name}` : name));

// Making one takes far longer than using it, and each second brings thousands.
const formats = new Map();

function format(name, make) {
  const key = `${language} ${name}`;
  if (!formats.has(key)) formats.set(key, make());
  return formats.get(key);
}

/** A number. */
export const number = (value, digits = 0) => (value === null || value === undefined ? '–' : format(`number ${digits}`, () =>
  new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })).format(value));

/** A time of the network's. */
export const milliseconds = value => (value === null || value === undefined ? '–' : `${number(value, 0)} ms`);

/** A moment of today as time, another one with its day. */
export function time(text) {
  if (!text) return '–';
  const moment = new Date(text);
  const isToday = moment.toDateString() === new Date().toDateString();
  return format(`time ${isToday}`, () =>
    new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...(isToday ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'short' }) })).format(moment);
}

/** A time of a call: 1:02:03. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = value => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** An age in its largest unit. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [unit, size] = [['days', 86400], ['hours', 3600], ['minutes', 60]].find(([, size]) => seconds >= 2 * size) ?? ['seconds', 1];
  return t(unit, { n: number(Math.floor(seconds / size)) });
}

function stored() {
  try {
    return localStorage.getItem('dialin-language');
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem('dialin-language', value);
  } catch {
    // Then it is chosen anew next time.
  }
}
