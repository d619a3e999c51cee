/* The world of the recordings: their dialplan, their sounds, and calls made as they make them. */
#ifndef STASIM_TESTS_ARI_RECORDED_H
#define STASIM_TESTS_ARI_RECORDED_H

#include "tests/ari_world.h"

/* The dialplan the recordings were made with, as far as it is used here. */
static const char PLAN[] =
    "[b]\n"
    "exten => s,1,NoOp(begin)\n"
    " same => n,UserEvent(BroadcastBegin,Channel: ${CHANNEL},Args: ${BARGS})\n"
    " same => n,StasisBroadcast(${BARGS})\n"
    " same => n,Goto(post,s,1)\n"
    "exten => 700,1,StasisBroadcast()\n"
    "exten => h,1,UserEvent(BroadcastHangup,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    "[post]\n"
    "exten => s,1,UserEvent(BroadcastResult,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    " same => n,Wait(${IF($[\"${POSTWAIT}\"=\"\"]?0.5:${POSTWAIT})})\n"
    " same => n,Hangup()\n"
    "exten => h,1,UserEvent(BroadcastHangup,Channel: ${CHANNEL},Status: ${STASISSTATUS})\n"
    "[far]\n"
    "exten => s,1,Answer()\n"
    " same => n,Wait(300)\n"
    "[cont]\n"
    "exten => s,1,Wait(1)\n"
    " same => n,Hangup()\n"
    "exten => 200,1,NoOp(p1)\n"
    " same => n(lab),Wait(1)\n"
    " same => n,Hangup(21)\n";

static struct ari_world world;

__attribute__((unused)) static void begin(void) {
    memset(&world, 0, sizeof world);
    give_sounds(&world);
    ari_world_begin(&world, PLAN, 0);
}

/* Originates the call as the recordings do: "id" runs b,s, "o-id" answers. */
__attribute__((unused)) static void originate(const char *id, const char *variables) {
    char line[512];
    snprintf(line, sizeof line,
             "POST /ari/channels?endpoint=Local/s@b&extension=s&context=far&priority=1&channelId="
             "o-%s&otherChannelId=%s&callerId=%%22Alice%%22%%20%%3C100%%3E&timeout=30",
             id, id);
    ask_with(&world, line, "application/json", quoted(variables));
}

/* A session held by ivr-1 on a channel of this name. */
__attribute__((unused)) static struct ari_client *hold(const char *id) {
    struct ari_client *client = connect_app(&world, "ivr-1", false);
    char variables[] = "{'variables':{'__POSTWAIT':'0.2','__BARGS':'3000,,a:b'}}";
    originate(id, variables);
    win(&world, id, "ivr-1");
    frames(client);
    return client;
}

#endif
