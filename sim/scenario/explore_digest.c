/* Digests of states and marks of tasks. */
#include "sim/scenario/explore_digest.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/broadcast/broadcast.h"
#include "sim/calls/application.h"
#include "sim/calls/channel.h"
#include "sim/dialplan/match.h"
#include "sim/scenario/choices.h"
#include "sim/scenario/client.h"
#include "sim/scenario/explore_hash.h"
#include "sim/scenario/plan.h"

static bool is_known(const struct tracker *tracker, const struct task *task);
static bool meets_others(const char *step);
static uint64_t observe_before(const struct tracker *tracker, const struct task *task);
static void mark_thread(struct tracker *tracker, const struct deed_before *before,
                        struct task_mark *mark);
static void mark_claim(const struct deed_before *before, struct task_mark *mark);
static void mark_continued(struct tracker *tracker, const struct deed_before *before);
static void mark_new(struct tracker *tracker, struct task *task, uint64_t parent, uint32_t owner);
static uint64_t now_or_0(const struct tracker *tracker);
static bool is_step(const struct deed_before *before, const char *name);

void digest_begin(struct tracker *tracker) {
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(tracker->world, tasks, CHOICES_MAX);
    for (size_t i = 0; i < count && i < CHOICES_MAX; i++) {
        mark_new(tracker, tasks[i], 0, ALIKE_NOBODY);
    }
}

void digest_before(struct tracker *tracker, struct task *task, struct deed_before *before) {
    const struct task_mark *mark = task_mark(task);
    before->task = task;
    before->owner = mark->owner;
    before->step = task_step(task);
    strncpy(before->role, task_role(task), sizeof before->role - 1);
    before->role[sizeof before->role - 1] = '\0';
    strncpy(before->subject, task_subject(task), sizeof before->subject - 1);
    before->subject[sizeof before->subject - 1] = '\0';
    before->known = is_known(tracker, task);
    before->observed = hash_text(mark->hash, before->step->name);
    if (!before->known) {
        before->observed = hash_mix(hash_mix(digest_state(tracker), before->observed), mark->owner);
    } else if (tracker->track->other != 0) {
        before->observed = hash_mix(before->observed, tracker->track->other);
    }
    before->observed = hash_mix(before->observed, observe_before(tracker, task));
}

/* The task may be gone, and others may have been started. */
void digest_after(struct tracker *tracker, const struct deed_before *before) {
    struct world *w = tracker->world;
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(w, tasks, CHOICES_MAX);
    if (count > CHOICES_MAX) {
        return;
    }
    if (!before->known) {
        tracker->track->other = before->observed;
    }
    for (size_t i = 0; i < count; i++) {
        struct task_mark *mark = task_mark(tasks[i]);
        if (tasks[i] != before->task || mark->hash == 0) {
            continue;
        }
        mark->hash = hash_text(before->observed, task_step(tasks[i])->name);
        if (strcmp(before->role, "D") == 0) {
            mark_thread(tracker, before, mark);
        } else if (strcmp(before->role, "C") == 0) {
            mark_claim(before, mark);
        }
    }
    if (is_step(before, "Q continueInDialplan")) {
        mark_continued(tracker, before);
    }
    for (size_t i = 0; i < count; i++) {
        if (task_mark(tasks[i])->hash == 0) {
            mark_new(tracker, tasks[i], before->observed, before->owner);
        }
    }
}

/* Steps whose effect on the state is all in its digest. */
static bool is_known(const struct tracker *tracker, const struct task *task) {
    static const char *const known[] = {"P place the call",
                                        "H1 hang up",
                                        "A request",
                                        "A1 register",
                                        "A2 disconnect",
                                        "C1 find",
                                        "C2 decide",
                                        "C3 CallClaimed",
                                        "C4 answer",
                                        "D1 status empty",
                                        "D2 drop the old context",
                                        "D3 context enters",
                                        "D4 send",
                                        "D5 look",
                                        "D6 read the winner",
                                        "D7 hand over",
                                        "S session",
                                        "D8 session ends",
                                        "D9 context leaves",
                                        "D10 status",
                                        "P after",
                                        "P hang up",
                                        "P end of channel",
                                        "P priority",
                                        "L wait for answer",
                                        "Q hangup",
                                        "Q continueInDialplan"};
    const char *step = task_step(task)->name;
    if (tracker->has_faults || (tracker->track->other != 0 && meets_others(step))) {
        return false;
    }
    if (strcmp(step, "P priority") == 0) {
        const struct channel *channel = channel_find(tracker->world, task_subject(task));
        const struct dialplan_step *found =
            channel ? dialplan_find(tracker->scenario->dialplan, channel->context, channel->exten,
                                    channel->priority)
                    : NULL;
        return !found || plan_step_is_plain(found);
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(step, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Steps that may touch bridges, playbacks and the rest, where there are any. */
static bool meets_others(const char *step) {
    static const char *const some[] = {"P end of channel", "D8 session ends", "S session",
                                       "A1 register",      "A2 disconnect",   "H1 hang up",
                                       "P priority",       "Q hangup",        "P hang up"};
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        if (strcmp(step, some[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* What a step reads of what other tasks write. */
static uint64_t observe_before(const struct tracker *tracker, const struct task *task) {
    const struct channel *channel = channel_find(tracker->world, task_subject(task));
    uint64_t hash = channel ? hash_mix(channel->hung_up, (uint64_t)channel->state) : 0;
    if (strcmp(task_role(task), "Q") == 0) { /* it names a channel, in a session or not */
        for (channel = channel_first(tracker->world); channel; channel = channel_next(channel)) {
            hash = hash_mix(hash_text(hash, channel->id), channel->session != NULL);
        }
    }
    return hash_mix(hash, now_or_0(tracker));
}

/* Most of what a broadcast remembered is forgotten as it goes on: then the mark is what stood
 * before it, and where it is now. The winner is the context's. */
static void mark_thread(struct tracker *tracker, const struct deed_before *before,
                        struct task_mark *mark) {
    struct world *w = tracker->world;
    const char *next = task_step(before->task)->name;
    const struct channel *channel = channel_find(w, before->subject);
    if (is_step(before, "D1 status empty")) {
        mark->base = before->observed;
    }
    bool is_broadcast = before->step->name[0] == 'D' || is_step(before, "S session");
    bool repeats = strcmp(before->step->name, next) == 0 && !is_step(before, "S session");
    mark->turns = repeats ? mark->turns + 1 : 0;
    if (!is_broadcast || mark->base == 0) {
        return;
    }
    uint64_t hash = hash_text(mark->base, next);
    hash = hash_mix(hash, mark->turns);
    hash = hash_mix(hash, channel && channel->session);
    if (is_step(before, "D6 read the winner") || is_step(before, "D7 hand over") ||
        is_step(before, "D8 session ends")) {
        hash = hash_text(hash, before->step->name); /* why the context leaves */
    }
    if (is_step(before, "D9 context leaves")) {
        hash = hash_mix(hash, mark->hash);
    }
    if (is_step(before, "D10 status")) {
        hash = hash_text(hash, channel ? channel_variable(channel, "STASISSTATUS") : NULL);
        mark->base = 0;
    }
    mark->hash = hash;
}

/* A claim is what was asked, and then what became of it. */
static void mark_claim(const struct deed_before *before, struct task_mark *mark) {
    const char *next = task_step(before->task)->name;
    uint64_t hash = hash_text(mark->base, next);
    mark->turns = strcmp(before->step->name, next) == 0 ? mark->turns + 1 : 0;
    if (strcmp(next, "C4 answer") == 0) {
        hash = hash_mix(hash, (uint64_t)task_result(before->task));
    }
    mark->hash = hash_mix(hash, mark->turns);
}

static void mark_continued(struct tracker *tracker, const struct deed_before *before) {
    struct task *tasks[CHOICES_MAX];
    size_t count = world_tasks(tracker->world, tasks, CHOICES_MAX);
    for (size_t i = 0; i < count && i < CHOICES_MAX; i++) {
        struct task_mark *mark = task_mark(tasks[i]);
        if (strcmp(task_role(tasks[i]), "D") == 0 && mark->base != 0) {
            mark->base = hash_mix(mark->base, before->observed);
            mark->hash = hash_mix(mark->hash, before->observed);
        }
    }
}

static void mark_new(struct tracker *tracker, struct task *task, uint64_t parent, uint32_t owner) {
    struct task_mark *mark = task_mark(task);
    char name[TASK_NAME_BYTES];
    if (strcmp(task_role(task), "A") == 0) {
        const char *client;
        const char *app;
        mark->hash = action_digest(task, &client, &app);
        mark->owner = alike_find(tracker->alike, client, app);
    } else if (strcmp(task_role(task), "C") == 0 || strcmp(task_role(task), "Q") == 0) {
        mark->hash = hash_mix(parent, tracker_request(tracker, task_subject(task)));
        mark->owner = owner;
    } else {
        mark->hash = hash_mix(parent, hash_text(0, task_name(task, name)));
        mark->owner = ALIKE_NOBODY;
    }
    mark->hash += mark->hash == 0; /* 0: not marked */
    mark->base = strcmp(task_role(task), "C") == 0 ? mark->hash : 0;
    mark->turns = 0;
}

/* Where moments make a difference, they are part of everything. */
static uint64_t now_or_0(const struct tracker *tracker) {
    bool counts = tracker->is_timed || tracker->scenario->order == ORDER_TIMES;
    return counts ? world_now_us(tracker->world) : 0;
}

static bool is_step(const struct deed_before *before, const char *name) {
    return strcmp(before->step->name, name) == 0;
}
