/* The list of broadcasts, the newest on top, of which two are open unless somebody wants it
 * otherwise. When they come too fast to be looked at it stands still for a while, and says so. */

import {by, keep, tell} from './dom.js';
import {make_race, update_race} from './race.js';

const OPEN_MAX = 2;
const NEW_MAX = 3; /* more at once are too fast */
const STILL_MS = 1500;
const SESSION_MS = 200; /* between two pictures of a session */

const identity = ({channel, began_ms}) => `${began_ms} ${channel}`;

export class Races {
  #clock;
  #wishes = new Map(); /* identity -> whether somebody wants it open */
  #shown = null; /* the state that is shown */
  #next_ms = 0;
  #open_max = OPEN_MAX;

  constructor(clock) {
    this.#clock = clock;
  }

  clear() {
    this.#wishes.clear();
    this.#shown = null;
    this.#next_ms = 0;
  }

  /** Draws a frame. */
  draw(state) {
    if (state !== this.#shown && performance.now() >= this.#next_ms) {
      this.#choose(state);
    }
    const {broadcasts, calls} = this.#shown;
    const now_ms = this.#clock.now_ms();
    let place = 0;
    keep(by('races'), broadcasts, identity, (broadcast) => {
      const race = make_race(broadcast, () => {
        this.#wishes.set(identity(broadcast), race.toggle.ariaExpanded !== 'true');
        race.picture = null;
      });
      return race;
    }, (race, broadcast) => {
      const is_open = this.#wishes.get(identity(broadcast)) ?? place < this.#open_max;
      place++;
      const call = calls.find(({id}) => id === broadcast.channel);
      const frame = broadcast.state === 'offered' ? now_ms : Math.floor(now_ms / SESSION_MS);
      const is_live = is_open && broadcast.state !== 'ended';
      const picture = `${is_open} ${is_live && frame}`;
      if (race.picture !== picture || race.state !== this.#shown) {
        Object.assign(race, {picture, state: this.#shown});
        update_race(race, {broadcast, call, now_ms, is_open});
      }
    });
  }

  #choose(state) {
    const former = this.#shown?.counters.broadcasts ?? state.counters.broadcasts;
    const is_fast = state.counters.broadcasts - former > NEW_MAX;
    const newest = state.broadcasts.slice().reverse();
    this.#shown = {...state,
      broadcasts: is_fast ? newest.filter(({ended_ms}) => ended_ms) : newest};
    this.#open_max = is_fast ? 1 : OPEN_MAX;
    this.#next_ms = performance.now() + (is_fast ? STILL_MS : 0);
    const hidden = state.counters.broadcasts - state.broadcasts.length;
    by('races-empty').hidden = state.broadcasts.length > 0;
    tell(by('races-note'), is_fast ? 'too fast to be followed: this is a sample'
      : hidden > 0 ? `and ${hidden} earlier` : '');
  }
}
