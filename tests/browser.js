/* What tests/page.t needs beside the page: TAP, a server, clients, a browser. */
'use strict';

const {spawn, spawnSync} = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const STASIM = path.resolve(process.env.STASIM || 'build/stasim');
const BUILD = path.resolve(process.env.BUILD || 'build');
const CLIENTS = path.resolve(process.env.CLIENTS || 'build/clients');
const USER = 'asterisk';
const PATIENCE_MS = 15000;
const POLL_MS = 20;

const started = []; /* programs */
let count = 0;
let failed = 0;

function ok(passed, name) {
    count++;
    failed += !passed;
    console.log(`${passed ? 'ok' : 'not ok'} ${count} - ${name}`);
    return passed;
}

function same(got, want, name) {
    if (!ok(JSON.stringify(got) === JSON.stringify(want), name)) {
        console.log(`#   got  ${JSON.stringify(got)}\n#   want ${JSON.stringify(want)}`);
    }
}

/** Ends the test; whatever it started goes with it. */
function done() {
    console.log(`1..${count}`);
    process.exit(failed > 0 ? 1 : 0);
}

process.on('exit', () => started.forEach((program) => program.kill('SIGKILL')));

/** What is missing here for a browser to be driven; null when nothing is. */
function missing() {
    if (!browser_path()) {
        return 'no Chromium: `scripts/deps --browser` installs it';
    }
    return fs.existsSync(playwright_path()) ? null
        : 'no playwright-core: `make clients` installs it';
}

const playwright_path = () => path.join(CLIENTS, 'node_modules', 'playwright-core');

function browser_path() {
    const names = ['chromium', 'chromium-browser', 'google-chrome'];
    return (process.env.PATH || '').split(':').flatMap((folder) => names.map((name) =>
        path.join(folder, name))).find((file) => fs.existsSync(file));
}

/** A browser without a window, which never downloads another one. As root it has no sandbox. */
function launch() {
    const {chromium} = require(playwright_path());
    const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
    return chromium.launch({executablePath: browser_path(), args});
}

/** A running `stasim serve --control`, whose dialplan is `dialplan`. */
async function serve(folder, {port = 0, dialplan, options = []}) {
    const port_file = path.join(folder, 'port');
    const conf = path.join(folder, 'extensions.conf');
    fs.rmSync(port_file, {force: true});
    fs.writeFileSync(conf, dialplan);
    const program = spawn(STASIM, ['serve', '--control', '--listen', `127.0.0.1:${port}`,
        '--port-file', port_file, '--dialplan', conf, ...options],
    {stdio: ['ignore', 'ignore', 'inherit']});
    started.push(program);
    await until(() => fs.existsSync(port_file) && fs.readFileSync(port_file, 'utf8'), 'the server');
    return {program, port: Number(fs.readFileSync(port_file, 'utf8'))};
}

/** Ends a program; its exit code. */
function stop(program) {
    return new Promise((resolve) => {
        program.once('exit', resolve);
        program.kill('SIGTERM');
    });
}

/** A real client, which claims what it is offered: agent.js or agent.py. */
function agent(file, port, app) {
    const interpreter = file.endsWith('.py') ? 'python3' : 'node';
    const program = spawn(interpreter, [path.join(__dirname, 'clients', file)], {
        stdio: 'ignore',
        env: {...process.env, ARI_HOST: '127.0.0.1', ARI_PORT: port, ARI_APP: app,
            ARI_USERNAME: USER, ARI_PASSWORD: USER},
    });
    started.push(program);
    return program;
}

/** A request to the control interface; its status and what it answers. */
async function ask(port, method, what, body) {
    const answer = await fetch(`http://127.0.0.1:${port}/stasim/${what}`, {
        method,
        headers: {Authorization: `Basic ${Buffer.from(`${USER}:${USER}`).toString('base64')}`,
            ...(body && {'Content-Type': 'application/json'})},
        body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return {status: answer.status, body: text && JSON.parse(text)};
}

/** Waits until `probe` gives something, and gives it. */
async function until(probe, what) {
    const end_ms = Date.now() + PATIENCE_MS;
    for (;;) {
        const found = await probe();
        if (found) {
            return found;
        }
        if (Date.now() > end_ms) {
            console.log(`Bail out! waited in vain for ${what}`);
            process.exit(1);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
}

/** Runs stasim to its end: its exit code, and all that it printed. */
function stasim(...options) {
    const {status, stdout, stderr} = spawnSync(STASIM, options, {encoding: 'utf8'});
    return {status, said: stdout + stderr};
}

/** A folder for this run only, and one for pictures to look at. */
function folders() {
    const pictures = path.join(BUILD, 'page');
    fs.mkdirSync(pictures, {recursive: true});
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stasim-page-'));
    process.on('exit', () => fs.rmSync(folder, {recursive: true, force: true}));
    return {folder, pictures};
}

module.exports = {USER, agent, ask, done, folders, launch, missing, ok, same, serve, stasim, stop,
    until};
