/* Processes under test: each leads a group of its own, so that all of it can be ended. */
#include "cli/test/program.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/base/child.h"
#include "cli/base/memory.h"
#include "cli/base/output.h"
#include "sim/base/must.h"
#include "sim/base/text.h"

enum {
    GRACE_MS = 2000, /* between SIGTERM and SIGKILL */
    POLL_MS = 5,
    OUTPUT_BYTES_MAX = 16 * 1024, /* that are shown of a scenario */
    DESCRIPTORS_MAX = 1024,
};

/* Where the server is. */
struct place {
    char url[64];
    char port[16];
};

static _Noreturn void become(const struct program *program, char **command, int port, int output);
static void set_environment(const struct program *program, const struct place *place);
static char *replaced(const char *word, const struct program *program, const struct place *place);
static void join_apps(const struct script_program *script, char apps[PROGRAM_APPS_BYTES]);
static void add_lines(json_t *lines, char *text, const char *name);

bool program_start(struct program *program, const struct script_program *script, char **command,
                   int port) {
    *program = (struct program){.name = memory_text(script->name), .output = tmpfile()};
    join_apps(script, program->apps);
    if (!program->output) {
        complain("cannot keep a program's output: %s", strerror(errno));
        return false;
    }
    fflush(NULL);
    pid_t parent = getpid();
    pid_t process = fork();
    if (process == 0) {
        child_end_with(parent);
        become(program, command, port, fileno(program->output));
    }
    if (process < 0) {
        complain("cannot start '%s': %s", command[0], strerror(errno));
        return false;
    }
    setpgid(process, process); /* whoever of the two comes first */
    program->process = process;
    return true;
}

bool program_runs(struct program *program) {
    int status;
    if (program->process > 0 && waitpid(program->process, &status, WNOHANG) == program->process) {
        kill(-program->process, SIGKILL); /* whatever it has left behind */
        program->process = 0;
        program->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return program->process > 0;
}

void program_end(struct program *program) {
    static const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
    if (!program_runs(program)) {
        return;
    }
    kill(-program->process, SIGTERM);
    for (int waited_ms = 0; program_runs(program); waited_ms += POLL_MS) {
        if (waited_ms >= GRACE_MS) {
            kill(-program->process, SIGKILL);
        }
        nanosleep(&pause, NULL);
    }
}

void program_free(struct program *program) {
    must(program->process == 0);
    if (program->output) {
        fclose(program->output);
    }
    free(program->name);
    *program = (struct program){0};
}

bool program_is(const struct program *program, const struct script_program *script) {
    char apps[PROGRAM_APPS_BYTES];
    join_apps(script, apps);
    return strcmp(program->name, script->name) == 0 && strcmp(program->apps, apps) == 0;
}

void program_mark(struct program *program) {
    struct stat state;
    must(fstat(fileno(program->output), &state) == 0);
    program->output_from = state.st_size;
}

void program_tell(struct program *program, json_t *lines, bool with_name) {
    struct stat state;
    char *text = malloc(OUTPUT_BYTES_MAX + 1);
    if (text && fstat(fileno(program->output), &state) == 0) {
        off_t from = program->output_from;
        if (state.st_size - from > OUTPUT_BYTES_MAX) {
            from = state.st_size - OUTPUT_BYTES_MAX;
        }
        ssize_t size = pread(fileno(program->output), text, OUTPUT_BYTES_MAX, from);
        text[size > 0 ? size : 0] = '\0';
        add_lines(lines, text, with_name ? program->name : NULL);
    }
    free(text);
}

/* The process that has just been forked: never comes back. */
static void become(const struct program *program, char **command, int port, int output) {
    struct place place;
    snprintf(place.url, sizeof place.url, "http://127.0.0.1:%d", port);
    snprintf(place.port, sizeof place.port, "%d", port);
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++) {
        close(fd);
    }
    set_environment(program, &place);
    for (char **word = command; *word; word++) { /* the parent keeps its own */
        *word = replaced(*word, program, &place);
    }
    execvp(command[0], command);
    dprintf(STDERR_FILENO, "stasim: cannot run '%s': %s\n", command[0], strerror(errno));
    _exit(127);
}

static void set_environment(const struct program *program, const struct place *place) {
    setenv("ARI_URL", place->url, 1);
    setenv("ARI_HOST", "127.0.0.1", 1);
    setenv("ARI_PORT", place->port, 1);
    setenv("ARI_USERNAME", program->name, 1);
    setenv("ARI_PASSWORD", PROGRAM_PASSWORD, 1);
    setenv("ARI_APP", program->apps, 1);
}

/* With {url}, {port} and {app} filled in. */
static char *replaced(const char *word, const struct program *program, const struct place *place) {
    const struct {
        const char *name;
        const char *value;
    } names[] = {{"{url}", place->url}, {"{port}", place->port}, {"{app}", program->apps}};
    size_t room = strlen(word) + 1, used = 0;
    char *out = memory_new(room);
    while (*word != '\0') {
        size_t taken = 1;
        const char *value = word;
        size_t size = 1;
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (strncmp(word, names[i].name, strlen(names[i].name)) == 0) {
                taken = strlen(names[i].name);
                value = names[i].value;
                size = strlen(value);
            }
        }
        room += size;
        out = memory_grow(out, room);
        memcpy(&out[used], value, size);
        used += size;
        word += taken;
    }
    out[used] = '\0';
    return out;
}

static void join_apps(const struct script_program *script, char apps[PROGRAM_APPS_BYTES]) {
    size_t used = 0;
    apps[0] = '\0';
    for (size_t i = 0; i < script->apps_count; i++) {
        int size = snprintf(apps + used, PROGRAM_APPS_BYTES - used, "%s%s", i > 0 ? "," : "",
                            script->apps[i]);
        used += (size_t)size < PROGRAM_APPS_BYTES - used ? (size_t)size : 0;
    }
}

/* Bytes that are no UTF-8 cannot be told. */
static void add_lines(json_t *lines, char *text, const char *name) {
    for (char *rest = text, *line; (line = strtok_r(rest, "\n", &rest));) {
        for (char *byte = line; *byte != '\0'; byte++) {
            *byte = (char)((unsigned char)*byte < 0x80 ? *byte : '?');
        }
        json_array_append_new(lines,
                              json_sprintf("%s%s%s", text_or_empty(name), name ? ": " : "", line));
    }
}
