/* Floor 1: mixing numbers and texts into 64 bits. The finalizer is that of splitmix64
 * (Sebastiano Vigna, public domain). */
#ifndef STASIM_BASE_HASH_H
#define STASIM_BASE_HASH_H

#include <stdint.h>

/* 2^64 divided by the golden ratio: the step of splitmix64. */
#define HASH_GOLDEN_GAMMA UINT64_C(0x9e3779b97f4a7c15)

/* Each bit of the number changes about half of the bits of the answer; 0 stays 0. */
static inline uint64_t hash_finish(uint64_t x) {
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* Both numbers in one; which of them is which makes a difference. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
    return hash_finish(a * HASH_GOLDEN_GAMMA + b + UINT64_C(0x632be59bd9b4e019));
}

/* A text on top of `seed`, which may be what came before it (FNV-1a). NULL is a text of its own. */
static inline uint64_t hash_text(uint64_t seed, const char *text) {
    if (!text) {
        return hash_mix(seed, 1);
    }
    uint64_t x = seed ^ UINT64_C(0xcbf29ce484222325);
    for (; *text; text++) {
        x = (x ^ (uint64_t)(unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hash_mix(seed, x);
}

#endif
