/* Standard output and standard error: terminals, messages, and whether all was written. */
#include "cli/base/output.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base/memory.h"
#include "cli/base/visible.h"

static bool reader_is_gone(void);

void output_begin(void) {
    /* A file opened later must not become "standard output" because that was closed: what is
     * missing is filled with something that cannot be written. */
    for (int fd = open("/dev/null", O_RDONLY); fd >= 0; fd = open("/dev/null", O_RDONLY)) {
        if (fd > STDERR_FILENO) {
            close(fd);
            break;
        }
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
}

bool output_works(void) {
    return fflush(stdout) == 0 && !ferror(stdout);
}

enum exit_code output_finish(void) {
    if (output_works()) {
        return CODE_PASSED;
    }
    if (reader_is_gone()) {
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    complain("standard output could not be written");
    return CODE_INTERNAL;
}

/* Which of many writes failed, and of what, stdio does not remember: the pipe itself is asked. */
static bool reader_is_gone(void) {
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

void complain(const char *format, ...) {
    fflush(stdout);
    va_list arguments;
    va_start(arguments, format);
    char *message = memory_vprint(format, arguments);
    va_end(arguments);
    fputs("stasim: ", stderr);
    visible_print(stderr, message);
    fputc('\n', stderr);
    free(message);
}

bool output_is_terminal(void) {
    return isatty(STDOUT_FILENO) == 1;
}

bool output_can_erase(int fd) {
    const char *term = getenv("TERM");
    return isatty(fd) == 1 && term && strcmp(term, "dumb") != 0;
}

bool output_has_colours(void) {
    const char *no_color = getenv("NO_COLOR");
    return output_can_erase(STDOUT_FILENO) && (!no_color || no_color[0] == '\0');
}

/* The locale is only asked, never set: nothing in the model may depend on it. */
bool output_is_utf8(void) {
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale) {
        return false;
    }
    bool is_utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return is_utf8;
}

void print_wrapped(FILE *out, int indent, const char *text) {
    int column = indent;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        int width = visible_columns(text, length);
        if (column > indent && column + 1 + width > WRAP_COLUMNS) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
        }
        if (column > indent && length > 0) {
            fputc(' ', out);
            column++;
        }
        for (const char *end = text + length; text < end;) {
            char shown[VISIBLE_SIZE]; /* no terminal obeys what a scenario says */
            text += visible_next(text, shown);
            fputs(shown, out);
        }
        column += width;
        if (*text == '\n' && text[1] != '\0') {
            fprintf(out, "\n%*s", text[1] == '\n' ? 0 : indent, "");
            column = indent;
        }
        text += *text != '\0';
    }
    fputc('\n', out);
}

void print_shell_word(FILE *out, const char *word) {
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "_./+-:,@%=";
    if (word[0] != '\0' && word[strspn(word, safe)] == '\0') {
        fputs(word, out);
        return;
    }
    fputc('\'', out);
    for (; *word != '\0'; word++) {
        if (*word == '\'') {
            fputs("'\\''", out);
        } else {
            fputc(*word, out);
        }
    }
    fputc('\'', out);
}
