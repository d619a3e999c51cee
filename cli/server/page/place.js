/* Placing a call, to an extension or with the arguments of a StasisBroadcast(), which are checked
 * while they are typed: what is wrong with them, and which applications would hear it. */

import {duration} from './clock.js';
import {by, keep, make} from './dom.js';
import {ask, attempt, notice} from './server.js';

const TYPING_MS = 120;
const SHOWN_MAX = 40;
const BROADCAST = /^\s*StasisBroadcast\((.*?)\)?\s*$/;
const {to, from, variables} = by('place').elements;
let timer = 0;
let checks = 0;

to.oninput = check_soon;
by('place').onsubmit = (event) => {
  event.preventDefault();
  attempt('No call was placed', place);
};

async function place() {
  const [, broadcast] = to.value.match(BROADCAST) ?? [];
  const {channel} = await ask('POST', 'calls', {
    ...(broadcast === undefined ? {to: to.value.trim()} : {broadcast}),
    ...(from.value.trim() && {from: from.value.trim()}),
    ...(variables.value.trim() && {variables: read_variables(variables.value)}),
  });
  notice('good', `${channel} rings`);
}

/* NAME=value, one a line. */
function read_variables(text) {
  return Object.fromEntries(text.split('\n').filter((line) => line.trim()).map((line) => {
    const [, name, value] = line.match(/^\s*([^=]+?)\s*=(.*)$/) ?? [];
    if (name === undefined) {
      throw new Error(`a variable is written NAME=value, unlike "${line}"`);
    }
    return [name, value];
  }));
}

/** Looks once more soon: another text was typed, or other applications may hear it. */
export function check_soon() {
  timer ||= setTimeout(check, TYPING_MS);
}

async function check() {
  timer = 0;
  const number = ++checks;
  const [, args] = to.value.match(BROADCAST) ?? [];
  const nothing = {findings: [], hears: [], deaf: []};
  const found = args === undefined ? nothing : await ask('POST', 'filter', {arguments: args})
    .catch(({message}) => ({...nothing, findings: [{severity: 'error', message}]}));
  if (number === checks) {
    show(found);
  }
}

function show({findings, hears, deaf, filter, timeout_ms}) {
  const read = timeout_ms === undefined ? [] : [{severity: 'waits',
    message: `${duration(timeout_ms)} for ${filter ? `those that match ${filter}` : 'anybody'}`}];
  keep(by('findings'), [...read, ...findings], JSON.stringify,
    ({severity, message}) => make('p.finding', {'data-severity': severity},
      make('b', {}, severity), ` ${message}`));
  const people = [...hears.map((app) => [`✓ ${app} hears it`, 'yes']),
    ...deaf.map((app) => [`– ${app} does not`, 'no'])];
  keep(by('hears'), people.slice(0, SHOWN_MAX), String, ([text, hears_it]) =>
    make('span.hearing', {'data-hears': hears_it}, text));
}
