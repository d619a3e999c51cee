/* What the targets of the fuzzer share. A target is a program of its own, tests/fuzz/fuzz_*.c: with
 * libFuzzer (`make fuzz`) it is fed what that makes up, without it (tests/fuzz.t) the saved inputs
 * of tests/fuzz/corpus/. It takes any bytes; what must hold, it demands with must(). */
#ifndef STASIM_TESTS_FUZZ_FUZZ_H
#define STASIM_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"

/* One input. Always 0: libFuzzer asks for it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as a string of its own, to be freed: a byte behind it is found by AddressSanitizer. */
static inline char *fuzz_text(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    must(text);
    if (size > 0) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    return text;
}

#endif
