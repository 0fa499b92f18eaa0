/*
 * answer.c - the question in the library's words, and the columns of its answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

int answer_ask(funnel *f, int is_rehearsal) {
    question *q = &f->question;
    leadline_step *steps = arena_get(&f->in.memory, q->step_count * sizeof *steps);
    leadline_exclusion *exclusions = arena_get(&f->in.memory, (q->exclusion_count + 1) * sizeof *exclusions);
    for (size_t i = 0; i < q->step_count; i++) {
        steps[i] = step_asked(&q->steps[i]);
        if (!is_rehearsal) step_note_names(&f->in, "steps", &q->steps[i]);
    }
    for (size_t i = 0; i < q->exclusion_count; i++) {
        const step_item *one = &q->exclusions[i];
        leadline_exclusion made = {sizeof made, one->kinds, one->filters, one->filter_count, steps_number(q, one->after), steps_number(q, one->before),
            one->is_standing ? LEADLINE_STANDING : 0, 0};
        exclusions[i] = made;
        if (!is_rehearsal) step_note_names(&f->in, "exclude", one);
    }
    leadline_funnel_options asked = LEADLINE_FUNNEL_OPTIONS_INIT;
    asked.steps = steps;
    asked.step_count = q->step_count;
    asked.exclusions = exclusions;
    asked.exclusion_count = q->exclusion_count;
    asked.by = q->by.items;
    asked.by_count = q->by.count;
    asked.window_us = q->window_us;
    asked.from_us = q->bounds.from_us;
    asked.to_us = q->bounds.to_us;
    asked.as_of_us = q->bounds.as_of_us;
    asked.period = q->period;
    asked.mode = q->mode;
    asked.flags = LEADLINE_FUNNEL_TIMES | (q->is_open ? LEADLINE_FUNNEL_OPEN : 0) |
                  (q->count_by == COUNT_BY_FIRST ? LEADLINE_FUNNEL_FIRST : 0) | bounds_flags(&q->bounds);
    asked.quantiles = q->quantiles;
    asked.quantile_count = q->quantile_count;
    leadline_status status = leadline_funnel(f->in.engine, &asked, &f->table, q->exits ? &f->exits : NULL);
    int has_keys = q->by.count > 0 || (q->period != LEADLINE_PERIOD_DEFAULT && q->period != LEADLINE_PERIOD_ALL);
    if (status == LEADLINE_OK && q->totals && has_keys && !is_rehearsal) {
        asked.by_count = 0;
        asked.period = LEADLINE_PERIOD_ALL;
        status = leadline_funnel(f->in.engine, &asked, &f->totals, NULL);
    }
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(f->in.engine, status, "the funnel cannot be asked for so");
    if (status != LEADLINE_OK) return inputs_fail(f->in.engine, status);
    if (is_rehearsal) {
        groups_check(f);
        leadline_table_close(f->table);
        leadline_table_close(f->exits);
        f->table = f->exits = NULL;
        return 0;
    }
    inputs_note_repeats(&f->in);
    switch (q->format) {
    case FORMAT_CSV: output_csv(f); break;
    case FORMAT_JSON: output_json(f); break;
    default: output_table(f); break;
    }
    return 0;
}

/* ---- Columns ---- */

leadline_column answer_column(const leadline_table *table, const char *name) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_read_info(table, &info));
    /* From the end, because a dimension may be called like a column. */
    for (size_t i = info.columns; i > 0; i--) {
        CHECK(leadline_table_column(table, i - 1, &column));
        if (strcmp(column.name, name) == 0) return column;
    }
    memset(&column, 0, sizeof column);
    return column;
}

answer_columns answer_read(arena *memory, const leadline_table *table) {
    answer_columns all;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    memset(&all, 0, sizeof all);
    if (table == NULL) return all;
    CHECK(leadline_table_read_info(table, &info));
    all.rows = info.rows;
    all.as_of = info.as_of;
    all.keys = arena_get(memory, (info.columns + 1) * sizeof *all.keys);
    all.times = arena_get(memory, (info.columns + 1) * sizeof *all.times);
    size_t at = 0;
    for (; at < info.columns; at++) {
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK(leadline_table_column(table, at, &column));
        if (column.type == LEADLINE_TYPE_INT64 && strcmp(column.name, "period_start") == 0) all.starts = column;
        else if (column.type != LEADLINE_TYPE_STRING) break; /* the number of the step; its name is behind it */
        else all.keys[all.key_count++] = column;
    }
    all.step = answer_column(table, "step");
    all.name = answer_column(table, "name");
    all.reached = answer_column(table, "reached");
    all.dropped = answer_column(table, "dropped");
    all.open = answer_column(table, "open");
    all.decided = answer_column(table, "decided");
    all.step_rate = answer_column(table, "step_rate");
    all.total_rate = answer_column(table, "total_rate");
    size_t first = at + 8;
    leadline_column column = LEADLINE_COLUMN_INIT;
    if (first < info.columns) CHECK(leadline_table_column(table, first, &column));
    if (column.name != NULL && strcmp(column.name, "continued") == 0) {
        all.continued = column;
        all.from_first = answer_column(table, "from_first");
        first += 2;
    }
    all.time_count = info.columns > first ? (info.columns - first) / 2 : 0;
    for (size_t i = 0; i < 2 * all.time_count; i++) {
        all.times[i].struct_size = sizeof *all.times;
        CHECK(leadline_table_column(table, first + i, &all.times[i]));
    }
    return all;
}

int answer_is_in_progress(const answer_columns *all, size_t key, size_t row) {
    return all->starts.name != NULL && key + 1 == all->key_count && all->starts.states[row] == LEADLINE_IN_PROGRESS;
}

leadline_interval answer_interval(const funnel *f, const answer_columns *all, size_t row, int is_total) {
    leadline_interval interval = {0, 0, LEADLINE_UNDEFINED_NO_DATA, 0};
    int64_t step = all->step.integers[row];
    if (step == 1) return interval;
    const leadline_column *rate = is_total ? &all->total_rate : &all->step_rate;
    CHECK(leadline_wilson_interval(rate->numerators[row], rate->denominators[row], f->question.level, &interval));
    return interval;
}

int64_t answer_continued(const answer_columns *all, size_t row) {
    return all->step.integers[row] == 1 ? 0 : (all->continued.name != NULL ? all->continued : all->reached).integers[row];
}

int64_t answer_from_first(const answer_columns *all, size_t row) {
    return (all->from_first.name != NULL ? all->from_first : all->reached).integers[row];
}

int64_t answer_undecided(const answer_columns *all) {
    int64_t count = 0;
    for (size_t row = 0; row < all->rows; row++) {
        /* Who began here: in an open funnel those who did not come from the step before. */
        int is_first = all->step.integers[row] == 1;
        if (!is_first && all->continued.name == NULL) continue;
        count += all->reached.integers[row] - all->decided.integers[row];
        if (!is_first) count -= all->continued.integers[row] - (int64_t)all->step_rate.numerators[row].low;
    }
    return count;
}

int answer_is_near(const answer_columns *all, size_t time, size_t row) {
    /* Up to so many times are kept as they are. */
    return time % all->time_count != 0 && answer_continued(all, row) > 256;
}
