/* The table of pieces. */
#include "sim/dialplan/piece.h"

#include <stdio.h>
#include <string.h>

#include "sim/base/text.h"
#include "sim/dialplan/call.h"
#include "sim/dialplan/nearest.h"

static const char *read_number(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->caller_number;
}

static const char *read_caller_name(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->caller_name;
}

static const char *read_caller(const struct channel *channel, char room[PIECE_BYTES]) {
    snprintf(room, PIECE_BYTES, "\"%s\" <%s>", text_or_empty(channel->caller_name),
             text_or_empty(channel->caller_number));
    return room;
}

static const char *read_dnid(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->dnid;
}

static const char *read_rdnis(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->rdnis;
}

static const char *read_name(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->name;
}

static const char *read_state(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel_state_name(channel->state);
}

static const char *read_language(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->language;
}

static const char *read_accountcode(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->accountcode;
}

static const char *read_id(const struct channel *channel, char room[PIECE_BYTES]) {
    (void)room;
    return channel->id;
}

static void write_number(struct world *w, struct channel *channel, const char *value) {
    channel_set_caller(w, channel, text_or_empty(channel->caller_name), value);
}

static void write_caller_name(struct world *w, struct channel *channel, const char *value) {
    channel_set_caller(w, channel, value, text_or_empty(channel->caller_number));
}

static void write_caller(struct world *w, struct channel *channel, const char *value) {
    char name[PIECE_BYTES];
    char number[PIECE_BYTES];
    call_split_caller(value, name, number, PIECE_BYTES);
    channel_set_caller(w, channel, name, number);
}

static void write_language(struct world *w, struct channel *channel, const char *value) {
    world_strset(w, &channel->language, value);
    channel_changed(w, channel);
}

static void write_accountcode(struct world *w, struct channel *channel, const char *value) {
    world_strset(w, &channel->accountcode, value);
    channel_changed(w, channel);
}

static const struct piece PIECES[] = {
    {"CALLERID", "num", read_number, write_number},
    {"CALLERID", "number", read_number, write_number},
    {"CALLERID", "name", read_caller_name, write_caller_name},
    {"CALLERID", "all", read_caller, write_caller},
    {"CALLERID", "dnid", read_dnid, NULL},
    {"CALLERID", "rdnis", read_rdnis, NULL},
    {"CHANNEL", "name", read_name, NULL},
    {"CHANNEL", "state", read_state, NULL},
    {"CHANNEL", "language", read_language, write_language},
    {"CHANNEL", "accountcode", read_accountcode, write_accountcode},
    {"CHANNEL", "uniqueid", read_id, NULL},
};
enum { PIECES_COUNT = sizeof PIECES / sizeof PIECES[0] };

const struct piece *piece_find(const char *function, const char *name) {
    for (size_t i = 0; i < PIECES_COUNT; i++) {
        if (strcmp(PIECES[i].function, function) == 0 && strcmp(PIECES[i].name, name) == 0) {
            return &PIECES[i];
        }
    }
    return NULL;
}

bool piece_is_of(const char *function) {
    for (size_t i = 0; i < PIECES_COUNT; i++) {
        if (strcmp(PIECES[i].function, function) == 0) {
            return true;
        }
    }
    return false;
}

const char *piece_nearest(const char *function, const char *name) {
    struct nearest nearest;
    nearest_begin(&nearest, name);
    for (size_t i = 0; i < PIECES_COUNT; i++) {
        if (strcmp(PIECES[i].function, function) == 0) {
            nearest_offer(&nearest, PIECES[i].name);
        }
    }
    return nearest.best;
}
