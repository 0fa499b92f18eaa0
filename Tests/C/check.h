/* The checks of the C tests: counted, told when they fail, and never the end of the program.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "leadline.h"

static unsigned long check_passed;
static unsigned long check_failed;

/* Says that a check failed; after some dozens the count alone. */
static inline void check_note(int is_right, const char *file, int line, const char *what, const char *detail) {
    if (is_right) {
        __atomic_fetch_add(&check_passed, 1, __ATOMIC_RELAXED);
        return;
    }
    if (__atomic_fetch_add(&check_failed, 1, __ATOMIC_RELAXED) < 40) {
        printf("%s:%d: %s%s%s\n", file, line, what, detail[0] ? ": " : "", detail);
        fflush(stdout);
    }
}

static inline void check_numbers(int64_t is, int64_t wanted, const char *file, int line, const char *what) {
    char detail[80] = "";
    if (is != wanted) {
        snprintf(detail, sizeof detail, "is %" PRId64 ", not %" PRId64, is, wanted);
    }
    check_note(is == wanted, file, line, what, detail);
}

static inline void check_statuses(leadline_status is, leadline_status wanted, const char *file, int line, const char *what) {
    char detail[160] = "";
    if (is != wanted) {
        snprintf(detail, sizeof detail, "is %s, not %s", leadline_status_name(is), leadline_status_name(wanted));
    }
    check_note(is == wanted, file, line, what, detail);
}

static inline void check_texts(const char *is, const char *wanted, const char *file, int line, const char *what) {
    int is_right = strcmp(is, wanted) == 0;
    check_note(is_right, file, line, what, "");
    if (!is_right && check_failed < 20) {
        printf("---- is\n%s\n---- not\n%s\n----\n", is, wanted);
    }
}

#define CHECK(condition) check_note((condition) != 0, __FILE__, __LINE__, #condition, "")
#define CHECK_INT(is, wanted) check_numbers((int64_t)(is), (int64_t)(wanted), __FILE__, __LINE__, #is)
#define CHECK_STATUS(call, wanted) check_statuses((call), (wanted), __FILE__, __LINE__, #call)
#define CHECK_OK(call) CHECK_STATUS(call, LEADLINE_OK)
#define CHECK_TEXT(is, wanted) check_texts((is), (wanted), __FILE__, __LINE__, #is)

/* Names what comes next. */
static inline void part(const char *name) {
    printf("  %s\n", name);
    fflush(stdout);
}

/* The last line, and what main returns. */
static inline int finish(void) {
    printf("%lu passed, %lu failed\n", check_passed, check_failed);
    return check_failed == 0 ? 0 : 1;
}

#endif /* CHECK_H */
