/* What time it is on the server, whose clock runs on here between two messages; and times and
 * durations as texts. */

export class Clock {
  kind = 'wall';
  paused = false;
  #told_ms = 0;
  #ahead_ms = 0; /* of the browser's clock */

  /** Takes over what the server says. */
  set({kind, paused}, now_ms) {
    Object.assign(this, {kind, paused});
    this.#told_ms = now_ms;
    this.#ahead_ms = now_ms - performance.now();
  }

  get stands() {
    return this.paused || this.kind === 'virtual';
  }

  now_ms() {
    return this.stands ? this.#told_ms : this.#ahead_ms + performance.now();
  }
}

/** 0.42 ms, 35 ms, 3.2 s, 4 min 10 s. */
export function duration(ms) {
  if (ms < 999.5) {
    return `${rounded(ms)} ms`;
  }
  return ms < 60000 ? `${rounded(ms / 1000)} s`
    : `${Math.floor(ms / 60000)} min ${Math.floor(ms / 1000) % 60} s`;
}

const rounded = (number) => Number(number.toFixed(number < 0.995 ? 2 : number < 9.95 ? 1 : 0));

/** 02:03.456 since the beginning. */
export function time_text(ms) {
  const pad = (number, width) => String(Math.floor(number)).padStart(width, '0');
  return `${pad(ms / 60000, 2)}:${pad((ms / 1000) % 60, 2)}.${pad(ms % 1000, 3)}`;
}
