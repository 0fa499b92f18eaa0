/*
 * answers.c - see answers.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "answers.h"

#include "check.h"
#include "usage.h"

answer_columns answers_read(arena *memory, const leadline_table *table) {
    answer_columns all;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    memset(&all, 0, sizeof all);
    CHECK(leadline_table_read_info(table, &info));
    all.rows = info.rows;
    all.as_of = info.as_of;
    all.columns = arena_get(memory, (info.columns + 1) * sizeof *all.columns);
    for (size_t i = 0; i < info.columns; i++) {
        leadline_column *column = &all.columns[all.count];
        column->struct_size = sizeof *column;
        CHECK(leadline_table_column(table, i, column));
        if (strcmp(column->name, "period_start") == 0 && column->type == LEADLINE_TYPE_INT64) {
            all.starts = *column;
            all.period = all.count; /* the name stands before the start */
            continue;
        }
        all.count++;
        if (column->type == LEADLINE_TYPE_STRING && all.key_count + 1 == all.count) all.key_count++;
    }
    return all;
}

const leadline_column *answers_column(const answer_columns *all, const char *name) {
    /* Behind the keys, because a dimension may be called like a column. */
    for (size_t i = all->key_count; i < all->count; i++) {
        if (strcmp(all->columns[i].name, name) == 0) return &all->columns[i];
    }
    fprintf(stderr, "%s: the answer has no column %s\n", usage_program, name);
    exit(1);
}

leadline_int128 answers_number(const leadline_column *column, size_t row) {
    return column->type == LEADLINE_TYPE_INT64 ? cell_integer(column->integers[row]) : column->numerators[row];
}

void answers_note_double_booking(const leadline_table *table) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    if (info.double_booked == 0) return;
    fprintf(stderr, "%s: rows with media cost both on events and as media_spend: %llu; is it counted twice?\n", usage_program,
            (unsigned long long)info.double_booked);
}
