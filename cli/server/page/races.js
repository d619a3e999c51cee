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
  #state = null; /* from which #shown was chosen */
  #shown = [];
  #is_fast = false;
  #next_ms = 0;

  constructor(clock) {
    this.#clock = clock;
  }

  clear() {
    this.#wishes.clear();
    this.#state = null;
    this.#next_ms = 0;
  }

  /** Draws a frame. */
  draw(state) {
    const is_old = state !== this.#state || this.#is_fast;
    if (is_old && performance.now() >= this.#next_ms) {
      this.#choose(state);
    }
    keep(by('races'), this.#shown, identity, (one) => this.#make(one),
      (race, one) => this.#update(race, one, this.#clock.now_ms()));
  }

  #choose(state) {
    const {counters, broadcasts} = state;
    const former = this.#state?.counters ?? counters;
    this.#state = state;
    this.#is_fast = counters.broadcasts - former.broadcasts > NEW_MAX;
    this.#next_ms = performance.now() + (this.#is_fast ? STILL_MS : 0);
    this.#shown = broadcasts.filter((one) => one.state === 'ended' || !this.#is_fast).reverse();
    const hidden = counters.broadcasts - broadcasts.length;
    by('races-empty').hidden = broadcasts.length > 0;
    tell(by('races-note'), this.#is_fast ? 'too fast to be followed: this is a sample'
      : hidden > 0 ? `and ${hidden} earlier` : '');
  }

  #make(broadcast) {
    const race = make_race(broadcast, () => {
      this.#wishes.set(identity(broadcast), race.toggle.ariaExpanded !== 'true');
      race.picture = null;
    });
    return race;
  }

  #update(race, broadcast, now_ms) {
    const is_newest = this.#shown.indexOf(broadcast) < (this.#is_fast ? 1 : OPEN_MAX);
    const is_open = this.#wishes.get(identity(broadcast)) ?? is_newest;
    const frame = broadcast.state === 'offered' ? now_ms : Math.floor(now_ms / SESSION_MS);
    const picture = `${is_open} ${is_open && broadcast.state !== 'ended' && frame}`;
    if (race.picture !== picture || race.state !== this.#state) {
      Object.assign(race, {picture, state: this.#state});
      const call = this.#state.calls.find(({id}) => id === broadcast.channel);
      update_race(race, {broadcast, call, now_ms, is_open});
    }
  }
}
