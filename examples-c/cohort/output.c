/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact, of rates and means as they were counted; times are seconds.
 */
#include "cohort.h"

/* What the files do not tell of has no value, whatever it is to the library. */
static void write_value(const cohort *c, const leadline_column *column, size_t row, value_text *text) {
    /* Money over money has no count behind it. */
    if (strcmp(column->name, "return") == 0) value_write(column, row, text);
    else value_write_counted(column, row, text);
    if (answer_knows(c, column->name)) return;
    text->value[0] = text->numerator[0] = text->denominator[0] = '\0';
    text->state = leadline_state_name(LEADLINE_UNDEFINED_NO_DATA);
}

/* ---- JSON ---- */

static void json_row(const cohort *c, const answer_columns *all, size_t row) {
    putchar('{');
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        size_t size = 0;
        if (i > 0) fputs(", ", stdout);
        text_json(stdout, column->name, strlen(column->name));
        fputs(": ", stdout);
        if (column->type == LEADLINE_TYPE_STRING) {
            const char *bytes = cell_bytes(column, row, &size);
            text_json(stdout, bytes, size);
            if (i + 1 == all->key_count && all->starts.states[row] == LEADLINE_IN_PROGRESS) fputs(", \"in_progress\": true", stdout);
        } else if (column->type == LEADLINE_TYPE_INT64) {
            printf("%lld", (long long)column->integers[row]);
            if (strcmp(column->name, "age_start") == 0 && column->states[row] == LEADLINE_IN_PROGRESS) fputs(", \"age_in_progress\": true", stdout);
        } else {
            value_text text;
            write_value(c, column, row, &text);
            putchar('{');
            value_json_parts(&text);
            putchar('}');
        }
    }
    putchar('}');
}

static void json_begin(int *is_first) {
    fputs(*is_first ? "\n" : ",\n", stdout);
    *is_first = 0;
}

void output_json(const cohort *c) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, c->table), summary = answers_read(&memory, c->summary);
    cohort_order order = order_make(c, &memory, &all, &summary);
    int is_first = 1;
    fputs("{\"rows\": [", stdout);
    for (size_t g = 0; g < order.shown; g++) {
        for (size_t row = order.groups[g].first; row < order.groups[g].end; row++) {
            json_begin(&is_first);
            json_row(c, &all, row);
        }
    }
    fputs("\n], \"cohorts\": [", stdout);
    is_first = 1;
    for (size_t g = 0; g < order.shown; g++) {
        json_begin(&is_first);
        json_row(c, &summary, order.summary[order.groups[g].first]);
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

static void csv_row(const cohort *c, const answer_columns *all, size_t row) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        size_t size = 0;
        if (i > 0) putchar(',');
        if (column->type == LEADLINE_TYPE_STRING) {
            const char *bytes = cell_bytes(column, row, &size);
            text_csv(stdout, bytes, size);
        } else if (column->type == LEADLINE_TYPE_INT64) {
            printf("%lld", (long long)column->integers[row]);
        } else {
            value_text text;
            write_value(c, column, row, &text);
            printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
        }
    }
    putchar('\n');
}

void output_csv(const cohort *c) {
    arena memory = {NULL};
    answer_columns rows = answers_read(&memory, c->table), summary = answers_read(&memory, c->summary);
    cohort_order order = order_make(c, &memory, &rows, &summary);
    const answer_columns *all = c->question.summary ? &summary : &rows;
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        if (i > 0) putchar(',');
        text_csv(stdout, column->name, strlen(column->name));
        if (column->type == LEADLINE_TYPE_STRING || column->type == LEADLINE_TYPE_INT64) continue;
        printf(",%s_numerator,%s_denominator,%s_state", column->name, column->name, column->name);
    }
    putchar('\n');
    for (size_t g = 0; g < order.shown; g++) {
        size_t first = order.groups[g].first;
        if (c->question.summary) csv_row(c, all, order.summary[first]);
        for (size_t row = first; row < order.groups[g].end && !c->question.summary; row++) csv_row(c, all, row);
    }
    arena_free(&memory);
}
