/* Running scenarios: the same bytes from the same seed, a schedule that is followed, how a run
 * ends, and its trace. */
#include "tests/scenario_run.h"

/* Two claims at the same moment: the seed decides. */
static const char TIE[] =
    "{\"name\": \"tie\",\n"
    "\"dialplan\": [\"[in]\", \"exten => 100,1,StasisBroadcast(500,,,yes)\"],\n"
    "\"clients\": [\n"
    "{\"app\": \"a\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n"
    "  \"StasisStart\": [{\"hangup\": {}}]}},\n"
    "{\"app\": \"b\", \"on\": {\"CallBroadcast\": [{\"after\": \"20ms\", \"claim\": {}}],\n"
    "  \"StasisStart\": [{\"hangup\": {}}]}}],\n"
    "\"calls\": [{\"to\": \"100@in\"}],%s\n"
    "\"expect\": [{\"claim\": {\"app\": \"a\", \"status\": 204}},\n"
    "{\"claim\": {\"app\": \"b\", \"status\": 204}}]}";

static void tie(char text[TEXT_BYTES], const char *more) {
    snprintf(text, TEXT_BYTES, TIE, more);
}

static void test_determinism(const char *program) {
    char text[TEXT_BYTES];
    tie(text, "");
    int differing = 0;
    int wins[2] = {0};
    char *first = NULL;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct run_result *once = run_seed(text, seed);
        struct run_result *again = run_seed(text, seed);
        char *trace = trace_of(once);
        char *repeated = trace_of(again);
        differing += strcmp(trace, repeated) != 0;
        wins[0] += once->verdicts[0].passed;
        wins[1] += once->verdicts[1].passed;
        run_result_free(once);
        run_result_free(again);
        free(repeated);
        if (!first) {
            first = trace;
        } else {
            free(trace);
        }
    }
    is_int(differing, 0, "the same seed gives the same trace, byte for byte");
    ok(wins[0] > 0 && wins[1] > 0 && wins[0] + wins[1] == 20,
       "seeds decide a tie either way: %d to %d, never both", wins[0], wins[1]);
    char command[1024];
    snprintf(command, sizeof command, "%s --trace", program);
    FILE *other = popen(command, "r");
    char *told = calloc(1, strlen(first) + 2);
    size_t size = other ? fread(told, 1, strlen(first) + 1, other) : 0;
    ok(other && pclose(other) == 0 && size == strlen(first) && strcmp(told, first) == 0,
       "another process gives the same bytes");
    free(told);
    free(first);
}

/* The steps of a run as a "schedule" of a scenario. */
static void schedule_of(const struct run_result *result, char out[TEXT_BYTES / 2]) {
    char *end = out + sprintf(out, "\n\"schedule\": [");
    const char *comma = "";
    for (size_t i = 0; i < log_count(result->log); i++) {
        const struct log_entry *entry = log_at(result->log, i);
        if (entry->kind == LOG_STEP) {
            end += sprintf(end, "%s{\"task\": \"%s\", \"step\": \"%s\"}", comma, entry->name,
                           entry->text);
            comma = ",\n";
        }
    }
    sprintf(end, "],");
}

static void test_schedule(void) {
    char text[TEXT_BYTES];
    char schedule[TEXT_BYTES / 2];
    tie(text, "");
    struct run_result *found = run_seed(text, 3);
    char *trace = trace_of(found);
    schedule_of(found, schedule);
    run_result_free(found);
    tie(text, schedule);
    struct run_result *repeated = run_seed(text, 3);
    char *again = trace_of(repeated);
    is_str(again, trace, "the steps of a run as its schedule repeat it exactly");
    run_result_free(repeated);
    free(again);
    free(trace);

    static const struct {
        const char *schedule;
        const char *says;
    } wrong[] = {
        {"[\"P call-1\", \"D call-2\"]",
         "schedule[1]: there is no task \"D call-2\": next can be "},
        {"[{\"task\": \"P call-1\", \"step\": \"D5 look\"}]",
         "schedule[0]: \"P call-1\" is at \"P place the call\", not at \"D5 look\""},
        {"[\"P call-1\", \"L o-call-1\", \"L o-call-1\"]",
         "schedule[2]: \"L o-call-1\" waits until somebody wakes it"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(schedule, sizeof schedule, "\n\"schedule\": %s,", wrong[i].schedule);
        tie(text, schedule);
        struct run_result *result = run_seed(text, 1);
        ok(result->state == RUN_MISMATCH && result->failure &&
               strncmp(result->failure, wrong[i].says, strlen(wrong[i].says)) == 0,
           "a schedule that cannot be followed: %s", result->failure ? result->failure : "");
        run_result_free(result);
    }
    /* b's claim before a's, though the seed would have it otherwise. */
    for (uint64_t seed = 1; seed <= 6; seed++) {
        tie(text, "\n\"schedule\": [\"P call-1\", \"D call-1\", \"D call-1\", \"D call-1\", "
                  "\"D call-1\", \"D call-1\", \"D call-1\", \"D call-1\", \"A b.1\", \"C b.1\", "
                  "\"C b.1\"],");
        struct run_result *result = run_seed(text, seed);
        ok(!result->verdicts[0].passed && result->verdicts[1].passed,
           "a schedule decides the tie, whatever the seed %llu: %s", (unsigned long long)seed,
           result->failure ? result->failure : "");
        run_result_free(result);
    }
}

static void test_ends(void) {
    static const struct {
        const char *what;
        const char *dialplan; /* its second line, and what else */
        const char *more;
        enum run_state state;
        uint64_t ended_at_us;
        const char *says;
    } ends[] = {
        {"all calls are gone", "Wait(300)", "", RUN_PASSED, 300000000, NULL},
        {"nothing will ever happen", "Stasis(a)", "", RUN_PASSED, 0, NULL},
        {"its own end", "Wait(300)", "\"limits\": {\"time\": \"2s\"},", RUN_PASSED, 2000000, NULL},
        {"the end of patience", "Wait(4000)", "", RUN_LIMIT, 3600000000,
         "it was still going on after 1h"},
        {"too many steps", "Wait(1)\", \" same => n,Goto(1)", "\"limits\": {\"steps\": 500},",
         RUN_LIMIT, 0, "it was still going on after 500 steps"},
        {"a log that is full", "NoOp()\", \" same => n,Goto(1)", "", RUN_LIMIT, 0,
         "so much happened that the log is full"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[TEXT_BYTES];
        snprintf(text, sizeof text,
                 "{\"name\": \"end\", \"dialplan\": [\"[in]\", \"exten => 1,1,%s\"], %s\n"
                 "\"clients\": [{\"app\": \"a\"}], \"calls\": [{\"to\": \"1@in\"}],\n"
                 "\"expect\": [{\"claim\": {}, \"never\": true}]}",
                 ends[i].dialplan, ends[i].more);
        struct run_result *result = run(text, &(struct run_options){0});
        is_int(result->state, ends[i].state, "a run ends by %s", ends[i].what);
        if (ends[i].ended_at_us > 0) {
            is_int(result->ended_at_us, ends[i].ended_at_us, "- at this moment");
        }
        if (ends[i].says) {
            ok(result->failure && strstr(result->failure, ends[i].says), "- and says so: %s",
               result->failure ? result->failure : "");
        }
        run_result_free(result);
    }
}

static void test_trace(void) {
    char text[TEXT_BYTES];
    snprintf(text, sizeof text, TWO_CLAIMS, "{\"claim\": {}}");
    char *header = log_header_text("n", 7, "f.json");
    is_str(header, "{\"stasim_trace\":1,\"scenario\":\"n\",\"seed\":7,\"file\":\"f.json\"}",
           "the header of a trace");
    free(header);
    struct run_result *result = run_seed(text, 1);
    char *trace = trace_of(result);
    ok(strstr(trace,
              "\"t_us\":0,\"kind\":\"step\",\"task\":\"D call-1\",\"step\":\"D1 status empty\"}"),
       "a step names its task");
    ok(strstr(trace,
              "\"t_us\":20000,\"kind\":\"request\",\"name\":\"sales-1.1\",\"request\":\"POST "
              "/ari/events/"
              "claim?channelId=call-1&application=sales-1\",\"client\":\"sales-1\",\"app\":"
              "\"sales-1\",\"channel\":\"call-1\"}"),
       "a request has an entry when it is made");
    ok(strstr(trace, "\"t_us\":35000,\"kind\":\"answer\",\"name\":\"late.1\",\"request\":\"POST "
                     "/ari/events/"
                     "claim?channelId=call-1&application=sales-2\",\"client\":\"late\",\"app\":"
                     "\"sales-2\",\"channel\":\"call-1\",\"status\":409,\"rule\":\"R22\",\"data\":{"
                     "\"message\":\"Channel has already been claimed by another application\"}}"),
       "and one when it is answered");
    ok(log_is_complete(result->log), "the log is complete");
    for (size_t i = 0; i < log_count(result->log); i++) {
        if (log_at(result->log, i)->serial != i + 1) {
            ok(false, "entry %zu has its serial", i);
        }
    }
    free(trace);
    run_result_free(result);
    result = run(text, &(struct run_options){.log_steps = false});
    for (size_t i = 0; i < log_count(result->log); i++) {
        if (log_at(result->log, i)->kind == LOG_STEP) {
            ok(false, "steps are left out");
        }
    }
    run_result_free(result);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--trace") == 0) {
        char text[TEXT_BYTES];
        tie(text, "");
        struct run_result *result = run_seed(text, 1);
        char *trace = trace_of(result);
        fputs(trace, stdout);
        free(trace);
        run_result_free(result);
        return 0;
    }
    test_determinism(argv[0]);
    test_schedule();
    test_ends();
    test_trace();
    return done_testing();
}
