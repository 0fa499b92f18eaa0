/*
 * holm.c - p of several comparisons, by S. Holm's method (1979).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Of m comparisons in which nothing differs, one in twenty has a p below 0.05. The least p is taken m times, the next m - 1 times and
 * so on, none less than the one before it and none above 1: then the chance that any falls below 0.05 is at most one in twenty.
 */
#include "audience.h"

typedef struct ranked {
    double p;
    size_t row;
} ranked;

static int by_p(const void *one, const void *other) {
    const ranked *a = one, *b = other;
    if (a->p != b->p) return a->p < b->p ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

const double *holm_correct(arena *memory, const answer_columns *pairs) {
    const leadline_column *column = answers_column(pairs, "p");
    ranked *known = arena_get(memory, (pairs->rows + 1) * sizeof *known);
    double *made = arena_get(memory, (pairs->rows + 1) * sizeof *made), least = 0;
    size_t count = 0;
    for (size_t row = 0; row < pairs->rows; row++) {
        cell value = cell_read(column, row);
        if (value.state != LEADLINE_DEFINED) continue;
        if (!value.is_double) CHECK(leadline_ratio_double(value.numerator, value.denominator, &value.number));
        known[count].p = value.number;
        known[count++].row = row;
    }
    if (count < 2) return NULL;
    qsort(known, count, sizeof *known, by_p);
    for (size_t i = 0; i < count; i++) {
        double p = known[i].p * (double)(count - i);
        if (p > 1) p = 1;
        if (p > least) least = p;
        made[known[i].row] = least;
    }
    return made;
}
