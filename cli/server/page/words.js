/* What an entry of the journal means, in a few words. */

import {duration} from './clock.js';

const RULES = {R21: 'no broadcast of it', R22: 'somebody was first', R23: 'the wait was over',
  R24: 'first, so it wins'};

/** Why a claim was answered as it was; '' where no rule says it. */
export const reason_of = (rule) => RULES[rule] ?? '';

/** Alice <200>, or what of it is known. */
export const caller_text = ({name, number}) =>
  [name, number && `<${number}>`].filter(Boolean).join(' ');

/** Which box of the journal's filter an entry belongs to. */
export function group_of({kind, name}) {
  return {event: 'events', request: 'requests', answer: 'requests',
    note: name in DECISIONS ? 'decisions' : 'details'}[kind] ?? 'others';
}

/** One line about an entry. */
export function sentence({kind, name, app, client, channel, request, status, did, data, ...more}) {
  const about = channel ? ` · ${channel}` : '';
  const path = request?.replace(' /ari/', ' ');
  const reason = data?.message ?? reason_of(more.rule);
  switch (kind) {
  case 'event':
    return `${name} → ${app}${about}`;
  case 'request':
    return `${client} asks ${path}`;
  case 'answer':
    return `${status} ← ${path}${reason && `: ${reason}`}`;
  case 'client':
    return `${client}: ${did} ${data?.apps?.join(', ') ?? (data ? JSON.stringify(data) : '')}`;
  case 'note':
    return (DECISIONS[name]?.(data ?? {}) ?? name) + about;
  case 'lost':
    return `${more.count} entries came too fast, and are left out here`;
  default:
    return `${more.why ?? did ?? name}${about}`;
  }
}

/* The notes in which something is decided. */
const DECISIONS = {
  BroadcastBegan: ({filter, timeout_ms, refused}) =>
    `broadcast to ${filter || 'all'} for ${duration(timeout_ms)}${refused ? `: ${refused}` : ''}`,
  ClaimFound: ({application, outcome}) => `${application} looks for the broadcast: ${outcome}`,
  ClaimDecided: ({application, outcome}) => `${application}: ${outcome}`,
  WaitEnded: ({why}) => `the wait is over: ${why}`,
  WinnerRead: ({winner}) => (winner ? `the winner is ${winner}` : 'there is no winner'),
  BroadcastEnded: () => 'the broadcast is over',
  FilterUndecided: ({filter}) => `the filter ${filter} cannot be decided`,
  Fault: ({effect}) => `a fault strikes: ${effect}`,
};
