/* What nobody may touch in a world's memory AddressSanitizer is told of, also behind a save and a
 * restore. Without it there is nothing to see. */
#include "sim/world/region.h"
#include "tests/tap.h"

#if defined(__SANITIZE_ADDRESS__)
#define POISONED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED 1
#endif
#endif

#ifdef POISONED
#include <sanitizer/asan_interface.h>
#else
#define __asan_address_is_poisoned(address) ((void)(address), 0)
#define POISONED 0
#endif

enum { LIMIT_BYTES = 1 << 20, SIZE = 40, LINK_BYTES = 16 };

int main(void) {
    struct region *region = region_new(LIMIT_BYTES);
    char *kept = region_alloc(region, SIZE);
    char *gone = region_alloc(region, SIZE);
    is_int(__asan_address_is_poisoned(kept + SIZE - 1), 0, "what was asked for may be touched");
    is_int(__asan_address_is_poisoned(kept + SIZE), POISONED, "nothing behind it");
    region_release(region, gone, SIZE);
    is_int(__asan_address_is_poisoned(gone + LINK_BYTES), POISONED, "nor what was given back");
    struct region_copy *copy = region_save(region);
    is_int(__asan_address_is_poisoned(gone + LINK_BYTES), POISONED, "nor that after a save");
    char *again = region_alloc(region, SIZE);
    ok(again == gone && again[SIZE - 1] == 0, "what was given back is given out again, zeroed");
    is_int(__asan_address_is_poisoned(again + LINK_BYTES), 0, "and may be touched then");
    region_restore(region, copy);
    is_int(__asan_address_is_poisoned(gone + LINK_BYTES), POISONED,
           "until a restore takes it back");
    is_int(__asan_address_is_poisoned(kept), 0, "what was kept may be touched all the time");
    region_copy_free(copy);
    region_free(region);
    return done_testing();
}
