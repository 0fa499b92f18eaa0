/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Numerators and denominators are exact and in lowest terms; times are seconds.
 */
#include "cohort.h"

/* ---- JSON ---- */

static void json_row(const answer_columns *all, size_t row) {
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
            value_write(column, row, &text);
            putchar('{');
            value_json_parts(&text);
            putchar('}');
        }
    }
    putchar('}');
}

static void json_rows(const char *name, const answer_columns *all) {
    printf("\"%s\": [", name);
    for (size_t row = 0; row < all->rows; row++) {
        fputs(row == 0 ? "\n" : ",\n", stdout);
        json_row(all, row);
    }
    fputs("\n], ", stdout);
}

void output_json(const cohort *c) {
    arena memory = {NULL};
    char as_of[40] = "";
    answer_columns all = answer_read(&memory, c->table), summary = answer_read(&memory, c->summary);
    putchar('{');
    json_rows("rows", &all);
    json_rows("cohorts", &summary);
    if (all.as_of != INT64_MIN && c->in.intake.dated) dates_format(c->in.engine, all.as_of, 1, as_of);
    fputs("\"as_of\": ", stdout);
    if (as_of[0] != '\0') text_json(stdout, as_of, strlen(as_of));
    else fputs("null", stdout);
    fputs("}\n", stdout);
    arena_free(&memory);
}

/* ---- CSV ---- */

void output_csv(const cohort *c) {
    arena memory = {NULL};
    answer_columns all = answer_read(&memory, c->question.summary ? c->summary : c->table);
    for (size_t i = 0; i < all.count; i++) {
        const leadline_column *column = &all.columns[i];
        if (i > 0) putchar(',');
        text_csv(stdout, column->name, strlen(column->name));
        if (column->type == LEADLINE_TYPE_STRING || column->type == LEADLINE_TYPE_INT64) continue;
        printf(",%s_numerator,%s_denominator,%s_state", column->name, column->name, column->name);
    }
    putchar('\n');
    for (size_t row = 0; row < all.rows; row++) {
        for (size_t i = 0; i < all.count; i++) {
            const leadline_column *column = &all.columns[i];
            size_t size = 0;
            if (i > 0) putchar(',');
            if (column->type == LEADLINE_TYPE_STRING) {
                const char *bytes = cell_bytes(column, row, &size);
                text_csv(stdout, bytes, size);
            } else if (column->type == LEADLINE_TYPE_INT64) {
                printf("%lld", (long long)column->integers[row]);
            } else {
                value_text text;
                value_write(column, row, &text);
                printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
            }
        }
        putchar('\n');
    }
    arena_free(&memory);
}
