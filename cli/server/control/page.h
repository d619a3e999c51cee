/* Floor 8: the files of the page, cli/server/page/, as the build has put them into the program. */
#ifndef STASIM_CLI_SERVER_CONTROL_PAGE_H
#define STASIM_CLI_SERVER_CONTROL_PAGE_H

#include <stddef.h>

struct page_file {
    const char *name; /* "index.html"; NULL: the end */
    const char *content_type;
    const unsigned char *bytes;
    size_t size;
};

extern const struct page_file PAGE_FILES[];

/* NULL: there is none of that name. */
const struct page_file *page_find(const char *name);

#endif
