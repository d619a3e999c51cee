/* The live page of `stasim serve --control`. Everything it shows but the journal is a picture of
 * GET /stasim/state, which is asked for again when the journal says that something has happened: so
 * whatever was missed, several pages agree. */

import {Clock} from './clock.js';
import {by, mark, tell} from './dom.js';
import {draw_faults} from './faults.js';
import './files.js';
import {draw_holds} from './holds.js';
import {Journal} from './journal.js';
import {draw_people} from './people.js';
import {check_soon} from './place.js';
import {Races} from './races.js';
import {ask} from './server.js';
import {follow} from './stream.js';
import {draw_time} from './time.js';

const STATE = 'state?broadcasts=16';
const BACKLOG_MAX = 10000; /* entries from before, of which the page shows the journal */
const CALM_MS = 60; /* from news to the next picture */
const BUSY = 100; /* entries between two pictures that are too many to be looked at */
const BUSY_MS = 500;
const HIDDEN_MS = 500; /* between frames of a page that nobody sees */

const clock = new Clock();
const journal = new Journal();
const races = new Races(clock);
let state = null;
let news = [];
let last = 0; /* the last entry that came */
let next_ms = Infinity; /* when to ask for the state */

follow({begin, take, say});
frame();

function frame() {
  if (performance.now() >= next_ms) {
    next_ms = Infinity;
    ask('GET', STATE).then(show, () => {}); /* the stream fails, too, and says so */
  }
  journal.add(news);
  news = [];
  journal.draw();
  if (state) {
    races.draw(state);
    draw_time(clock);
  }
  if (document.hidden) {
    setTimeout(frame, HIDDEN_MS);
  } else {
    requestAnimationFrame(frame);
  }
}

/* The stream begins, here and on the server: after which entry. */
async function begin() {
  const former = state?.world;
  show(await ask('GET', STATE));
  if (state.world !== former) {
    last = Math.max(0, state.seq - BACKLOG_MAX);
    forget();
  }
  return last;
}

function take(entries) {
  if (entries.length > 0) {
    if (entries.some(({kind}) => kind === 'reset')) {
      forget();
    }
    news.push(...entries);
    last = entries.at(-1).seq;
    const pause_ms = news.length > BUSY ? BUSY_MS : CALM_MS;
    next_ms = Math.min(next_ms, performance.now() + pause_ms);
  }
}

function show(now) {
  if (now.world === state?.world && now.seq < state.seq) {
    return; /* it was overtaken on its way */
  }
  state = now;
  clock.set(now.clock, now.now_ms);
  for (const counter of document.querySelectorAll('[data-counter]')) {
    tell(counter, now.counters[counter.dataset.counter].toLocaleString('en'));
  }
  draw_people(now);
  draw_faults(now);
  draw_holds(now);
  check_soon();
}

function forget() {
  news = [];
  journal.clear();
  races.clear();
}

function say(status, why) {
  mark(by('link'), 'status', status);
  tell(by('link'), status === 'live' ? 'live' : `reconnecting: ${why}`);
}
