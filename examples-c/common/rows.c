/*
 * rows.c - see rows.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "rows.h"

#include "text.h"
#include "values.h"

/* Whether a column is one field of CSV: a name, or a count. */
static int is_plain(const leadline_column *column) {
    return column->type == LEADLINE_TYPE_STRING || column->type == LEADLINE_TYPE_INT64;
}

static void json_cell(const leadline_column *column, size_t row) {
    size_t size = 0;
    if (column->type == LEADLINE_TYPE_STRING) {
        const char *bytes = cell_bytes(column, row, &size);
        text_json(stdout, bytes, size);
    } else if (column->type == LEADLINE_TYPE_INT64) {
        printf("%lld", (long long)column->integers[row]);
    } else {
        value_text text;
        value_write_counted(column, row, &text);
        putchar('{');
        value_json_parts(&text);
        putchar('}');
    }
}

void rows_json(const answer_columns *all, size_t row) {
    for (size_t i = 0; i < all->count; i++) {
        if (i > 0) fputs(", ", stdout);
        text_json(stdout, all->columns[i].name, strlen(all->columns[i].name));
        fputs(": ", stdout);
        json_cell(&all->columns[i], row);
        if (all->starts.name != NULL && i + 1 == all->period && all->starts.states[row] == LEADLINE_IN_PROGRESS) fputs(", \"in_progress\": true", stdout);
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

void rows_csv(const answer_columns *all, size_t row) {
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
            value_write_counted(column, row, &text);
            printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
        }
    }
}
