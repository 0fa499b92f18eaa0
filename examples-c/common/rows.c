/*
 * rows.c - see rows.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "rows.h"

#include "text.h"

/* Whether a column is one field of CSV: a name, or a count. */
static int is_plain(const leadline_column *column) {
    return column->type == LEADLINE_TYPE_STRING || column->type == LEADLINE_TYPE_INT64;
}

static void write_as_counted(const void *of, const leadline_column *column, size_t row, value_text *text) {
    (void)of;
    value_write_counted(column, row, text);
}

const row_values rows_as_counted = {write_as_counted, NULL};

/* What is one field of CSV. */
static void csv_plain(const leadline_column *column, size_t row) {
    size_t size = 0;
    if (column->type == LEADLINE_TYPE_INT64) {
        printf("%lld", (long long)column->integers[row]);
        return;
    }
    const char *bytes = cell_bytes(column, row, &size);
    text_csv(stdout, bytes, size);
}

static void json_cell(const leadline_column *column, size_t row, const row_values *values) {
    size_t size = 0;
    if (column->type == LEADLINE_TYPE_STRING) {
        const char *bytes = cell_bytes(column, row, &size);
        text_json(stdout, bytes, size);
    } else if (column->type == LEADLINE_TYPE_INT64) {
        printf("%lld", (long long)column->integers[row]);
    } else {
        value_text text;
        values->write(values->of, column, row, &text);
        putchar('{');
        value_json_parts(&text);
        putchar('}');
    }
}

/* Whether the cell is the start of a time that is not over: the states of such columns say so. */
static int is_in_progress(const leadline_column *column, size_t row) {
    return column->states != NULL && column->states[row] == LEADLINE_IN_PROGRESS;
}

void rows_json(const answer_columns *all, size_t row, const row_values *values) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        if (i > 0) fputs(", ", stdout);
        text_json(stdout, column->name, strlen(column->name));
        fputs(": ", stdout);
        json_cell(column, row, values);
        if (all->starts.name != NULL && i + 1 == all->period && is_in_progress(&all->starts, row)) fputs(", \"in_progress\": true", stdout);
        if (column->type == LEADLINE_TYPE_INT64 && strcmp(column->name, "age_start") == 0 && is_in_progress(column, row)) {
            fputs(", \"age_in_progress\": true", stdout);
        }
    }
}

void rows_csv_names(const answer_columns *all) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        if (i > 0) putchar(',');
        text_csv(stdout, column->name, strlen(column->name));
        if (!is_plain(column)) printf(",%s_numerator,%s_denominator,%s_state", column->name, column->name, column->name);
    }
}

void rows_csv(const answer_columns *all, size_t row, const row_values *values) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->columns[i];
        if (i > 0) putchar(',');
        if (is_plain(column)) {
            csv_plain(column, row);
            continue;
        }
        value_text text;
        values->write(values->of, column, row, &text);
        printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
    }
}
