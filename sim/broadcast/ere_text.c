/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include "sim/broadcast/ere_text.h"

#include <stdbool.h>

#include "sim/base/must.h"

static size_t sequence_length(unsigned char lead);

size_t ere_decode(const char *text, uint32_t *character) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char lead_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned char lead = (unsigned char)text[0];
    size_t length = sequence_length(lead);
    uint32_t value = lead & lead_mask[length];

    must(lead != '\0');
    bool valid = lead < 0x80 || length > 1;
    for (size_t i = 1; i < length && valid; i++) {
        unsigned char byte = (unsigned char)text[i];
        valid = (byte & 0xc0) == 0x80; /* a NUL is not: the text is never overrun */
        value = value << 6 | (byte & 0x3f);
    }
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (!valid || value < smallest[length] || surrogate || value > 0x10ffff) {
        *character = ERE_STRAY_BYTE + lead;
        return 1;
    }
    *character = value;
    return length;
}

/* What the first byte promises; 1 also for a byte that cannot be first. */
static size_t sequence_length(unsigned char lead) {
    if (lead >= 0xf0 && lead < 0xf8) {
        return 4;
    }
    if (lead >= 0xe0 && lead < 0xf0) {
        return 3;
    }
    return lead >= 0xc0 && lead < 0xe0 ? 2 : 1;
}
