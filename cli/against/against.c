/* A play from its beginning to its end: what the scenario needs, its clients, its own time, the
 * cleaning up, and the judgement. */
#include "cli/against/against.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/against/play.h"
#include "cli/base/memory.h"

/* What is due later waits so long for the answer to what was due before: in the scenario, answers
 * take no time. */
static const uint64_t ANSWER_PATIENCE_US = 30000;
/* It is over when it would be in process, and nothing has happened for so long. */
static const uint64_t QUIET_US = 250000;
static const uint64_t CLEAN_UP_US = 5000000;
static const uint64_t LAST_ANSWERS_US = 1000000;

static volatile sig_atomic_t is_stopped;

static struct play *play_new(const struct against *against, const struct scenario *scenario,
                             struct loop *loop, FILE *recording);
static void play_free(struct play *play);
static bool prepare(struct play *play);
static bool plan(struct play *play);
static void drive(struct play *play, uint64_t end_us);
static uint64_t do_due(struct play *play);
static uint64_t held_until(const struct play *play, const struct plan *plan);
static void perform(struct play *play, const struct plan *plan);
static bool has_plans(const struct play *play);
static uint64_t length_of(const struct scenario *scenario);
static void end_early(struct play *play, const char *why, bool is_undecided);
static struct run_result *judge_play(struct play *play, const struct against *against);
static void clean_up(struct play *play);
static void forgive(struct play *play);
static void on_signal(int number);

struct run_result *against_play(const struct against *against, const struct scenario *scenario,
                                FILE *recording, char unmet[AGAINST_UNMET_BYTES]) {
    unmet[0] = '\0';
    struct loop *loop = loop_new();
    if (!loop) {
        return NULL;
    }
    struct play *play = play_new(against, scenario, loop, recording);
    uint64_t length_us = length_of(scenario);
    if (length_us > against->timeout_us) {
        end_early(play, "it lasts longer than --timeout allows", true);
    } else if (prepare(play) && plan(play)) {
        drive(play, length_us + against->tolerance_us);
    }
    if (is_stopped) {
        end_early(play, "somebody has stopped it", true);
    } else if (!play_has_failed(play) && loop_now_us() >= play->until_us) {
        if (play->asked || play->tasks > 0 || actors_are_busy(play)) {
            play_fail(play, "an answer is missing at the end of --timeout");
        }
        end_early(play, "it was still going on at the end of --timeout", false);
    }
    snprintf(unmet, AGAINST_UNMET_BYTES, "%s", play->unmet);
    struct run_result *result = unmet[0] == '\0' ? judge_play(play, against) : NULL;
    clean_up(play);
    play_free(play);
    return result;
}

void against_catch_signals(void) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

bool against_was_stopped(void) {
    return is_stopped != 0;
}

static struct play *play_new(const struct against *against, const struct scenario *scenario,
                             struct loop *loop, FILE *recording) {
    struct play *play = memory_new(sizeof *play);
    play->scenario = scenario;
    play->target = &against->target;
    play->log = memory_checked(log_new(false));
    play->loop = loop;
    play->is_stopped = &is_stopped;
    play->until_us = loop_now_us() + against->timeout_us;
    if (recording) {
        play->recorder =
            recorder_new(recording, scenario_name(scenario), scenario_description(scenario));
    }
    play->caller = (struct asker){
        .loop = play->loop, .target = play->target, .recorder = play->recorder, .label = "caller"};
    play->steward = (struct asker){.loop = play->loop, .target = play->target, .label = "steward"};
    actors_new(play);
    return play;
}

static void play_free(struct play *play) {
    actors_free(play);
    asked_free(play);
    asker_end(&play->caller);
    asker_end(&play->steward);
    stream_end(&play->observer);
    agenda_free(&play->agenda);
    undo_free(&play->undo);
    recorder_free(play->recorder);
    loop_free(play->loop);
    log_free(play->log);
    free(play);
}

/* False when the scenario cannot begin. */
static bool prepare(struct play *play) {
    return needs_look(play) && modules_meet(play) && observer_enter(play) && actors_connect(play);
}

static bool plan(struct play *play) {
    play->begin_us = loop_now_us();
    callers_plan(play);
    actors_plan(play);
    return !play_has_failed(play);
}

static void drive(struct play *play, uint64_t end_us) {
    bool is_ordinary;
    uint64_t limit_us = scenario_limit_us(play->scenario, &is_ordinary);
    size_t count = 0;
    uint64_t changed_us = 0;
    uint64_t until_us;
    do {
        until_us = do_due(play);
        uint64_t now_us = play_now_us(play);
        if (log_count(play->log) != count) {
            count = log_count(play->log);
            changed_us = now_us;
        }
        if (!log_is_complete(play->log)) {
            end_early(play, "so much happened that the log is full", false);
            return;
        }
        bool is_quiet = now_us >= changed_us + QUIET_US;
        if ((now_us >= end_us && is_quiet && !has_plans(play)) ||
            (is_ordinary && now_us >= limit_us)) {
            return;
        }
    } while (play_round(play, until_us));
}

/* Does what is due; answers when there will be more, by the loop's clock. */
static uint64_t do_due(struct play *play) {
    const struct plan *next;
    while ((next = agenda_next(&play->agenda)) && !play_has_failed(play)) {
        uint64_t due_us = held_until(play, next);
        if (due_us > play_now_us(play)) {
            return play->begin_us + due_us;
        }
        struct plan taken = agenda_take(&play->agenda);
        perform(play, &taken);
        plan_free(&taken);
    }
    return UINT64_MAX;
}

static uint64_t held_until(const struct play *play, const struct plan *plan) {
    uint64_t until_us = plan->due_us;
    for (const struct asked *asked = play->asked; asked; asked = asked->next) {
        uint64_t patience_us = asked->sent_us + ANSWER_PATIENCE_US;
        if (asked->due_us < plan->due_us && patience_us > until_us) {
            until_us = patience_us;
        }
    }
    return until_us;
}

static void perform(struct play *play, const struct plan *plan) {
    switch (plan->kind) {
    case PLAN_ACTION:
        actor_do(play, plan);
        break;
    case PLAN_CALL:
        caller_place(play, plan->call);
        break;
    case PLAN_HANG_UP:
        caller_hang_up(play, plan->call);
        break;
    }
}

static bool has_plans(const struct play *play) {
    return play->agenda.count > 0 || play->asked || play->tasks > 0 || actors_are_busy(play);
}

/* How long it takes in process: then whatever stays will stay for ever. */
static uint64_t length_of(const struct scenario *scenario) {
    struct run_result *result = memory_checked(scenario_run(scenario, &(struct run_options){0}));
    uint64_t length_us = result->ended_at_us;
    run_result_free(result);
    return length_us;
}

/* It does not come to its end; undecided: what it expects is not even judged. */
static void end_early(struct play *play, const char *why, bool is_undecided) {
    play->limit = why;
    play->is_undecided = is_undecided;
}

static struct run_result *judge_play(struct play *play, const struct against *against) {
    struct run_end end = {.state = RUN_PASSED,
                          .seed = scenario_seed(play->scenario),
                          .at_us = play_now_us(play),
                          .is_undecided = play->is_undecided || play->begin_us == 0,
                          .from_outside = true,
                          .tolerance_us = against->tolerance_us};
    if (play_has_failed(play)) {
        end.state = RUN_FORSAKEN;
        end.failure = play->failure;
    } else if (play->limit) {
        end.state = RUN_LIMIT;
        end.failure = play->limit;
    }
    if (play->recorder) {
        recorder_end(play->recorder, end.failure ? end.failure : "played");
    }
    struct run_result *result = memory_checked(scenario_judge(play->scenario, &end, play->log));
    play->log = NULL; /* taken over */
    return result;
}

/* Whatever has happened: what is there is taken away, the newest first, and the sockets are closed.
 */
static void clean_up(struct play *play) {
    uint64_t now_us = loop_now_us();
    play->is_over = true;
    play->is_stopped = NULL;
    forgive(play);
    play->until_us = now_us + LAST_ANSWERS_US; /* they may tell of something that was made */
    while ((play->asked || play->tasks > 0) && play_round(play, UINT64_MAX)) {
    }
    asker_end(&play->caller);
    actors_give_up(play);
    play->until_us = now_us + CLEAN_UP_US;
    struct undo_item item;
    while (undo_next(&play->undo, &item)) {
        struct http_reply reply;
        forgive(play);
        if (play_ask(play, &play->steward, item.method, item.uri, item.body, &reply)) {
            http_reply_free(&reply); /* it may be gone already */
        }
        free(item.uri);
    }
    forgive(play);
    for (size_t i = 0; i < play->scenario->clients_count; i++) {
        for (struct ear *ear = play->actors[i].ears; ear; ear = ear->next) {
            stream_close(&ear->stream);
        }
    }
    stream_close(&play->observer);
    while ((actors_are_busy(play) || play->observer.state == STREAM_CLOSING) &&
           play_round(play, UINT64_MAX)) {
    }
}

/* A failure is no reason not to go on with cleaning up. */
static void forgive(struct play *play) {
    play->failure[0] = '\0';
    play->unmet[0] = '\0';
}

static void on_signal(int number) {
    (void)number;
    is_stopped = 1;
}
