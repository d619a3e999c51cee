/* Applications that take simulated time: waiting, sounds, music, digits that never come. */
#include <string.h>

#include "sim/base/unit.h"
#include "sim/dialplan/apps.h"
#include "sim/dialplan/args.h"
#include "sim/dialplan/match.h"
#include "sim/dialplan/note.h"

/* Where the arguments stand; REST takes those that nobody reads. */
enum { MUSIC_SECONDS = 1, MUSIC_REST, MUSIC_ARGS };
enum { READ_VARIABLE, READ_SOUND, READ_TIMEOUT = 5, READ_REST, READ_ARGS };
enum { PLAY_SOUNDS, PLAY_REST, PLAY_ARGS };

static const uint64_t DIGIT_TIMEOUT_US = 10 * US_PER_S;

static void play(struct world *w, struct task *task, struct thread *thread, char *args,
                 const char *status_variable);
static void no_digit(struct world *w, struct task *task);

static const struct step NO_DIGIT = {"P no digit", no_digit, thread_tell};

/* Wait(seconds) */
void app_wait(struct world *w, struct task *task, struct thread *thread, char *args) {
    uint64_t wait_us = 0;
    if (!args_seconds(args, &wait_us)) {
        dialplan_warn(w, thread->channel, "Wait() needs a number of seconds");
    }
    thread_sleep(w, task, world_now_us(w) + wait_us);
}

/* WaitExten([seconds]): nobody dials; at the end the `t` extension runs if there is one. */
void app_wait_exten(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)thread;
    uint64_t wait_us = args_seconds_or(args, DIGIT_TIMEOUT_US);
    task_sleep(w, task, &NO_DIGIT, world_now_us(w) + wait_us, WAKE_HANGUP);
}

static void no_digit(struct world *w, struct task *task) {
    struct thread *thread = task_activity(task);
    const char *context = thread->channel->context;
    if (!thread->channel->hung_up && dialplan_find(dialplan_of(w), context, "t", 1)) {
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
    (void)thread;
    char *parts[MUSIC_ARGS];
    args_read(args, parts, MUSIC_ARGS);
    uint64_t wait_us;
    bool ends = args_seconds(parts[MUSIC_SECONDS], &wait_us);
    thread_sleep(w, task, ends ? world_now_us(w) + wait_us : TASK_FOREVER);
}

/* Echo(): until somebody hangs up. */
void app_echo(struct world *w, struct task *task, struct thread *thread, char *args) {
    (void)args;
    (void)thread;
    thread_sleep(w, task, TASK_FOREVER);
}

/* Read(variable[,sound[,digits[,options[,attempts[,timeout]]]]]): the sound, then silence. */
void app_read(struct world *w, struct task *task, struct thread *thread, char *args) {
    char *parts[READ_ARGS];
    args_read(args, parts, READ_ARGS);
    uint64_t wait_us = args_seconds_or(parts[READ_TIMEOUT], DIGIT_TIMEOUT_US);
    uint64_t sound_us = 0;
    if (parts[READ_SOUND][0] != '\0' && !dialplan_sound(w, parts[READ_SOUND], &sound_us)) {
        sound_us = 0;
    }
    if (parts[READ_VARIABLE][0] != '\0') {
        channel_set_variable(w, thread->channel, parts[READ_VARIABLE], "");
    }
    channel_set_variable(w, thread->channel, "READSTATUS", "TIMEOUT");
    thread_sleep(w, task, world_now_us(w) + sound_us + wait_us);
}

static void play(struct world *w, struct task *task, struct thread *thread, char *args,
                 const char *status_variable) {
    char *parts[PLAY_ARGS];
    size_t count = args_split(args, parts, PLAY_ARGS);
    uint64_t total_us = 0;
    bool failed = count == 0;
    char *sounds = count > 0 ? parts[PLAY_SOUNDS] : NULL;
    for (char *name; (name = args_next(&sounds, '&'));) {
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
