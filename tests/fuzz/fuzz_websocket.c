/* Frames on a WebSocket that has just been opened. The first byte says in how large pieces. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/server.h"

static const char HANDSHAKE[] = "GET /ari/events?app=one,sales&api_key=a:a HTTP/1.1\r\n"
                                "Host: localhost\r\n"
                                "Connection: Upgrade\r\n"
                                "Upgrade: websocket\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                "\r\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 0) {
        struct fuzz_server *server = fuzz_server_new();
        struct fuzz_peer *peer = fuzz_server_connect(server);
        fuzz_peer_feed(peer, (const uint8_t *)HANDSHAKE, sizeof HANDSHAKE - 1, 0);
        fuzz_peer_feed(peer, data + 1, size - 1, data[0] - (size_t)'0');
        fuzz_server_end(server);
    }
    return 0;
}
