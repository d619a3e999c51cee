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
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "cli/output.h"
#include "sim/base/must.h"

enum {
    GRACE_MS = 2000, /* between SIGTERM and SIGKILL */
    POLL_MS = 5,
    OUTPUT_BYTES_MAX = 16 * 1024, /* that are shown of a scenario */
    WORD_BYTES = 4096,
    WORDS_MAX = 256,
    DESCRIPTORS_MAX = 1024,
};

static void become(const struct program *program, char **command, int port, int output);
static void set_environment(const struct program *program, int port);
static char *replaced(const char *word, const struct program *program, int port);
static void join_apps(const struct script_program *script, char apps[PROGRAM_APPS_BYTES]);
static void add_lines(json_t *lines, char *text, const char *name);

bool program_start(struct program *program, const struct script_program *script, char **command,
                   int port) {
    *program = (struct program){.name = strdup(script->name), .output = tmpfile()};
    join_apps(script, program->apps);
    if (!program->name || !program->output) {
        complain("cannot keep a program's output: %s", strerror(errno));
        return false;
    }
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
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
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): only to take the const away */
    free((void *)(uintptr_t)program->name);
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
    char *words[WORDS_MAX + 1];
    size_t count = 0;
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* it does not outlive stasim, however that ends */
#endif
    signal(SIGPIPE, SIG_DFL);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++) {
        close(fd);
    }
    set_environment(program, port);
    for (; count < WORDS_MAX && command[count]; count++) {
        words[count] = replaced(command[count], program, port);
    }
    words[count] = NULL;
    execvp(words[0], words);
    dprintf(STDERR_FILENO, "stasim: cannot run '%s': %s\n", words[0], strerror(errno));
    _exit(127);
}

static void set_environment(const struct program *program, int port) {
    char url[64];
    char digits[16];
    snprintf(digits, sizeof digits, "%d", port);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    setenv("ARI_URL", url, 1);
    setenv("ARI_HOST", "127.0.0.1", 1);
    setenv("ARI_PORT", digits, 1);
    setenv("ARI_USERNAME", program->name, 1);
    setenv("ARI_PASSWORD", PROGRAM_PASSWORD, 1);
    setenv("ARI_APP", program->apps, 1);
}

static char *replaced(const char *word, const struct program *program, int port) {
    char url[64];
    char digits[16];
    snprintf(digits, sizeof digits, "%d", port);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    const struct {
        const char *name;
        const char *value;
    } names[] = {{"{url}", url}, {"{port}", digits}, {"{app}", program->apps}};
    char *out = calloc(1, WORD_BYTES);
    size_t used = 0;
    while (out && *word != '\0' && used + 1 < WORD_BYTES) {
        const char *value = NULL;
        for (size_t i = 0; !value && i < sizeof names / sizeof names[0]; i++) {
            if (strncmp(word, names[i].name, strlen(names[i].name)) == 0) {
                value = names[i].value;
                word += strlen(names[i].name);
            }
        }
        if (value) {
            int size = snprintf(out + used, WORD_BYTES - used, "%s", value);
            used += (size_t)size < WORD_BYTES - used ? (size_t)size : WORD_BYTES - used - 1;
        } else {
            out[used++] = *word++;
        }
    }
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
                              json_sprintf("%s%s%s", name ? name : "", name ? ": " : "", line));
    }
}
