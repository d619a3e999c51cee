/* The command serve: a fake ARI server. */
#include <stdio.h>

#include "cli/base/command.h"
#include "cli/base/options.h"
#include "cli/base/output.h"
#include "cli/base/paths.h"
#include "cli/server/server.h"
#include "cli/server/settings.h"
#include "sim/ari/operation.h"
#include "sim/base/must.h"

enum serve_option {
    OPTION_LISTEN,
    OPTION_PORT_FILE,
    OPTION_DIALPLAN,
    OPTION_USER,
    OPTION_CONFIG,
    OPTION_SOUND,
    OPTION_PHONE,
    OPTION_SCENARIO,
    OPTION_SEED,
    OPTION_CLOCK,
    OPTION_LOG,
    OPTION_TRACE,
    OPTION_CONTROL,
    OPTION_CONTROL_LISTEN,
    OPTION_OPERATIONS,
};

struct request {
    struct settings settings;
    bool lists; /* what is simulated, and does nothing else */
};

static enum exit_code run(const char *program, char **arguments);
static bool take_folder(void *context, int option, const char *value);
static bool take(void *context, int option, const char *value);
static const char *take_value(struct settings *settings, int option, const char *value);
static bool overwrites(const struct settings *settings);
static void add_default_user(struct settings *settings);
static void print_operations(void);

static const struct option OPTIONS[] = {
    [OPTION_LISTEN] = {"listen", "HOST:PORT",
                       "where to listen; 127.0.0.1:8088 unless told "
                       "otherwise, port 0 picks a free one"},
    [OPTION_PORT_FILE] = {"port-file", "FILE",
                          "write the port there once it is open, and remove the file in the end"},
    [OPTION_DIALPLAN] = {"dialplan", "FILE",
                         "the extensions.conf that calls run; without one any "
                         "extension of `default` broadcasts to everyone"},
    [OPTION_USER] = {"user", "NAME:PASS[:ro]",
                     "a user, who may only read with :ro; may be "
                     "repeated; asterisk:asterisk if there is none"},
    [OPTION_CONFIG] = {"config", "FOLDER",
                       "read ari.conf, http.conf and extensions.conf in there; other options "
                       "replace what they say"},
    [OPTION_SOUND] = {"sound", "NAME=1s",
                      "a sound and its length; may be repeated; without any, "
                      "every sound exists and lasts 1 s"},
    [OPTION_PHONE] = {"phone", "NAME=WORD",
                      "a phone and what it does: alice=answers:2s, bob=busy, "
                      "carol=no-answer; may be repeated"},
    [OPTION_SCENARIO] =
        {"scenario", "FILE",
         "bring its dialplan, phones, sounds, calls and clients to life beside real "
         "clients; what it expects is not looked at; --dialplan replaces its "
         "dialplan, --phone and --sound come in addition"},
    [OPTION_SEED] =
        {"seed", "N",
         "the seed of all that is left to chance; the scenario's or 0 unless told otherwise"},
    [OPTION_CLOCK] = {"clock", "wall|virtual",
                      "wall, or virtual: time stands still, but for what a scenario plans"},
    [OPTION_LOG] =
        {"log", NULL,
         "say each request with its answer and each event on standard error, a line each"},
    [OPTION_TRACE] = {"trace", "FILE", "write all that happens as JSON Lines, as `run` does"},
    [OPTION_CONTROL] = {"control", NULL,
                        "serve the control interface and its page under /stasim, too"},
    [OPTION_CONTROL_LISTEN] = {"control-listen", "HOST:PORT",
                               "serve them at an address of their own, which no fault closes"},
    [OPTION_OPERATIONS] = {"operations", NULL,
                           "list the operations of ARI that are simulated, and end"},
};

const struct command COMMAND_SERVE = {
    .name = "serve",
    .summary = "Be an ARI server that real clients can be pointed at.",
    .operands = "",
    .options = OPTIONS,
    .options_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .about = "Prints a line `listening http://HOST:PORT/ari` once clients can connect, and serves "
             "until SIGINT or SIGTERM ends it, with exit code 0.\n",
    .run = run,
};

static enum exit_code run(const char *program, char **arguments) {
    (void)program;
    struct request request = {.lists = false};
    struct settings *settings = &request.settings;
    settings_begin(settings);
    /* Folders are read first: options replace what files say, in whatever order they stand. */
    enum exit_code code;
    bool goes_on = options_read(&COMMAND_SERVE, arguments, take_folder, settings, &code) &&
                   options_read(&COMMAND_SERVE, arguments, take, &request, &code);
    if (goes_on && request.lists) {
        print_operations();
        code = CODE_PASSED;
    } else if (goes_on && !overwrites(settings)) {
        add_default_user(settings);
        code = server_run(settings);
    }
    settings_free(settings);
    return code;
}

static bool take_folder(void *context, int option, const char *value) {
    if (option == OPTIONS_OPERAND) {
        options_complain(&COMMAND_SERVE, "'%s' is one word too many", value);
        return false;
    }
    return option != OPTION_CONFIG || settings_read_folder(context, value);
}

static bool take(void *context, int option, const char *value) {
    struct request *request = context;
    struct settings *settings = &request->settings;
    switch (option) {
    case OPTION_CONFIG:
        return true;
    case OPTION_OPERATIONS:
        return request->lists = true;
    case OPTION_LOG:
        return settings->log = true;
    case OPTION_CONTROL:
        return settings->control = true;
    case OPTION_SEED:
        settings->seed_given = true;
        return options_number(&COMMAND_SERVE, "--seed", value, 0, OPTIONS_SEED_MAX,
                              &settings->seed);
    default:
        break;
    }
    const char *wrong = take_value(settings, option, value);
    if (wrong) {
        options_complain(&COMMAND_SERVE, "--%s '%s': %s", OPTIONS[option].name, value, wrong);
    }
    return !wrong;
}

/* NULL, or what is wrong with the value. */
static const char *take_value(struct settings *settings, int option, const char *value) {
    switch (option) {
    case OPTION_LISTEN:
        return settings_listen(settings, value);
    case OPTION_PORT_FILE:
        settings_text(&settings->port_path, value);
        return NULL;
    case OPTION_CONTROL_LISTEN:
        return settings_control_listen(settings, value);
    case OPTION_DIALPLAN:
        settings_text(&settings->dialplan_path, value);
        return NULL;
    case OPTION_SCENARIO:
        settings_text(&settings->scenario_path, value);
        return NULL;
    case OPTION_TRACE:
        settings_text(&settings->trace_path, value);
        return NULL;
    case OPTION_USER:
        return settings_user(settings, value);
    case OPTION_SOUND:
        return settings_sound(settings, value);
    case OPTION_PHONE:
        return settings_phone(settings, value);
    case OPTION_CLOCK:
        return settings_clock(settings, value);
    default:
        must_fail("an option that is known", __FILE__, __LINE__);
    }
}

static bool overwrites(const struct settings *settings) {
    const char *trace = settings->trace_path;
    const char *scenario = settings->scenario_path, *dialplan = settings->dialplan_path;
    return (scenario && paths_overwrite("--trace", trace, scenario)) ||
           (dialplan && paths_overwrite("--trace", trace, dialplan));
}

static void add_default_user(struct settings *settings) {
    if (settings->users_count == 0) {
        settings_user(settings, "asterisk:asterisk");
    }
}

static void print_operations(void) {
    const struct resource *resource;
    for (size_t i = 0; (resource = resource_at(i)) != NULL; i++) {
        for (size_t j = 0; j < resource->count; j++) {
            const struct operation *operation = &resource->operations[j];
            if (operation_is_simulated(operation)) {
                printf("%-6s /ari%s\n", method_name(operation->method), operation->path);
            }
        }
    }
}
