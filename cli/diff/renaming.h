/* Floor 8: which generated id of one recording stands for which of the other: always the same one,
 * and never two for one. */
#ifndef STASIM_CLI_DIFF_RENAMING_H
#define STASIM_CLI_DIFF_RENAMING_H

struct renaming;

/* The recordings' servers listened at `hosts`, which must last as long. */
struct renaming *renaming_new(const char *const hosts[2]);
void renaming_free(struct renaming *renaming);

enum likeness {
    ALIKE,
    UNLIKE,     /* something differs that is not generated */
    OTHER_NAME, /* an id stands for another one elsewhere */
};
/* Compares a text of the first recording with one of the second. */
enum likeness renaming_compare(const struct renaming *renaming, const char *a, const char *b);
/* The same, and where they are alike remembers which ids stand for each other. */
enum likeness renaming_learn(struct renaming *renaming, const char *a, const char *b);

#endif
