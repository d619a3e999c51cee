/* In place of libFuzzer: gives a target every input of the files it is called with. A file holds
 * one input a line; \n, \r, \t, \\ and \xHH stand for bytes. */
#include <ctype.h>
#include <stdio.h>

#include "tests/fuzz/fuzz.h"

enum { LINE_BYTES_MAX = 1 << 20 };

static size_t replay_file(const char *path);
static size_t unescape(char *line);
static unsigned hex(char digit);

int main(int argc, char **argv) {
    size_t inputs = 0;
    for (int i = 1; i < argc; i++) {
        inputs += replay_file(argv[i]);
    }
    printf("%zu inputs\n", inputs);
    return inputs > 0 ? 0 : 1;
}

static size_t replay_file(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = malloc(LINE_BYTES_MAX);
    size_t inputs = 0;
    must(file && line);
    while (fgets(line, LINE_BYTES_MAX, file)) {
        size_t size = strlen(line);
        must(size > 0 && line[size - 1] == '\n');
        line[size - 1] = '\0';
        size = unescape(line);
        /* So that whoever reads too far is found. */
        char *input = fuzz_text((const uint8_t *)line, size);
        LLVMFuzzerTestOneInput((const uint8_t *)input, size);
        free(input);
        inputs++;
    }
    free(line);
    fclose(file);
    return inputs;
}

/* In place; the size of what comes of it. */
static size_t unescape(char *line) {
    char *to = line;
    for (const char *from = line; *from != '\0'; from++) {
        if (*from != '\\') {
            *to++ = *from;
            continue;
        }
        from++;
        if (*from == 'x') {
            must(isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2]));
            *to++ = (char)(hex(from[1]) << 4 | hex(from[2]));
            from += 2;
        } else {
            must(*from == 'n' || *from == 'r' || *from == 't' || *from == '\\');
            *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from == 't' ? '\t' : '\\';
        }
    }
    return (size_t)(to - line);
}

static unsigned hex(char digit) {
    return (unsigned)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
}
