/* What happened as a picture. */
#include "cli/diagram/diagram.h"

#include <string.h>

#include "cli/server/control/exchange.h"
#include "cli/server/control/requests.h"

static bool write_diagram(const struct exchange *exchange, const struct log *log, FILE *out);

void control_diagram(struct exchange *exchange) {
    const char *format = exchange_query(exchange, "format");
    if (format && strcmp(format, "svg") == 0) {
        exchange->disposition = "attachment; filename=\"stasim-diagram.svg\"";
        give_log(exchange, "image/svg+xml", write_diagram);
    } else if (!format || strcmp(format, "text") == 0 || strcmp(format, "mermaid") == 0) {
        give_log(exchange, "text/plain; charset=utf-8", write_diagram);
    } else {
        give_error(exchange, 400, "format must be text, mermaid or svg, not \"%.60s\"", format);
    }
}

static bool write_diagram(const struct exchange *exchange, const struct log *log, FILE *out) {
    const char *format = exchange_query(exchange, "format");
    struct diagram *diagram = diagram_new(log, "");
    bool good = diagram != NULL;
    if (good && format && strcmp(format, "svg") == 0) {
        good = diagram_write_svg(diagram, out);
    } else if (good && format && strcmp(format, "mermaid") == 0) {
        diagram_write_mermaid(diagram, out);
    } else if (good) {
        diagram_write_text(diagram, out, &(struct diagram_style){.is_utf8 = true});
    }
    diagram_free(diagram);
    return good;
}
