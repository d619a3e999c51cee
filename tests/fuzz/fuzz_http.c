/* Requests as they come on a socket. The first byte says in how large pieces. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 0) {
        struct fuzz_server *server = fuzz_server_new();
        fuzz_peer_feed(fuzz_server_connect(server), data + 1, size - 1, data[0] - (size_t)'0');
        fuzz_server_end(server);
    }
    return 0;
}
