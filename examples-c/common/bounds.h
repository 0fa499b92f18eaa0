/*
 * bounds.h - of which time an answer is: --from, --to and --as-of.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_BOUNDS_H
#define EXAMPLES_BOUNDS_H

#include "inputs.h"

/* The options, for the table of a program and as their ids, which lie behind those of programs. */
enum { BOUNDS_FROM = 920, BOUNDS_TO, BOUNDS_AS_OF };

#define BOUNDS_OPTIONS {"from", BOUNDS_FROM, 1}, {"to", BOUNDS_TO, 1}, {"as-of", BOUNDS_AS_OF, 1}

typedef struct time_bounds {
    const char *from, *to, *as_of; /* as given, NULL: not */
    int64_t from_us, to_us, as_of_us;
} time_bounds;

/* Takes one of the options; 0 if it is none of them. */
int bounds_set(time_bounds *b, const option_reader *option, int id);

/* Makes instants of what was given, by the engine's calendar; what is no time, or no span of it, ends the program. A date of
 * --as-of is its last instant. */
void bounds_read(time_bounds *b, const inputs *in);

/* Which of them were given, as the library wants to be told: LEADLINE_QUERY_ flags. */
uint32_t bounds_flags(const time_bounds *b);

#endif
