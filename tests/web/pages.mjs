// SPDX-FileCopyrightText: 2026 The Buurtstem authors
// SPDX-License-Identifier: EUPL-1.2
// Each test is a sentence about central's pages; run_pages.py starts the server and passes everything in by environment.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const { BS_BASE: base, BS_CHROMIUM, BS_PASSWORD: password, BS_MARKUP: markup, BS_RENDERED: rendered, BS_JAVA } = process.env;
const names = JSON.parse(process.env.BS_NAMES);
const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const living = '/programmas/versterking-leidschendam-noord';
const paths = ['/', living, `${living}?plek=prinsenhof&taal=nl`, `${living}?van=2020-01-01&tot=2020-01-02`, `${living}?proef=ja`,
  `${living}?van=morgen`, '/programmas/afval-kiezen', '/programmas/kwaad', '/programmas/niets', '/kiosken', '/kiosken?pagina=2',
  '/kiosken/niets', '/reacties', `${living}/reacties`, `${living}/reacties?taal=ar`, `${living}/reacties/niets`, '/notities',
  '/notities?soort=treasure', '/buurtverbinders', `${living}/a4`, `${living}/a4?plek=prinsenhof`, `${living}/a4?van=morgen`,
  '/programmas/afval-kiezen/a4', '/programmas/kwaad/a4', '/programmas/niets/a4'];
// Without signing in: a programme that waits for its answer, one with hostile words, a wrong code, a code that nothing has.
const codes = ['/c/K7M4PX', '/c/K7M4PX?taal=en', '/c/X7M4P8', '/c/K7M4PQ', '/c/QRSTUV', '/c', '/c?code=mis'];

const browser = await chromium.launch({ executablePath: BS_CHROMIUM, args: ['--no-sandbox', '--headless=new'] });
const tests = [];
const test = (name, run) => tests.push({ name, run });

/* --- a browser in which nothing goes unnoticed --- */

// What the page wrote to the console, threw, or asked of another host. A page of ours does none of that.
function watch(page, origin) {
  const seen = [];
  page.on('console', message => {
    // A 4xx answer and a cleared cache are written there by the browser itself.
    if (!/^(Failed to load resource: the server responded with a status of 4|Clear-Site-Data header)/.test(message.text())) {
      seen.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', error => seen.push(`error: ${error}`));
  page.on('dialog', dialog => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => {
    if (new URL(request.url()).origin !== origin) { seen.push(`request: ${request.url()}`); }
  });
  return seen;
}

async function open(options = {}, origin = base) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'nl-NL', viewport: { width: 1456, height: 819 },
    ...options });
  const page = await context.newPage();
  return { context, page, seen: watch(page, origin) };
}

async function signIn(page, name = 'samira') {
  await page.goto(`${base}/aanmelden`);
  await page.fill('#naam', name);
  await page.fill('#wachtwoord', password);
  await page.click('main button');
  await page.waitForURL(`${base}/programmas`);
}

async function signedIn(options) {
  const all = await open(options);
  await signIn(all.page);
  return all;
}

const ROWS = 10;

// The rows of a table are all of one make: the first ones stand for a hundred, which would take most of the time.
async function axe(page) {
  await page.evaluate(rows => {
    for (const body of document.querySelectorAll('tbody')) { [...body.rows].slice(rows).forEach(row => row.remove()); }
  }, ROWS);
  if (!await page.evaluate(() => 'axe' in window)) { await page.evaluate(axeSource); }
  const result = await page.evaluate(tags => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), axeTags);
  return result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' | ')}`);
}

// How far the page sticks out to the right of its window.
const overhang = page => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

const focused = page => page.evaluate(() => {
  const e = document.activeElement;
  return e.id || e.textContent.trim().slice(0, 40) || e.tagName;
});

async function tabTo(page, what, limit = 40) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(what)) { return; }
  }
  assert.fail(`${what} is not reached with Tab; the last was ${await focused(page)}`);
}

/* --- the rendered states, served with the same policy as central's --- */

const policy = await fetchPolicy();

async function fetchPolicy() {
  const { context, page } = await open();
  const answer = await page.goto(`${base}/aanmelden`);
  const value = answer.headers()['content-security-policy'];
  await context.close();
  return value;
}

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
const states = http.createServer((request, response) => {
  const file = path.join(rendered, path.basename(request.url.split('?')[0]));
  if (!fs.existsSync(file)) { response.writeHead(404).end(); return; }
  response.writeHead(200, { 'Content-Type': types[path.extname(file)], 'Content-Security-Policy': policy });
  response.end(fs.readFileSync(file));
});
await new Promise(ready => states.listen(0, '127.0.0.1', ready));
const stateBase = `http://127.0.0.1:${states.address().port}`;
const stateFiles = fs.readdirSync(rendered).filter(name => name.endsWith('.html'));

/* --- signing in --- */

test('signing in, reading and narrowing results works by keyboard alone', async () => {
  const { context, page, seen } = await open();
  await page.goto(`${base}/`);
  assert.equal(page.url(), `${base}/aanmelden`);
  await tabTo(page, 'naam');
  await page.keyboard.type('samira');
  await tabTo(page, 'wachtwoord');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/programmas`);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Naar de inhoud');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Leven in Leidschendam-Noord');
  await page.keyboard.press('Enter');
  await page.waitForURL(base + living);
  await tabTo(page, 'plek');
  await page.keyboard.type('Buurthuis Prinsenhof');
  await tabTo(page, 'Toon');
  await page.keyboard.press('Enter');
  await page.waitForURL(/plek=prinsenhof/);
  assert.match(await page.textContent('.notice'), /Buurthuis Prinsenhof/);
  await tabTo(page, 'Zelfde cijfers als tabel', 80);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('details[open]').count(), 1);
  assert.deepEqual(seen, []);
  await context.close();
});

test('the focus is always visible', async () => {
  const { context, page } = await signedIn();
  for (const address of [`${base}/`, base + living]) {
    await page.goto(address);
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return document.activeElement === document.body ? 3 : parseFloat(style.outlineWidth) * (style.outlineStyle !== 'none');
      });
      assert.ok(outline >= 2, `${await focused(page)} shows no focus`);
    }
  }
  await context.close();
});

test('unknown name and wrong password give the same answer', async () => {
  const answers = [];
  for (const name of ['niemand-zo', 'leiden']) {
    const { context, page } = await open();
    await page.goto(`${base}/aanmelden`);
    await page.fill('#naam', name);
    await page.fill('#wachtwoord', 'niet het wachtwoord');
    const [answer] = await Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), page.click('main button')]);
    answers.push([answer.status(), (await page.textContent('main')).replaceAll(name, '')]);
    await context.close();
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.match(answers[0][1], /horen niet bij elkaar/);
});

test('signing out ends the session on the server', async () => {
  const { context, page, seen } = await signedIn();
  const cookies = await context.cookies();
  assert.equal(cookies.length, 1);
  const { name, httpOnly, secure, sameSite, path: cookiePath } = cookies[0];
  assert.deepEqual({ name, httpOnly, secure, sameSite, cookiePath },
    { name: '__Host-session', httpOnly: true, secure: true, sameSite: 'Strict', cookiePath: '/' });
  await page.click('text=Afmelden');
  await page.waitForURL(`${base}/aanmelden`);
  await context.addCookies(cookies);
  await page.goto(`${base}/programmas`);
  assert.equal(page.url(), `${base}/aanmelden`);
  assert.deepEqual(seen, []);
  await context.close();
});

test('a form without the token of the session is refused with a page', async () => {
  const { context, page } = await signedIn();
  await page.evaluate(() => document.querySelector('[name=form_token]').remove());
  const [answer] = await Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), page.click('text=Afmelden')]);
  assert.equal(answer.status(), 403);
  assert.match(await page.textContent('h1'), /Dit mag niet/);
  await page.goto(`${base}/programmas`);
  assert.equal(page.url(), `${base}/programmas`);
  await context.close();
});

test('staff of another municipality see nothing of this one', async () => {
  const { context, page } = await open();
  await signIn(page, 'leiden');
  assert.doesNotMatch(await page.textContent('main'), /Leidschendam/);
  assert.equal((await page.goto(base + living)).status(), 404);
  await context.close();
});

/* --- the page for everybody --- */

test('a code leads to its page without signing in, in whatever way it is typed', async () => {
  const { context, page, seen } = await open({ javaScriptEnabled: false });
  for (const typed of ['k7m4px', 'K7M-4PX', 'k7m-4px']) {
    await page.goto(`${base}/c/${typed}`);
    assert.equal(page.url(), `${base}/c/K7M4PX`);
  }
  assert.match(await page.textContent('h1'), /Leven in Leidschendam-Noord/);
  assert.match(await page.textContent('main'), /De gemeenteraad beslist/);
  assert.match(await page.textContent('main'), /zegt niets over u/);
  assert.doesNotMatch(await page.textContent('main'), /2\.500|Antwoorden/);
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(seen, []);
  await context.close();
});

test('a code can be found by keyboard alone, and a wrong one is told how a code looks', async () => {
  const { context, page } = await open();
  assert.equal((await page.goto(`${base}/c/K7M4PQ`)).status(), 404);
  assert.match(await page.textContent('main'), /Een code heeft zes tekens/);
  await tabTo(page, 'tekens');
  await page.keyboard.type('k7m 4px');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/c/K7M4PX`);
  await tabTo(page, 'English');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/c/K7M4PX?taal=en`);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await context.close();
});

test('the language of the browser is the language of the page', async () => {
  for (const [locale, lang] of [['en-GB', 'en'], ['nl-NL', 'nl'], ['tr-TR', 'nl']]) {
    const { context, page } = await open({ locale });
    await page.goto(`${base}/c/K7M4PX`);
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    await context.close();
  }
});

test('a page for everybody may be kept for a while, with the headers of all others', async () => {
  const { context, page } = await open();
  const answer = (await page.goto(`${base}/c/K7M4PX`)).headers();
  const other = (await page.goto(`${base}/aanmelden`)).headers();
  assert.match(answer['cache-control'], /^public, max-age=[1-9]/);
  assert.equal(answer.vary, 'Accept-Language');
  assert.equal(answer['set-cookie'], undefined);
  for (const name of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy',
    'strict-transport-security', 'cross-origin-opener-policy', 'permissions-policy']) {
    assert.equal(answer[name], other[name], name);
  }
  await context.close();
});

test('Arabic stands from right to left within the page', async () => {
  const { context, page } = await open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${stateBase}/public-ar.html`);
  const seen = await page.evaluate(() => [...document.querySelectorAll('[lang=ar]')].map(e => getComputedStyle(e).direction));
  assert.ok(seen.length > 10);
  assert.ok(seen.every(direction => direction === 'rtl'), seen.join());
  await context.close();
});

test('a page for everybody prints without its menu', async () => {
  const { context, page } = await open();
  await page.goto(`${base}/c/K7M4PX`);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav').isVisible(), false);
  assert.equal(await page.locator('h1').isVisible(), true);
  await context.close();
});

/* --- the sheet for a meeting --- */

test('words are chosen for a sheet and put on it by keyboard alone, without JavaScript', async () => {
  const { context, page, seen } = await signedIn({ javaScriptEnabled: false });
  await page.goto(base + living);
  await page.click('text=Blad voor een bijeenkomst');
  await page.waitForURL(/\/a4/);
  const boxes = page.locator('.choose input');
  assert.equal(await boxes.count(), 10);
  assert.equal(await page.locator('blockquote').count(), 0);
  for (const index of [0, 1, 2]) {
    await boxes.nth(index).focus();
    await page.keyboard.press('Space');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/citaat=/);
  assert.equal(await page.locator('blockquote').count(), 3);
  assert.equal(await page.locator('.choose input:checked').count(), 3);
  await page.locator('.choose input').nth(3).check();
  await page.click('text=Zet op het blad');
  await page.waitForURL(/(citaat=.*){4}/);
  assert.equal(await page.locator('blockquote').count(), 3);
  assert.match(await page.textContent('.notice'), /Er passen drie citaten/);
  assert.deepEqual(seen, []);
  await context.close();
});

test('older words stand behind a button, and what is ticked stays ticked', async () => {
  const { context, page } = await signedIn({ javaScriptEnabled: false });
  await page.goto(`${base}${living}/a4`);
  const first = await page.locator('.choose input').nth(0).getAttribute('value');
  await page.locator('.choose input').nth(0).check();
  await page.click('text=Oudere reacties');
  await page.waitForURL(/na=2/);
  assert.equal(await page.locator('.choose input:checked').getAttribute('value'), first);
  assert.equal(await page.locator('blockquote').count(), 1);
  await context.close();
});

test('nothing but the sheet comes on paper, black on white', async () => {
  const { context, page } = await open();
  for (const file of stateFiles.filter(name => name.startsWith('meeting'))) {
    await page.goto(`${stateBase}/${file}`);
    await page.emulateMedia({ media: 'print' });
    const { around, dark, colours } = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility());
      const inside = shown.filter(e => e.closest('.paper'));
      return { around: shown.filter(e => !e.closest('.paper') && e.tagName !== 'MAIN').map(e => e.tagName),
        dark: inside.filter(e => !e.closest('svg') && !/rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/.test(getComputedStyle(e).backgroundColor)).map(e => e.className),
        colours: [...new Set(inside.map(e => getComputedStyle(e).color))] };
    });
    assert.deepEqual(around, [], file);
    assert.deepEqual(dark, [], file);
    for (const colour of colours) {
      const [red, green, blue] = colour.match(/\d+/g).map(Number);
      assert.ok(red === green && green === blue && red <= 0x33, `${file}: ${colour}`);
    }
  }
  await context.close();
});

test('the marks of notes have the numbers of the list below them', async () => {
  const { context, page } = await signedIn();
  await page.goto(base + living);
  const { marks, items } = await page.evaluate(() => ({
    marks: [...document.querySelectorAll('svg.marks text')].map(e => e.textContent),
    items: document.querySelectorAll('ol.noted > li').length,
  }));
  assert.ok(items >= 2);
  const numbers = marks.flatMap(text => {
    const [first, last] = text.split('–').map(Number);
    return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
  });
  assert.deepEqual(numbers, Array.from({ length: items }, (_, i) => i + 1));
  await context.close();
});

/* --- kiosks --- */

test('the state of all kiosks is read before anything else', async () => {
  const { context, page } = await open();
  for (const [file, words] of [['kiosks', 'Alles is binnen'], ['kiosks-waiting', '8 antwoorden zijn nog onderweg'],
    ['kiosks-trouble', '5 kiosken vragen aandacht'], ['kiosks-full', '50 kiosken vragen aandacht']]) {
    await page.goto(`${stateBase}/${file}.html`);
    const box = await page.locator('#oordeel').boundingBox();
    assert.equal(await page.textContent('#oordeel'), words);
    assert.ok(box.y < 250, `${file}: at ${box.y}`);
  }
  await context.close();
});

test('the list of kiosks shows every column on a desk of 1280 pixels', async () => {
  const { context, page } = await open({ viewport: { width: 1280, height: 800 } });
  for (const file of ['kiosks', 'kiosks-trouble', 'kiosks-full']) {
    await page.goto(`${stateBase}/${file}.html`);
    assert.ok(await page.evaluate(() => { const e = document.querySelector('.scroll'); return e.scrollWidth <= e.clientWidth; }), file);
  }
  await context.close();
});

/* --- what a page is made of --- */

test('no page logs, throws, breaks the policy or asks another host for anything', async () => {
  const { context, page, seen } = await signedIn();
  for (const address of [...paths, ...codes]) {
    const answer = await page.goto(base + address);
    const csp = answer.headers()['content-security-policy'];
    assert.match(csp, /default-src 'none'/);
    assert.doesNotMatch(csp, /unsafe|script-src|http:|https:|\*/);
    assert.equal(await page.evaluate(() => document.querySelectorAll('script, [style], style, iframe, object, embed').length), 0);
  }
  assert.deepEqual(seen, []);
  await context.close();
});

test('the style sheet is applied and kept, pages are not', async () => {
  const { context, page } = await signedIn();
  const loaded = [];
  page.on('response', answer => loaded.push(answer));
  const answer = await page.goto(base + living);
  assert.match(answer.headers()['cache-control'], /no-store/);
  const side = await page.evaluate(() => getComputedStyle(document.querySelector('.side')).backgroundColor);
  assert.equal(side, 'rgb(10, 79, 90)');
  const style = await page.request.get(base + await page.getAttribute('link[rel=stylesheet]', 'href'));
  assert.match(style.headers()['cache-control'], /immutable/);
  await context.close();
});

test('everything can be read and narrowed without JavaScript', async () => {
  const { context, page, seen } = await signedIn({ javaScriptEnabled: false });
  await page.click('text=Leven in Leidschendam-Noord');
  await page.waitForURL(base + living);
  assert.match(await page.textContent('.cards'), /2\.5|1\.|[0-9]/);
  assert.ok(await page.locator('svg.stack').count() > 0);
  await page.selectOption('#taal', 'en');
  await page.click('text=Toon');
  await page.waitForURL(/taal=en/);
  assert.match(await page.textContent('.notice'), /Engels/);
  await page.click('summary >> nth=0');
  assert.ok(await page.locator('details[open] table').isVisible());
  assert.deepEqual(seen, []);
  await context.close();
});

test('numbers of the chart and of its table are the same', async () => {
  const { context, page } = await signedIn();
  await page.goto(base + living);
  const { title, head, shares, counts, said } = await page.evaluate(() => {
    const cells = row => [...row.querySelectorAll('td:not(.apart)')].map(cell => cell.textContent);
    const [share, count] = document.querySelectorAll('.legend tbody tr');
    return { title: document.querySelector('.total svg title').textContent,
      head: [...document.querySelectorAll('.legend thead th:not(.apart)')].map(cell => cell.textContent),
      shares: cells(share), counts: cells(count).map(n => Number(n.replaceAll('.', ''))),
      said: document.querySelector('.question .soft').textContent };
  });
  assert.equal(title, head.map((label, i) => `${label} ${shares[i]}`).join(', '));
  const sum = counts.reduce((a, b) => a + b, 0);
  assert.ok(sum > 100);
  assert.match(said.replaceAll('.', ''), new RegExp(`^${sum} bezoeken`));
  counts.forEach((n, i) => assert.equal(shares[i], `${Math.round(100 * n / sum)}\u00a0%`));
  await context.close();
});

test('the columns through time have the numbers of their table', async () => {
  const { context, page } = await signedIn();
  await page.goto(base + living);
  const { bars, rows } = await page.evaluate(() => ({
    bars: [...document.querySelectorAll('svg.bars rect.full')].map(e => parseFloat(e.getAttribute('height'))),
    rows: [...document.querySelectorAll('section.times tbody tr')].filter(row => row.querySelector('td.none') === null)
      .map(row => [...row.querySelectorAll('td.plain')].reduce((sum, cell) => sum + Number(cell.textContent.replaceAll('.', '')), 0)),
  }));
  assert.ok(rows.length > 1);
  assert.equal(bars.length, rows.length);
  const scale = bars[0] / rows[0];
  bars.forEach((height, i) => assert.ok(Math.abs(height - rows[i] * scale) < 0.05, `${height} for ${rows[i]}`));
  await context.close();
});

/* --- hostile words --- */

test('markup in programmes and places is shown as text and does nothing', async () => {
  const { context, page, seen } = await signedIn();
  await page.goto(`${base}/programmas/kwaad`);
  assert.equal(await page.textContent('h1'), markup);
  assert.equal(await page.title(), `${markup} · Buurtstem`);
  const options = await page.locator('#plek option').allTextContents();
  for (const name of names) { assert.ok(options.includes(name), `${name} is missing among ${options}`); }
  const main = await page.textContent('main');
  for (const words of ['<i/>Ge', '<u>Keuze</u>', ...names]) { assert.ok(main.includes(words), `${words} is not shown`); }
  assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main img, main iframe, main style, main i, main u, [onload], [onerror]').length), 0);
  await page.goto(`${base}/`);
  assert.ok((await page.textContent('main')).includes(markup));
  assert.deepEqual(seen, []);
  await context.close();
});

test('hostile addresses are answered with a page that repeats nothing as markup', async () => {
  const { context, page, seen } = await signedIn();
  for (const query of ['?plek=<script>alert(1)</script>', '?taal="><img src=x onerror=alert(1)>', '?van=<svg/onload=alert(1)>',
    '?plek=%00', '?plek=%ff%fe', `?plek=${'a'.repeat(400)}`]) {
    const answer = await page.goto(base + living + query);
    assert.ok([400, 404].includes(answer.status()), `${query}: ${answer.status()}`);
    assert.match(answer.headers()['content-type'], /^text\/html/);
  }
  assert.deepEqual(seen, []);
  await context.close();
});

/* --- everybody --- */

const desk = { width: 1456, height: 819 };
const phone = { width: 360, height: 740 };

// A phone gets the same pages as a desk, and sees them in every state below.
test("axe finds nothing on the server's own pages", async () => {
  const { context, page } = await open({ bypassCSP: true, viewport: desk });
  await page.goto(`${base}/aanmelden`);
  assert.deepEqual(await axe(page), []);
  await signIn(page);
  for (const address of [...paths, ...codes]) {
    await page.goto(base + address);
    assert.deepEqual(await axe(page), [], address);
  }
  await context.close();
});

test('axe finds nothing on a desk and on a phone, in every state, with every box open', async () => {
  const { context, page } = await open({ bypassCSP: true });
  for (const file of stateFiles) {
    await page.goto(`${stateBase}/${file}`);
    await page.evaluate(() => { for (const box of document.querySelectorAll('details')) { box.open = true; } });
    for (const viewport of [desk, phone]) {
      await page.setViewportSize(viewport);
      assert.deepEqual(await axe(page), [], `${file} at ${viewport.width}`);
    }
  }
  await context.close();
});

// Numbers that stand on more than one line: "12.87" and below it "1" reads as two.
const brokenNumbers = page => page.evaluate(() => {
  document.querySelectorAll('details').forEach(box => { box.open = true; });
  return [...document.querySelectorAll('.figures .plain, .figures .count')].filter(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1;
  }).map(cell => cell.textContent);
});

test('every state fits a phone, both desks, and text at twice the size, and asks no other host', async () => {
  const { context, page, seen } = await open({}, stateBase);
  for (const file of stateFiles) {
    await page.goto(`${stateBase}/${file}`);
    for (const viewport of [desk, { width: 1280, height: 800 }, { width: 640, height: 400 }, { width: 320, height: 640 }]) {
      await page.setViewportSize(viewport);
      assert.ok(await overhang(page) <= 0, `${file} at ${viewport.width} sticks out by ${await overhang(page)}`);
    }
    assert.deepEqual(await brokenNumbers(page), [], file);
  }
  assert.deepEqual(seen, []);
  await context.close();
});

test('nothing is lost with the text spacing of WCAG 1.4.12', async () => {
  const { context, page } = await open({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
  for (const file of stateFiles) {
    await page.goto(`${stateBase}/${file}`);
    await page.addStyleTag({ content: '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}' });
    assert.ok(await overhang(page) <= 0, file);
    const cut = await page.evaluate(() => [...document.querySelectorAll('button, .cards dd, h1, h2, summary')]
      .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible').map(e => e.textContent));
    assert.deepEqual(cut, [], file);
  }
  await context.close();
});

/* --- validity --- */

test('html-validate finds nothing', async () => {
  const { HtmlValidate } = require('html-validate');
  // Boxes of one name are one list: each that is ticked is sent.
  const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'],
    rules: { 'long-title': 'off', 'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }] } });
  for (const file of stateFiles) {
    const report = await validator.validateFile(path.join(rendered, file));
    assert.deepEqual(report.results.flatMap(r => r.messages.map(m => `${m.line}: ${m.ruleId} ${m.message}`)), [], file);
  }
});

test('the Nu validator finds nothing', async () => {
  if (BS_JAVA === '') { return 'no java (apt install default-jre-headless)'; }
  const jar = require.resolve('vnu-jar/build/dist/vnu.jar');
  const result = spawnSync(BS_JAVA, ['-jar', jar, '--format', 'text', ...stateFiles.map(f => path.join(rendered, f))],
    { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  assert.doesNotMatch(result.stdout + result.stderr, /error:|warning:/i);
  return undefined;
});

/* --- run --- */

let failed = 0;
let skipped = 0;
const only = new RegExp(process.env.BS_ONLY ?? '');
for (const { name, run } of tests.filter(one => only.test(one.name))) {
  const start = Date.now();
  try {
    const reason = await run();
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    if (typeof reason === 'string') { skipped++; console.log(`SKIPPED: ${name}: ${reason}`); } else { console.log(`ok ${name} (${seconds} s)`); }
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}\n${error.stack ?? error}`);
  }
}
await browser.close();
states.close();
console.log(`${tests.filter(one => only.test(one.name)).length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);
