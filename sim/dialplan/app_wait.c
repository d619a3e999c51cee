/* Applications that take simulated time: waiting, sounds, music, digits that never come. */
#include <stdio.h>
#include <string.h>

#include "sim/base/unit.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/note.h"

enum { ARGS_MAX = 8, SOUNDS_MAX = 64 };

static const uint64_t DIGIT_TIMEOUT_US = 10 * US_PER_S;

static void play(struct world *w, struct task *task, struct thread *thread, char *args,
                 const char *status_variable);
static void no_digit(struct world *w, struct task *task);

static const struct step NO_DIGIT = {"P no digit", no_digit};

/* Wait(seconds) */
void app_wait(struct world *w, struct task *task, struct thread *thread, char *args) {
    uint64_t wait_us = 0;
    if (!thread_seconds(args, &wait_us)) {
        dialplan_note(w, thread->channel, "warning", "Wait() needs a number of seconds");
    }
    thread_sleep(w, task, world_now_us(w) + wait_us);
}

/* WaitExten([seconds]): nobody dials; at the end the `t` extension runs if there is one. */
void app_wait_exten(struct world *w, struct task *task, struct thread *thread, char *args) {
    uint64_t wait_us;
    if (!thread_seconds(args, &wait_us)) {
        wait_us = DIGIT_TIMEOUT_US;
    }
    (void)thread;
    task_sleep(w, task, &NO_DIGIT, world_now_us(w) + wait_us, WAKE_HANGUP);
}

static void no_digit(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    const char *context = thread->channel->context;
    if (!thread->channel->hung_up &&
        dialplan_find(dialplan_config_of(w)->dialplan, context, "t", 1)) {
        thread_jump(w, task, context, "t", 1);
    } else {
        thread_next(w, task);
    }
}

/* Playback(sound[&sound…][,options]) answers first, unless it is told not to. */
void app_playback(struct world *w, struct task *task, struct thread *thread, char *args) {
    if (!strstr(args, "noanswer")) {
        channel_answer(w, thread->channel);
    }
    play(w, task, thread, args, "PLAYBACKSTATUS");
}

void app_background(struct world *w, struct task *task, struct thread *thread, char *args) {
    channel_answer(w, thread->channel);
    play(w, task, thread, args, "BACKGROUNDSTATUS");
}

/* MusicOnHold([class[,seconds]]) */
void app_music(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[ARGS_MAX];
    size_t count = args_split(args, parts, ARGS_MAX);
    uint64_t wait_us;
    bool timed = count > 1 && thread_seconds(parts[1], &wait_us);
    thread_sleep(w, task, timed ? world_now_us(w) + wait_us : TASK_FOREVER);
    (void)thread;
}

/* Echo(): until somebody hangs up. */
void app_echo(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)args;
    (void)thread;
    thread_sleep(w, task, TASK_FOREVER);
}

/* Read(variable[,sound[,digits[,options[,attempts[,timeout]]]]]): the sound, then silence. */
void app_read(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[ARGS_MAX];
    size_t count = args_split(args, parts, ARGS_MAX);
    uint64_t wait_us = DIGIT_TIMEOUT_US;
    uint64_t sound_us = 0;
    if (count > 5 && !thread_seconds(parts[5], &wait_us)) {
        wait_us = DIGIT_TIMEOUT_US;
    }
    if (count > 1 && parts[1][0] != '\0' && !dialplan_sound(w, parts[1], &sound_us)) {
        sound_us = 0;
    }
    if (count > 0 && parts[0][0] != '\0') {
        channel_set_variable(w, thread->channel, parts[0], "");
    }
    channel_set_variable(w, thread->channel, "READSTATUS", "TIMEOUT");
    thread_sleep(w, task, world_now_us(w) + sound_us + wait_us);
}

static void play(struct world *w, struct task *task, struct thread *thread, char *args,
                 const char *status_variable) {
    char *parts[ARGS_MAX];
    size_t count = args_split(args, parts, ARGS_MAX);
    uint64_t total_us = 0;
    bool failed = count == 0;
    char *rest = count > 0 ? parts[0] : NULL;
    while (rest) {
        char *name = rest;
        rest = strchr(name, '&');
        if (rest) {
            *rest++ = '\0';
        }
        uint64_t length_us;
        if (dialplan_sound(w, name, &length_us)) {
            total_us += length_us;
        } else {
            failed = true;
        }
    }
    channel_set_variable(w, thread->channel, status_variable, failed ? "FAILED" : "SUCCESS");
    thread_sleep(w, task, world_now_us(w) + total_us);
}
