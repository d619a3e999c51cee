/* Reads the arguments of a command by its table of options, and prints its help from the same. */
#include "cli/base/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/base/number.h"
#include "cli/base/output.h"
#include "sim/base/text.h"
#include "sim/dialplan/nearest.h"

enum { NAME_SIZE = 64, HELP_INDENT = 20, NO_OPTION = -1 };

static int read_option(const struct command *command, char ***arguments, const char **value);
static int find_option(const struct command *command, const char *name, size_t length);
static bool has_letter(const struct command *command, char letter);
static void unknown_option(const struct command *command, const char *argument, size_t length);
static void print_usage(const struct command *command);

bool options_read(const struct command *command, char **arguments, options_take *take,
                  void *context, enum exit_code *code) {
    bool only_operands = false;
    *code = CODE_INPUT;
    while (*arguments) {
        const char *argument = *arguments;
        int option = OPTIONS_OPERAND;
        const char *value = argument;
        if (only_operands || argument[0] != '-' || strcmp(argument, "-") == 0) {
            arguments++;
        } else if (strcmp(argument, "--") == 0) {
            only_operands = true;
            arguments++;
            continue;
        } else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
            options_print_help(command);
            *code = CODE_PASSED;
            return false;
        } else {
            option = read_option(command, &arguments, &value);
            if (option == NO_OPTION) {
                return false;
            }
        }
        if (!take(context, option, value)) {
            return false;
        }
    }
    return true;
}

/* Goes on behind it. NO_OPTION, with a message, when it is none or its value is missing. */
static int read_option(const struct command *command, char ***arguments, const char **value) {
    const char *argument = *(*arguments)++;
    size_t length = strcspn(argument, "=");
    int index = find_option(command, argument, length);
    if (index == NO_OPTION) {
        unknown_option(command, argument, length);
        return NO_OPTION;
    }
    const struct option *option = &command->options[index];
    *value = NULL;
    if (argument[length] == '=') {
        *value = &argument[length + 1];
    } else if (option->argument) {
        *value = **arguments;
        *arguments += *value != NULL;
    }
    if (option->argument && (!*value || (*value)[0] == '\0')) {
        options_complain(command, "--%s needs a value: --%s %s", option->name, option->name,
                         option->argument);
        return NO_OPTION;
    }
    if (!option->argument && *value) {
        options_complain(command, "--%s takes no value", option->name);
        return NO_OPTION;
    }
    return index;
}

static int find_option(const struct command *command, const char *name, size_t length) {
    for (size_t i = 0; i < command->options_count; i++) {
        const char *known = command->options[i].name;
        if (has_letter(command, known[0]) && length == 2 && name[1] == known[0]) {
            return (int)i;
        }
        if (length == strlen(known) + 2 && strncmp(name, "--", 2) == 0 &&
            strncmp(&name[2], known, length - 2) == 0) {
            return (int)i;
        }
    }
    return NO_OPTION;
}

static bool has_letter(const struct command *command, char letter) {
    return command->letters && strchr(command->letters, letter);
}

static void unknown_option(const struct command *command, const char *argument, size_t length) {
    char wanted[NAME_SIZE], known[NAME_SIZE], best[NAME_SIZE], question[NEAREST_QUESTION_SIZE];
    snprintf(wanted, sizeof wanted, "%.*s", (int)length, argument);
    struct nearest nearest;
    nearest_begin(&nearest, wanted);
    for (size_t i = 0; i < command->options_count; i++) {
        snprintf(known, sizeof known, "--%s", command->options[i].name);
        nearest_offer(&nearest, known);
        if (nearest.best == known) { /* `known` is about to be overwritten */
            snprintf(best, sizeof best, "%s", known);
            nearest.best = best;
        }
    }
    const char *advice = nearest.best ? nearest_question(nearest.best, question)
                                      : " (an operand that begins with '-' stands behind --)";
    options_complain(command, "unknown option '%s'%s", wanted, advice);
}

bool options_number(const struct command *command, const char *what, const char *text, uint64_t min,
                    uint64_t max, uint64_t *number) {
    if (number_read(text, number) && *number >= min && *number <= max) {
        return true;
    }
    options_complain(command, "%s must be a whole number from %llu to %llu, not '%s'", what,
                     (unsigned long long)min, (unsigned long long)max, text);
    return false;
}

bool options_pair(const struct command *command, const char *what, const char *text,
                  const char *separator, uint64_t numbers[2]) {
    const char *rest = text;
    if (number_take(&rest, &numbers[0]) && strncmp(rest, separator, strlen(separator)) == 0) {
        rest += strlen(separator);
        if (number_read(rest, &numbers[1])) {
            return true;
        }
    }
    options_complain(command, "%s must be two whole numbers with '%s' between them, not '%s'", what,
                     separator, text);
    return false;
}

bool options_shard(const struct command *command, const char *text, uint64_t shard[2]) {
    if (!options_pair(command, "--shard", text, "/", shard)) {
        return false;
    }
    bool is_one = shard[0] >= 1 && shard[0] <= shard[1];
    if (!is_one) {
        options_complain(command, "--shard I/N: I goes from 1 to N, so not '%s'", text);
    }
    return is_one;
}

bool options_mutation(const struct command *command, const char *text, enum mutation *mutation) {
    *mutation = mutation_named(text);
    if (*mutation == MUTATE_NOTHING) {
        options_complain(command, "--mutate: there is no mistake called '%s'", text);
    }
    return *mutation != MUTATE_NOTHING;
}

void options_complain(const struct command *command, const char *format, ...) {
    fflush(stdout);
    fprintf(stderr, "stasim %s: ", command->name);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n`stasim help %s` lists what it takes.\n", command->name);
}

void options_print_help(const struct command *command) {
    print_usage(command);
    printf("\n");
    print_wrapped(stdout, 0, command->summary);
    printf("\n");
    for (size_t i = 0; i < command->options_count; i++) {
        const struct option *option = &command->options[i];
        if (!option->summary) {
            continue;
        }
        int width = printf("  --%s", option->name);
        if (has_letter(command, option->name[0])) {
            width += printf(", -%c", option->name[0]);
        }
        width += option->argument ? printf(" %s", option->argument) : 0;
        if (width + 2 > HELP_INDENT) {
            printf("\n");
            width = 0;
        }
        printf("%*s", HELP_INDENT - width, "");
        print_wrapped(stdout, HELP_INDENT, option->summary);
    }
    printf("%-*sthis text\n", HELP_INDENT, "  --help");
    if (command->about) {
        printf("\n");
        print_wrapped(stdout, 0, command->about);
    }
}

static void print_usage(const struct command *command) {
    int column = printf("Usage: stasim %s", command->name);
    int indent = column + 1;
    size_t words = command->options_count + (command->operands[0] != '\0');
    for (size_t i = 0; i < words; i++) {
        char word[NAME_SIZE];
        if (i < command->options_count && !command->options[i].summary) {
            continue;
        }
        if (i == command->options_count) {
            snprintf(word, sizeof word, "%s", command->operands);
        } else {
            const struct option *option = &command->options[i];
            snprintf(word, sizeof word, "[--%s%s%s]", option->name, option->argument ? " " : "",
                     text_or_empty(option->argument));
        }
        if (column + 1 + (int)strlen(word) > WRAP_COLUMNS) {
            printf("\n%*s", indent - 1, "");
            column = indent - 1;
        }
        column += printf(" %s", word);
    }
    printf("\n");
}
