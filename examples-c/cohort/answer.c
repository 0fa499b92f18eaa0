/*
 * answer.c - the question in the library's words, and the columns of its answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

int answer_ask(cohort *c, int is_rehearsal) {
    question *q = &c->question;
    leadline_step first = step_asked(&q->first), activity = step_asked(&q->activity);
    leadline_cohort_options asked = LEADLINE_COHORT_OPTIONS_INIT;
    asked.first = &first;
    asked.activity = q->has_activity ? &activity : NULL;
    asked.by = q->by.items;
    asked.by_count = q->by.count;
    asked.acquisition_cost = q->cost;
    asked.from_us = q->from_us;
    asked.to_us = q->to_us;
    asked.as_of_us = q->as_of_us;
    asked.period = q->period;
    asked.max_age = q->ages > 0 ? q->ages - 1 : 0;
    asked.flags = (q->ages > 0 ? LEADLINE_COHORT_MAX_AGE : 0) | (q->from != NULL ? LEADLINE_QUERY_FROM : 0) |
                  (q->to != NULL ? LEADLINE_QUERY_TO : 0) | (q->as_of != NULL ? LEADLINE_QUERY_AS_OF : 0) |
                  (q->standing ? LEADLINE_STANDING : 0);
    leadline_status status = leadline_cohorts(c->in.engine, &asked, &c->table, &c->summary);
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(c->in.engine, status, "cohorts cannot be asked for so");
    if (status != LEADLINE_OK) {
        char text[512] = "";
        leadline_engine_error(c->in.engine, text, sizeof text);
        fprintf(stderr, "cohort: %s\n", text[0] != '\0' ? text : leadline_status_text(status));
        return EXIT_INPUT;
    }
    if (is_rehearsal) {
        leadline_table_close(c->table);
        leadline_table_close(c->summary);
        c->table = c->summary = NULL;
        return 0;
    }
    step_note_names(&c->in, "first", &q->first);
    if (q->has_activity) step_note_names(&c->in, "activity", &q->activity);
    inputs_note_repeats(&c->in);
    switch (q->format) {
    case FORMAT_CSV: output_csv(c); break;
    case FORMAT_JSON: output_json(c); break;
    default: output_table(c); break;
    }
    return 0;
}

answer_columns answer_read(arena *memory, const leadline_table *table) {
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
            continue;
        }
        all.count++;
        if (column->type == LEADLINE_TYPE_STRING) all.key_count++;
    }
    return all;
}

const leadline_column *answer_column(const answer_columns *all, const char *name) {
    /* Behind the keys, because a dimension may be called like a column. */
    for (size_t i = all->key_count; i < all->count; i++) {
        if (strcmp(all->columns[i].name, name) == 0) return &all->columns[i];
    }
    fprintf(stderr, "cohort: the answer has no column %s\n", name);
    exit(EXIT_INPUT);
}
