// Walks through the demo as a reader does: front page, story, a disputed claim, the sentence in its
// article, storyline, outlet, search, about, Persian. Usage: node smoke.mjs BINARY
import { chromium } from 'playwright-core';
import { lastLines, startDemo, stopDemo } from './demo.mjs';
import { looksRight } from './looks.mjs';
import { Report } from './report.mjs';

const t = new Report();
const shots = process.env.SHOTS || '';
let demo, browser;
try {
  demo = await startDemo(process.argv[2]);
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

// newPage watches what no page may do: complain in the console, or ask another host for anything.
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

// visit follows an address and looks at the page from all sides.
async function visit(page, path, name, status = 200) {
  const answer = await page.goto(new URL(path, demo.base).href);
  t.equal(answer.status(), status, `${name}: status`);
  await look(page, name, status !== 200);
}

async function look(page, name, failing = false) {
  t.equal(await page.locator('h1').count(), 1, `${name}: one main heading`);
  await looksRight(t, page, name, shots);
  // Chromium reports a page that is not found in the console; that is the page asked for here.
  const problems = page.problems.filter((p) => !(failing && p.includes('Failed to load resource')));
  t.ok(problems.length === 0, `${name}: nothing in the console, no other host asked`, problems.join('\n'));
  page.problems.length = 0;
}

async function walk(page) {
  await visit(page, '/', 'front page');
  t.ok(await page.locator('ol.stories > li').count() >= 4, 'front page: at least four stories');
  t.ok(/\d+ articles?.*\d+ origins?/s.test(await page.locator('.count-line').first().innerText()), 'front page: articles and origins are counted');
  await feedsOf(page, 'front page');
  const story = await disputedStory(page);
  if (t.ok(story !== '', 'a story has a disputed claim')) {
    await readStory(page, story);
    await readSentence(page, story);
    await followStoryline(page, story);
    await followOutlet(page, story);
  }
  await search(page);
  await visit(page, '/storylines', 'storylines');
  await visit(page, '/outlets', 'outlets');
  await visit(page, '/about', 'about');
  await visit(page, '/feeds', 'feeds');
  await visit(page, '/sign-in', 'sign-in');
  await visit(page, '/api/v1/docs', 'API page');
  await visit(page, '/story/1', 'missing story', 404);
  await persian(page, story);
}

// disputedStory is the address of the first story, by rank, of several articles and with a claim that somebody denies.
async function disputedStory(page) {
  const list = await page.locator('ol.stories h2 a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  for (const href of list) {
    await page.goto(new URL(href, demo.base).href);
    const articles = await page.locator('section[aria-labelledby=h-articles] > ul > li').count();
    if (articles > 1 && await page.locator('.claim.disputed .against a.span').count() > 0) return href;
  }
  return '';
}

async function readStory(page, story) {
  await visit(page, story, 'story');
  for (const id of ['disputed', 'agreed', 'oneside', 'voices', 'parties', 'board', 'timeline', 'origins', 'articles']) {
    t.equal(await page.locator(`h2#h-${id}`).count(), 1, `story: section ${id}`);
  }
  t.ok(await page.locator('.said a.span[data-version][data-start][data-end]').count() > 5, 'story: sentences carry their place');
  t.ok(await page.locator('.timeline time').count() > 0, 'story: a timeline');
  t.equal(await page.locator('script').count(), 0, 'story: no script');
}

// readSentence follows a quoted sentence of each side to its place in its article.
async function readSentence(page, story) {
  for (const [side, selector] of [['the claim', '.claim.disputed > .said a.span'], ['the denial', '.claim.disputed .against a.span']]) {
    await page.goto(new URL(story, demo.base).href);
    const link = page.locator(selector).first();
    const quoted = (await link.innerText()).trim();
    await link.click();
    await page.waitForURL(/\/article\/\d+.*#s\d+$/);
    const target = page.locator(':target');
    if (!t.equal(await target.count(), 1, `${side}: the address leads to a sentence`)) continue;
    const there = (await target.innerText()).trim();
    t.ok(fold(quoted).startsWith(fold(there)) || fold(there).includes(fold(quoted)), `${side}: it is the sentence that was quoted`, `quoted ${quoted}\nthere  ${there}`);
    t.ok(await inView(target), `${side}: it is in view`);
    t.ok(await standsOut(target), `${side}: it is highlighted`);
  }
  await look(page, 'article');
}

function fold(s) { return s.replace(/\s+/g, ' ').trim(); }

// inView waits a little, since the browser scrolls once the page has its style.
async function inView(target) {
  for (let i = 0; i < 30; i++) {
    if (await target.evaluate((e) => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight; })) return true;
    await new Promise((next) => setTimeout(next, 100));
  }
  return false;
}

// standsOut compares the look of the sentence with the look of the paragraph around it.
function standsOut(target) {
  return target.evaluate((e) => {
    const look = (x) => { const s = getComputedStyle(x); return [s.backgroundColor, s.outlineStyle, s.boxShadow, s.textDecorationLine, s.borderBlockEndStyle].join(); };
    const other = [...document.querySelectorAll('[id^="s"][data-start]')].find((x) => x !== e && !x.matches('.said-here'));
    return look(e) !== look(other ?? e.parentElement);
  });
}

async function followStoryline(page, story) {
  await page.goto(new URL(story, demo.base).href);
  const link = page.locator('article .meta a[href^="/storyline/"]').first();
  if (!t.equal(await link.count(), 1, 'story: it leads to its storyline')) return;
  await link.click();
  await page.waitForURL(/\/storyline\/\d+/);
  t.ok(await page.locator('section[aria-labelledby=h-stories] ol.stories > li').count() > 1, 'storyline: several stories');
  await look(page, 'storyline');
}

async function followOutlet(page, story) {
  await page.goto(new URL(story, demo.base).href);
  await page.locator('section[aria-labelledby=h-articles] a.chip').first().click();
  await page.waitForURL(/\/outlet\/\d+/);
  t.ok(await page.locator('main ul.plain li').count() > 0, 'outlet: its articles');
  await look(page, 'outlet');
}

// search looks for the longest word of the first story's title, as a reader does from the page's head.
async function search(page) {
  await page.goto(demo.base);
  const title = await page.locator('ol.stories h2 a[lang=en]').first().innerText();
  const word = title.match(/\p{L}+/gu).reduce((a, b) => (b.length > a.length ? b : a));
  await page.locator('form[role=search] input[name=q]').fill(word);
  await page.locator('form[role=search] button').click();
  await page.waitForURL(/\/search\?q=/);
  t.ok(await page.locator('ol.stories > li').count() > 0, `search: “${word}” is found`);
  await look(page, 'search');
  await page.goto(`${demo.base}/search?q=${encodeURIComponent('زرمهر')}`);
  t.ok(await page.locator('ol.stories > li').count() > 0, 'search: a Persian word is found');
  await visit(page, '/search?q=xyzzyplugh', 'search without result');
  t.equal(await page.locator('ol.stories > li').count(), 0, 'search without result: no hits');
}

// feedsOf reads every feed that the page names.
async function feedsOf(page, name) {
  const list = await page.locator('link[rel=alternate]').evaluateAll((all) => all.map((l) => [l.type, l.href]));
  t.ok(list.length >= 3, `${name}: it names feeds in three formats`, JSON.stringify(list));
  for (const [type, href] of list) {
    const answer = await page.request.get(href);
    const served = answer.headers()['content-type'] ?? '';
    const body = await answer.text();
    t.ok(answer.ok() && served.startsWith(type.split(';')[0]) && await wellFormed(page, type, body), `${name}: ${new URL(href).pathname} is a feed`, `${answer.status()} ${served}\n${body.slice(0, 300)}`);
  }
}

function wellFormed(page, type, body) {
  return page.evaluate(([type, body]) => {
    if (type.includes('json')) return Array.isArray(JSON.parse(body).items);
    const doc = new DOMParser().parseFromString(body, 'application/xml');
    return !doc.querySelector('parsererror') && ['rss', 'feed'].includes(doc.documentElement.localName);
  }, [type, body]);
}

async function persian(page, story) {
  await page.goto(demo.base);
  await page.locator('footer a[hreflang=fa]').click();
  const html = page.locator('html');
  t.equal(await html.getAttribute('dir'), 'rtl', 'Persian: written from right to left');
  t.equal(await html.getAttribute('lang'), 'fa', 'Persian: declared');
  t.ok(/[آ-ی]/.test(await page.locator('h1').innerText()), 'Persian: the heading is');
  t.ok(/[۰-۹]/.test(await page.locator('.count-line').first().innerText()), 'Persian: so are the digits');
  await look(page, 'front page in Persian');
  if (story) {
    await visit(page, story, 'story in Persian');
    t.equal(await html.getAttribute('dir'), 'rtl', 'story in Persian: the choice is remembered');
    t.equal(await page.locator('.said blockquote[lang=en]').first().getAttribute('dir'), 'ltr', 'story in Persian: English is quoted from left to right');
  }
  await page.goto(new URL('/?lang=en', demo.base).href);
  t.equal(await html.getAttribute('dir'), 'ltr', 'English again: written from left to right');
}
