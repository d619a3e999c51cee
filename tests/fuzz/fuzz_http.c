/* Requests as they come on a socket. The first byte says in how large pieces. */
#include "tests/fuzz/connection.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 0) {
        struct fuzz_connection *connection = fuzz_connection_new();
        fuzz_connection_feed(connection, data + 1, size - 1, data[0] - (size_t)'0');
        fuzz_connection_end(connection);
    }
    return 0;
}
