/* The table of requests. A path that ends in {id} comes behind those it would hide. */
#include "cli/server/control/requests.h"

#define TAKES(...)                                                                                 \
    (const struct control_field[]) {                                                               \
        __VA_ARGS__, {                                                                             \
            .name = NULL                                                                           \
        }                                                                                          \
    }

#define ENTRIES                                                                                    \
    {"after", KIND_NUMBER, false, "Only entries behind the one of this number."},                  \
        {"limit", KIND_NUMBER, false, "So many at most: 1000 unless told otherwise."},             \
        {"follow", KIND_TRUTH, false, "Endlessly, as it happens."},                                \
        {"kind", KIND_TEXT, false, "Only `request`, `answer`, `event`, `note` or `client`."},      \
        {"app", KIND_TEXT, false, "Only those of this application."},                              \
        {"client", KIND_TEXT, false, "Only those of this client."},                                \
        {"channel", KIND_TEXT, false, "Only those about this channel."},                           \
        {"type", KIND_TEXT, false, "Only events and notes of this type."}, {                       \
        "since", KIND_DURATION, false, "Only what happened at this time or later."                 \
    }

static const struct control_request REQUESTS[] = {
    {
        .method = METHOD_GET,
        .path = "",
        .about = "Leads to the page.",
        .answer = "301",
        .handle = control_page_folder,
    },
    {
        .method = METHOD_GET,
        .path = "/",
        .about = "The page, for a browser.",
        .answer = "200 HTML",
        .handle = control_page,
    },
    {
        .method = METHOD_GET,
        .path = "/help",
        .about = "All that can be asked.",
        .answer = "200 a list of requests",
        .handle = control_help,
    },
    {
        .method = METHOD_GET,
        .path = "/ready",
        .about = "The server serves.",
        .answer = "200 {ready, version, ari, now_ms}",
        .handle = control_ready,
    },
    {
        .method = METHOD_GET,
        .path = "/state",
        .about = "Everything as it stands, with the number of the last entry of the journal in it.",
        .query = TAKES({"broadcasts", KIND_NUMBER, false,
                        "So many of the newest: 100 unless told otherwise, 1000 at most."}),
        .answer = "200 {world, seq, now_ms, clock, apps, calls, broadcasts, counters, …}",
        .handle = control_state,
    },
    {
        .method = METHOD_GET,
        .path = "/journal",
        .about =
            "What happened, oldest first, as in a trace, each entry with its number `seq`, "
            "which never comes again. The newest 20,000 are kept: how many are missing says an "
            "entry of kind `lost`.",
        .query = TAKES(ENTRIES),
        .answer = "200 JSON Lines",
        .handle = control_journal,
    },
    {
        .method = METHOD_POST,
        .path = "/calls",
        .about = "Places a call, to an extension or into a broadcast.",
        .body = TAKES({"id", KIND_TEXT, false, "Of its channel. Without it: call-1, then call-2."},
                      {"to", KIND_TEXT, false, "Extension and context: `100@in`."},
                      {"broadcast", KIND_TEXT, false,
                       "Instead: the arguments of StasisBroadcast(), as in a dialplan."},
                      {"from", KIND_TEXT, false, "The caller: `Alice <200>`."},
                      {"phone", KIND_TEXT, false,
                       "The phone it comes from: `PJSIP/alice`; else it is a Local pair."},
                      {"variables", KIND_TEXTS, false, "Of the caller's channel."}),
        .answer = "201 {id, channel}",
        .handle = control_call,
    },
    {
        .method = METHOD_DELETE,
        .path = "/calls/{id}",
        .about = "The caller hangs up.",
        .query = TAKES({"reason", KIND_TEXT, false, "`normal`, `busy` and so on."}),
        .answer = "204",
        .handle = control_hang_up,
    },
    {
        .method = METHOD_POST,
        .path = "/claims",
        .about = "Claims a channel for an application, whoever has registered it.",
        .body = TAKES({"app", KIND_TEXT, true, "The application."},
                      {"channel", KIND_TEXT, true, "The id of the channel."}),
        .answer = "200 {status, message}",
        .handle = control_claim,
    },
    {
        .method = METHOD_POST,
        .path = "/filter",
        .about = "Says what the arguments of a broadcast would do: which connected applications "
                 "would hear it.",
        .body = TAKES({"arguments", KIND_TEXT, true, "As in a dialplan: `2000,^sales-`."}),
        .answer = "200 {filter, timeout_ms, findings, hears, deaf}",
        .handle = control_filter,
    },
    {
        .method = METHOD_POST,
        .path = "/events",
        .about = "Sends an event to the client of an application, past all faults.",
        .body = TAKES({"app", KIND_TEXT, true, "The application."},
                      {"event", KIND_OBJECT, true,
                       "As ARI's model of its type has it; application and timestamp are filled "
                       "in, and a text in the place of a channel becomes that channel."}),
        .answer = "202 {sent}",
        .handle = control_event,
    },
    {
        .method = METHOD_GET,
        .path = "/faults",
        .about = "The faults at work: how often each met what it waits for, and struck.",
        .answer = "200 a list of {id, fault, met, struck, holds}",
        .handle = control_faults,
    },
    {
        .method = METHOD_POST,
        .path = "/faults",
        .about = "Puts a fault to work; one that waits for nothing strikes at once.",
        .document = "a fault, as in a scenario",
        .answer = "201 {id}",
        .handle = control_fault,
    },
    {
        .method = METHOD_DELETE,
        .path = "/faults",
        .about = "Takes all faults away, those of the scenario too; what they hold is let go.",
        .answer = "204",
        .handle = control_no_faults,
    },
    {
        .method = METHOD_DELETE,
        .path = "/faults/{id}",
        .about = "Takes a fault away; what it holds is let go.",
        .answer = "204",
        .handle = control_no_fault,
    },
    {
        .method = METHOD_POST,
        .path = "/hold",
        .about = "Holds events back from now on, until they are released.",
        .body = TAKES({"app", KIND_TEXT, false, "Only those of this application."},
                      {"type", KIND_TEXT, false, "Only those of this type."},
                      {"channel", KIND_TEXT, false, "Only those about this channel."}),
        .answer = "201 {id}, of a fault",
        .handle = control_hold,
    },
    {
        .method = METHOD_POST,
        .path = "/release",
        .about = "Lets go what is held, all of it or what is named, and holds no more of it.",
        .body = TAKES({"app", KIND_TEXT, false, "Only what is for this application."},
                      {"type", KIND_TEXT, false, "Only events of this type."},
                      {"channel", KIND_TEXT, false, "Only what is about this channel."}),
        .answer = "200 {released}",
        .handle = control_release,
    },
    {
        .method = METHOD_POST,
        .path = "/clock",
        .about = "Moves a virtual clock: exactly one of these.",
        .body = TAKES({"advance", KIND_DURATION, false, "So far, doing all that is then due."},
                      {"run", KIND_TRUTH, false, "Until nothing is due any more."},
                      {"pause", KIND_TRUTH, false, "Not even a scenario's plans move it."},
                      {"resume", KIND_TRUTH, false, "They do again."}),
        .answer = "200 {kind, paused, now_ms}",
        .handle = control_clock,
    },
    {
        .method = METHOD_POST,
        .path = "/verify",
        .about = "Judges expectations on what has happened since the world began, and says of each "
                 "what happened instead.",
        .body = TAKES({"expect", KIND_LIST, true, "As in a scenario."}),
        .answer = "200 {passed, results, complete}",
        .handle = control_verify,
    },
    {
        .method = METHOD_PUT,
        .path = "/scenario",
        .about = "Another world: what the scenario brings comes to life, as with --scenario; what "
                 "it expects is not looked at.",
        .document = "a scenario, which brings its dialplan itself",
        .answer = "204",
        .handle = control_scenario_put,
    },
    {
        .method = METHOD_GET,
        .path = "/scenario",
        .about = "What was seen since the world began, as a scenario that `stasim run` passes. The "
                 "newest 5,000 entries at most.",
        .query = TAKES({"name", KIND_TEXT, false, "Its name."}),
        .answer = "200 a scenario",
        .handle = control_scenario_get,
    },
    {
        .method = METHOD_GET,
        .path = "/trace",
        .about = "The trace of what happened, as `stasim run --trace` writes it.",
        .answer = "200 JSON Lines",
        .handle = control_trace,
    },
    {
        .method = METHOD_GET,
        .path = "/diagram",
        .about = "What happened as a picture.",
        .query = TAKES({"format", KIND_TEXT, false, "`text`, if not given, `mermaid` or `svg`."}),
        .answer = "200 text, SVG",
        .handle = control_diagram,
    },
    {
        .method = METHOD_POST,
        .path = "/reset",
        .about = "Everything as when the server began: calls, journal and faults since then are "
                 "gone. WebSockets stay, their applications are registered anew.",
        .answer = "204",
        .handle = control_reset,
    },
    {
        .method = METHOD_GET,
        .path = "/{file}",
        .about = "A file that the page loads.",
        .answer = "200 CSS, JavaScript",
        .is_open = true,
        .handle = control_page_file,
    },
};

const struct control_request *control_request_at(size_t index) {
    return index < sizeof REQUESTS / sizeof REQUESTS[0] ? &REQUESTS[index] : NULL;
}
