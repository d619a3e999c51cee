/* Holding events back, and letting them go. */

import {button, by, keep, make, tell} from './dom.js';
import {ask, attempt, notice} from './server.js';

by('hold').onsubmit = (event) => {
  event.preventDefault();
  const {type, app} = event.target.elements;
  attempt('Nothing is held', () => ask('POST', 'hold',
    given({type: type.value, app: app.value.trim()})));
};
by('release').onclick = () => release({});

export function draw_holds({holds = [], held = 0}) {
  by('release').hidden = holds.length === 0 && held === 0;
  tell(by('release'), held > 0 ? `Release all ${held}` : 'Stop holding');
  keep(by('holds'), holds, ({id}) => id, (hold) => make('li', {},
    make('span', {}, describe(hold)), make('span.soft'),
    button('Release', `Release ${describe(hold)}`, () => release(given(hold)))),
  (row, hold) => tell(row.children[1], `${hold.held} held`));
}

const describe = ({type, app, channel}) => [type || 'any event', app && `to ${app}`,
  channel && `about ${channel}`].filter(Boolean).join(' ');

/* What a hold is about, without what it leaves open. */
const given = ({type, app, channel}) =>
  Object.fromEntries(Object.entries({type, app, channel}).filter(([, value]) => value));

const release = (what) => attempt('Nothing was released', async () => {
  const {released} = await ask('POST', 'release', what);
  notice('good', released === 1 ? 'One event goes on' : `${released} events go on`);
});
