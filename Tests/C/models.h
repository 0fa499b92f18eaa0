/* What models of journeys have in common: chance, order, an engine of journeys by channel, quantiles, and what both say as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef MODELS_H
#define MODELS_H

#include "support.h"

/* ---- Chance, the same on every machine: a round sets the seed ---- */

static uint64_t seed;

static inline uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

/* ---- Order: a comparison for qsort of `a` and `b`, field by field ---- */

#define COMPARE(field) \
    if (a->field != b->field) return a->field < b->field ? -1 : 1

/* ---- Engines that keep journeys: the codes of channels are 2 for a, 3 for b ---- */

static inline leadline_engine *open_channels(const char *zone, uint32_t shards, uint32_t threads, uint32_t ids, uint32_t refs) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "group", "channel", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.time_zone = zone;
    options.journeys = 1;
    options.ids = ids;
    options.refs = refs;
    options.shards = shards;
    options.threads = threads;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

/* ---- Numbers ---- */

/* The quantile by nearest rank of some numbers, which are put in order. */
static inline int64_t quantile_of(int64_t *numbers, int count, int permille) {
    for (int i = 1; i < count; i++) {
        for (int k = i; k > 0 && numbers[k - 1] > numbers[k]; k--) {
            int64_t kept = numbers[k];
            numbers[k] = numbers[k - 1];
            numbers[k - 1] = kept;
        }
    }
    int rank = (count * permille + 999) / 1000;
    return numbers[rank < 1 ? 0 : rank - 1];
}

/* ---- Text ---- */

static inline int64_t divisor_of(int64_t a, int64_t b) { return b == 0 ? a : divisor_of(b, a % b); }

/* In lowest terms, behind a space; !1 where it is undefined. */
static inline void add_ratio(text *t, int64_t top, int64_t bottom) {
    if (bottom <= 0) {
        add_text(t, " !1");
    } else {
        int64_t d = divisor_of(top < 0 ? -top : top, bottom);
        add_text(t, " %" PRId64 "/%" PRId64, top / d, bottom / d);
    }
}

/* A table without the periods' names; a star behind the start of what is not over. */
static inline void add_plain(text *t, const leadline_table *table) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    add_text(t, "");
    for (size_t row = 0; row < info.rows; row++) {
        int is_first = 1;
        for (size_t i = 0; i < info.columns; i++) {
            leadline_column column = LEADLINE_COLUMN_INIT;
            CHECK_OK(leadline_table_column(table, i, &column));
            if (strcmp(column.name, "period") == 0) continue;
            add_text(t, is_first ? "" : " ");
            is_first = 0;
            add_value(t, &column, row);
            if (strstr(column.name, "_start") != NULL && column.states[row] != LEADLINE_DEFINED) add_text(t, "*");
        }
        add_text(t, "\n");
    }
}

#endif /* MODELS_H */
