/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact, of rates and means as they were counted; times are seconds.
 */
#include "cohort.h"

/* What the files do not tell of has no value, whatever it is to the library. */
static void write_value(const void *of, const leadline_column *column, size_t row, value_text *text) {
    const cohort *c = of;
    /* Money over money has no count behind it. */
    if (strcmp(column->name, "return") == 0) value_write(column, row, text);
    else value_write_counted(column, row, text);
    if (answer_knows(c, column->name)) return;
    text->value[0] = text->numerator[0] = text->denominator[0] = '\0';
    text->state = leadline_state_name(LEADLINE_UNDEFINED_NO_DATA);
}

/* ---- JSON ---- */

static void json_row(const answer_columns *all, size_t row, const row_values *values, int *is_first) {
    fputs(*is_first ? "\n{" : ",\n{", stdout);
    *is_first = 0;
    rows_json(all, row, values);
    putchar('}');
}

void output_json(const cohort *c) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, c->table), summary = answers_read(&memory, c->summary);
    cohort_order order = order_make(c, &memory, &all, &summary);
    const row_values values = {write_value, c};
    int is_first = 1;
    fputs("{\"rows\": [", stdout);
    for (size_t g = 0; g < order.shown; g++) {
        for (size_t row = order.groups[g].first; row < order.groups[g].end; row++) {
            json_row(&all, row, &values, &is_first);
        }
    }
    fputs("\n], \"cohorts\": [", stdout);
    is_first = 1;
    for (size_t g = 0; g < order.shown; g++) {
        json_row(&summary, order.summary[order.groups[g].first], &values, &is_first);
    }
    fputs("\n], ", stdout);
    if (c->question.cost != NULL) {
        value_text text;
        costs_write(&summary, costs_elsewhere(c, &summary), &text);
        fputs("\"cost_of_no_cohort\": {", stdout);
        value_json_parts(&text);
        fputs("}, ", stdout);
    }
    fputs("\"as_of\": ", stdout);
    dates_json(c->in.engine, c->in.intake.dated ? all.as_of : INT64_MIN);
    fputs("}\n", stdout);
    arena_free(&memory);
}

/* ---- CSV ---- */

void output_csv(const cohort *c) {
    arena memory = {NULL};
    answer_columns rows = answers_read(&memory, c->table), summary = answers_read(&memory, c->summary);
    cohort_order order = order_make(c, &memory, &rows, &summary);
    const answer_columns *all = c->question.summary ? &summary : &rows;
    const row_values values = {write_value, c};
    rows_csv_names(all);
    putchar('\n');
    for (size_t g = 0; g < order.shown; g++) {
        const ordering_group *group = &order.groups[g];
        size_t first = c->question.summary ? order.summary[group->first] : group->first;
        size_t end = c->question.summary ? first + 1 : group->end;
        for (size_t row = first; row < end; row++) {
            rows_csv(all, row, &values);
            putchar('\n');
        }
    }
    arena_free(&memory);
}
