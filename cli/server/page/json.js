/* A value as JSON that can be read: indented, its parts told apart. */

import {make} from './dom.js';

const TOKENS = /("(?:[^"\\]|\\.)*"(?=:))|("(?:[^"\\]|\\.)*")|(true|false|null|-?\d[\d.eE+-]*)/g;
const KINDS = ['key', 'text', 'value'];

/** Shows it in `box`, which is hidden for null. */
export function show_json(box, value) {
  const text = JSON.stringify(value, null, 2);
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    const kind = KINDS[match.slice(1).findIndex(Boolean)];
    parts.push(text.slice(end, match.index), make(`span.${kind}`, {}, match[0]));
    end = match.index + match[0].length;
  }
  box.replaceChildren(...parts, text.slice(end));
  box.hidden = value === null;
}
