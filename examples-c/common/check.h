/*
 * check.h - one macro that every status of the library goes through.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An example has nothing better to do with a failure than to say where it happened and to stop; a server would hand the
 * status on instead.
 */
#ifndef EXAMPLES_CHECK_H
#define EXAMPLES_CHECK_H

#include <leadline.h>

#include <stdio.h>
#include <stdlib.h>

/* Runs a call that returns a leadline_status; anything but LEADLINE_OK is explained on standard error and ends the
 * program with status 1. */
#define CHECK(call) check_status((call), #call, __FILE__, __LINE__)

/* The same for what is no call of the library's: memory, files, threads. */
#define CHECK_THAT(condition) check_condition((condition) ? 1 : 0, #condition, __FILE__, __LINE__)

static inline void check_status(leadline_status status, const char *call, const char *file, int line) {
    if (status == LEADLINE_OK) return;
    fprintf(stderr, "%s:%d: %s (%s)\n    in %s\n", file, line, leadline_status_text(status), leadline_status_name(status), call);
    exit(1);
}

static inline void check_condition(int holds, const char *condition, const char *file, int line) {
    if (holds) return;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    exit(1);
}

#endif
