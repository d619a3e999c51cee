/* xoshiro256** and splitmix64: see rng.h for their source. */
#include "sim/world/rng.h"

#include "sim/base/hash.h"
#include "sim/base/must.h"

static uint64_t rotate_left(uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
}

static uint64_t splitmix(uint64_t *state) {
    return hash_finish(*state += HASH_GOLDEN_GAMMA);
}

void rng_seed(struct rng *rng, uint64_t seed, uint64_t stream) {
    uint64_t mixed = stream;
    uint64_t state = seed ^ splitmix(&mixed);
    for (int i = 0; i < RNG_WORDS; i++) {
        rng->state[i] = splitmix(&state);
    }
}

uint64_t rng_next(struct rng *rng) {
    uint64_t *s = rng->state;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint64_t rng_below(struct rng *rng, uint64_t bound) {
    must(bound > 0);
    /* Values below 2^64 mod bound would make the low residues likelier: they are drawn again. That
     * is less than the bound, so that the division is hardly ever made. */
    uint64_t value;
    do {
        value = rng_next(rng);
    } while (value < bound && value < (0 - bound) % bound);
    return value % bound;
}
