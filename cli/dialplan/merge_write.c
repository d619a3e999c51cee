/* Writing a merged dialplan: as a person would, and so that it is read back as it was. */
#include <string.h>

#include "cli/dialplan/merge.h"

static void write_part(const struct merge_part *part, FILE *out);
static void write_extension(const struct dialplan_extension *extension, FILE *out);
static void write_includes(const char *includes, FILE *out);
static void write_text(const char *text, FILE *out);

void merge_write(const struct merge *merge, FILE *out) {
    fputs("[general]\nstatic=yes\nwriteprotect=no\nautofallthrough=yes\n", out);
    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_part *part = &merge->parts[i];
        const char *before = i > 0 ? merge->parts[i - 1].context : "";
        if (!part->context && i == 0) {
            fputs("\n[globals]\n", out);
        } else if (part->context && (!before || strcmp(before, part->context) != 0)) {
            fputs("\n[", out);
            write_text(part->context, out);
            fputs("]\n", out);
        }
        write_part(part, out);
    }
}

static void write_part(const struct merge_part *part, FILE *out) {
    if (part->extension) {
        write_extension(part->extension, out);
    } else if (part->includes) {
        write_includes(part->includes, out);
    } else {
        write_text(part->global->name, out);
        fputc('=', out);
        write_text(part->global->value, out);
        fputc('\n', out);
    }
}

static void write_extension(const struct dialplan_extension *extension, FILE *out) {
    for (size_t i = 0; i < extension->step_count; i++) {
        const struct dialplan_step *step = &extension->steps[i];
        if (i == 0) {
            fputs("exten => ", out);
            write_text(extension->name, out);
            fprintf(out, ",%d", step->priority);
        } else if (step->priority == extension->steps[i - 1].priority + 1) {
            fputs(" same => n", out);
        } else {
            fprintf(out, " same => %d", step->priority);
        }
        if (step->label) {
            fputc('(', out);
            write_text(step->label, out);
            fputc(')', out);
        }
        fputc(',', out);
        write_text(step->application, out);
        fputc('(', out);
        write_text(step->args, out);
        fputs(")\n", out);
    }
}

static void write_includes(const char *includes, FILE *out) {
    for (const char *name = includes; name; name = strchr(name, ',')) {
        name += *name == ',';
        fprintf(out, "include => %.*s\n", (int)strcspn(name, ","), name);
    }
}

/* Behind a bare semicolon a comment would begin. */
static void write_text(const char *text, FILE *out) {
    for (; *text; text++) {
        if (*text == ';') {
            fputc('\\', out);
        }
        fputc(*text, out);
    }
}
