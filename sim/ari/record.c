/* Requests to record a channel or a bridge. */
#include "sim/ari/record.h"

#include "sim/ari/render.h"
#include "sim/base/must.h"
#include "sim/base/unit.h"
#include "sim/calls/stored.h"
#include "sim/dialplan/exec.h"

/* In the order of the words of ifExists. */
enum if_exists { IF_EXISTS_FAIL, IF_EXISTS_OVERWRITE, IF_EXISTS_APPEND };
/* In the order of the words of terminateOn: none, any, and the digits themselves. */
static const char TERMINATORS[] = {0, 'a', '*', '#'};

static bool read_name(struct world *w, const struct request *request,
                      struct recording_config *config, struct reply *refusal);
static bool read_seconds(const struct request *request, const char *name, uint64_t *us,
                         struct reply *refusal);

bool record_read_request(struct world *w, const struct request *request,
                         struct recording_config *config, struct reply *refusal) {
    *config = (struct recording_config){0};
    int terminator = request_word(request, "terminateOn");
    if (!read_name(w, request, config, refusal) ||
        !read_seconds(request, "maxDurationSeconds", &config->max_us, refusal) ||
        !read_seconds(request, "maxSilenceSeconds", &config->max_silence_us, refusal)) {
        return false;
    }
    if (terminator == WORD_UNKNOWN) {
        *refusal = reply_error(400, "terminateOn must be one of none, any, * and #");
        return false;
    }
    must(terminator < (int)sizeof TERMINATORS);
    if (terminator != WORD_MISSING) {
        config->terminate_on = TERMINATORS[terminator];
    }
    config->beeps = request_flag(request, "beep");
    config->beep_fails = !dialplan_sound(w, "beep", &config->beep_us);
    return true;
}

struct reply record_created(struct world *w, const struct recording *recording) {
    return request_created(w, render_recording(recording), "/ari/recordings/live/",
                           recording->name);
}

/* The name, the format, and what becomes of one that is there already. */
static bool read_name(struct world *w, const struct request *request,
                      struct recording_config *config, struct reply *refusal) {
    config->name = request_filled(request, "name");
    config->format = request_filled(request, "format");
    int if_exists = request_word(request, "ifExists");
    bool fails = if_exists == WORD_MISSING || if_exists == IF_EXISTS_FAIL;
    if (!config->name || !recording_name_is_sound(config->name)) {
        *refusal = reply_error(500, "Error parsing request");
    } else if (!config->format || !recording_format_is_known(config->format)) {
        *refusal = reply_error(422, "specified format is unknown on this system");
    } else if (if_exists == WORD_UNKNOWN) {
        *refusal = reply_error(400, "ifExists must be one of fail, overwrite and append");
    } else if (recording_find(w, config->name) || (fails && stored_find(w, config->name))) {
        *refusal = request_error(w, 409, "Recording '%s' already exists and can not be overwritten",
                                 config->name);
    } else {
        return true;
    }
    return false;
}

static bool read_seconds(const struct request *request, const char *name, uint64_t *us,
                         struct reply *refusal) {
    long seconds = request_number(request, name);
    if (seconds < 0 || seconds > INT32_MAX) {
        *refusal = reply_error(400, "A number of seconds is out of range");
        return false;
    }
    *us = (uint64_t)seconds * US_PER_S;
    return true;
}
