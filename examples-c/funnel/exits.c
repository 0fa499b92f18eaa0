/*
 * exits.c - where people went instead, group by group.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

/* Whether two rows have the same names, and so the same period. */
static int is_same(const leadline_column *keys, size_t count, size_t row, const leadline_column *others, size_t other) {
    for (size_t i = 0; i < count; i++) {
        size_t size = 0, other_size = 0;
        const char *bytes = cell_bytes(&keys[i], row, &size), *others_bytes = cell_bytes(&others[i], other, &other_size);
        if (size != other_size || (size > 0 && memcmp(bytes, others_bytes, size) != 0)) return 0;
        if (keys[i].states != NULL && others[i].states != NULL && keys[i].states[row] != others[i].states[other]) return 0;
    }
    return 1;
}

exit_columns exits_read(const funnel *f, arena *memory, const answer_columns *all) {
    exit_columns exits;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    memset(&exits, 0, sizeof exits);
    CHECK(leadline_table_read_info(f->exits, &info));
    exits.rows = info.rows;
    exits.step = answer_column(f->exits, "step");
    exits.kind = answer_column(f->exits, "kind");
    exits.buyers = answer_column(f->exits, "buyers");
    exits.keys = arena_get(memory, (info.columns + 1) * sizeof *exits.keys);
    for (size_t i = 0; i < info.columns; i++) {
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK(leadline_table_column(f->exits, i, &column));
        if (column.type == LEADLINE_TYPE_STRING && column.name != exits.kind.name) exits.keys[exits.key_count++] = column;
    }
    /* Both tables come in the same order of keys, so one walk finds each group's. */
    size_t steps = f->question.step_count, groups = all->rows / steps, row = 0;
    size_t *ends = arena_get(memory, (groups + 1) * sizeof *ends), *starts = arena_get(memory, (groups + 1) * sizeof *starts);
    for (size_t g = 0; g < groups; g++) {
        starts[g] = row;
        while (row < exits.rows && is_same(all->keys, all->key_count, g * steps, exits.keys, row)) row++;
        ends[g] = row;
    }
    exits.first = arena_get(memory, (all->shown + 1) * sizeof *exits.first);
    exits.end = arena_get(memory, (all->shown + 1) * sizeof *exits.end);
    for (size_t g = 0; g < all->shown; g++) {
        exits.first[g] = starts[all->groups[g].first / steps];
        exits.end[g] = ends[all->groups[g].first / steps];
    }
    return exits;
}
