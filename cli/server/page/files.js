/* What was seen as files, a scenario that is brought to life, and beginning anew. */

import {by, make} from './dom.js';
import {ask, attempt, notice, read} from './server.js';

by('files').onclick = ({target: {name, value}}) => value &&
  attempt(`There is no ${name}`, async () => {
    const href = URL.createObjectURL(new Blob([await read('GET', value)]));
    make('a', {href, download: name}).click();
    URL.revokeObjectURL(href);
  });

by('load').onchange = async ({target}) => {
  const [file] = target.files;
  await attempt(`${file.name} was not loaded`, async () => {
    await ask('PUT', 'scenario', JSON.parse(await file.text()));
    notice('good', `${file.name} comes to life`);
  });
  target.value = '';
};

by('reset').onclick = () => {
  if (confirm('Calls, journal and faults will be gone. Really?')) {
    attempt('Nothing was reset', () => ask('POST', 'reset'));
  }
};
