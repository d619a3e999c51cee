/* The digest of a state: what the floors tell, what their tasks remember and when they may go on,
 * and what a schedule has shown so far. */
#include "sim/scenario/explore_digest.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/calls.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/client.h"
#include "sim/world/digest.h"

static void tell_tasks(struct digest *digest, const struct tracker *tracker, struct task **tasks,
                       size_t count);
static void tell_when(struct digest *digest, const struct tracker *tracker,
                      const struct task *task);
static uint64_t origin_us(const struct tracker *tracker, struct task *const *tasks, size_t count);
static uint32_t owner_of(void *context, const char *client, const char *application);

uint64_t digest_state(struct tracker *tracker) {
    const struct alike *alike = tracker->alike;
    struct world *w = tracker->world;
    uint64_t owned[ALIKE_PARTS_MAX];
    memcpy(owned, tracker->track->parts, alike->count * sizeof owned[0]);
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(w, tasks, CHOICES_MAX);
    must(count <= CHOICES_MAX && alike->count <= ALIKE_PARTS_MAX);
    struct digest digest = {.owner = DIGEST_NOBODYS,
                            .owned = owned,
                            .owner_of = owner_of,
                            .context = tracker,
                            .origin_us = origin_us(tracker, tasks, count)};
    tell_tasks(&digest, tracker, tasks, count);
    calls_tell(&digest, w);
    broadcasts_tell(&digest, w);
    dialplan_tell(&digest, w);
    ari_tell(&digest, w);
    players_tell(&digest, w);
    uint64_t parts = 0;
    for (size_t i = 0; i < alike->count; i++) {
        parts += hash_mix(alike->parts[i].kind, owned[i]);
    }
    uint64_t hash = hash_mix(hash_mix(tracker_facts(tracker), digest.sum), parts);
    if (tracker_is_timed(tracker)) {
        hash = hash_mix(hash, world_now_us(w));
    }
    return digest.untold ? hash_mix(hash, ++tracker->untold) : hash;
}

static void tell_tasks(struct digest *digest, const struct tracker *tracker, struct task **tasks,
                       size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *role = task_role(tasks[i]);
        digest_task(digest, tasks[i]);
        tell_when(digest, tracker, tasks[i]);
        if (strcmp(role, "C") == 0 || strcmp(role, "Q") == 0) {
            digest_number(digest, tracker_request(tracker, task_subject(tasks[i])));
        }
        digest_add(digest);
    }
}

/* Of a thread counts when it wakes up compared with others, of a client whether at all: one that
 * may go next may do so whether it sleeps or not. */
static void tell_when(struct digest *digest, const struct tracker *tracker,
                      const struct task *task) {
    const struct scenario *scenario = tracker->scenario;
    uint64_t due_us = task_due_us(task);
    bool is_free = task_is_free(task);
    if (task_is_ready(task)) {
        return;
    }
    if (due_us == TASK_FOREVER || due_us > scenario->time_max_us) {
        digest_number(digest, TASK_FOREVER);
    } else if (scenario->order == ORDER_TIMES || (scenario->order == ORDER_CLIENTS && is_free)) {
        digest_number(digest, due_us);
    } else if (!is_free) {
        digest_moment(digest, due_us);
    }
}

/* Where nobody asks for moments, when the first thread wakes up: until then the others may act. */
static uint64_t origin_us(const struct tracker *tracker, struct task *const *tasks, size_t count) {
    uint64_t first_us = TASK_FOREVER;
    if (tracker_is_timed(tracker)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!task_is_free(tasks[i]) && !task_is_ready(tasks[i]) &&
            task_due_us(tasks[i]) < first_us) {
            first_us = task_due_us(tasks[i]);
        }
    }
    return first_us == TASK_FOREVER ? world_now_us(tracker->world) : first_us;
}

static uint32_t owner_of(void *context, const char *client, const char *application) {
    const struct tracker *tracker = context;
    return alike_find(tracker->alike, client, application);
}
