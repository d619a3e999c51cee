/* The live page in a real browser: two real clients race for calls that are placed on it, faults
 * bite, time goes by too fast, the server goes and comes back. Pictures go to $(BUILD)/page. */
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');
const {USER, agent, ask, done, folders, launch, missing, ok, same, serve, stasim, stop, until} =
    require('./browser.js');

const SOURCES = path.join(__dirname, '..', 'cli', 'server', 'page');
const PAGE_BYTES_MAX = 60000;
const DIALPLAN = `[default]
exten => 100,1,StasisBroadcast(2000,^sales-)
 same => n,Hangup()
exten => 200,1,StasisBroadcast(60000,^nobody)
 same => n,Hangup()
`;
const WIDE = {width: 1280, height: 900};
const NARROW = {width: 360, height: 740};
const MARKUP = '<b id="pwned" onclick="pwned=1">x</b>';

/* Of the crowd: how many applications, calls and milliseconds between two of them. */
const APPS = 20;
const CALLS = 340;
const CALL_EACH_MS = 15;
const NODES_MAX = 4000;
const FREEZE_MAX_MS = 2000;

const {folder, pictures} = folders();

async function main() {
    sources();
    const lacking = missing();
    if (lacking && !process.env.CI) {
        ok(true, `the page in a browser # SKIP ${lacking}`);
        done();
    }
    const browser = await launch();
    await race(browser);
    await faults(browser);
    await load(browser);
    await markup(browser);
    await moving_time(browser);
    await crowd(browser);
    await restart(browser);
    await foreign(browser);
    await browser.close();
    done();
}

/* What can be read off the files. */
function sources() {
    const files = fs.readdirSync(SOURCES).map((name) =>
        ({name, text: fs.readFileSync(path.join(SOURCES, name), 'utf8')}));
    const size = files.reduce((sum, {text}) => sum + Buffer.byteLength(text), 0);
    ok(size > 0 && size < PAGE_BYTES_MAX, `the page is small: ${size} bytes`);
    same(files.filter(({name, text}) => name !== 'index.html' && /[^\n]{101}|\t| $/m.test(text))
        .map(({name}) => name), [], 'no line is longer than 100 characters, or ends in a blank');
    const forbidden = {
        'makes markup of a text': new RegExp('innerHTML|outerHTML|insertAdjacentHTML|setHTML|' +
            'srcdoc|document\\.write|DOMParser|createContextualFragment'),
        'runs a text': /\beval\b|new Function|setTimeout\(['"`]|javascript:/,
        'loads anything from elsewhere': /https?:\/\/|url\(/,
        'has a style or a script in the markup': /\sstyle=|<style|<script>|\son\w+="/,
    };
    for (const [what, pattern] of Object.entries(forbidden)) {
        same(files.filter(({text}) => pattern.test(text)).map(({name}) => name), [],
            `no file ${what}`);
    }
}

/* Two clients race for a call that is placed by hand. */
async function race(browser) {
    const {program, port} = await serve(folder, {dialplan: DIALPLAN});
    const page = await open(browser, port);
    ok(await page.getByText('No call was broadcast yet').isVisible(), 'nothing has happened yet');
    agent('agent.js', port, 'sales-node');
    agent('agent.py', port, 'sales-python');
    await row(page, '#apps', 'sales-node').waitFor();
    await row(page, '#apps', 'sales-python').waitFor();
    ok(true, 'two real clients are there');

    await page.getByLabel('From').fill('Alice <200>');
    await page.getByLabel('To an extension').press('Enter');
    const race = page.locator('.race').first();
    await race.locator('.code[data-status="409"]').last().waitFor();
    const lanes = await race.locator('.lane').evaluateAll((all) =>
        all.map((lane) => [lane.firstChild.textContent, lane.dataset.kind]));
    same(lanes.map(([name]) => name), ['caller', 'sales-node', 'sales-python'], 'each has a lane');
    same(lanes.slice(1).map(([, kind]) => kind).sort(), ['lost', 'won'], 'one won, one lost');
    const [winner] = lanes.slice(1).find(([, kind]) => kind === 'won');
    ok((await race.locator('.verdict').textContent()).startsWith(`${winner} ha`),
        'it says in words who has the call');
    ok(/Alice <200> → 100@default · offered to \^sales-/.test(await race.textContent()),
        'who calls whom, and who was meant to hear it');
    same(await counters(page), {broadcasts: 1, won: 1, conflict: 1, not_found: 0},
        'the counters have it: one 204, one 409');
    await race.getByText('SUCCESS').waitFor();
    ok(true, 'the session ends');
    const toggle = race.locator('.race-toggle');
    await toggle.press('Enter');
    await race.locator('.lanes').waitFor({state: 'hidden'});
    same(await toggle.getAttribute('aria-expanded'), 'false', 'it is closed by a key');
    await toggle.press('Enter');
    await page.screenshot({path: path.join(pictures, 'race.png')});

    await journal(page);
    await filter(page);
    await looks(browser, page, port);
    await two_pages(browser, page, port);
    await save(page);
    await end(page, program);
}

/* Each entry opens to its JSON; the filter lets through what one asks for. */
async function journal(page) {
    await page.getByLabel('Only entries with this text').fill('StasisStart');
    const entry = page.locator('.entry', {hasText: 'StasisStart → sales-'}).first();
    await entry.click();
    ok(/"type": "StasisStart"/.test(await page.locator('#journal-json').textContent()),
        'an entry opens to its JSON');
    const shown = await page.locator('.entry').allTextContents();
    ok(shown.length > 0 && shown.every((text) => text.includes('StasisStart')),
        'the journal is filtered by a text');
    await entry.press('ArrowDown');
    await page.getByLabel('Only entries with this text').fill('');
    await page.getByLabel('events', {exact: true}).uncheck();
    await until(async () => !(await page.locator('.entry').allTextContents())
        .some((text) => /^\S+event/.test(text)), 'a journal without events');
    ok(true, 'and by kinds');
    await page.getByLabel('events', {exact: true}).check();
    await page.getByText('To the newest').click();
}

/* What is typed as a filter is looked at while it is typed. */
async function filter(page) {
    const to = page.getByLabel('To an extension');
    await to.fill('StasisBroadcast(2000,^sales-\\\\d)');
    await page.locator('.finding', {hasText: /warning.*escape means the letter itself/}).waitFor();
    ok(true, 'a filter typed wrong shows its warning');
    await page.locator('.hearing', {hasText: 'sales-node does not'}).waitFor();
    await page.screenshot({path: path.join(pictures, 'filter.png')});
    await to.fill('StasisBroadcast(3000,^sales-\\p)');
    await page.locator('.finding', {hasText: '3 s for those that match ^sales-p'}).waitFor();
    await page.locator('.hearing', {hasText: 'sales-python hears it'}).waitFor();
    await page.locator('.hearing', {hasText: 'sales-node does not'}).waitFor();
    ok(true, 'who would hear it is shown');
    await to.press('Enter');
    const race = page.locator('.race').first();
    await race.getByText('not offered').waitFor();
    await row(race, '.lanes', 'sales-python').getByText('won').waitFor();
    ok(true, 'arguments are broadcast as they were typed');
    await race.getByText('SUCCESS').waitFor();
}

/* Dark, and as narrow as a telephone. */
async function looks(browser, page, port) {
    const lightness = () => page.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
        return Math.round((Number(r) + Number(g) + Number(b)) / 3);
    });
    ok(await lightness() > 200, 'it is light');
    await page.emulateMedia({colorScheme: 'dark'});
    ok(await lightness() < 50, 'and dark, where the system is');
    await page.screenshot({path: path.join(pictures, 'dark.png')});
    await page.emulateMedia({colorScheme: 'light'});

    await page.setViewportSize(NARROW);
    ok(await page.evaluate(() => document.documentElement.scrollWidth) <= NARROW.width,
        'nothing is wider than 360 px');
    await page.screenshot({path: path.join(pictures, 'narrow.png'), fullPage: true});
    await page.setViewportSize(WIDE);
    const nameless = await page.locator('button, input, select, textarea, a').evaluateAll((all) =>
        all.filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
            .map((one) => one.outerHTML));
    same(nameless, [], 'everything that can be used has a name');
}

async function two_pages(browser, page, port) {
    const other = await open(browser, port);
    await other.getByLabel('To an extension').press('Enter');
    for (const one of [page, other]) {
        await one.locator('.race', {hasText: 'call-3'}).getByText('SUCCESS').waitFor();
    }
    await until(async () => (await counters(page)).broadcasts === 3, 'the third broadcast');
    const picture = (one) => one.evaluate(() => ['#counters', '#apps', '#races']
        .map((name) => document.querySelector(name).textContent));
    same(await picture(other), await picture(page), 'two pages agree');
    await other.context().close();
}

/* What was seen becomes a scenario that passes. */
async function save(page) {
    const waiting = page.waitForEvent('download');
    await page.getByText('As scenario').click();
    const file = path.join(folder, 'seen.json');
    await (await waiting).saveAs(file);
    const {status, said} = stasim('run', file);
    ok(status === 0, 'what was seen is saved as a scenario that stasim run passes') ||
        console.log(said.replace(/^/gm, '#   '));
    ok(/"claim"/.test(fs.readFileSync(file, 'utf8')), 'and which expects claims');
}

/* A fault is switched on, and bites; a hold keeps an offer back until it is released. */
async function faults(browser) {
    const {program, port} = await serve(folder, {dialplan: DIALPLAN});
    const page = await open(browser, port);
    agent('agent.js', port, 'sales-1');
    await row(page, '#apps', 'sales-1').waitFor();
    const fault = page.getByRole('switch', {name: 'Claims are answered 503'});
    await fault.click();
    await page.locator('#faults [aria-checked=true]').waitFor();
    await page.getByText('Place the call').click();
    const race = page.locator('.race').first();
    await row(race, '.lanes', 'sales-1').getByText('answered 503').waitFor();
    await page.getByText('bit 1 ×').waitFor();
    ok(true, 'a fault is switched on, and bites');
    await page.screenshot({path: path.join(pictures, 'fault.png')});
    await fault.click();
    await page.locator('#faults [aria-checked=true]').waitFor({state: 'detached'});
    same((await ask(port, 'GET', 'faults')).body, [], 'and off again');

    await page.getByLabel('Type of event').selectOption('CallBroadcast');
    await page.getByRole('button', {name: 'Hold', exact: true}).click();
    await page.locator('#holds li').waitFor();
    await page.getByText('Place the call').click();
    await page.getByText('Release all 1').click();
    await row(page.locator('.race').first(), '.lanes', 'sales-1').getByText('won').waitFor();
    ok(true, 'an offer is held back, released, and claimed');

    await page.getByLabel('To an extension').fill('200@default');
    await page.getByText('Place the call').click();
    await row(page, '#calls', 'call-3').getByText('Hang up').click();
    await page.locator('.verdict', {hasText: 'The caller hung up'}).waitFor();
    ok(true, 'a caller hangs up');
    page.once('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', {name: 'Reset everything'}).click();
    await page.getByText('No call was broadcast yet').waitFor();
    same(await counters(page), {broadcasts: 0, won: 0, conflict: 0, not_found: 0},
        'after a reset there is nothing');
    await row(page, '#apps', 'sales-1').waitFor();
    ok(true, 'but the client, which stays connected');
    await end(page, program);
}

/* A scenario is loaded, in which a client leaves its call behind; a page may be opened with an
 * api_key, and by somebody who may only look. */
async function load(browser) {
    const {program, port} = await serve(folder, {dialplan: DIALPLAN,
        options: ['--user', `${USER}:${USER}`, '--user', 'guest:guest:ro']});
    const page = await open(browser, port, {may_fail: true});
    const scenario = (name, more) => ({name, mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify({name, ...more}))});
    const input = page.locator('#load');
    await input.setInputFiles(scenario('bad.json', {clients: [{app: 'x', onn: {}}]}));
    await page.locator('.notice[data-kind=bad]', {hasText: 'bad.json was not loaded'})
        .getByText(/onn/).waitFor();
    ok(true, 'what is wrong with a scenario is said');
    await input.setInputFiles(scenario('left.json', {
        dialplan: ['[in]', 'exten => 100,1,StasisBroadcast(500)'],
        clients: [{app: 'keeper', on: {CallBroadcast: [{claim: {}}],
            StasisStart: [{after: '50ms', disconnect: {}}]}}],
        calls: [{id: 'left', to: '100@in', at: '100ms'}],
        expect: [{claim: {status: 204}}],
    }));
    const keeper = row(page, '#apps', 'keeper');
    await keeper.getByText('inactive').waitFor();
    same(await keeper.textContent(), 'keeperinactiveholds left',
        'a scenario comes to life: a client has gone, and its application holds a channel');
    agent('agent.js', port, 'twice');
    await row(page, '#apps', 'twice').waitFor();
    agent('agent.js', port, 'twice');
    await row(page, '#apps', 'twice').getByText('replaced 1 ×').waitFor();
    ok(true, 'who is replaced by another client is seen');
    for (const [name, pattern] of [['Trace', /"stasim_trace"/], ['Diagram', /<svg/]]) {
        const waiting = page.waitForEvent('download');
        await page.getByRole('button', {name, exact: true}).click();
        const file = path.join(folder, name);
        await (await waiting).saveAs(file);
        ok(pattern.test(fs.readFileSync(file, 'utf8')), `${name}: a file`);
    }
    await guest(browser, port);
    await end(page, program);
}

async function guest(browser, port) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/stasim/?api_key=guest:guest`);
    await row(page, '#apps', 'keeper').waitFor();
    ok(true, 'a page may be opened with an api_key');
    await page.getByText('Place the call').click();
    await page.locator('.notice', {hasText: 'may only read'}).waitFor();
    ok(true, 'who may only read sees why nothing happens');
    await context.close();
}

/* Names and values full of markup stay texts. */
async function markup(browser) {
    const scenario = path.join(folder, 'markup.json');
    fs.writeFileSync(scenario, JSON.stringify({
        name: MARKUP, expect: [{claim: {status: 204}}],
        clients: [{app: MARKUP, on: {CallBroadcast: [{claim: {}}]}}],
    }));
    const {program, port} = await serve(folder, {options: ['--scenario', scenario],
        dialplan: '[default]\nexten => 100,1,StasisBroadcast(300)\n'});
    const page = await open(browser, port);
    await row(page, '#apps', MARKUP).waitFor();
    await page.getByLabel('From').fill(`${MARKUP} <200>`);
    await page.getByText('Variables').first().click();
    await page.getByLabel('Variables, one a line').fill(`SKILL=<img src=x onerror="pwned=1">`);
    await page.getByText('Place the call').click();
    await page.locator('.verdict', {hasText: MARKUP}).waitFor();
    await page.locator('.entry', {hasText: `StasisStart → ${MARKUP}`}).waitFor();
    await page.getByLabel('Only entries with this text').fill('onerror');
    await page.locator('.entry', {hasText: 'control: call'}).click();
    await page.locator('#journal-json', {hasText: 'onerror'}).waitFor();
    same(await page.evaluate(() => [document.querySelectorAll('#pwned, main img').length,
        typeof globalThis.pwned]), [0, 'undefined'], 'text from the wire is no markup');
    await page.screenshot({path: path.join(pictures, 'markup.png')});
    await end(page, program);
}

/* Where the clock is virtual, time moves by hand. */
async function moving_time(browser) {
    const {program, port} = await serve(folder,
        {dialplan: DIALPLAN, options: ['--clock', 'virtual']});
    const page = await open(browser, port);
    await page.getByText('Place the call').click();
    await page.getByText('Who wants it?').waitFor();
    await page.getByRole('button', {name: '+100 ms'}).click();
    await page.getByText('1.9 s left').waitFor();
    ok(true, 'time moves by 100 ms, and no further');
    await page.getByLabel('Channel').fill('call-1');
    await page.getByLabel('As application').fill('late');
    await page.getByRole('button', {name: 'Claim', exact: true}).click();
    await page.locator('.notice', {hasText: 'late has it'}).waitFor();
    ok(true, 'a call is claimed as any application');
    await page.screenshot({path: path.join(pictures, 'time.png')});
    await page.getByRole('button', {name: 'Pause'}).click();
    await page.locator('#clock', {hasText: 'paused'}).waitFor();
    await page.getByRole('button', {name: 'Resume'}).click();
    await page.locator('#clock', {hasText: 'virtual'}).waitFor();
    ok(true, 'time is paused, and goes on');
    await end(page, program);
}

/* More happens than anybody can look at. */
async function crowd(browser) {
    const scenario = path.join(folder, 'crowd.json');
    fs.writeFileSync(scenario, JSON.stringify({
        name: 'a crowd', dialplan: ['[in]', 'exten => 1,1,StasisBroadcast(40)'],
        expect: [{claim: {}, never: true}],
        clients: Array.from({length: APPS}, (_, i) => ({app: `app-${i}`})),
        calls: Array.from({length: CALLS}, (_, i) => ({id: `c${i}`, to: '1@in',
            at: `${2000 + i * CALL_EACH_MS}ms`})),
    }));
    const {program, port} = await serve(folder, {options: ['--scenario', scenario],
        dialplan: '[in]\nexten => 1,1,StasisBroadcast(40)\n'});
    const page = await open(browser, port);
    const longest = page.evaluate(longest_frame_ms, 2000 + CALLS * CALL_EACH_MS);
    await until(async () => (await counters(page)).broadcasts > CALLS / 2, 'half of the calls');
    await page.screenshot({path: path.join(pictures, 'crowd.png')});
    const frozen_ms = await longest;
    const per_second = Math.round(APPS * 1000 / CALL_EACH_MS);
    ok(frozen_ms < FREEZE_MAX_MS,
        `${per_second} events a second: no frame takes longer than ${frozen_ms} ms`);
    await until(async () => (await ask(port, 'GET', 'state')).body.counters.broadcasts === CALLS,
        'the server');
    await until(async () => (await counters(page)).broadcasts === CALLS, 'the last one');
    ok(true, `all ${CALLS} broadcasts are counted`);
    await page.getByText(/^and \d+ earlier$/).waitFor();
    ok(true, 'and when it is quiet again, the last of them are shown');
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    ok(nodes < NODES_MAX, `the page has ${nodes} elements, not more`);
    const [kept] = (await page.locator('#journal-count').textContent()).match(/\d+(?= entries)/);
    ok(kept >= 9000 && kept <= 10500, `the journal keeps ${kept} entries`);
    const began_ms = Date.now();
    await page.getByLabel('Only entries with this text').fill('app-7');
    await page.locator('#journal-count', {hasText: ' of '}).waitFor();
    ok(Date.now() - began_ms < FREEZE_MAX_MS, 'and is filtered at once');
    await end(page, program);
}

/* In the browser: the longest time between two frames. */
function longest_frame_ms(length_ms) {
    return new Promise((resolve) => {
        const began_ms = performance.now();
        let last_ms = began_ms;
        let longest_ms = 0;
        requestAnimationFrame(function frame() {
            const now_ms = performance.now();
            longest_ms = Math.max(longest_ms, Math.round(now_ms - last_ms));
            last_ms = now_ms;
            if (now_ms - began_ms < length_ms) {
                requestAnimationFrame(frame);
            } else {
                resolve(longest_ms);
            }
        });
    });
}

/* The server goes, and comes back as another one. */
async function restart(browser) {
    const {program, port} = await serve(folder, {dialplan: DIALPLAN});
    const page = await open(browser, port, {may_fail: true});
    await page.getByText('Place the call').click();
    await page.getByText('Who wants it?').waitFor();
    await stop(program);
    await page.locator('#link', {hasText: 'reconnecting'}).waitFor();
    ok(true, 'a page says that it has lost the server');
    await page.screenshot({path: path.join(pictures, 'lost.png')});
    const again = await serve(folder, {port, dialplan: DIALPLAN});
    await page.locator('#link[data-status=live]').waitFor();
    await page.getByText('No call was broadcast yet').waitFor();
    ok(true, 'it comes back by itself, and shows the new one');
    await page.getByText('Place the call').click();
    await page.getByText('Who wants it?').waitFor();
    ok(true, 'as it goes on');
    await end(page, again.program);
}

/* A page of another origin can ask what it likes: nothing changes. */
async function foreign(browser) {
    const {program, port} = await serve(folder, {dialplan: DIALPLAN});
    const elsewhere = http.createServer((request, answer) => answer.end('<title>x</title>'));
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${elsewhere.address().port}/`);
    const statuses = await page.evaluate(async ([to, user]) => {
        const modes = [{mode: 'no-cors'}, {mode: 'cors'},
            {mode: 'cors', headers: {'Content-Type': 'application/json'}}];
        return Promise.all(modes.map((more) => fetch(`${to}?api_key=${user}:${user}`,
            {method: 'POST', body: '{"to": "100@default"}', ...more})
            .then(({type, status}) => `${type} ${status}`, () => 'refused')));
    }, [`http://127.0.0.1:${port}/stasim/calls`, USER]);
    same(statuses, ['opaque 0', 'refused', 'refused'], 'another origin learns nothing');
    same((await ask(port, 'GET', 'state')).body.calls, [], 'and changes nothing');
    await context.close();
    elsewhere.close();
    await stop(program);
}

/* A page that is followed: whatever it complains of fails the test. */
async function open(browser, port, {may_fail = false} = {}) {
    const context = await browser.newContext({viewport: WIDE, colorScheme: 'light',
        httpCredentials: {username: USER, password: USER}});
    context.setDefaultTimeout(15000);
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('close', () => may_fail || same(complaints, [], 'the browser has no complaint'));
    await page.goto(`http://127.0.0.1:${port}/stasim/`);
    await page.locator('#link[data-status=live]').waitFor();
    return page;
}

async function end(page, program) {
    await page.context().close();
    same(await stop(program), 0, 'the server ends well');
}

const row = (within, list, text) => within.locator(`${list} > li`, {hasText: text});

async function counters(page) {
    const names = ['broadcasts', 'won', 'conflict', 'not_found'];
    const values = await page.evaluate((all) => all.map((name) => Number(
        document.querySelector(`[data-counter=${name}]`).textContent.replace(/\D/g, ''))), names);
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

main().catch((error) => {
    ok(false, 'the test went to its end');
    console.log(error.stack.replace(/^/gm, '#   '));
    done();
});
