/* The journal as it grows: one endless answer, a line an entry. It comes back by itself. */

import {address} from './server.js';

const SILENCE_MAX_MS = 12000; /* the server sends an empty line each 5 s */
const PAUSE_MIN_MS = 250;
const PAUSE_MAX_MS = 4000;

/** Follows it forever: `begin()` says after which entry, each time anew, `take(entries)` gets what
 * comes, `say(status, why)` is told 'live' or 'lost'. */
export async function follow({begin, take, say}) {
  let pause_ms = PAUSE_MIN_MS;
  for (;;) {
    try {
      await read(await begin(), take, () => {
        pause_ms = PAUSE_MIN_MS;
        say('live');
      });
    } catch (error) {
      say('lost', error.message);
    }
    await new Promise((resume) => setTimeout(resume, pause_ms));
    pause_ms = Math.min(2 * pause_ms, PAUSE_MAX_MS);
  }
}

/* Until it ends, which is an error: the journal has no end. */
async function read(after, take, opened) {
  const silence = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error('the server is silent')), SILENCE_MAX_MS);
  };
  try {
    heard();
    const answer = await fetch(address(`journal?follow=true&after=${after}`),
      {signal: silence.signal});
    if (!answer.ok) {
      throw new Error(`${answer.status} ${answer.statusText}`);
    }
    opened();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = '';;) {
      const {value, done} = await reader.read();
      if (done) {
        throw new Error('the server has closed the connection');
      }
      heard();
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      take(lines.filter(Boolean).map((line) => JSON.parse(line)));
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
