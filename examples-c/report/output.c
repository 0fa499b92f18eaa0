/*
 * output.c - the answer for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * They, and table.c, walk the same columns. Money is in units of the currency in all of them;
 * numerators and denominators are exact.
 */
#include "report.h"

/* Fetches a column of the table. */
static leadline_column column_at(const leadline_table *table, size_t index) {
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, index, &column));
    return column;
}

static int is_count(const leadline_column *column) {
    return column->type == LEADLINE_TYPE_INT128 && column->unit == LEADLINE_UNIT_COUNT;
}

/* How many decimals beyond four the largest of a column of rates needs to show two digits: click rates of 0.0002. */
static uint32_t digits_of(const leadline_column *column, size_t rows) {
    double most = 0;
    uint32_t digits = 0;
    if (column->unit != LEADLINE_UNIT_RATIO) return 0;
    for (size_t row = 0; row < rows; row++) {
        cell value = cell_read(column, row);
        double number = 0;
        if (value.state != LEADLINE_DEFINED || leadline_ratio_double(value.numerator, value.denominator, &number) != LEADLINE_OK) continue;
        if (number < 0) number = -number;
        if (number > most) most = number;
    }
    for (; most > 0 && most < 0.001 && digits < 6; digits++) most *= 10;
    return digits;
}

/* All keys but the period's start, which is there for programs that link the library; then what is shown. */
output_columns output_read(const report *r, arena *memory, const leadline_table *table) {
    const question *q = &r->question;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK(leadline_table_read_info(table, &info));
    size_t first = info.columns - q->asked.count;
    output_columns all = {arena_get(memory, (first + q->shown_count + 1) * sizeof *all.items), 0, 0, info.rows, (int)info.has_totals, LEADLINE_COLUMN_INIT, 0};
    for (size_t i = 0; i < first; i++) {
        output_column *next = &all.items[all.count];
        next->values = column_at(table, i);
        next->heading = next->values.name;
        if (next->values.is_key && next->values.type == LEADLINE_TYPE_INT64 && strcmp(next->values.name, "period_start") == 0) all.starts = next->values;
        if (!grid_skips(&next->values)) all.count++;
    }
    all.keys = all.count;
    for (size_t i = 0; i < q->shown_count; i++) {
        const shown_column *shown = &q->shown[i];
        output_column *next = &all.items[all.count++];
        next->values = column_at(table, first + shown->column);
        next->heading = shown->heading != NULL ? shown->heading : next->values.name;
        next->like = column_at(table, first + shown->like).canonical;
        next->is_part = shown->is_part;
        next->digits = shown->like == shown->column ? digits_of(&next->values, all.rows + (all.totals ? 1 : 0)) : next[-1].digits;
        next->is_earlier = shown->is_earlier;
        next->is_change = shown->is_change;
        next->is_relative = shown->is_relative;
        next->is_health = shown->is_health;
        if (!shown->has_interval) continue;
        next->above = column_at(table, first + shown->above);
        next->below = column_at(table, first + shown->below);
        next->has_interval = next->values.unit == LEADLINE_UNIT_RATIO && is_count(&next->above) && is_count(&next->below);
    }
    all.without = compare_mark(r, memory, table, &all);
    return all;
}

int output_is_in_progress(const output_columns *all, size_t column, size_t row) {
    return all->starts.name != NULL && strcmp(all->items[column].values.name, "period") == 0 && all->starts.states[row] == LEADLINE_IN_PROGRESS;
}

leadline_interval output_interval(const report *r, const output_column *column, size_t row) {
    leadline_interval interval = {0, 0, LEADLINE_DEFINED, 0};
    cell above = cell_read(&column->above, row), below = cell_read(&column->below, row);
    interval.state = above.state != LEADLINE_DEFINED ? above.state : below.state;
    if (interval.state != LEADLINE_DEFINED) return interval;
    CHECK(leadline_wilson_interval(above.numerator, below.numerator, r->question.level, &interval));
    return interval;
}

static void json_interval(const report *r, const output_column *column, size_t row) {
    leadline_interval interval = output_interval(r, column, row);
    char low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    value_write_double(interval.low, low);
    value_write_double(interval.high, high);
    if (interval.state == LEADLINE_DEFINED) printf(", \"interval\": [%s, %s]", low, high);
    else fputs(", \"interval\": null", stdout);
    printf(", \"interval_state\": \"%s\"", leadline_state_name(interval.state));
}

static void json_values(const report *r, const output_columns *all, size_t row, int first) {
    for (size_t i = all->keys; i < all->count; i++) {
        const leadline_column *column = &all->items[i].values;
        value_text text;
        if (!first) fputs(", ", stdout);
        first = 0;
        text_json(stdout, column->name, strlen(column->name));
        fputs(": {", stdout);
        value_write(column, row, &text);
        value_json_parts(&text);
        if (all->items[i].has_interval) json_interval(r, &all->items[i], row);
        putchar('}');
    }
}

void output_json(const report *r, const leadline_table *table) {
    arena memory = {NULL};
    output_columns all = output_read(r, &memory, table);
    fputs("{\"rows\": [", stdout);
    for (size_t row = 0; row < all.rows; row++) {
        int first = 1;
        fputs(row == 0 ? "\n{" : ",\n{", stdout);
        for (size_t i = 0; i < all.keys; i++) {
            const leadline_column *key = &all.items[i].values;
            size_t size = 0;
            if (!first) fputs(", ", stdout);
            first = 0;
            text_json(stdout, key->name, strlen(key->name));
            fputs(": ", stdout);
            const char *bytes = cell_bytes(key, row, &size);
            text_json(stdout, bytes, size);
            if (output_is_in_progress(&all, i, row)) fputs(", \"in_progress\": true", stdout);
        }
        json_values(r, &all, row, first);
        putchar('}');
    }
    fputs("\n]", stdout);
    if (all.totals) {
        fputs(", \"totals\": {", stdout);
        json_values(r, &all, all.rows, 1);
        putchar('}');
    }
    if (r->in.currency != NULL) {
        fputs(", \"currency\": ", stdout);
        text_json(stdout, r->in.currency, strlen(r->in.currency));
    }
    fputs("}\n", stdout);
    arena_free(&memory);
}

static void csv_interval(const report *r, const output_column *column, size_t row) {
    leadline_interval interval = output_interval(r, column, row);
    char low[CELL_TEXT_MAX] = "", high[CELL_TEXT_MAX] = "";
    if (interval.state == LEADLINE_DEFINED) {
        value_write_double(interval.low, low);
        value_write_double(interval.high, high);
    }
    printf(",%s,%s,%s", low, high, leadline_state_name(interval.state));
}

static void csv_row(const report *r, const output_columns *all, size_t row) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->items[i].values;
        value_text text;
        size_t size = 0;
        if (i > 0) putchar(',');
        if (!column->is_key) {
            value_write(column, row, &text);
            printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
            if (all->items[i].has_interval) csv_interval(r, &all->items[i], row);
        } else if (row < all->rows) {
            const char *bytes = cell_bytes(column, row, &size);
            text_csv(stdout, bytes, size);
        } else if (i == 0) {
            fputs("(total)", stdout);
        }
    }
    putchar('\n');
}

void output_csv(const report *r, const leadline_table *table) {
    static const char *const parts[] = {"", "_numerator", "_denominator", "_state", "_interval_low", "_interval_high", "_interval_state"};
    arena memory = {NULL};
    output_columns all = output_read(r, &memory, table);
    for (size_t i = 0; i < all.count; i++) {
        const char *name = all.items[i].values.name;
        size_t count = i < all.keys ? 1 : all.items[i].has_interval ? 7 : 4;
        for (size_t part = 0; part < count; part++) {
            size_t size = strlen(name) + strlen(parts[part]);
            char *text = arena_get(&memory, size + 1);
            snprintf(text, size + 1, "%s%s", name, parts[part]);
            if (i > 0 || part > 0) putchar(',');
            text_csv(stdout, text, size);
        }
    }
    putchar('\n');
    for (size_t row = 0; row < all.rows + (all.totals ? 1 : 0); row++) csv_row(r, &all, row);
    arena_free(&memory);
}
