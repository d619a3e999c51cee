/* What a foreign server answers and sends to `stasim run --against` and `stasim record`. The first
 * byte says in how large pieces; the second is 'r' where it is to be recorded: then `stasim diff`
 * must be able to read that. The rest is what the server says: tests/fuzz/wire.h. */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <sys/mman.h>

#include "cli/against/against.h"
#include "cli/diff/transcript.h"
#include "cli/report/outcome.h"
#include "sim/base/unit.h"
#include "sim/scenario/script.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/wire.h"

static const char SCENARIO[] =
    "{'name': 'reply', 'dialplan': ['[in]', 'exten => 100,1,StasisBroadcast(100)'],"
    " 'modules': ['res'], 'sounds': {'hi': '1s'}, 'phones': {'PJSIP/b': {'busy': '1s'}},"
    " 'channelvars': ['SKILL'],"
    " 'clients': [{'app': 'one', 'requests': 'websocket', 'subscribeAll': true,"
    "   'on': {'CallBroadcast': [{'claim': {}}],"
    "          'StasisStart': [{'request': 'POST /ari/bridges', 'body': {'name': 'x'}}]}},"
    "  {'app': 'two', 'on': {'CallBroadcast': [{'after': '5ms', 'claim': {}}]},"
    "   'at': [{'at': '1ms', 'request': 'POST /ari/bridges'}, {'at': '2ms', 'load': 'app'},"
    "          {'at': '20ms', 'register': {'apps': ['three']}}, {'at': '40ms', 'reconnect': {}}]}],"
    " 'calls': [{'id': 'call', 'to': '100@in', 'variables': {'A': 'b'}, 'hangup': {'at': '50ms'}}],"
    " 'expect': [{'claim': {'app': 'one', 'status': 204}},"
    "            {'variable': {'channel': 'call', 'name': 'STASISSTATUS', 'value': 'CLAIMED'}}]}";

static const struct scenario *scenario(void);
static void play(FILE *recording);
static void read_back(FILE *recording);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) {
        return 0;
    }
    FILE *recording = data[1] == 'r' ? fdopen(memfd_create("recording", 0), "w") : NULL;
    must(recording || data[1] != 'r');
    wire_begin(data + 2, size - 2, data[0] - (size_t)'0');
    play(recording);
    wire_end();
    if (recording) {
        read_back(recording);
        fclose(recording);
    }
    return 0;
}

static void play(FILE *recording) {
    struct against against = {.target = {.host = "h", .authority = "h:1", .user = "u:p"},
                              .timeout_us = 30 * US_PER_S,
                              .tolerance_us = AGAINST_TOLERANCE_US};
    char unmet[AGAINST_UNMET_BYTES];
    struct run_result *result = against_play(&against, scenario(), recording, unmet);
    must(!result == (unmet[0] != '\0'));
    json_t *outcome =
        result ? outcome_of_run(scenario(), result) : outcome_skipped(scenario(), unmet);
    must(outcome);
    json_decref(outcome);
    run_result_free(result);
}

/* Made once: what is played changes nothing in it. */
static const struct scenario *scenario(void) {
    static struct scenario *made;
    if (!made) {
        struct problems problems = {0};
        char *text = fuzz_text((const uint8_t *)SCENARIO, sizeof SCENARIO - 1);
        for (char *quote = text; (quote = strchr(quote, '\''));) {
            *quote = '"';
        }
        made = scenario_load_text("no-such-folder/reply.json", text, strlen(text), &problems);
        for (size_t i = 0; i < problems.count; i++) {
            fprintf(stderr, "%s: %s\n", problems.items[i].where, problems.items[i].text);
        }
        must(made && problems.count == 0);
        problems_free(&problems);
        free(text);
    }
    return made;
}

static void read_back(FILE *recording) {
    char path[32];
    struct transcript transcript;
    struct problems problems = {0};
    fflush(recording);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(recording));
    must(transcript_read(&transcript, path, &problems));
    transcript_free(&transcript);
    problems_free(&problems);
}
