/* Telling things apart by numbers. */
#include "sim/world/digest.h"

#include "sim/base/must.h"
#include "sim/world/internal.h"

static void add_to(struct digest *digest, uint32_t owner, uint64_t thing);

void digest_task(struct digest *digest, const struct task *task) {
    must(digest->thing == 0 && digest->owner == DIGEST_NOBODYS);
    digest_text(digest, task->role);
    digest_number(digest, (uint64_t)task->result);
    for (const struct activity *level = task->top; level; level = level->caller) {
        digest_text(digest, level->step->name);
        if (level->step->tell) {
            level->step->tell(digest, level);
        } else {
            digest->untold = true;
        }
    }
}

void digest_owner(struct digest *digest, const char *client, const char *application) {
    digest->owner = digest->owner_of(digest->context, client, application);
    if (digest->owner == DIGEST_NOBODYS) {
        digest_text(digest, client);
        digest_text(digest, application);
    }
}

void digest_add(struct digest *digest) {
    add_to(digest, digest->owner, digest->thing);
    digest->thing = 0;
    digest->owner = DIGEST_NOBODYS;
}

void digest_add_of(struct digest *digest, const char *application, uint64_t thing) {
    uint32_t owner = digest->owner_of(digest->context, NULL, application);
    add_to(digest, owner, owner == DIGEST_NOBODYS ? hash_text(thing, application) : thing);
}

void digest_add_of_task(struct digest *digest, const struct task *task, uint64_t thing) {
    uint64_t thing_under_way = digest->thing;
    uint32_t owner_under_way = digest->owner;
    digest->thing = 0;
    digest->owner = DIGEST_NOBODYS;
    digest_task(digest, task);
    digest_number(digest, thing);
    digest_add(digest);
    digest->thing = thing_under_way;
    digest->owner = owner_under_way;
}

/* A sum of what has been mixed, in which the order does not show. */
static void add_to(struct digest *digest, uint32_t owner, uint64_t thing) {
    *(owner == DIGEST_NOBODYS ? &digest->sum : &digest->owned[owner]) += hash_mix(thing, 1);
}
