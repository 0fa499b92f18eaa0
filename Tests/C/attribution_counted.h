/* Counted paths of keys, and how they are asked about.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_COUNTED_H
#define ATTRIBUTION_COUNTED_H

#include "attribution.h"

#define COUNTED_MOST 120
#define LONGEST 8

typedef struct counted {
    int keys[LONGEST], length;
    uint64_t outcomes, lost;
    int64_t value;
} counted;

/* Chance of SplitMix64 instead of `any`: what is known of orders that are tried came of its paths. */
static inline int pick(int below) { return (int)(next_random(&seed) % (uint64_t)below); }

/* It stands until the next one. */
static inline leadline_counted_paths paths_to_ask(const char *const *names, const counted *paths, int count) {
    static char texts[COUNTED_MOST][LONGEST * 12];
    static const char *paths_of[COUNTED_MOST];
    static uint64_t outcomes_of[COUNTED_MOST], lost_of[COUNTED_MOST];
    static int64_t values_of[COUNTED_MOST];
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    for (int p = 0; p < count; p++) {
        texts[p][0] = 0;
        for (int i = 0; i < paths[p].length; i++) {
            static const char *const between[] = {" > ", ">", "> ", "  >\t"};
            if (i > 0) strcat(texts[p], between[(p + i) % 4]);
            strcat(texts[p], names[paths[p].keys[i]]);
        }
        paths_of[p] = texts[p];
        outcomes_of[p] = paths[p].outcomes;
        lost_of[p] = paths[p].lost;
        values_of[p] = paths[p].value;
    }
    asked.paths = paths_of;
    asked.outcomes = outcomes_of;
    asked.values = values_of;
    asked.lost = lost_of;
    asked.count = (size_t)count;
    return asked;
}

/* The row of a key, -1 if it has none. */
static inline int row_of(const leadline_table *table, const char *key) {
    leadline_column column = column_of(table, "key");
    for (size_t row = 0; row < rows_of(table); row++) {
        size_t size = column.offsets[row + 1] - column.offsets[row];
        if (size == strlen(key) && memcmp(column.bytes + column.offsets[row], key, size) == 0) return (int)row;
    }
    return -1;
}

/* ---- Keys and paths by chance ---- */

#define KEYS 7
#define PATHS 24

static const char *const key_names[KEYS] = {"a", "B", "direct", "\xc3\xa4\xc3\xb6", "a b", "search", "zz"};

static inline int make_paths(counted *paths, int keys, int is_huge) {
    int count = 1 + pick(PATHS - 1);
    for (int p = 0; p < count; p++) {
        counted *c = &paths[p];
        memset(c, 0, sizeof *c);
        c->length = pick(4) == 0 ? pick(LONGEST) : pick(4);
        for (int i = 0; i < c->length; i++) c->keys[i] = pick(keys);
        c->outcomes = (uint64_t)pick(4);
        c->lost = pick(2) ? 0 : (uint64_t)pick(9);
        if (is_huge && pick(3) == 0) c->outcomes = UINT64_C(1) << pick(37);
        if (is_huge && pick(3) == 0) c->lost = UINT64_C(1) << pick(37);
        if (c->outcomes > 0) c->value = (int64_t)pick(5000) - 1500;
        if (is_huge && c->value != 0) c->value *= INT64_C(1) << pick(48);
    }
    return count;
}

#endif /* ATTRIBUTION_COUNTED_H */
