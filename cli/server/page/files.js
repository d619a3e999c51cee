/* What was seen as files, a scenario that is brought to life, and beginning anew. */

import {by, tell} from './dom.js';
import {address, ask, attempt, notice} from './server.js';

const SURE_MS = 4000;
const reset = by('reset');
const reset_text = reset.textContent;
let sure = 0;

for (const link of document.querySelectorAll('a[download]')) {
  const [path, query] = link.getAttribute('href').split('?');
  link.href = address(path, Object.fromEntries(new URLSearchParams(query)));
}

by('load').onchange = async ({target}) => {
  const [file] = target.files;
  await attempt(`${file.name} was not loaded`, async () => {
    await ask('PUT', 'scenario', JSON.parse(await file.text()));
    notice('good', `${file.name} comes to life`);
  });
  target.value = '';
};

/* It takes two clicks: nothing brings back what is forgotten. */
reset.onclick = () => {
  const is_sure = sure !== 0;
  calm();
  if (is_sure) {
    attempt('Nothing was reset', () => ask('POST', 'reset', {}));
  } else {
    tell(reset, 'Really? Calls, journal and faults will be gone');
    sure = setTimeout(calm, SURE_MS);
  }
};

function calm() {
  clearTimeout(sure);
  sure = 0;
  tell(reset, reset_text);
}
