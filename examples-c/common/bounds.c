/*
 * bounds.c - see bounds.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "bounds.h"

int bounds_set(time_bounds *b, const option_reader *option, int id) {
    switch (id) {
    case BOUNDS_FROM: b->from = option->value; return 1;
    case BOUNDS_TO: b->to = option->value; return 1;
    case BOUNDS_AS_OF: b->as_of = option->value; return 1;
    default: return 0;
    }
}

void bounds_read(time_bounds *b, const inputs *in) {
    if (b->from != NULL) b->from_us = inputs_read_time(in, "from", b->from);
    if (b->to != NULL) b->to_us = inputs_read_time(in, "to", b->to);
    if (b->from != NULL && b->to != NULL && b->from_us >= b->to_us) usage("--from %s is not before --to %s", b->from, b->to);
    if (b->as_of != NULL) b->as_of_us = inputs_read_as_of(in, "as-of", b->as_of);
}

uint32_t bounds_flags(const time_bounds *b) {
    return (b->from != NULL ? LEADLINE_QUERY_FROM : 0) | (b->to != NULL ? LEADLINE_QUERY_TO : 0) |
           (b->as_of != NULL ? LEADLINE_QUERY_AS_OF : 0);
}
