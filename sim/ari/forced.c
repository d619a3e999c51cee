/* The messages of forced statuses are those of the claim's table and of the operations' subjects.
 */
#include "sim/ari/forced.h"

#include "sim/ari/claim.h"

const char *forced_message(const struct operation *operation, int status) {
    if (!operation) {
        return status == 404 ? "Resource not found" : reply_reason(status);
    }
    if (operation->is_claim) {
        return claim_message(status);
    }
    const struct subject *subject = operation->subject;
    const char *message = NULL;
    if (subject && status == 404) {
        message = subject->missing;
    } else if (subject && status == 409) {
        message = subject->not_ready;
    }
    return message ? message : reply_reason(status);
}
