/* Floor 8: text in XML. */
#ifndef STASIM_CLI_BASE_XML_H
#define STASIM_CLI_BASE_XML_H

#include <stdio.h>

/* Prints it for the inside of an element or of an attribute. XML has no control characters, nor
 * bytes that are no UTF-8: what cannot be seen becomes a question mark, but for tabs and newlines.
 */
void xml_print(FILE *out, const char *text);

#endif
