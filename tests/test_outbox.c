/* What waits to be sent on a socket: in order whatever the socket takes, no faster than it may, and
 * never more than the limit. */
#include "cli/server/outbox.c" /* the program's sources are in no library */

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "tests/tap.h"

enum { PIECE = 1024 * 1024, PIECES = OUTBOX_BYTES_MAX / PIECE };

static char piece[PIECE];

/* Without it the program would be needed, which ends where memory does. */
void *memory_grow(void *memory, size_t size) {
    void *larger = realloc(memory, size);
    must(larger);
    return larger;
}

static void open_sockets(int sockets[2]) {
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    for (int i = 0; i < 2; i++) {
        must(fcntl(sockets[i], F_SETFL, O_NONBLOCK) == 0);
    }
}

static void close_sockets(const int sockets[2]) {
    close(sockets[0]);
    close(sockets[1]);
}

static void test_limit(void) {
    struct outbox outbox = {0};
    int sockets[2];
    size_t sent;
    open_sockets(sockets);
    for (int i = 0; i < PIECES; i++) {
        outbox_add(&outbox, piece, PIECE);
    }
    ok(!outbox.overflowed, "as much as the limit finds room");
    is_int(outbox_size(&outbox), OUTBOX_BYTES_MAX, "all of it");
    outbox_add(&outbox, piece, 0);
    ok(!outbox.overflowed, "nothing finds room, too");
    outbox_add(&outbox, piece, 1);
    ok(outbox.overflowed, "one byte more does not");
    outbox_add(&outbox, piece, 1);
    is_int(outbox_size(&outbox), OUTBOX_BYTES_MAX, "nor is anything added then");
    is_int(outbox_send(&outbox, sockets[0], SIZE_MAX, &sent), OUTBOX_BROKEN, "nor sent");
    is_int(sent, 0, "not a byte");
    outbox_free(&outbox);
    close_sockets(sockets);
}

/* More goes through than would ever find room at once. */
static void test_passing_through(void) {
    struct outbox outbox = {0};
    int sockets[2];
    size_t sent, all_sent = 0, all_read = 0;
    enum outbox_state state = OUTBOX_EMPTY;
    bool ordered = true;
    static unsigned char bytes[PIECE];
    open_sockets(sockets);
    for (int i = 0; i < 2 * PIECES; i++) {
        memset(piece, i, PIECE);
        outbox_add(&outbox, piece, PIECE);
        size_t left_max = i < 2 * PIECES - 1 ? 2 * PIECE + PIECE / 2 : 0;
        do {
            state = outbox_send(&outbox, sockets[0], SIZE_MAX, &sent);
            all_sent += sent;
            for (ssize_t got; (got = read(sockets[1], bytes, sizeof bytes)) > 0;) {
                for (ssize_t j = 0; j < got; j++) {
                    ordered = ordered && bytes[j] == all_read++ / PIECE;
                }
            }
        } while (outbox_size(&outbox) > left_max);
    }
    ok(!outbox.overflowed && state == OUTBOX_EMPTY, "what has gone makes room");
    is_int(all_sent, 2 * OUTBOX_BYTES_MAX, "all has gone");
    ok(ordered && all_read == all_sent, "and comes in order");
    is_int(outbox.capacity, 0, "an empty one keeps little room");
    close_sockets(sockets);
}

static void test_slowly(void) {
    struct outbox outbox = {0};
    int sockets[2];
    size_t sent;
    char bytes[16];
    open_sockets(sockets);
    outbox_text(&outbox, "Content-Length: ");
    outbox_number(&outbox, 42);
    is_int(outbox_send(&outbox, sockets[0], 9, &sent), OUTBOX_SLOWED, "no more goes than may");
    is_int(sent, 9, "but so much");
    outbox_cut(&outbox, 1);
    is_int(outbox_send(&outbox, sockets[0], 9, &sent), OUTBOX_EMPTY, "then the rest");
    ok(read(sockets[1], bytes, sizeof bytes) == 16 && read(sockets[1], bytes + 1, 15) == 1 &&
           memcmp(bytes, "C4ntent-Length: ", 16) == 0,
       "without what was taken back");
    outbox_add(&outbox, piece, 1);
    close(sockets[1]);
    is_int(outbox_send(&outbox, sockets[0], 9, &sent), OUTBOX_BROKEN, "nobody is there to read");
    outbox_free(&outbox);
    close(sockets[0]);
}

int main(void) {
    test_limit();
    test_passing_through();
    test_slowly();
    return done_testing();
}
