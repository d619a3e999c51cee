/* Floor 6: short forms of what parameters usually are, for the tables of operations. */
#ifndef STASIM_ARI_PARAMETERS_H
#define STASIM_ARI_PARAMETERS_H

#include "sim/ari/operation.h"

#define PATH(parameter_name)                                                                       \
    { .name = (parameter_name), .place = IN_PATH, .type = "string", .required = true }
#define OPTIONAL_PATH(parameter_name)                                                              \
    { .name = (parameter_name), .place = IN_PATH, .type = "string" }
#define OPTIONAL(parameter_name, parameter_type)                                                   \
    { .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type) }
#define REQUIRED(parameter_name, parameter_type)                                                   \
    { .name = (parameter_name), .place = IN_QUERY, .type = (parameter_type), .required = true }
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
#define WORDS(parameter_name, text, ...)                                                           \
    {                                                                                              \
        .name = (parameter_name), .place = IN_QUERY, .type = "string", .default_value = (text),    \
        ALLOWED(__VA_ARGS__)                                                                       \
    }
#define BODY(parameter_name, parameter_type)                                                       \
    { .name = (parameter_name), .place = IN_BODY, .type = (parameter_type) }

#endif
