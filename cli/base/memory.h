/* Floor 8: what a command does when there is no more memory: it ends. */
#ifndef STASIM_CLI_BASE_MEMORY_H
#define STASIM_CLI_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

/* From now on JSON that finds no memory ends the program by memory_end(), here and in whatever of
 * sim/ this process uses: otherwise, where nobody looks, a part of the JSON would be missing. */
void memory_begin(void);

/* Says that memory ran out, and ends the program at once with CODE_INTERNAL. */
_Noreturn void memory_end(void);

/* What somebody else has allocated, who answers NULL without memory: then the program ends. */
void *memory_checked(void *made);

/* Zeroed; as realloc(); copies of a text, or of the first bytes of one: all are never NULL, and to
 * be freed. */
void *memory_new(size_t size);
void *memory_grow(void *memory, size_t size);
char *memory_text(const char *text);
char *memory_part(const char *text, size_t size);
/* What printf() would print. */
char *memory_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_vprint(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
