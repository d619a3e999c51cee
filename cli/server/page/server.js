/* Asking the server, with the credentials that the page was opened with: the browser adds Basic
 * ones, an api_key in the page's address is passed on. Also: saying what came of it. */

import {by, button, make} from './dom.js';

const SHOWN_MS = {good: 3000, bad: 12000};
const NOTICES_MAX = 4;
const folder = location.origin + location.pathname.replace(/[^/]*$/, '');
const api_key = new URLSearchParams(location.search).get('api_key');

/** Where something under /stasim/ is. */
export function address(path) {
  const url = new URL(path, folder);
  if (api_key) {
    url.searchParams.set('api_key', api_key);
  }
  return url.href;
}

/** What the server answers; throws its message when it refuses. */
export async function read(method, path, body) {
  const answer = await fetch(address(path), body === undefined ? {method} : {
    method, headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(why(answer, text));
  }
  return text;
}

/** The same as JSON. */
export const ask = async (...what) => JSON.parse(await read(...what) || 'null');

function why({status, statusText}, text) {
  try {
    const {message, problems = []} = JSON.parse(text);
    return [message, ...problems.map(({where, text}) => `${where}: ${text}`)].join('\n');
  } catch {
    return `${status} ${statusText}`;
  }
}

/** Does something that may fail, and says so if it does. */
export async function attempt(failure, work) {
  try {
    await work();
  } catch (error) {
    notice('bad', `${failure}: ${error.message}`);
  }
}

/** A short message at the edge of the page; `kind` is good or bad. */
export function notice(kind, text) {
  const box = by('notices');
  const element = make('p.notice', {'data-kind': kind}, make('span', {}, text),
    button('×', 'Close', () => element.remove()));
  if (box.childElementCount >= NOTICES_MAX) {
    box.firstElementChild.remove();
  }
  box.append(element);
  setTimeout(() => element.remove(), SHOWN_MS[kind]);
}
