/* The nine invariants of a broadcast, each checked where it could first be broken. */
#include "sim/broadcast/invariants.h"

#include <string.h>

#include "sim/base/must.h"
#include "sim/world/digest.h"
#include "sim/world/world.h"

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

void watch_free(struct world *w, struct watch *watch) {
    world_strfree(w, watch->won_by);
    world_strfree(w, watch->read_as);
}

void watch_tell(struct digest *digest, const struct watch *watch) {
    digest_number(digest, (uint64_t)((watch->won_by != NULL) | watch->read << 1 |
                                     (watch->read_as != NULL) << 2 | watch->handed_over << 3));
    digest_number(digest, (uint64_t)watch->matched << 32 | watch->sent);
}

void watch_matched(struct watch *watch, uint32_t applications) {
    watch->matched = applications;
}

void watch_sent(struct world *w, struct watch *watch) {
    if (++watch->sent > watch->matched) {
        world_break(w, "R118: an application was sent a second CallBroadcast of one broadcast");
    }
}

void watch_all_sent(struct world *w, const struct watch *watch) {
    if (watch->sent != watch->matched) {
        world_break(w, "R118: %u applications matched at dispatch, %u were sent CallBroadcast",
                    watch->matched, watch->sent);
    }
}

void watch_wait_began(struct world *w, struct watch *watch, uint64_t deadline_us) {
    watch->began_us = world_now_us(w);
    watch->deadline_us = deadline_us;
}

void watch_wait_ended(struct world *w, const struct watch *watch, const struct channel *channel) {
    uint64_t now_us = world_now_us(w);
    if (now_us > watch->deadline_us) {
        world_break(w, "R119: the wait outlasted its deadline by %llu us",
                    (unsigned long long)(now_us - watch->deadline_us));
    }
    bool hung_up_before = channel->hung_up_at_us < watch->began_us;
    uint64_t since_us = hung_up_before ? watch->began_us : channel->hung_up_at_us;
    if (channel->hung_up && now_us - since_us > LOOK_EVERY_US) {
        world_break(w, "R119: a hang-up was noticed after more than %d us", LOOK_EVERY_US);
    }
}

void watch_found(struct world *w, const struct watch *watch) {
    if (watch->left) {
        world_break(w, "R113: a claim found a context that had left the registry");
    }
}

void watch_decided(struct world *w, struct watch *watch, const char *application,
                   enum claim_outcome outcome) {
    if (outcome == CLAIM_WON) {
        if (watch->won_by) {
            world_break(w, "R111: %s won a broadcast that %s had won", application, watch->won_by);
        }
        if (watch->read) {
            world_break(w, "R114: %s won after the wait was over", application);
        }
        watch->won_by = world_strdup(w, application);
    } else if (watch->won_by && outcome != CLAIM_LOST) {
        world_break(w, "R112: %s was not answered 409 after %s had won", application,
                    watch->won_by);
    } else if (!watch->won_by && outcome == CLAIM_LOST) {
        world_break(w, "R111: %s was answered 409, but nobody had won", application);
    }
}

void watch_read(struct world *w, struct watch *watch, const char *winner) {
    if (!same(winner, watch->won_by)) {
        world_break(w, "R111: the thread read %s as the winner, but %s was answered 204",
                    winner ? winner : "nobody", watch->won_by ? watch->won_by : "nobody");
    }
    if (watch->read) { /* again: it is what it was */
        must(same(winner, watch->read_as));
        return;
    }
    watch->read = true;
    world_strset(w, &watch->read_as, winner);
}

void watch_handed_over(struct world *w, struct watch *watch, const char *application) {
    if (watch->handed_over) {
        world_break(w, "R115: a second hand-over of one broadcast");
    }
    if (!watch->read || !same(application, watch->read_as) || !watch->won_by) {
        world_break(w, "R115: the channel was handed to %s, which was not read as the winner",
                    application);
    }
    watch->handed_over = true;
}

void watch_left(struct world *w, struct watch *watch, const struct channel *channel) {
    if (channel->session) {
        world_break(w, "R15: the context left the registry before the session had ended");
    }
    watch->left = true;
}

void watch_status(struct world *w, const struct watch *watch, const char *status) {
    bool timed_out = strcmp(status, "TIMEOUT") == 0;
    if (timed_out != (watch->read_as == NULL)) {
        world_break(w, "R116: STASISSTATUS is %s, but the winner read was %s", status,
                    watch->read_as ? watch->read_as : "nobody");
    }
    if (!timed_out && !watch->won_by) {
        world_break(w, "R116: STASISSTATUS is %s without a claim answered 204", status);
    }
    if (!watch->left) {
        world_break(w, "R117: STASISSTATUS is %s while the registry still holds the context",
                    status);
    }
}
