/* Floor 1: what all texts of a server's configuration have in common: comments, blanks, and yes. */
#ifndef STASIM_BASE_CONF_H
#define STASIM_BASE_CONF_H

#include <stdbool.h>

/* Cuts comments out of a line: behind a semicolon without a backslash before it, and between ";--"
 * and "--;", also over several lines. *opened_at is the line in which the block comment began that
 * we are in, 0 in none; `number` is that of this line. */
void conf_strip_comments(char *line, unsigned number, unsigned *opened_at);

/* Takes the blanks off both ends of a text; returns where it begins now. */
char *conf_trim(char *text);

/* Whether a word says yes; letter case does not matter. */
bool conf_is_yes(const char *text);
/* The same for no: a word may be neither. */
bool conf_is_no(const char *text);

#endif
