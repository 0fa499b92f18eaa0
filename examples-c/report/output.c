/*
 * output.c - the answer for people, for spreadsheets and for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * All three walk the same columns. Money is in units of the currency in all of them; numerators and denominators are exact.
 */
#include "report.h"

typedef struct columns {
    leadline_column *items;
    size_t count;
    size_t rows;
    int totals;
} columns;

/* The columns that are shown: all but the period's start, which is there for programs that link the library. */
static columns read_columns(arena *memory, const leadline_table *table) {
    leadline_table_info info = {0};
    info.struct_size = sizeof info;
    CHECK(leadline_table_read_info(table, &info));
    columns all = {arena_get(memory, info.columns * sizeof(leadline_column)), 0, info.rows, (int)info.has_totals};
    for (size_t i = 0; i < info.columns; i++) {
        leadline_column *next = &all.items[all.count];
        next->struct_size = sizeof *next;
        CHECK(leadline_table_column(table, i, next));
        if (!grid_skips(next)) all.count++;
    }
    return all;
}

/* A value's four texts; empty where it has none. */
typedef struct value_text {
    char value[CELL_TEXT_MAX];
    char numerator[CELL_TEXT_MAX];
    char denominator[CELL_TEXT_MAX];
    const char *state;
} value_text;

static void write_value(const leadline_column *column, size_t row, value_text *text) {
    cell value = cell_read(column, row);
    text->numerator[0] = text->denominator[0] = '\0';
    text->state = leadline_state_name(value.state);
    if (!cell_number_text(&value, text->value) || value.is_double) return;
    cell_integer_text(value.numerator, text->numerator);
    cell_integer_text(value.denominator, text->denominator);
}

static void json_part(const char *name, const char *text) {
    printf("\"%s\": %s, ", name, text[0] != '\0' ? text : "null");
}

static void json_values(const columns *all, size_t row, int first) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->items[i];
        value_text text;
        if (column->is_key) continue;
        if (!first) fputs(", ", stdout);
        first = 0;
        text_json(stdout, column->name, strlen(column->name));
        fputs(": {", stdout);
        write_value(column, row, &text);
        json_part("value", text.value);
        json_part("numerator", text.numerator);
        json_part("denominator", text.denominator);
        printf("\"state\": \"%s\"}", text.state);
    }
}

void output_json(const report *r, const leadline_table *table) {
    arena memory = {NULL};
    columns all = read_columns(&memory, table);
    (void)r;
    fputs("{\"rows\": [", stdout);
    for (size_t row = 0; row < all.rows; row++) {
        int first = 1;
        fputs(row == 0 ? "\n{" : ",\n{", stdout);
        for (size_t i = 0; i < all.count; i++) {
            size_t size = 0;
            if (!all.items[i].is_key) continue;
            if (!first) fputs(", ", stdout);
            first = 0;
            text_json(stdout, all.items[i].name, strlen(all.items[i].name));
            fputs(": ", stdout);
            const char *bytes = cell_bytes(&all.items[i], row, &size);
            text_json(stdout, bytes, size);
        }
        json_values(&all, row, first);
        putchar('}');
    }
    fputs("\n]", stdout);
    if (all.totals) {
        fputs(", \"totals\": {", stdout);
        json_values(&all, all.rows, 1);
        putchar('}');
    }
    fputs("}\n", stdout);
    arena_free(&memory);
}

static void csv_row(const columns *all, size_t row) {
    for (size_t i = 0; i < all->count; i++) {
        const leadline_column *column = &all->items[i];
        value_text text;
        size_t size = 0;
        if (i > 0) putchar(',');
        if (!column->is_key) {
            write_value(column, row, &text);
            printf("%s,%s,%s,%s", text.value, text.numerator, text.denominator, text.state);
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
    static const char *const parts[] = {"", "_numerator", "_denominator", "_state"};
    arena memory = {NULL};
    columns all = read_columns(&memory, table);
    (void)r;
    for (size_t i = 0; i < all.count; i++) {
        for (size_t part = 0; part < (all.items[i].is_key ? 1 : 4); part++) {
            char name[512];
            snprintf(name, sizeof name, "%s%s", all.items[i].name, parts[part]);
            if (i > 0 || part > 0) putchar(',');
            text_csv(stdout, name, strlen(name));
        }
    }
    putchar('\n');
    for (size_t row = 0; row < all.rows + (all.totals ? 1 : 0); row++) csv_row(&all, row);
    arena_free(&memory);
}

/* ---- For people ---- */

/* A bound as it was asked for: a date, or an hour of one. */
static void format_bound(const report *r, int64_t time, char text[40]) {
    static const char midnight[] = " 00:00:00";
    dates_format(r->engine, time, 1, text);
    size_t size = strlen(text), cut = sizeof midnight - 1;
    if (size > cut && strcmp(text + size - cut, midnight) == 0) text[size - cut] = '\0';
}

static void print_dates(const report *r, const leadline_table *table) {
    const question *q = &r->question;
    char from[40], to[40], as_of[40];
    leadline_table_info info = {0};
    info.struct_size = sizeof info;
    CHECK(leadline_table_read_info(table, &info));
    if (!r->intake.dated) {
        puts("Dates: none, all facts are in one period.");
        return;
    }
    int64_t latest = info.as_of < r->intake.latest ? info.as_of : r->intake.latest;
    dates_format(r->engine, r->intake.earliest, 0, from);
    dates_format(r->engine, latest, 0, to);
    dates_format(r->engine, info.as_of, 1, as_of);
    if (q->from != NULL) format_bound(r, q->from_us, from);
    if (q->to != NULL) format_bound(r, q->to_us, to);
    printf("Dates: from %s%s %s (", from, q->to != NULL ? ", before" : " to", to);
    text_print_plain(stdout, info.time_zone);
    printf("), as of %s.\n", as_of);
}

void output_table(const report *r, const leadline_table *table) {
    grid_print_table(stdout, table, &r->question.style);
    putchar('\n');
    print_dates(r, table);
    if (r->sources[0].path == NULL) puts("These are generated facts. For your own: report --help");
}
