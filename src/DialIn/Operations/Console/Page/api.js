// The page's own requests. The session is a cookie that scripts cannot read; the header says that the page itself asks.

const header = { 'X-DialIn-Console': '1' };

/** How far the bridge's clock is before this one, in milliseconds: durations are reckoned by the bridge's. */
export let clockOffset = 0;

/** Asks. Gives { status, body }, with the body read if it is JSON; status 0 if nobody answers. */
export async function ask(method, path, body) {
  try {
    const answer = await fetch(path, {
      method,
      headers: body === undefined ? header : { ...header, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      redirect: 'error',
    });
    const at = Date.parse(answer.headers.get('Date'));
    if (at) clockOffset = at - Date.now();
    const isJson = /json/.test(answer.headers.get('Content-Type') ?? '');
    return { status: answer.status, body: isJson ? await answer.json() : null };
  } catch {
    return { status: 0, body: null };
  }
}
