/* Substitution in the caller's buffer alone: the inside of a `${` or `$[` is written where its
 * value will stand, worked out, and overwritten by the value. So nothing is allocated, and however
 * deep a text nests, it needs no second buffer. */
#include "sim/dialplan/subst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/must.h"
#include "sim/base/text.h"
#include "sim/dialplan/expr.h"
#include "sim/dialplan/func.h"

enum { BOUND_MAX = 1 << 20, BOUNDS_SIZE = 48, SHOWN_SIZE = 80 };

struct job {
    const struct dialplan_env *env;
    char *out;
    size_t size, len;
    unsigned depth;
    bool cut;
    enum subst_error error;
};

static const char *copy(struct job *job, const char *text, char closer);
static const char *copy_nested(struct job *job, const char *text);
static void put_byte(struct job *job, char byte);
static void evaluate(struct job *job, size_t start, char closer);
static enum subst_error evaluate_reference(const struct dialplan_env *env, char *text, size_t size);
static char *find_bounds(char *text);
static enum subst_error evaluate_function(const struct dialplan_env *env, char *text, size_t size);
static enum subst_error slice(const char **value, size_t *len, const char *bounds);
static bool read_bound(const char **text, long *bound);
static void fail(struct job *job, enum subst_error error, const char *text);

enum subst_error subst(const struct dialplan_env *env, const char *text, char *out, size_t size) {
    must(env && text && out && size > 0);
    struct job job = {.env = env, .out = out, .size = size};
    copy(&job, text, '\0');
    out[job.len] = '\0';
    return job.error;
}

enum subst_error subst_function(const struct dialplan_env *env, const char *call, char *out,
                                size_t size) {
    must(env && call && out && size > 0);
    size_t len = strlen(call);
    out[0] = '\0';
    if (len >= size) {
        return SUBST_CUT;
    }
    memcpy(out, call, len + 1);
    return evaluate_function(env, out, size);
}

const char *subst_skip(const char *text) {
    char opener = text[1], closer = opener == '{' ? '}' : ']';
    unsigned open = 0;
    for (text++; *text; text++) {
        open += *text == opener;
        if (*text == closer && --open == 0) {
            return text + 1;
        }
    }
    return text;
}

bool subst_true(const char *condition) {
    condition += strspn(condition, " \t");
    if (*condition == '\0') {
        return false;
    }
    char *end;
    double number = strtod(condition, &end);
    end += strspn(end, " \t");
    return *end != '\0' || number != 0;
}

/* Copies `text` up to the `closer` that belongs to it ('\0': to the end), substituting as it goes.
 * Returns what follows the closer. */
static const char *copy(struct job *job, const char *text, char closer) {
    char opener = closer == '}' ? '{' : '[';
    const char *begin = text;
    unsigned open = 0;
    for (; *text; text++) {
        if (text[0] == '$' && (text[1] == '{' || text[1] == '[')) {
            text = copy_nested(job, text) - 1;
            continue;
        }
        if (closer != '\0' && *text == closer && open-- == 0) {
            return text + 1;
        }
        open += closer != '\0' && *text == opener;
        put_byte(job, *text);
    }
    if (closer != '\0') {
        fail(job, SUBST_UNBALANCED, begin);
    }
    return text;
}

/* Replaces the `${...}` or `$[...]` that `text` begins with; returns what follows it. */
static const char *copy_nested(struct job *job, const char *text) {
    if (job->depth == SUBST_DEPTH_MAX) {
        fail(job, SUBST_TOO_DEEP, text);
        return subst_skip(text);
    }
    size_t start = job->len;
    char closer = text[1] == '{' ? '}' : ']';
    job->depth++;
    const char *rest = copy(job, text + 2, closer);
    job->depth--;
    evaluate(job, start, closer);
    return rest;
}

static void put_byte(struct job *job, char byte) {
    if (job->len < job->size - 1) {
        job->out[job->len++] = byte;
    } else if (!job->cut) { /* told once, not for each byte */
        job->cut = true;
        job->out[job->len] = '\0';
        fail(job, SUBST_CUT, job->out);
    }
}

/* Replaces what was written since `start` by its value. */
static void evaluate(struct job *job, size_t start, char closer) {
    char *text = job->out + start;
    size_t size = job->size - start;
    job->out[job->len] = '\0';
    if (closer == '}') {
        char shown[SHOWN_SIZE];
        snprintf(shown, sizeof shown, "%s", text);
        enum subst_error error = evaluate_reference(job->env, text, size);
        if (error != SUBST_OK) {
            fail(job, error, shown);
        }
    } else {
        enum expr_error error = expr_eval(text, text, size);
        if (error != EXPR_OK) {
            fail(job, error == EXPR_NO_MEMORY ? SUBST_NO_MEMORY : SUBST_BAD_EXPRESSION,
                 expr_error_text(error));
        }
    }
    job->len = start + strlen(text);
}

/* `text` is NAME or FUNCTION(args), perhaps with `:offset` or `:offset:length` behind it. */
static enum subst_error evaluate_reference(const struct dialplan_env *env, char *text,
                                           size_t size) {
    char bounds[BOUNDS_SIZE] = "";
    char *colon = find_bounds(text);
    if (colon) {
        *colon = '\0';
        snprintf(bounds, sizeof bounds, "%s", colon + 1);
    }
    enum subst_error error = SUBST_OK;
    const char *value = text;
    if (strchr(text, '(')) {
        error = evaluate_function(env, text, size);
    } else {
        value = env->variable(env->ctx, text);
        value = text_or_empty(value);
    }
    size_t len = strlen(value);
    if (colon && error == SUBST_OK) {
        error = slice(&value, &len, bounds);
    }
    if (len >= size) {
        len = size - 1;
        error = SUBST_CUT;
    }
    memmove(text, value, len);
    text[len] = '\0';
    return error;
}

/* The colon before the offset: the first one, but behind the arguments of a function. */
static char *find_bounds(char *text) {
    char *colon = strchr(text, ':');
    const char *paren = strchr(text, '(');
    if (!paren || (colon && colon < paren)) {
        return colon;
    }
    char *end = strrchr(text, ')');
    return end && end[1] == ':' ? end + 1 : NULL;
}

/* Replaces `FUNCTION(args)` by its value. */
static enum subst_error evaluate_function(const struct dialplan_env *env, char *text, size_t size) {
    char *args = strchr(text, '(');
    size_t len = strlen(text);
    if (!args || text[len - 1] != ')') {
        text[0] = '\0';
        return SUBST_BAD_ARGUMENT;
    }
    *args++ = '\0';
    text[len - 1] = '\0';
    const struct func *func = func_find(text);
    if (!func) {
        text[0] = '\0';
        return SUBST_NO_FUNCTION;
    }
    return func->run(env, args, text, size);
}

/* Narrows a value to `offset` or `offset:length`; negative ones count from its end. */
static enum subst_error slice(const char **value, size_t *len, const char *bounds) {
    long all = (long)*len, offset = 0, length = all;
    bool readable = read_bound(&bounds, &offset);
    if (readable && *bounds == ':') {
        bounds++;
        readable = read_bound(&bounds, &length);
    }
    if (!readable || *bounds != '\0') {
        return SUBST_BAD_ARGUMENT;
    }
    long start = offset < 0 ? all + offset : offset;
    start = start < 0 ? 0 : start > all ? all : start;
    long end = length < 0 ? all + length : start + length;
    end = end < start ? start : end > all ? all : end;
    *value += start;
    *len = (size_t)(end - start);
    return SUBST_OK;
}

/* Reads a number with a sign from the front of *text; leaves *bound as it is if there is nothing.
 */
static bool read_bound(const char **text, long *bound) {
    if (**text == '\0' || **text == ':') {
        return true;
    }
    char *end;
    long number = strtol(*text, &end, 10);
    if (end == *text) {
        return false;
    }
    *bound = number < -BOUND_MAX ? -BOUND_MAX : number > BOUND_MAX ? BOUND_MAX : number;
    *text = end;
    return true;
}

/* The first error is the result; every one is told. */
static void fail(struct job *job, enum subst_error error, const char *text) {
    if (job->error == SUBST_OK) {
        job->error = error;
    }
    if (job->env->problem) {
        job->env->problem(job->env->ctx, error, text);
    }
}
