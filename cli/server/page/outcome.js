/* What became of a broadcast, and of each application in it, in words. */

import {duration} from './clock.js';
import {reason_of} from './words.js';

const MANY = 12; /* for which there is no room */
export const by_name = new Intl.Collator('en', {numeric: true}).compare;

/** Which applications have a lane: by name those that claimed the call or were offered it, of many
 * the former first, then those that were not offered it. */
export function lanes_of({heard, claims, deaf = []}) {
  const claimed = claims.map(({app}) => app);
  const all = new Set([...claimed, ...heard.map(({app}) => app)]);
  const rank = (app) => (all.size > MANY && !claimed.includes(app) ? 1 : 0);
  return [...[...all].sort((a, b) => rank(a) - rank(b) || by_name(a, b)),
    ...deaf.filter((app) => !all.has(app)).sort(by_name)];
}

/** What became of an application: the kind by which its lane looks, a word, and details. */
export function outcome_of(broadcast, app) {
  const heard = broadcast.heard.find((one) => one.app === app);
  const claims = broadcast.claims.filter((one) => one.app === app);
  if (broadcast.winner === app) {
    return ['won', 'won', victory(heard, claims)];
  }
  if (claims.length > 0) {
    return defeat(broadcast, claims.at(-1));
  }
  if (!heard) {
    return ['deaf', '', 'not offered: filter'];
  }
  return broadcast.state === 'offered' ? ['heard', '', 'offered'] : ['silent', '', 'no claim'];
}

function victory(heard, claims) {
  const claim = claims.find(({status}) => status === 204);
  if (!claim) {
    const answer = claims.find(({status}) => status)?.status;
    return answer ? `but was answered ${answer}` : 'and has no answer yet';
  }
  return heard ? `first, after ${duration(claim.at_ms - heard.at_ms)}` : 'first, and unasked';
}

function defeat({claims, winner}, {status, rule, at_ms}) {
  if (!status) {
    return ['claiming', 'claims', 'no answer yet'];
  }
  if (status === 409) {
    const first = claims.find((one) => one.app === winner);
    const behind = first ? at_ms - first.at_ms : -1;
    return ['lost', 'lost', behind < 0 ? reason_of('R22') : `${duration(behind)} behind`];
  }
  return status === 404 ? ['late', 'too late', reason_of(rule)]
    : ['failed', 'failed', `answered ${status}`];
}

/** What became of the broadcast as a whole: the kind by which it looks, and a text. */
export function headline({state, winner, why, began_ms, waited_ms, session_ms, ended_ms}) {
  if (state === 'offered') {
    return ['open', 'Who wants it?'];
  }
  if (!winner) {
    return ['nobody', why === 'hung up' ? 'The caller hung up'
      : `Nobody in ${duration((waited_ms ?? ended_ms) - began_ms)}`];
  }
  return ['won', state !== 'ended' ? `${winner} has it`
    : `${winner} had it${session_ms !== null ? ` for ${duration(ended_ms - session_ms)}` : ''}`];
}

/** How many claims were answered how: [['204', 1], ['409', 2]]. */
export function tally({claims}) {
  const counts = {};
  for (const {status} of claims) {
    counts[status ?? 'open'] = (counts[status ?? 'open'] ?? 0) + 1;
  }
  return Object.entries(counts);
}
