/* Faults between the server and its clients, each with a switch: some that are asked for often, and
 * any other, written as in a scenario. */

import {by, keep, make, tell} from './dom.js';
import {ask, attempt} from './server.js';

const CLAIM = {request: 'POST /ari/events/claim'};
const OFFER = {event: 'CallBroadcast'};
const OFTEN = new Map([
  ['Claims are answered 503', {on: CLAIM, status: 503}],
  ['The answer to a claim is lost', {on: CLAIM, answer: 'lost'}],
  ['Claims are answered 300 ms late', {on: CLAIM, delayAnswer: '300ms'}],
  ['Offers are lost', {on: OFFER, lose: true}],
  ['Offers come twice', {on: OFFER, copies: 2}],
  ['StasisStart comes 500 ms late', {on: {event: 'StasisStart'}, delay: '500ms'}],
  ['Sockets break behind an offer', {on: OFFER, break: 'after'}],
]);
const app = by('faults-app');
let active = [];

app.oninput = () => draw_faults({faults: active});
by('fault').onsubmit = (event) => {
  event.preventDefault();
  attempt('That is no fault', () => add(JSON.parse(event.target.elements.fault.value)));
};

export function draw_faults({faults}) {
  active = faults;
  const others = new Map(faults.map((one) => [JSON.stringify(one.fault), one]));
  const often = [...OFTEN].map(([text, fault]) => {
    const wanted = app.value.trim() ? {...fault, on: {...fault.on, app: app.value.trim()}} : fault;
    const found = others.get(JSON.stringify(wanted));
    others.delete(JSON.stringify(wanted));
    return {text, wanted, found};
  });
  const more = [...others.values()].map((found) => ({text: JSON.stringify(found.fault), found}));
  keep(by('faults'), [...often, ...more], ({text}) => text, make_row, draw_row);
}

const make_row = ({text}) => make('li', {},
  make('button.switch', {type: 'button', role: 'switch'}, text), make('span.soft'));

function draw_row(row, {wanted, found}) {
  const [toggle, detail] = row.children;
  toggle.ariaChecked = Boolean(found);
  toggle.onclick = () => attempt('The fault stays as it is', () => (found ? remove(found.id)
    : add(wanted)));
  tell(detail, found ? `bit ${found.struck} ×` : '');
}

const add = (fault) => ask('POST', 'faults', fault);
const remove = (id) => ask('DELETE', `faults/${encodeURIComponent(id)}`);
