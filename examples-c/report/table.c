/*
 * table.c - the answer for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

/* Nobody reads lines with more columns than this: columns and rows are then turned around, if that makes it better. */
#define COLUMNS_MAX 32

/* Factors, points and things per thing have the unit of a ratio, too; percentages are shares and what the user made. */
static grid_style style_of(const report *r, const output_column *shown) {
    const leadline_column *column = &shown->values;
    grid_style style = r->question.style;
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    if (column->unit != LEADLINE_UNIT_RATIO) return style;
    if (shown->is_part) {
        style.percent = 1;
        if (!r->question.style.percent && !r->question.decimals_given) style.decimals = 1;
    } else if (leadline_indicator_find(r->in.engine, shown->like, &info) == LEADLINE_OK && !(info.flags & LEADLINE_INDICATOR_CUSTOM) &&
        strcmp(info.unit_text, "ratio") != 0) {
        style.percent = 0;
    } else if (!style.percent && !r->question.decimals_given) {
        style.decimals += 2; /* a click rate of 0.0082 is none of 0.01 */
    }
    if (!r->question.decimals_given) style.decimals += shown->digits;
    return style;
}

/* "4.81% .. 16.23%" */
static void add_interval(const report *r, grid *lines, const output_column *column, size_t row) {
    grid_style style = style_of(r, column);
    leadline_interval interval = output_interval(r, column, row);
    if (interval.state != LEADLINE_DEFINED) {
        grid_add_text(lines, grid_undefined(interval.state));
        return;
    }
    char text[2 * CELL_TEXT_MAX + 8], low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    const char *sign = style.percent ? "%" : "";
    cell one = {{0, 0}, {1, 0}, interval.low, LEADLINE_DEFINED, 1}, other = one;
    other.number = interval.high;
    cell_rounded(&one, style.decimals, style.percent ? 2 : 0, low);
    cell_rounded(&other, style.decimals, style.percent ? 2 : 0, high);
    snprintf(text, sizeof text, "%s%s .. %s%s", low, sign, high, sign);
    grid_add_text(lines, text);
}

/* With its sign; that of a percentage is in points of it. */
static void add_change(const report *r, grid *lines, const output_column *shown, size_t row) {
    const leadline_column *column = &shown->values;
    grid_style style = style_of(r, shown);
    cell value = cell_read(column, row);
    char number[CELL_TEXT_MAX], text[CELL_TEXT_MAX + 8];
    int points = style.percent && column->unit == LEADLINE_UNIT_RATIO;
    uint32_t decimals = column->unit == LEADLINE_UNIT_COUNT && cell_is_one(value.denominator) ? 0 : style.decimals;
    if (!cell_rounded(&value, decimals, points ? 2 : 0, number)) {
        grid_add_number(lines, column, row, &style);
        return;
    }
    int rises = number[0] != '-' && strspn(number, "0.") < strlen(number);
    snprintf(text, sizeof text, "%s%s%s", rises ? "+" : "", number, points ? " pp" : "");
    grid_add_text(lines, text);
}

/* In percent of the earlier value, with its sign. */
static void add_relative(const report *r, grid *lines, const leadline_column *column, size_t row) {
    cell value = cell_read(column, row);
    char number[CELL_TEXT_MAX], text[CELL_TEXT_MAX + 8];
    if (!cell_rounded(&value, r->question.decimals_given ? r->question.style.decimals : 1, 2, number)) {
        grid_add_number(lines, column, row, &r->question.style);
        return;
    }
    int rises = number[0] != '-' && strspn(number, "0.") < strlen(number);
    snprintf(text, sizeof text, "%s%s%%", rises ? "+" : "", number);
    grid_add_text(lines, text);
}

/* A period that is not whole. */
static void add_in_progress(grid *lines, const leadline_column *period, size_t row) {
    size_t size = 0;
    const char *bytes = cell_bytes(period, row, &size);
    char text[40];
    snprintf(text, sizeof text, "%.*s*", (int)size, bytes);
    grid_add_text(lines, text);
}

static void add_cell(const report *r, grid *lines, const output_columns *all, size_t i, size_t row) {
    const output_column *column = &all->items[i];
    if (i < all->keys && row == all->rows) {
        grid_add_text(lines, i == 0 ? "total" : "");
    } else if (i < all->keys) {
        if (output_is_in_progress(all, i, row)) add_in_progress(lines, &column->values, row);
        else grid_add_key(lines, &column->values, row);
    } else if (column->is_health && health_word(&column->values, row) != NULL) {
        grid_add_text(lines, health_word(&column->values, row));
    } else if (column->is_change) {
        add_change(r, lines, column, row);
    } else if (column->is_relative) {
        add_relative(r, lines, &column->values, row);
    } else {
        grid_style style = style_of(r, column);
        grid_add_number(lines, &column->values, row, &style);
    }
}

static void add_heading(const report *r, grid *lines, const output_column *column, int is_interval) {
    char text[64];
    snprintf(text, sizeof text, "%s%% interval", is_interval ? r->question.level_text : "");
    grid_add_text(lines, is_interval ? text : column->heading);
}

static grid lay_out(const report *r, arena *memory, const output_columns *all, size_t rows) {
    size_t count = all->count;
    for (size_t i = 0; i < all->count; i++) count += (size_t)all->items[i].has_interval;
    grid lines = grid_start(memory, count, all->keys);
    for (size_t i = 0; i < all->count; i++) {
        add_heading(r, &lines, &all->items[i], 0);
        if (all->items[i].has_interval) add_heading(r, &lines, &all->items[i], 1);
    }
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < all->count; i++) {
            add_cell(r, &lines, all, i, row);
            if (all->items[i].has_interval) add_interval(r, &lines, &all->items[i], row);
        }
    }
    return lines;
}

/* The same with lines and columns in each other's place. */
static grid lay_out_turned(const report *r, arena *memory, const output_columns *all, size_t rows) {
    grid lines = grid_start(memory, rows + 1, 1);
    for (size_t i = 0; i < all->count; i++) {
        add_heading(r, &lines, &all->items[i], 0);
        for (size_t row = 0; row < rows; row++) add_cell(r, &lines, all, i, row);
        if (!all->items[i].has_interval) continue;
        add_heading(r, &lines, &all->items[i], 1);
        for (size_t row = 0; row < rows; row++) add_interval(r, &lines, &all->items[i], row);
    }
    return lines;
}

static void print_grid(const report *r, arena *memory, const output_columns *all) {
    size_t rows = all->rows + (all->totals ? 1 : 0);
    int is_wide = all->count > COLUMNS_MAX && rows > 0 && rows < all->count;
    grid lines = is_wide ? lay_out_turned(r, memory, all, rows) : lay_out(r, memory, all, rows);
    grid_print(stdout, &lines);
}

/* A bound as it was asked for: a date, or an hour of one. */
static void format_bound(const report *r, int64_t time, char text[40]) {
    static const char midnight[] = " 00:00:00";
    dates_format(r->in.engine, time, 1, text);
    size_t size = strlen(text), cut = sizeof midnight - 1;
    if (size > cut && strcmp(text + size - cut, midnight) == 0) text[size - cut] = '\0';
}

static void print_dates(const report *r, const leadline_table *table) {
    const question *q = &r->question;
    char from[40], to[40], as_of[40];
    leadline_table_info info = {0};
    info.struct_size = sizeof info;
    CHECK(leadline_table_read_info(table, &info));
    if (!r->in.intake.dated) {
        puts("Dates: none, all facts are in one period.");
        return;
    }
    int64_t latest = info.as_of < r->in.intake.latest ? info.as_of : r->in.intake.latest;
    dates_format(r->in.engine, r->in.intake.earliest, 0, from);
    dates_format(r->in.engine, latest, 0, to);
    dates_format(r->in.engine, info.as_of, 1, as_of);
    if (q->bounds.from != NULL) format_bound(r, q->bounds.from_us, from);
    if (q->bounds.to != NULL) format_bound(r, q->bounds.to_us, to);
    printf("Dates: from %s%s %s (", from, q->bounds.to != NULL ? ", before" : " to", to);
    text_print_plain(stdout, info.time_zone);
    printf("), as of %s.\n", as_of);
}

static int is_any_in_progress(const output_columns *all) {
    for (size_t i = 0; i < all->keys; i++) {
        for (size_t row = 0; row < all->rows; row++) {
            if (output_is_in_progress(all, i, row)) return 1;
        }
    }
    return 0;
}

static void print_currency(const report *r, const output_columns *all) {
    for (size_t i = all->keys; i < all->count; i++) {
        uint32_t unit = all->items[i].values.unit;
        if (unit != LEADLINE_UNIT_MONEY && unit != LEADLINE_UNIT_MONEY_PER_COUNT) continue;
        fputs("Money is in ", stdout);
        text_print_plain(stdout, r->in.currency);
        puts(".");
        return;
    }
}

static void print_beginning(const report *r) {
    char text[40];
    dates_format(r->in.engine, r->in.intake.earliest, 0, text);
    printf("There is nothing to compare with before %s.\n", text);
}

void output_table(const report *r, const leadline_table *table) {
    arena memory = {NULL};
    output_columns all = output_read(r, &memory, table);
    print_grid(r, &memory, &all);
    putchar('\n');
    print_dates(r, table);
    if (r->in.currency != NULL) print_currency(r, &all);
    if (is_any_in_progress(&all)) puts("* not the whole period");
    if (all.without > 0) print_beginning(r);
    arena_free(&memory);
    if (r->in.sources[0].path == NULL) puts("These are generated facts. For your own: report --help");
}
