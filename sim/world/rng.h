/* Floor 2: the seeded generator. xoshiro256** 1.0 by David Blackman and Sebastiano Vigna (2018,
 * public domain, prng.di.unimi.it), its state filled by splitmix64 as its authors advise. */
#ifndef STASIM_WORLD_RNG_H
#define STASIM_WORLD_RNG_H

#include <stdint.h>

enum { RNG_WORDS = 4 };

struct rng {
    uint64_t state[RNG_WORDS];
};

/* Starts the sequence of `seed`. `stream` gives independent sequences of one seed. */
void rng_seed(struct rng *rng, uint64_t seed, uint64_t stream);

/* The next 64 bits. */
uint64_t rng_next(struct rng *rng);

/* Uniform in [0, bound), without bias; bound must not be 0. */
uint64_t rng_below(struct rng *rng, uint64_t bound);

#endif
