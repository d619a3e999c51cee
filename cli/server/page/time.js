/* The server's clock, which can be moved where it is no wall clock. */

import {time_text} from './clock.js';
import {by, tell} from './dom.js';
import {ask, attempt} from './server.js';

const moves = by('clock-moves');

moves.onclick = ({target: {value}}) => {
  if (value) {
    attempt('Time stays where it is', () => ask('POST', 'clock', JSON.parse(value)));
  }
};

export function draw_time(clock) {
  const is_wall = clock.kind === 'wall';
  tell(by('now'), time_text(clock.now_ms()).slice(0, is_wall ? -2 : 99));
  tell(by('clock-kind'), is_wall ? '' : clock.paused ? 'paused' : 'virtual');
  moves.hidden = is_wall;
  by('pause').hidden = clock.paused;
  by('resume').hidden = !clock.paused;
}
