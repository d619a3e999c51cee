/* The server, and the loop of its client. */
#include "tests/fuzz/wire.h"

#include "cli/against/loop.h"
#include "cli/server/outbox.h"
#include "cli/server/ws_frame.h"
#include "sim/base/unit.h"
#include "tests/fuzz/fuzz.h"

enum { TURN_US = 1000, TURN_END = 0x1e };

/* Of a key of nothing but zeros, as loop_random() makes them. */
static const char UPGRADED[] = "HTTP/1.1 101 Switching Protocols\r\n"
                               "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n"
                               "\r\n";

struct loop {
    struct link *links; /* in the order of their opening */
};

struct link {
    struct link *next;
    const struct link_user *user; /* NULL: it is closed */
    void *context;
    bool is_open;
    char *inbox; /* no byte larger than what is in it, so that whoever reads too far is found */
    size_t inbox_size;
};

static struct {
    const uint8_t *at;
    const uint8_t *end;
    size_t step;
    uint64_t now_us;
    size_t loops;
} wire;

static void bury(struct loop *loop);
static struct link *find_link(const struct loop *loop, size_t number);
static void take_turn(struct link *link, char kind, const char *bytes, size_t size);
static void receive(struct link *link, const char *bytes, size_t size);
static void add_to_inbox(struct link *link, const char *bytes, size_t size);
static void take_from_inbox(struct link *link, size_t size);
static void end(struct link *link, const char *why);

void wire_begin(const uint8_t *input, size_t size, size_t step) {
    wire.at = input;
    wire.end = input + size;
    wire.step = step;
    wire.now_us = US_PER_S;
    wire.loops = 0;
}

void wire_end(void) {
    must(wire.loops == 0);
}

struct loop *loop_new(void) {
    struct loop *loop = calloc(1, sizeof *loop);
    must(loop);
    wire.loops++;
    return loop;
}

void loop_free(struct loop *loop) {
    for (struct link *link = loop->links; link; link = link->next) {
        must(!link->user);
    }
    bury(loop);
    free(loop);
    wire.loops--;
}

uint64_t loop_now_us(void) {
    return wire.now_us;
}

bool loop_round(struct loop *loop, uint64_t until_us) {
    bury(loop);
    const uint8_t *turn = wire.at;
    while (loop->links && wire.at < wire.end && *wire.at != TURN_END) {
        wire.at++;
    }
    size_t size = (size_t)(wire.at - turn);
    wire.at += loop->links && wire.at < wire.end;
    if (size < 2) {
        wire.now_us = until_us > wire.now_us ? until_us : wire.now_us + 1;
    } else {
        char *bytes = fuzz_text(turn, size);
        wire.now_us += TURN_US;
        take_turn(find_link(loop, (size_t)(uint8_t)(bytes[1] - '0')), bytes[0], bytes + 2,
                  size - 2);
        free(bytes);
    }
    for (struct link *link = loop->links; link; link = link->next) {
        link->is_open = true;
    }
    return true;
}

size_t loop_links(const struct loop *loop) {
    size_t count = 0;
    for (const struct link *link = loop->links; link; link = link->next) {
        count++;
    }
    return count;
}

void loop_random(struct loop *loop, void *bytes, size_t size) {
    (void)loop;
    memset(bytes, 0, size);
}

struct link *link_open(struct loop *loop, const struct target *target, const struct link_user *user,
                       void *context, const char **why) {
    (void)target;
    (void)why;
    struct link *link = malloc(sizeof *link);
    struct link **last = &loop->links;
    must(link);
    *link = (struct link){.user = user, .context = context};
    while (*last) {
        last = &(*last)->next;
    }
    *last = link;
    return link;
}

bool link_is_open(const struct link *link) {
    return link->is_open;
}

void link_send(struct link *link, const void *bytes, size_t size) {
    must(link->user && (bytes || size == 0));
}

void link_close(struct link *link) {
    link->user = NULL;
}

static void bury(struct loop *loop) {
    for (struct link **at = &loop->links; *at;) {
        struct link *link = *at;
        if (link->user) {
            at = &link->next;
        } else {
            *at = link->next;
            free(link->inbox);
            free(link);
        }
    }
}

static struct link *find_link(const struct loop *loop, size_t number) {
    struct link *found = loop->links;
    for (number %= loop_links(loop); number > 0; number--) {
        found = found->next;
    }
    return found;
}

static void take_turn(struct link *link, char kind, const char *bytes, size_t size) {
    struct outbox said = {0};
    if (kind == 'e') {
        end(link, link->is_open ? NULL : bytes);
        return;
    }
    link->is_open = true;
    if (kind == 'b') {
        outbox_text(&said, "HTTP/1.1 200 OK\r\nContent-Length: ");
        outbox_number(&said, size);
        outbox_text(&said, "\r\n\r\n");
        outbox_add(&said, bytes, size);
    } else if (kind == 'u') {
        outbox_text(&said, UPGRADED);
    } else if (kind == 't') {
        ws_frame_write(&said, WS_TEXT, bytes, size);
    } else {
        outbox_add(&said, bytes, size);
    }
    size_t step = wire.step > 0 ? wire.step : outbox_size(&said);
    for (size_t at = 0; at < outbox_size(&said); at += step) {
        size_t left = outbox_size(&said) - at;
        receive(link, said.bytes + at, left < step ? left : step);
    }
    outbox_free(&said);
}

static void receive(struct link *link, const char *bytes, size_t size) {
    size_t taken = 1;
    if (link->user) {
        add_to_inbox(link, bytes, size);
    }
    while (link->user && taken > 0 && link->inbox_size > 0) {
        taken = link->user->received(link->context, link->inbox, link->inbox_size);
        must(taken <= link->inbox_size);
        take_from_inbox(link, taken);
    }
}

static void add_to_inbox(struct link *link, const char *bytes, size_t size) {
    char *inbox = malloc(link->inbox_size + size);
    must(inbox);
    if (link->inbox) {
        memcpy(inbox, link->inbox, link->inbox_size);
    }
    memcpy(inbox + link->inbox_size, bytes, size);
    free(link->inbox);
    link->inbox = inbox;
    link->inbox_size += size;
}

static void take_from_inbox(struct link *link, size_t size) {
    char *rest = NULL;
    link->inbox_size -= size;
    if (link->inbox_size > 0) {
        rest = malloc(link->inbox_size);
        must(rest);
        memcpy(rest, link->inbox + size, link->inbox_size);
    }
    free(link->inbox);
    link->inbox = rest;
}

static void end(struct link *link, const char *why) {
    const struct link_user *user = link->user;
    link->user = NULL;
    if (user) {
        user->ended(link->context, why, link->inbox, link->inbox_size);
    }
}
