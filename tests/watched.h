/* Whether a sanitizer watches the test: it is slower then, and its shadow memory is larger than any
 * limit. */
#ifndef STASIM_TESTS_WATCHED_H
#define STASIM_TESTS_WATCHED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WATCHED 1
#endif
#endif
#ifndef WATCHED
#define WATCHED 0
#endif

#endif
