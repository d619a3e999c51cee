/* Changing roles: the answers of both claims, and what came about the channel on both sockets. */
#include "cli/diff/winners.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diff/row.h"
#include "sim/base/must.h"

enum { NAME_BYTES = 256 };

struct claim {
    struct talk *talk;
    char channel[NAME_BYTES];
    char application[NAME_BYTES];
    bool has_won;
};

static bool find_rival(const struct transcript *first, const struct transcript *second,
                       const struct claim *winner, const struct claim *before, struct claim *rival);
static bool is_near(const struct claim *a, const struct claim *b);
static bool read_claim(struct talk *talk, struct claim *claim);
static bool read_parameter(const char *line, const char *name, char value[NAME_BYTES]);
static bool find_claim(const struct transcript *transcript, const char *channel,
                       const char *application, struct claim *claim);
static bool exchange(struct transcript *transcript, const struct claim *winner,
                     const struct claim *other);
static struct talk *socket_of(const struct transcript *transcript, const char *application);
static bool change_frames(struct talk *a, struct talk *b, const char *channel, double since_ms);
static bool is_about(const struct row *row, const char *channel, double since_ms);
static bool rename_frame(struct row *row, const struct claim *winner, const struct claim *other,
                         const char *host);
static size_t count_names(const char *text);
static size_t name_starts(const char *text);
static bool is_name(const char *text, size_t length, const char *name);
static int compare_lines(const void *a, const void *b);

bool winners_exchange(const struct transcript *first, struct transcript *second) {
    bool good = true;
    for (size_t i = 0; good && i < second->talks_count; i++) {
        struct claim winner, other, before;
        if (read_claim(&second->talks[i], &winner) && winner.has_won &&
            find_claim(first, winner.channel, winner.application, &before) && !before.has_won &&
            find_rival(first, second, &winner, &before, &other)) {
            good = exchange(second, &winner, &other);
        }
    }
    return good;
}

/* The claim that lost to `winner` and had won in the first transcript, where `before` is what that
 * winner's was; false: there is none, or it was no matter of chance. */
static bool find_rival(const struct transcript *first, const struct transcript *second,
                       const struct claim *winner, const struct claim *before,
                       struct claim *rival) {
    for (size_t i = 0; i < second->talks_count; i++) {
        struct claim won;
        if (read_claim(&second->talks[i], rival) && !rival->has_won &&
            strcmp(rival->channel, winner->channel) == 0 && is_near(rival, winner) &&
            find_claim(first, rival->channel, rival->application, &won) && won.has_won) {
            return is_near(&won, before);
        }
    }
    return false;
}

static bool is_near(const struct claim *a, const struct claim *b) {
    return fabs(a->talk->request->t_ms - b->talk->request->t_ms) <= WINNERS_NEAR_MS;
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

/* The first for that channel and application. */
static bool find_claim(const struct transcript *transcript, const char *channel,
                       const char *application, struct claim *claim) {
    for (size_t i = 0; i < transcript->talks_count; i++) {
        if (read_claim(&transcript->talks[i], claim) && strcmp(claim->channel, channel) == 0 &&
            strcmp(claim->application, application) == 0) {
            return true;
        }
    }
    return false;
}

static bool exchange(struct transcript *transcript, const struct claim *winner,
                     const struct claim *other) {
    struct rows answers = winner->talk->answers;
    winner->talk->answers = other->talk->answers;
    other->talk->answers = answers;
    double since_ms = fmin(winner->talk->request->t_ms, other->talk->request->t_ms);
    for (size_t i = 0; i < transcript->rows.count; i++) {
        struct row *row = transcript->rows.items[i];
        if (is_about(row, winner->channel, since_ms) &&
            !rename_frame(row, winner, other, transcript->host)) {
            return false;
        }
    }
    struct talk *from = socket_of(transcript, winner->application);
    struct talk *to = socket_of(transcript, other->application);
    return !from || !to || from == to || change_frames(from, to, winner->channel, since_ms);
}

static bool is_about(const struct row *row, const char *channel, double since_ms) {
    char quoted[NAME_BYTES + 2];
    snprintf(quoted, sizeof quoted, "\"%s\"", channel);
    return row->kind == ROW_FRAME_IN && row->t_ms >= since_ms &&
           strstr(row_text(row, "raw"), quoted);
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
static bool change_frames(struct talk *a, struct talk *b, const char *channel, double since_ms) {
    struct talk *talks[2] = {a, b};
    struct rows changed[2] = {{0}, {0}};
    bool good = true;
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < talks[side]->in.count; i++) {
            struct row *row = talks[side]->in.items[i];
            int place = is_about(row, channel, since_ms) ? 1 - side : side;
            good &= rows_push(&changed[place], row);
        }
    }
    for (int side = 0; side < 2; side++) {
        struct rows *rows = &changed[side];
        if (good && rows->count > 0) {
            qsort(rows->items, rows->count, sizeof(struct row *), compare_lines);
        }
        free(good ? talks[side]->in.items : rows->items);
        talks[side]->in = good ? *rows : talks[side]->in;
    }
    return good;
}

static int compare_lines(const void *a, const void *b) {
    const struct row *const *left = a, *const *right = b;
    return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

/* The applications change places wherever the event names one; not a blank changes besides. */
static bool rename_frame(struct row *row, const struct claim *winner, const struct claim *other,
                         const char *host) {
    const char *text = row_text(row, "raw");
    size_t more = strlen(winner->application) + strlen(other->application);
    size_t size = strlen(text) + count_names(text) * more + 1, used = 0;
    char *raw = malloc(size);
    while (raw && *text) {
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
    if (!raw) {
        return false;
    }
    raw[used] = '\0';
    bool set = row_set_raw(row, raw, host);
    free(raw);
    return set;
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
