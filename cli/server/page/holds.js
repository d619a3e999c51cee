/* Holding events back, and letting them go. */

import {by, keep, make, tell} from './dom.js';
import {ask, attempt, notice} from './server.js';

by('hold').onsubmit = (event) => {
  event.preventDefault();
  const {type, app} = event.target.elements;
  attempt('Nothing is held', () => ask('POST', 'hold', {
    ...(type.value && {type: type.value}), ...(app.value.trim() && {app: app.value.trim()})}));
};

by('release').onclick = () => attempt('Nothing was released', async () => {
  const {released} = await ask('POST', 'release', {});
  notice('good', `${released} held ${released === 1 ? 'event goes' : 'events go'} on`);
});

export function draw_holds({holds, held}) {
  by('release').hidden = holds.length === 0 && held === 0;
  tell(by('release'), held > 0 ? `Release all ${held}` : 'Stop holding');
  keep(by('holds'), holds, ({id}) => id, ({type, app}) => make('li', {},
    `${type ?? 'any event'} to ${app ?? 'anybody'}`, make('span.soft')),
  (row, one) => tell(row.lastChild, `${one.held} held`));
}
