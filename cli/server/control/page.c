/* The page, and the files it loads. */
#include "cli/server/control/page.h"

#include <string.h>

#include "cli/base/memory.h"
#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"
#include "sim/base/must.h"

static void give_file(struct exchange *exchange, const char *name);

void control_page(struct exchange *exchange) {
    give_file(exchange, "index.html");
}

void control_page_file(struct exchange *exchange) {
    give_file(exchange, exchange->id);
}

/* Names that it has are relative to the folder. */
void control_page_folder(struct exchange *exchange) {
    exchange->status = 301;
    exchange->location = "/stasim/";
}

const struct page_file *page_find(const char *name) {
    for (const struct page_file *file = PAGE_FILES; file->name; file++) {
        if (strcmp(file->name, name) == 0) {
            return file;
        }
    }
    return NULL;
}

static void give_file(struct exchange *exchange, const char *name) {
    const struct page_file *file = page_find(name);
    must(file);
    char *copy = memory_new(file->size + 1);
    give_text(exchange, file->content_type, memcpy(copy, file->bytes, file->size), file->size);
}
