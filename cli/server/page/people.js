/* The applications and the calls there are, and claiming one for the other. */

import {button, by, keep, make, mark, tell} from './dom.js';
import {by_name} from './outcome.js';
import {ask, attempt, notice} from './server.js';
import {caller_text} from './words.js';

const APPS_MAX = 16;
const CALLS_MAX = 12;

/** Claims a call as any application. */
export const claim = (app, channel) => attempt(`${app} did not claim ${channel}`, async () => {
  const {status, message} = await ask('POST', 'claims', {app, channel});
  notice(...status === 204 ? ['good', `204: ${app} has it`] : ['bad', `${status}: ${message}`]);
});

export const hang_up = (channel) => attempt(`${channel} was not hung up`,
  () => ask('DELETE', `calls/${encodeURIComponent(channel)}`));

by('claim').onsubmit = (event) => {
  event.preventDefault();
  const {app, channel} = event.target.elements;
  claim(app.value.trim(), channel.value.trim());
};

export function draw_people({apps: unsorted, calls: channels}) {
  const apps = unsorted.sort((a, b) => by_name(a.name, b.name));
  const calls = channels.filter(({near}) => !near); /* the other half is the caller's */
  tell(by('apps-rest'), rest(apps.length, APPS_MAX));
  keep(by('apps'), apps.slice(0, APPS_MAX), ({name}) => name, make_row,
    (row, {name, state, channels = [], replaced}) => draw_row(row, name, state, [
      channels.length > 3 ? `holds ${channels.length} channels`
        : channels.length > 0 && `holds ${channels.join(', ')}`,
      replaced > 0 && `replaced ${replaced} ×`,
    ]));
  tell(by('calls-rest'), rest(calls.length, CALLS_MAX));
  const newest = calls.slice(-CALLS_MAX).reverse();
  keep(by('calls'), newest, ({id}) => id, make_call, (row, call) => {
    draw_row(row, call.id, call.hungup ? 'hung up' : call.state, [caller_text(call.caller),
      call.exten && `${call.exten}@${call.context}`, call.app && `with ${call.app}`]);
    row.lastChild.hidden = Boolean(call.hungup);
  });
  offer('names', apps.map(({name}) => name));
  offer('channels', newest.map(({id}) => id));
}

const rest = (count, shown) =>
  (count === 0 ? 'None.' : count > shown ? `and ${count - shown} more` : '');

function make_row() {
  return make('li', {}, make('span.mono'), make('span.state'), make('span.soft'));
}

function make_call({id}) {
  const row = make_row();
  row.append(button('Hang up', `Hang up ${id}`, () => hang_up(id)));
  return row;
}

function draw_row(row, name, state, details) {
  const texts = [name, state, details.filter(Boolean).join(' · ')];
  texts.forEach((text, i) => tell(row.children[i], text));
  mark(row, 'state', state);
}

function offer(id, values) {
  keep(by(id), values, String, (value) => make('option', {value}));
}
