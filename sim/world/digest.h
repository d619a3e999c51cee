/* Floor 2: the digest of a world: a number for what its state means, for a driver that asks whether
 * it has seen a state before. Two states with the same number go on alike: where things lie in
 * memory, in which order they were made and how often does not count.
 *
 * Each floor tells what it keeps, one thing after the other; each kind of activity tells what it
 * remembers (struct step). The order of the things does not count either. */
#ifndef STASIM_WORLD_DIGEST_H
#define STASIM_WORLD_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/hash.h"

struct task;

#define DIGEST_NOBODYS UINT32_MAX

struct digest {
    uint64_t thing;  /* under way */
    uint32_t owner;  /* whose it is */
    uint64_t sum;    /* of the things that are nobody's */
    uint64_t *owned; /* the same of each owner */
    /* Which of them this is, DIGEST_NOBODYS: none; `client` NULL: anybody's of that name. Owners
     * are summed up apart, so that a driver may let those change places that are alike. */
    uint32_t (*owner_of)(void *context, const char *client, const char *application);
    void *context;
    uint64_t origin_us; /* moments count from here, so that it does not count when all this is */
    bool untold;        /* something could not be told: the number says nothing */
};

/* Each tells one more of what the thing is. */
static inline void digest_number(struct digest *digest, uint64_t number) {
    digest->thing = hash_mix(digest->thing, number);
}

/* NULL is a text of its own. */
static inline void digest_text(struct digest *digest, const char *text) {
    digest->thing = hash_text(digest->thing, text);
}

/* UINT64_MAX is never. */
static inline void digest_moment(struct digest *digest, uint64_t moment_us) {
    digest_number(digest, moment_us == UINT64_MAX ? moment_us : moment_us - digest->origin_us);
}

/* The thing is one of this application's. */
void digest_owner(struct digest *digest, const char *client, const char *application);

/* The thing has been told: the next one begins. */
void digest_add(struct digest *digest);

/* Something of an application's in passing, while another thing is under way. */
void digest_add_of(struct digest *digest, const char *application, uint64_t thing);

/* The same of another task's. */
void digest_add_of_task(struct digest *digest, const struct task *task, uint64_t thing);

/* What a task remembers, to which more can be told of it; its next step is part of that, when it
 * comes is not. */
void digest_task(struct digest *digest, const struct task *task);

#endif
