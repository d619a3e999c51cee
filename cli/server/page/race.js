/* One broadcast as a picture: the caller's lane, one for each application, time from left to
 * right. An offer falls from the caller to an application, the claim that wins rises back. */

import {duration, time_text} from './clock.js';
import {button, keep, make, mark, tell} from './dom.js';
import {headline, lanes_of, outcome_of, tally} from './outcome.js';
import {claim, hang_up} from './people.js';
import {end_of, scale_of, ticks_of} from './scale.js';
import {caller_text} from './words.js';

const LANES_MAX = 12;
const CLAIMS_MAX = 4; /* of an application: the latest */
const FLIP_AT = 0.86; /* from here on there is no room for a label on the right */

export function make_race({channel}, ontoggle) {
  const parts = {
    toggle: make('button.race-toggle', {type: 'button', onclick: ontoggle}, channel),
    about: make('span.soft.race-about'),
    tally: make('span.race-tally'),
    verdict: make('span.verdict'),
    hang_up: button('Hang up', `Hang up ${channel}`, () => hang_up(channel)),
  };
  const body = {
    axis: make('div.axis', {ariaHidden: 'true'}),
    lanes: make('ol.lanes'),
    rest: make('p.soft'),
  };
  parts.body = make('div.race-body', {}, ...Object.values(body));
  const head = make('div.race-head', {}, parts.toggle, parts.about, parts.tally, parts.verdict,
    parts.hang_up);
  return Object.assign(make('li.race', {}, head, parts.body), {...parts, ...body});
}

/** Shows what is known of it now. `call` is the call as it is, if there still is one. */
export function update_race(race, {broadcast, call, now_ms, is_open}) {
  const [kind, text] = headline(broadcast);
  mark(race, 'kind', kind);
  mark(race, 'state', broadcast.state);
  race.toggle.ariaExpanded = is_open;
  tell(race.verdict, text);
  tell(race.about, about(broadcast));
  mark(race.about, 'refused', String(Boolean(broadcast.refused)));
  keep(race.tally, tally(broadcast), String, ([status, count]) => make('span.code',
    {'data-status': status}, count > 1 ? `${status} × ${count}` : status));
  race.hang_up.hidden = !call || Boolean(call.hungup);
  race.tally.hidden = is_open;
  race.body.hidden = !is_open;
  if (is_open) {
    draw(race, broadcast, now_ms);
  }
}

function about({began_ms, filter, refused, caller, to, round}) {
  const hearers = refused ? `void filter ${filter}: all hear it` : `offered to ${filter || 'all'}`;
  return [time_text(began_ms), [caller_text(caller), to].filter(Boolean).join(' → '),
    hearers, round > 1 && `round ${round}`].filter(Boolean).join(' · ');
}

function draw(race, broadcast, now_ms) {
  const scale = scale_of(broadcast, now_ms);
  draw_axis(race.axis, broadcast, scale, now_ms);
  const all = lanes_of(broadcast);
  const shown = all.slice(0, LANES_MAX);
  keep(race.lanes, [null, ...shown], String, (app) => make_lane(app, broadcast.channel),
    (lane, app) => {
      const is_caller = app === null;
      const [kind, word, detail] = is_caller ? caller_words(broadcast, now_ms)
        : outcome_of(broadcast, app);
      mark(lane, 'kind', kind);
      tell(lane.word, word);
      tell(lane.detail, detail);
      lane.style.setProperty('--row-no', shown.indexOf(app) + 1);
      lane.claim.hidden = is_caller || broadcast.state === 'ended' ||
        !['heard', 'silent', 'deaf'].includes(kind);
      draw_marks(lane.track, is_caller ? caller_marks(broadcast, now_ms)
        : app_marks(broadcast, app, now_ms), scale);
    });
  tell(race.rest, all.length > shown.length
    ? `and ${all.length - shown.length} more that have not claimed it` : '');
}

function draw_axis(axis, broadcast, {at, fold, race_ms}, now_ms) {
  const {began_ms} = broadcast;
  const ticks = ticks_of(race_ms).map((ms) => ({at: at(began_ms + ms), text: duration(ms)}));
  const end_ms = end_of(broadcast, now_ms) - began_ms;
  if (fold < 1) {
    ticks.push({at: fold, text: `until ${duration(end_ms)}`, fold: 'yes'});
  }
  keep(axis, ticks, ({text, fold: is_fold}) => is_fold ?? text, () => make('span.tick'),
    (tick, {at: place, text, fold: is_fold = 'no'}) => {
      tell(tick, text);
      mark(tick, 'fold', is_fold);
      tick.style.setProperty('--at', place);
    });
}

function make_lane(app, channel) {
  const lane = make('li.lane');
  const parts = {
    track: make('div.track', {ariaHidden: 'true'}),
    word: make('b'),
    detail: make('span.soft'),
    claim: button('Claim', `Claim ${channel} as ${app}`, () => claim(app, channel)),
  };
  lane.append(make('span.lane-name', {title: app ?? ''}, app ?? 'caller'), parts.track,
    make('div.lane-end', {}, parts.word, ' ', parts.detail, parts.claim));
  return Object.assign(lane, parts);
}

function caller_words({state, winner, deadline_ms, session_ms, ended_ms, status}, now_ms) {
  if (state === 'offered') {
    return ['open', 'waits', `${duration(Math.max(0, deadline_ms - now_ms))} left`];
  }
  const length = session_ms !== null ? duration((ended_ms ?? now_ms) - session_ms) : '';
  return state === 'ended' ? [winner ? 'won' : 'nobody', status ?? 'over', '']
    : ['won', 'in session', length];
}

/* Bars go from `from` to `to`, all else is at `at`; a key begins with its class. */
function caller_marks(broadcast, now_ms) {
  const {began_ms, deadline_ms, waited_ms, session_ms, ended_ms, winner, state} = broadcast;
  const is_open = state === 'offered';
  const waited = waited_ms ?? (is_open ? Math.min(now_ms, deadline_ms) : ended_ms);
  return [
    {key: 'wait', from: began_ms, to: waited ?? now_ms},
    is_open && {key: 'left', from: waited, to: deadline_ms},
    winner && {key: 'session', from: session_ms ?? waited ?? now_ms, to: ended_ms ?? now_ms},
    {key: 'ring', at: began_ms},
    state === 'ended' && {key: 'end', at: ended_ms},
  ];
}

function app_marks(broadcast, app, now_ms) {
  const {session_ms, waited_ms, left_ms, ended_ms, winner} = broadcast;
  const claims = broadcast.claims.filter((one) => one.app === app).slice(-CLAIMS_MAX);
  const heard = broadcast.heard.filter((one) => one.app === app);
  const first = heard[0] ?? claims[0];
  return [
    first && {key: 'life', from: first.at_ms, to: end_of(broadcast, now_ms)},
    winner === app && {key: 'session', from: session_ms ?? waited_ms ?? now_ms,
      to: left_ms ?? ended_ms ?? now_ms},
    ...heard.map(({at_ms}, i) => ({key: `heard ${i}`, at: at_ms})),
    ...claims.flatMap(({at_ms, answered_ms, status}, i) => [
      {key: `asking ${i}`, from: at_ms, to: answered_ms ?? (status ? at_ms : now_ms)},
      {key: `claim ${i}`, at: at_ms, status: status ?? 'open'},
      status && {key: `code ${i}`, at: answered_ms ?? at_ms, status, text: `${status}`},
    ]),
  ];
}

function draw_marks(track, marks, {at}) {
  keep(track, marks.filter(Boolean), ({key}) => key, ({key}) => make(`span.${key.split(' ')[0]}`),
    (element, one) => {
      const begin = at(one.at ?? one.from);
      element.style.setProperty('--at', begin);
      element.style.setProperty('--to', Math.max(begin, at(one.to ?? 0)));
      mark(element, 'status', `${one.status}`);
      mark(element, 'flip', begin > FLIP_AT ? 'yes' : 'no');
      tell(element, one.text ?? '');
    });
}
