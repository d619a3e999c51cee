/* Floor 6: short forms of what parameters usually are, for the tables of operations. */
#ifndef STASIM_ARI_PARAMETERS_H
#define STASIM_ARI_PARAMETERS_H

#include "sim/ari/operation.h"

#define PATH(parameter_name)                                                                       \
    { .name = (parameter_name), .place = IN_PATH, .type = "string", .required = true }
/* Stands in the path all the same, but is documented as if it need not. */
#define OPTIONAL_PATH(parameter_name)                                                              \
    { .name = (parameter_name), .place = IN_PATH, .type = "string" }

#define OPTIONAL(parameter_name, parameter_type)                                                   \
    { .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type) }
#define DEFAULTS(parameter_name, parameter_type, text)                                             \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type),                     \
        .default_value = (text)                                                                    \
    }
#define AT_LEAST(parameter_name, parameter_type, text, least)                                      \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type),                     \
        .default_value = (text), .has_minimum = true, .minimum = (least)                           \
    }
/* One of these words. */
#define WORDS(parameter_name, text, ...)                                                           \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .default_value = (text),    \
        ALLOWED(__VA_ARGS__)                                                                       \
    }

#define REQUIRED(parameter_name, parameter_type)                                                   \
    { .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type), .required = true }
#define REQUIRED_WORD(parameter_name, ...)                                                         \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .required = true,           \
        ALLOWED(__VA_ARGS__)                                                                       \
    }
/* The table sees to it that it is there, and answers `message` otherwise. */
#define DEMANDED(parameter_name, message)                                                          \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .required = true,           \
        .missing = (message)                                                                       \
    }

#define LIST(parameter_name)                                                                       \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .required = true,           \
        .multiple = true                                                                           \
    }
#define DEMANDED_LIST(parameter_name, message)                                                     \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .required = true,           \
        .multiple = true, .missing = (message)                                                     \
    }
#define OPTIONAL_LIST(parameter_name)                                                              \
    { .name = (parameter_name), .place = IN_QUERY, .type = "string", .multiple = true }
#define LIST_OF_WORDS(parameter_name, ...)                                                         \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .multiple = true,           \
        ALLOWED(__VA_ARGS__)                                                                       \
    }

#define BODY(parameter_name, parameter_type)                                                       \
    { .name = (parameter_name), .place = IN_BODY, .type = (parameter_type) }
#define REQUIRED_BODY(parameter_name, parameter_type)                                              \
    { .name = (parameter_name), .place = IN_BODY, .type = (parameter_type), .required = true }

/* What several resources have; what the words of RECORDING mean, in this
 * order, is in record.c. */
#define VARIABLE DEMANDED("variable", "Variable name is required")
#define RECORDING                                                                                  \
    AT_LEAST("maxDurationSeconds", "int", "0", 0), AT_LEAST("maxSilenceSeconds", "int", "0", 0),   \
        WORDS("ifExists", "fail", "fail", "overwrite", "append"),                                  \
        DEFAULTS("beep", "boolean", "false"),                                                      \
        WORDS("terminateOn", "none", "none", "any", "*", "#")

#endif
