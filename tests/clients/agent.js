/* The agent of agent.py on Node.js, with nothing but its own library. `stasim test` starts it; it
 * reads where the server is from its environment.
 *
 *   node agent.js [--fault NAME]   plants a mistake: see FAULTS, each of which some scenario catches */
'use strict';

const http = require('http');

const HOST = process.env.ARI_HOST;
const PORT = process.env.ARI_PORT;
const APP = process.env.ARI_APP;
const AUTH = `${process.env.ARI_USERNAME}:${process.env.ARI_PASSWORD}`;
const FAULTS = ['claims-everything', 'ignores-409', 'never-reconnects', 'answers-before-start',
    'leaks-on-hangup', 'trusts-every-type', 'answers-twice', 'gives-up-on-500', 'fights-back',
    'waits-for-the-204'];
const FAULT = process.argv[2] === '--fault' ? process.argv[3] : null;
if (FAULT && !FAULTS.includes(FAULT)) {
    throw new Error(`known faults: ${FAULTS.join(', ')}`);
}

const START_LIMIT_MS = 300; /* StasisStart comes within this time of a claim that is won, or never */
const TALK_MS = 50;
const RECONNECT_MS = 50;

let call = null; /* the channel that is claimed, or served */
const started = new Set(); /* channels whose StasisStart has come */
const won = new Set(); /* of a planted fault: channels whose claim was answered 204 */

const handlers = {
    CallBroadcast: async ({channel: {id}}) => {
        if (call && FAULT !== 'claims-everything') {
            return;
        }
        call = id;
        const query = new URLSearchParams({channelId: id, application: APP});
        const status = await ask('POST', `/events/claim?${query}`);
        if (status === 204) {
            won.add(id);
        }
        if ((FAULT === 'answers-before-start' && status === 204) ||
            (FAULT === 'ignores-409' && status === 409)) {
            await ask('POST', `/channels/${id}/answer`);
        }
        if (FAULT === 'gives-up-on-500' && status >= 500) {
            process.exit(1);
        }
        /* Without an answer nobody knows whether the claim was won: StasisStart tells. */
        if (status === 204 || status === null) {
            await pause(START_LIMIT_MS);
            if (started.has(id) || FAULT === 'leaks-on-hangup') {
                return;
            }
        }
        release(id);
    },

    StasisStart: async ({channel: {id}}) => {
        if ((started.has(id) && FAULT !== 'answers-twice') ||
            (FAULT === 'waits-for-the-204' && !won.has(id))) {
            return;
        }
        started.add(id);
        call = id;
        if (await ask('POST', `/channels/${id}/answer`) !== 204) {
            release(id);
            return;
        }
        await pause(TALK_MS);
        if (call === id) {
            await ask('DELETE', `/channels/${id}`);
        }
    },

    StasisEnd: ({channel: {id}}) => release(id),
    CallClaimed: () => {},
    ChannelStateChange: () => {},
    ChannelHangupRequest: () => {},
    ChannelDestroyed: () => {},
    ChannelVarset: () => {},
    ChannelDialplan: () => {},

    ApplicationReplaced: (_, socket) => {
        console.log('another one has taken over');
        if (FAULT === 'fights-back') {
            socket.destroy();
        } else {
            process.exit(0);
        }
    },
};

function release(id) {
    started.delete(id);
    if (call === id) {
        call = null;
    }
}

function pause(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

/* The status of the answer; null when there was none. */
function ask(method, path) {
    return new Promise((resolve) => {
        const tell = (status, error) => {
            console.log(`${method} ${path} -> ${status ?? error}`);
            resolve(status);
        };
        http.request({host: HOST, port: PORT, method, path: `/ari${path}`, auth: AUTH,
                      agent: false, timeout: 2000})
            .on('response', (response) => {
                response.resume();
                tell(response.statusCode);
            })
            .on('timeout', function () {
                this.destroy(new Error('no answer'));
            })
            .on('error', (error) => tell(null, error.message))
            .end();
    });
}

function connect() {
    let done = false;
    const again = (why) => {
        if (done) {
            return;
        }
        done = true;
        console.log(`the connection is lost: ${why}`);
        if (FAULT === 'never-reconnects') {
            setInterval(() => {}, 1000);
            return;
        }
        /* What has become of its call while nobody told it, it cannot know. */
        call = null;
        started.clear();
        setTimeout(connect, RECONNECT_MS);
    };
    http.request({host: HOST, port: PORT, path: `/ari/events?app=${encodeURIComponent(APP)}`,
                  auth: AUTH, agent: false, headers: {
            Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13,
            'Sec-WebSocket-Key': 'c3Rhc2ltIHN0YXNpbSBzdA=='}})
        .on('upgrade', (_, socket, head) => {
            follow(socket, head);
            socket.on('close', () => again('closed')).on('error', (error) => again(error.message));
        })
        .on('response', (response) => again(`answered ${response.statusCode}`))
        .on('error', (error) => again(error.message))
        .end();
}

/* Reads the server's frames, which are not masked. */
function follow(socket, head) {
    let input = head;
    const work = () => {
        while (input.length >= 2) {
            const short = input[1];
            const begin = short === 126 ? 4 : short === 127 ? 10 : 2;
            if (input.length < begin) {
                return;
            }
            const size = short === 126 ? input.readUInt16BE(2)
                : short === 127 ? Number(input.readBigUInt64BE(2)) : short;
            if (input.length < begin + size) {
                return;
            }
            const text = input.subarray(begin, begin + size);
            const opcode = input[0] & 15;
            input = input.subarray(begin + size);
            if (opcode === 8) {
                socket.end();
            } else if (opcode === 1) {
                take(JSON.parse(text), socket);
            }
        }
    };
    socket.on('data', (bytes) => {
        input = Buffer.concat([input, bytes]);
        work();
    });
    work();
}

function take(event, socket) {
    if (FAULT === 'trusts-every-type') {
        handlers[event.type](event, socket);
    } else {
        handlers[event.type]?.(event, socket);
    }
}

connect();
