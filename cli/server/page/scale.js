/* Where a moment of a broadcast lies on its lanes, from 0 to 1. The race, which may last a few
 * milliseconds, gets most of the room; what follows, which may last an hour, the rest. */

const RACE_SHARE = 0.68;
const RACE_MIN_MS = 2;
const MARGIN = 1.35; /* room behind the last claim of the race, for its answer */
const NEAR = 4; /* a claim that comes so many times later than the first is not of the race */

/** `at(ms)` is the place, `fold` where the race ends (1: nothing follows), after `race_ms`. */
export function scale_of(broadcast, now_ms) {
  const {began_ms, state} = broadcast;
  const race_ms = race_length(broadcast, now_ms) - began_ms;
  const rest_ms = end_of(broadcast, now_ms) - began_ms - race_ms;
  const fold = state === 'offered' || rest_ms <= 0 ? 1 : RACE_SHARE;
  const at = (ms) => {
    const since_ms = Math.max(0, ms - began_ms);
    return since_ms <= race_ms ? fold * since_ms / race_ms
      : Math.min(1, fold + (1 - fold) * (since_ms - race_ms) / rest_ms);
  };
  return {at, fold, race_ms};
}

/** When the last thing happened that is shown; now, if it goes on. */
export const end_of = ({ended_ms, claims}, now_ms) =>
  (ended_ms === null ? now_ms : Math.max(ended_ms, ...claims.map(answered)));

const answered = ({at_ms, answered_ms}) => answered_ms ?? at_ms;

/* Until the deadline while nobody has won; then until the last claim that was near the first. */
function race_length({began_ms, deadline_ms, waited_ms, ended_ms, winner, claims}, now_ms) {
  if (!winner) {
    return Math.max(waited_ms ?? ended_ms ?? deadline_ms, began_ms + RACE_MIN_MS);
  }
  let last_ms = Math.max((waited_ms ?? now_ms) - began_ms, RACE_MIN_MS);
  for (const claim of [...claims].sort((a, b) => answered(a) - answered(b))) {
    const at_ms = answered(claim) - began_ms;
    last_ms = at_ms <= NEAR * last_ms ? Math.max(last_ms, at_ms) : last_ms;
  }
  return began_ms + MARGIN * last_ms;
}

/** A few round times within the race. */
export function ticks_of(race_ms) {
  const power = 10 ** Math.floor(Math.log10(race_ms / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((ms) => ms >= race_ms / 4);
  return Array.from({length: Math.ceil(0.8 * race_ms / step)}, (_, i) => i * step);
}
