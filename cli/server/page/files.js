/* What was seen as files, a scenario that is brought to life, and beginning anew. */

import {by} from './dom.js';
import {address, ask, attempt, notice} from './server.js';

for (const link of document.querySelectorAll('a')) {
  link.href = address(link.getAttribute('href'));
}

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
