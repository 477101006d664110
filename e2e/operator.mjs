// Walks through the demo as its operator does: a one-time link, a password, a passkey, the queue with work that was
// given up, captures, a purge, and every page of the operator in both languages. Usage: node operator.mjs BINARY
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { lastLines, startDemo, stopDemo } from './demo.mjs';
import { looksRight } from './looks.mjs';
import { Report } from './report.mjs';

const t = new Report();
const shots = process.env.SHOTS || '';
const binary = process.argv[2];
const folder = join(process.env.XDG_CACHE_HOME, 'parley', 'demo');
const password = 'correct horse battery';
let demo, browser;
try {
  demo = await startDemo(binary);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await walk(await newPage());
} catch (err) {
  t.ok(false, 'the walk came to its end', err.stack ?? err);
} finally {
  await browser?.close();
  if (demo) t.ok(await stopDemo(demo), 'the demo stops within ten seconds of being interrupted', lastLines(demo));
}
process.exitCode = t.end() ? 0 : 1;

async function newPage() {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.problems = [];
  const home = new URL(demo.base).host;
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) page.problems.push(`console: ${m.text()} (${page.url()})`); });
  page.on('pageerror', (e) => page.problems.push(`script: ${e.message} (${page.url()})`));
  await context.route((url) => url.host !== home, (route) => { page.problems.push(`request to ${route.request().url()}`); return route.abort(); });
  return page;
}

async function look(page, name) {
  t.equal(await page.locator('h1').count(), 1, `${name}: one main heading`);
  await looksRight(t, page, name, shots);
  t.ok(page.problems.length === 0, `${name}: nothing in the console, no other host asked`, page.problems.join('\n'));
  page.problems.length = 0;
}

function go(page, path) { return page.goto(new URL(path, demo.base).href); }
function at(page) { return new URL(page.url()).pathname; }

async function walk(page) {
  await go(page, '/operator');
  t.equal(at(page), '/sign-in', 'a visitor is asked to sign in');
  await firstSignIn(page);
  await signInWithPasskey(page);
  await mendQueue(page);
  await captures(page);
  await purge(page);
  for (const [path, name] of [['/operator', 'overview'], ['/operator/storage', 'storage'], ['/operator/audit', 'audit log'], ['/operator/settings', 'settings'], ['/account', 'account'], ['/sources', 'sources of the operator']]) {
    await go(page, path);
    await look(page, name);
  }
  await go(page, '/operator?lang=fa');
  t.equal(await page.locator('html').getAttribute('dir'), 'rtl', 'Persian: written from right to left');
  for (const [path, name] of [['/operator', 'overview in Persian'], ['/operator/queue', 'queue in Persian'], ['/operator/captures', 'captures in Persian'], ['/operator/storage', 'storage in Persian'], ['/operator/purge', 'purge in Persian'], ['/account', 'account in Persian']]) {
    await go(page, path);
    await look(page, name);
  }
  await go(page, '/account?lang=en');
  await page.locator('form[action="/account/sign-out"] button').click();
  await go(page, '/operator');
  t.equal(at(page), '/sign-in', 'signed out everywhere');
}

// firstSignIn follows a link that the command line printed.
async function firstSignIn(page) {
  const link = execFileSync(binary, ['--data-dir', folder, 'operator', 'new', 'ada'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  await go(page, new URL(link).pathname + new URL(link).search);
  await look(page, 'one-time link');
  await page.locator('input[name=password]').fill(password);
  await page.locator('main form button').click();
  t.equal(at(page), '/operator', 'the link makes the account and signs in');
}

// signInWithPasskey adds one on a device that Chromium plays, and signs in again with nothing else.
async function signInWithPasskey(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await go(page, '/account');
  const form = page.locator('form[data-passkey=add]');
  t.ok(await form.isVisible(), 'account: with scripts a passkey can be added');
  await form.locator('input[name=name]').fill('Desk');
  await form.locator('input[name=password]').fill('not the password');
  await form.locator('button').click();
  await page.locator('form[data-passkey=add] [role=alert]:not(:empty)').waitFor();
  page.problems.length = 0; // Chromium reports the refusal in the console
  await form.locator('input[name=password]').fill(password);
  await form.locator('button').click();
  await page.locator('.notice').waitFor();
  t.ok((await page.locator('table tbody th').first().innerText()).includes('Desk'), 'account: the passkey is listed by its name');
  await page.locator('footer form button').click();
  await go(page, '/sign-in?to=%2Foperator%2Fqueue');
  await look(page, 'sign-in with passkeys');
  await page.locator('form[data-passkey=sign-in] button').click();
  await page.waitForURL(/\/operator\/queue$/);
  t.equal(at(page), '/operator/queue', 'a passkey signs in, and leads to what was asked for');
}

// giveUp puts work that was given up into the queue, since nothing in the demo fails; it needs Python, which has SQLite.
function giveUp() {
  const reason = 'capture 901: body: a reason with <b>marks</b> in it that is long enough to be broken into several lines on a telephone';
  const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
for i in (1, 2, 3):
    db.execute("insert into job (id, kind, key, payload, run_at, state, lease, attempts, again, reason) values (?, 'extract', ?, '', 1, 'dead', 0, 8, false, ?)", (i, str(900 + i), sys.argv[2]))
db.commit()`;
  try {
    execFileSync('python3', ['-c', script, join(folder, 'parley.db'), reason], { stdio: 'pipe' });
    return true;
  } catch (err) {
    console.log(`# no Python: no work is given up for the test (${err.message.split('\n')[0]})`);
    return false;
  }
}

async function mendQueue(page) {
  if (!giveUp()) return;
  await go(page, '/operator');
  t.ok((await page.locator('.needs .grave').first().innerText()).includes('given up'), 'overview: work that was given up comes first');
  await page.locator('.needs .grave a').first().click();
  t.equal(await page.locator('.dead > li').count(), 3, 'queue: what was given up is listed');
  await look(page, 'queue');
  await page.locator('.dead > li button:has-text("Try again")').first().click();
  t.ok((await page.locator('.notice').innerText()).startsWith('1 '), 'queue: one is tried again');
  const drop = page.locator('.dead > li').last();
  await drop.locator('summary').click();
  await drop.locator('input[name=why]').fill('made up for a test');
  await drop.locator('button.grave').click();
  t.ok((await page.locator('.notice').innerText()).includes('dropped'), 'queue: one is dropped with a reason');
  await go(page, '/operator/audit?what=work+dropped');
  t.ok((await page.locator('tbody tr').first().innerText()).includes('made up for a test'), 'audit log: it says why');
}

async function captures(page) {
  await go(page, '/operator/captures');
  t.ok(await page.locator('table tbody tr').count() > 5, 'captures: they are listed');
  await look(page, 'captures');
  await page.locator('table tbody th a').first().click();
  await look(page, 'one capture');
  await page.locator('button:has-text("Extract again")').click();
  t.ok(await page.locator('.notice').count() === 1, 'capture: it is extracted again');
}

async function purge(page) {
  await go(page, '/');
  const story = await page.locator('ol.stories h2 a').first().getAttribute('href');
  await go(page, story);
  const article = await page.locator('section[aria-labelledby=h-articles] a[href^="/article/"]').first().getAttribute('href');
  const path = new URL(article, demo.base).pathname;
  await go(page, path);
  const title = await page.locator('h1').innerText();
  await go(page, '/operator/purge');
  await look(page, 'purge');
  await page.locator('select[name=what]').selectOption('article');
  await page.locator('input[name=value]').fill(demo.base + path);
  await page.locator('main form button').first().click();
  t.ok((await page.locator('.plan').innerText()).includes(title), 'purge: the plan names the article');
  await look(page, 'plan of a purge');
  t.equal((await page.request.get(new URL(path, demo.base).href)).status(), 200, 'purge: the plan changes nothing');
  await page.locator('input[name=reason]').fill('The author asked for it');
  await page.locator('input[name=shown]').check();
  await page.locator('.plan button.grave').click();
  t.ok((await page.locator('.notice').innerText()).startsWith('Gone'), 'purge: it is done');
  await look(page, 'purges done');
  const answer = await page.request.get(new URL(path, demo.base).href);
  t.equal(answer.status(), 410, 'purge: the article answers that it is gone');
  t.ok((await answer.text()).includes('The author asked for it'), 'purge: it says why');
  for (const where of ['/', '/feed.rss', `/search?q=${encodeURIComponent(title)}`]) {
    const text = await (await page.request.get(new URL(where, demo.base).href)).text();
    t.ok(!text.includes(path), `purge: ${where.split('?')[0]} does not lead to it`);
  }
}
