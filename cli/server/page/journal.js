/* The journal: its last entries, those of them that the filter lets through, and of these the rows
 * in sight, whatever its length. The entry that is chosen shows its JSON below. */

import {time_text} from './clock.js';
import {by, keep, make, tell} from './dom.js';
import {group_of, sentence} from './words.js';

const KEPT_MAX = 10000;
const TRIMMED_AT_ONCE = 500;
const ROW_PX = 28; /* as page.css has it */
const BEYOND = 4; /* rows above and below those in sight */
const PAUSE_MS = 90; /* between two pictures while entries come */

export class Journal {
  #entries = [];
  #shown = []; /* of these */
  #texts = new WeakMap(); /* entry -> its JSON in lower case */
  #box = by('journal');
  #rows = by('journal-rows');
  #form = by('journal-filter');
  #follows = true; /* the newest is in sight, and stays there */
  #chosen = null;
  #next_ms = 0;
  #is_old = false;

  constructor() {
    this.#box.onscroll = () => this.#scrolled();
    this.#rows.onkeydown = (event) => this.#move(event);
    this.#form.oninput = () => this.#filter();
    this.#form.onsubmit = (event) => event.preventDefault();
    by('journal-newest').onclick = () => this.#choose(null);
  }

  clear() {
    this.#entries = [];
    this.#choose(null);
    this.#filter();
  }

  add(entries) {
    for (const entry of entries) {
      this.#entries.push(entry);
      if (this.#fits(entry)) {
        this.#shown.push(entry);
      }
      this.#is_old = true;
    }
    if (this.#entries.length >= KEPT_MAX + TRIMMED_AT_ONCE) {
      this.#trim();
    }
  }

  /** Draws a frame, if there is anything new in it. */
  draw() {
    if (this.#is_old && performance.now() >= this.#next_ms) {
      this.#next_ms = performance.now() + PAUSE_MS;
      this.#show();
    }
  }

  #trim() {
    this.#entries.splice(0, this.#entries.length - KEPT_MAX);
    const first = this.#shown.findIndex(({seq}) => seq >= this.#entries[0].seq);
    const gone = this.#shown.splice(0, first < 0 ? Infinity : first);
    this.#box.scrollTop -= this.#follows ? 0 : gone.length * ROW_PX;
  }

  #fits(entry) {
    const {elements} = this.#form;
    if (!elements[group_of(entry)].checked) {
      return false;
    }
    const wanted = elements.text.value.toLowerCase();
    if (wanted !== '' && !this.#texts.has(entry)) {
      this.#texts.set(entry, JSON.stringify(entry).toLowerCase());
    }
    return wanted === '' || this.#texts.get(entry).includes(wanted);
  }

  #filter() {
    this.#shown = this.#entries.filter((entry) => this.#fits(entry));
    this.#show();
  }

  #show() {
    this.#is_old = false;
    const [all, shown] = [this.#entries.length, this.#shown.length];
    this.#rows.style.height = `${shown * ROW_PX}px`;
    tell(by('journal-count'), `${shown === all ? '' : `${shown} of `}${all} entries`);
    if (this.#follows) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
    this.#show_rows();
  }

  #show_rows() {
    const {scrollTop, clientHeight} = this.#box;
    const first = Math.max(0, Math.floor(scrollTop / ROW_PX) - BEYOND);
    const rows = this.#shown.slice(first, Math.ceil((scrollTop + clientHeight) / ROW_PX) + BEYOND);
    let place = first;
    keep(this.#rows, rows, ({seq, kind}) => seq + kind, (entry) => this.#make_row(entry),
      (row, entry) => {
        row.style.top = `${place++ * ROW_PX}px`;
        row.firstChild.ariaPressed = entry === this.#chosen;
      });
    by('journal-newest').hidden = this.#follows;
  }

  #make_row(entry) {
    const {kind, status, t_us, rule = ''} = entry;
    return make('li', {}, make('button.entry', {type: 'button', 'data-kind': kind,
      'data-status': status, onclick: () => this.#choose(entry)},
    make('span.soft', {}, t_us === undefined ? '' : time_text(t_us / 1000)),
    make('span.entry-kind', {}, kind),
    make('span.entry-text', {}, sentence(entry)), make('span.soft', {}, rule)));
  }

  /* A second time: not any more. */
  #choose(entry) {
    this.#chosen = entry === this.#chosen ? null : entry;
    this.#follows = this.#chosen === null;
    show_json(this.#chosen);
    this.#show();
  }

  #move(event) {
    const row = event.target.closest('li');
    const next = {ArrowUp: row.previousSibling, ArrowDown: row.nextSibling}[event.key];
    if (next) {
      event.preventDefault();
      next.firstChild.focus();
    }
  }

  #scrolled() {
    const {scrollTop, scrollHeight, clientHeight} = this.#box;
    this.#follows = this.#chosen === null && scrollHeight - scrollTop - clientHeight < ROW_PX;
    this.#show_rows();
  }
}

const KEYS = /("(?:[^"\\]|\\.)*"(?=:))/;

/* The keys stand out: they are the odd parts of what is cut at them. */
function show_json(entry) {
  const parts = JSON.stringify(entry, null, 2).split(KEYS);
  const box = by('journal-json');
  box.replaceChildren(...parts.map((part, i) => (i % 2 ? make('span', {}, part) : part)));
  box.hidden = entry === null;
}
