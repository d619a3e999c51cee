/* What the soak says: the scenario that its server plays, requests that are odd, and bytes that are
 * no request. */
#ifndef STASIM_TESTS_SOAK_TEXTS_H
#define STASIM_TESTS_SOAK_TEXTS_H

/* Faults of the server; the seed comes first. A lost CallBroadcast, a broken socket or an answer
 * that never comes must not make any other answer wrong. */
static const char SOAK_SCENARIO[] =
    "{\"name\": \"soak\", \"seed\": %llu, \"expect\": [{\"claim\": {\"status\": 204}}], "
    "\"dialplan\": ["
    "\"[in]\","
    "\"exten => _g.,1,StasisBroadcast(200,^${EXTEN}-,a:b,yes)\", \" same => n,Hangup()\","
    "\"exten => all,1,StasisBroadcast(300)\", \" same => n,Hangup()\","
    "\"exten => twice,1,StasisBroadcast(100,^g1-)\","
    "\" same => n,StasisBroadcast(150,^g2-,,yes)\", \" same => n,Hangup()\","
    "\"exten => now,1,StasisBroadcast(0,^g3-)\", \" same => n,Hangup()\","
    "\"[far]\", \"exten => s,1,Answer()\", \" same => n,Wait(30)\", \" same => n,Hangup()\"],"
    "\"faults\": ["
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 2}, \"answer\": \"lost\"},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 1}, \"answer\": \"cut\"},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 1}, \"answer\": \"unheard\"},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 1}, \"answer\": \"silent\"},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 1}, \"status\": 503},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 5}, \"delay\": \"30ms\"},"
    "{\"on\": {\"request\": \"POST /ari/events/claim\", \"chance\": 5}, \"delayAnswer\": \"80ms\"},"
    "{\"on\": {\"request\": \"DELETE /ari/channels/*\", \"chance\": 3}, \"answer\": \"lost\"},"
    "{\"on\": {\"event\": \"StasisStart\", \"chance\": 5}, \"delay\": \"100ms\"},"
    "{\"on\": {\"event\": \"StasisStart\", \"chance\": 1}, \"break\": \"during\"},"
    "{\"on\": {\"event\": \"CallBroadcast\", \"chance\": 2}, \"lose\": true},"
    "{\"on\": {\"event\": \"CallBroadcast\", \"chance\": 2}, \"behind\": 1},"
    "{\"on\": {\"event\": \"CallBroadcast\", \"chance\": 2}, \"copies\": 2}]}";

static const struct {
    const char *method, *path;
} SOAK_ODD[] = {
    {"POST", "/ari/events/claim"},  {"POST", "/ari/events/claim?channelId=nobody&application="},
    {"GET", "/ari/channels/%00"},   {"PUT", "/ari/channels"},
    {"GET", "/ari/nothing/there"},  {"POST", "/ari/channels?endpoint=nonsense"},
    {"DELETE", "/ari/bridges/none"}};
enum { SOAK_ODD_COUNT = sizeof SOAK_ODD / sizeof SOAK_ODD[0] };

static const char *const SOAK_NONSENSE[] = {
    "GARBAGE\r\n\r\n",
    "GET /ari/channels HTTP/9.9\r\n\r\n",
    "GET /ari/chan",
    "POST /ari/channels HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "POST /ari/channels HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "POST /ari/channels?api_key=asterisk:asterisk HTTP/1.1\r\nHost: x\r\n"
    "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\": [",
    "POST /ari/channels?api_key=asterisk:asterisk HTTP/1.1\r\nHost: x\r\n"
    "Content-Length: 1000\r\n\r\nhalf",
    "GET /ari/events?app=x&api_key=asterisk:asterisk HTTP/1.1\r\nHost: x\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 7\r\n\r\n",
    "GET /ari/events?app=odd&api_key=asterisk:asterisk HTTP/1.1\r\nHost: x\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\x05hello\xff\xff",
};
enum { SOAK_NONSENSE_COUNT = sizeof SOAK_NONSENSE / sizeof SOAK_NONSENSE[0] };

#endif
