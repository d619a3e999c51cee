/* The player of a bridge: a guest that stays for as long as there is something to play. */
#include "sim/base/must.h"
#include "sim/calls/playback.h"
#include "sim/world/digest.h"
#include "sim/world/task.h"

struct bridge_player {
    struct activity activity;
    struct bridge *bridge;
    struct bridge_member *guest;
    struct playbacks *playbacks;
    struct playback *first; /* to be played, in the order of asking */
};

static struct bridge_player *player_of(struct world *w, struct playbacks *playbacks,
                                       struct bridge *bridge);
static void play_next(struct world *w, struct task *task);
static void tell(struct digest *digest, const void *activity);

static const struct step PLAY = {"B play", play_next, tell};

struct playback *playback_start_on_bridge(struct world *w, struct playbacks *playbacks,
                                          struct bridge *bridge,
                                          const struct playback_config *config) {
    must(!bridge->destroyed);
    struct bridge_player *player = player_of(w, playbacks, bridge);
    if (!player) {
        return NULL;
    }
    struct playback **last = &player->first;
    while (*last) {
        last = &(*last)->behind;
    }
    *last = playback_new(w, playbacks, (struct target){.bridge = bridge}, config);
    return *last;
}

static struct bridge_player *player_of(struct world *w, struct playbacks *playbacks,
                                       struct bridge *bridge) {
    if (bridge->player) {
        return bridge->player;
    }
    struct bridge_member *guest = bridge_add_guest(w, bridge, "Announcer/ARI");
    if (!guest) {
        return NULL;
    }
    struct bridge_player *player = activity_new(w, sizeof *player, &PLAY);
    player->bridge = bridge_hold(bridge);
    player->guest = guest;
    player->playbacks = playbacks;
    bridge->player = player;
    guest->task = task_start(w, "B", bridge->id, &player->activity, world_now_us(w));
    return player;
}

static void play_next(struct world *w, struct task *task) {
    struct bridge_player *player = task_activity(task);
    struct playback *playback = player->first;
    if (playback) {
        player->first = playback->behind;
        task_call(w, task, playback_activity(w, player->playbacks, playback), &PLAY);
        return;
    }
    struct bridge *bridge = player->bridge;
    bridge->player = NULL;
    if (!bridge->destroyed) {
        bridge_remove_guest(w, bridge, player->guest);
    }
    bridge_release(w, bridge);
    task_end(w, task);
}

static void tell(struct digest *digest, const void *activity) {
    const struct bridge_player *player = activity;
    digest_text(digest, player->bridge->id);
    digest_number(digest, player->bridge->destroyed);
    for (const struct playback *p = player->first; p; p = p->behind) {
        playback_tell(digest, p);
    }
}
