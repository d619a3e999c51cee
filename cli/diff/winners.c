/* Changing roles: the answers of both claims, and what came about the channel on both sockets. */
#include "cli/diff/winners.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base/memory.h"
#include "cli/diff/row.h"
#include "sim/base/must.h"

enum { NAME_BYTES = 256 };

struct claim {
    struct talk *talk;
    char channel[NAME_BYTES];
    char application[NAME_BYTES];
    size_t nth; /* of this application for this channel, from 0: it may be offered again */
    bool has_won;
};

struct claims {
    struct claim *items;
    size_t count;
};

/* A channel from being claimed until it is offered again. */
struct offer {
    const char *channel;
    double since_ms;
    double until_ms;
};

static struct claims claims_of(const struct transcript *transcript);
static bool read_claim(struct talk *talk, struct claim *claim);
static bool read_parameter(const char *line, const char *name, char value[NAME_BYTES]);
static struct claim *find_rival(const struct claims *first, const struct claims *second,
                                const struct claim *winner);
static const struct claim *find_same(const struct claims *claims, const struct claim *claim);
static bool is_of_same(const struct claim *a, const struct claim *b);
static bool is_near(const struct claim *a, const struct claim *b);
static void exchange(struct transcript *transcript, struct claim *winner, struct claim *other);
static struct talk *socket_of(const struct transcript *transcript, const char *application);
static struct offer offer_of(const struct transcript *transcript, const struct claim *winner,
                             const struct claim *other);
static bool offers_to(const struct row *row, const char *application);
static void change_frames(struct talk *a, struct talk *b, const struct offer *offer);
static bool is_about(const struct row *row, const struct offer *offer);
static void rename_frame(struct row *row, const struct claim *winner, const struct claim *other,
                         const char *host);
static size_t count_names(const char *text);
static size_t name_starts(const char *text);
static bool is_name(const char *text, size_t length, const char *name);
static int compare_lines(const void *a, const void *b);

void winners_exchange(const struct transcript *first, struct transcript *second) {
    struct claims before = claims_of(first);
    struct claims claims = claims_of(second);
    for (size_t i = 0; i < claims.count; i++) {
        struct claim *winner = &claims.items[i];
        struct claim *rival = winner->has_won ? find_rival(&before, &claims, winner) : NULL;
        if (rival) {
            exchange(second, winner, rival);
        }
    }
    free(before.items);
    free(claims.items);
}

/* Those that were answered. */
static struct claims claims_of(const struct transcript *transcript) {
    struct claims claims = {0};
    size_t room = 0;
    for (size_t i = 0; i < transcript->talks_count; i++) {
        if (claims.count == room) {
            room = 2 * room + 16;
            claims.items = memory_grow(claims.items, room * sizeof *claims.items);
        }
        struct claim *claim = &claims.items[claims.count];
        if (!read_claim(&transcript->talks[i], claim)) {
            continue;
        }
        for (size_t j = 0; j < claims.count; j++) {
            claim->nth += is_of_same(&claims.items[j], claim);
        }
        claims.count++;
    }
    return claims;
}

/* False: it is none, or has no answer. */
static bool read_claim(struct talk *talk, struct claim *claim) {
    static const char asks[] = "POST /ari/events/claim?";
    bool is_claim = talk->request->kind == ROW_REQUEST && talk->answers.count > 0 &&
                    strncmp(row_text(talk->request, "line"), asks, sizeof asks - 1) == 0;
    *claim = (struct claim){.talk = talk};
    if (!is_claim) {
        return false;
    }
    const char *line = row_text(talk->request, "line");
    const char *status = row_text(talk->answers.items[0], "status_line");
    claim->has_won = strncmp(status, "HTTP/1.1 204", strlen("HTTP/1.1 204")) == 0;
    return read_parameter(line, "channelId=", claim->channel) &&
           read_parameter(line, "application=", claim->application);
}

static bool read_parameter(const char *line, const char *name, char value[NAME_BYTES]) {
    const char *found = strstr(line, name);
    bool is_parameter = found && found > line && strchr("?&", found[-1]);
    size_t length = is_parameter ? strcspn(found + strlen(name), "& ") : 0;
    if (length == 0 || length >= NAME_BYTES) {
        return false;
    }
    snprintf(value, NAME_BYTES, "%.*s", (int)length, found + strlen(name));
    return true;
}

/* The claim that lost to `winner` and had won in the first transcript; NULL: there is none, or it
 * was no matter of chance. */
static struct claim *find_rival(const struct claims *first, const struct claims *second,
                                const struct claim *winner) {
    const struct claim *before = find_same(first, winner);
    for (size_t i = 0; before && !before->has_won && i < second->count; i++) {
        struct claim *rival = &second->items[i];
        const struct claim *won = find_same(first, rival);
        if (!rival->has_won && strcmp(rival->channel, winner->channel) == 0 &&
            is_near(rival, winner) && won && won->has_won) {
            return is_near(won, before) ? rival : NULL;
        }
    }
    return NULL;
}

static const struct claim *find_same(const struct claims *claims, const struct claim *claim) {
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->items[i].nth == claim->nth && is_of_same(&claims->items[i], claim)) {
            return &claims->items[i];
        }
    }
    return NULL;
}

static bool is_of_same(const struct claim *a, const struct claim *b) {
    return strcmp(a->channel, b->channel) == 0 && strcmp(a->application, b->application) == 0;
}

static bool is_near(const struct claim *a, const struct claim *b) {
    return fabs(a->talk->request->t_ms - b->talk->request->t_ms) <= WINNERS_NEAR_MS;
}

static void exchange(struct transcript *transcript, struct claim *winner, struct claim *other) {
    struct rows answers = winner->talk->answers;
    winner->talk->answers = other->talk->answers;
    other->talk->answers = answers;
    winner->has_won = false;
    other->has_won = true;
    struct offer offer = offer_of(transcript, winner, other);
    for (size_t i = 0; i < transcript->rows.count; i++) {
        struct row *row = transcript->rows.items[i];
        if (is_about(row, &offer)) {
            rename_frame(row, winner, other, transcript->host);
        }
    }
    struct talk *from = socket_of(transcript, winner->application);
    struct talk *to = socket_of(transcript, other->application);
    if (from && to && from != to) {
        change_frames(from, to, &offer);
    }
}

static struct offer offer_of(const struct transcript *transcript, const struct claim *winner,
                             const struct claim *other) {
    double moments_ms[2] = {winner->talk->request->t_ms, other->talk->request->t_ms};
    struct offer offer = {.channel = winner->channel,
                          .since_ms = fmin(moments_ms[0], moments_ms[1]),
                          .until_ms = INFINITY};
    for (size_t i = 0; i < transcript->rows.count; i++) {
        const struct row *row = transcript->rows.items[i];
        if (is_about(row, &offer) && row->t_ms > fmax(moments_ms[0], moments_ms[1]) &&
            (offers_to(row, winner->application) || offers_to(row, other->application))) {
            offer.until_ms = row->t_ms;
        }
    }
    return offer;
}

static bool offers_to(const struct row *row, const char *application) {
    json_t *event = json_loads(row_text(row, "raw"), 0, NULL);
    const char *type = json_string_value(json_object_get(event, "type"));
    const char *to = json_string_value(json_object_get(event, "application"));
    bool offers = type && strcmp(type, "CallBroadcast") == 0 && to && strcmp(to, application) == 0;
    json_decref(event);
    return offers;
}

static bool is_about(const struct row *row, const struct offer *offer) {
    char quoted[NAME_BYTES + 2];
    snprintf(quoted, sizeof quoted, "\"%s\"", offer->channel);
    return row->kind == ROW_FRAME_IN && row->t_ms >= offer->since_ms &&
           row->t_ms < offer->until_ms && strstr(row_text(row, "raw"), quoted);
}

/* The last that was opened for it; NULL: none was. */
static struct talk *socket_of(const struct transcript *transcript, const char *application) {
    for (size_t i = transcript->talks_count; i-- > 0;) {
        struct talk *talk = &transcript->talks[i];
        char apps[NAME_BYTES];
        if (talk->request->kind != ROW_OPENING ||
            !read_parameter(row_text(talk->request, "raw"), "app=", apps)) {
            continue;
        }
        for (const char *app = apps; app; app = strchr(app, ',')) {
            app += *app == ',';
            if (is_name(app, strcspn(app, ","), application)) {
                return talk;
            }
        }
    }
    return NULL;
}

/* What came about the channel on one of the sockets has come on the other. */
static void change_frames(struct talk *a, struct talk *b, const struct offer *offer) {
    struct talk *talks[2] = {a, b};
    struct rows changed[2] = {{0}, {0}};
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < talks[side]->in.count; i++) {
            struct row *row = talks[side]->in.items[i];
            rows_push(&changed[is_about(row, offer) ? 1 - side : side], row);
        }
    }
    for (int side = 0; side < 2; side++) {
        if (changed[side].count > 0) {
            qsort(changed[side].items, changed[side].count, sizeof(struct row *), compare_lines);
        }
        free(talks[side]->in.items);
        talks[side]->in = changed[side];
    }
}

static int compare_lines(const void *a, const void *b) {
    const struct row *const *left = a, *const *right = b;
    return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

/* The applications change places wherever the event names one; not a blank changes besides. */
static void rename_frame(struct row *row, const struct claim *winner, const struct claim *other,
                         const char *host) {
    const char *text = row_text(row, "raw");
    size_t more = strlen(winner->application) + strlen(other->application);
    size_t size = strlen(text) + count_names(text) * more + 1, used = 0;
    char *raw = memory_new(size);
    while (*text) {
        size_t value = name_starts(text);
        size_t length = value > 0 ? strcspn(&text[value], "\"") : 0;
        bool is_winner = is_name(&text[value], length, winner->application);
        bool is_other = is_name(&text[value], length, other->application);
        if (value == 0 || (!is_winner && !is_other)) {
            raw[used++] = *text++;
            continue;
        }
        memcpy(&raw[used], text, value);
        int printed = snprintf(&raw[used + value], size - used - value, "%s",
                               is_winner ? other->application : winner->application);
        used += value + (size_t)printed;
        text += value + length;
        must(used + strlen(text) < size);
    }
    row_set_raw(row, raw, host);
    free(raw);
}

static size_t count_names(const char *text) {
    size_t count = 0;
    for (; *text; text++) {
        count += name_starts(text) > 0;
    }
    return count;
}

/* Where the value begins if here is a member that is the name of an application; else 0. */
static size_t name_starts(const char *text) {
    static const char *const members[] = {"\"application\"", "\"winner_app\""};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        size_t length = strlen(members[i]);
        if (strncmp(text, members[i], length) == 0) {
            length += strspn(&text[length], " ");
            length += text[length] == ':';
            length += strspn(&text[length], " ");
            return text[length] == '"' ? length + 1 : 0;
        }
    }
    return 0;
}

static bool is_name(const char *text, size_t length, const char *name) {
    return strlen(name) == length && memcmp(text, name, length) == 0;
}
