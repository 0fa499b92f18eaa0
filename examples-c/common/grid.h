/*
 * grid.h - lines of text cells printed in columns that line up.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_GRID_H
#define EXAMPLES_GRID_H

#include "arena.h"
#include "cells.h"
#include "check.h"
#include "text.h"

typedef struct grid_cell {
    const char *bytes;
    size_t size;
    size_t width;
} grid_cell;

/* Cells are added from left to right, line by line; names stand left, numbers right. */
typedef struct grid {
    arena *memory;
    size_t columns;
    size_t left;  /* the first so many columns stand left */
    size_t count; /* cells so far */
    grid_cell *cells;
} grid;

static inline grid grid_start(arena *memory, size_t columns, size_t left) {
    grid lines = {memory, columns, left, 0, NULL};
    return lines;
}

static inline void grid_add(grid *lines, const char *bytes, size_t size) {
    lines->cells = arena_grow(lines->memory, lines->cells, lines->count, sizeof *lines->cells);
    grid_cell *next = &lines->cells[lines->count++];
    next->bytes = arena_text(lines->memory, bytes, size);
    next->size = size;
    next->width = text_print(NULL, bytes, size);
}

static inline void grid_add_text(grid *lines, const char *text) {
    grid_add(lines, text, strlen(text));
}

static inline void grid_print(FILE *out, const grid *lines) {
    if (lines->columns == 0 || lines->count == 0) return;
    size_t *widths = arena_get(lines->memory, lines->columns * sizeof *widths);
    for (size_t i = 0; i < lines->count; i++) {
        size_t *width = &widths[i % lines->columns];
        if (lines->cells[i].width > *width) *width = lines->cells[i].width;
    }
    for (size_t i = 0; i < lines->count; i++) {
        const grid_cell *now = &lines->cells[i];
        size_t column = i % lines->columns, gap = widths[column] - now->width;
        int last = column + 1 == lines->columns;
        if (column > 0) fputs("  ", out);
        if (column >= lines->left) fprintf(out, "%*s", (int)gap, "");
        text_print(out, now->bytes, now->size);
        if (column < lines->left && !last) fprintf(out, "%*s", (int)gap, "");
        if (last) putc('\n', out);
    }
}

/* How a value that is not defined is shown. */
static inline const char *grid_undefined(uint32_t state) {
    switch (state) {
    case LEADLINE_UNDEFINED_ZERO_DENOMINATOR: return "-";
    case LEADLINE_UNDEFINED_NO_DATA: return "no data";
    default: return leadline_state_name(state);
    }
}

/* How numbers are shown. */
typedef struct grid_style {
    uint32_t decimals;
    int percent; /* ratios as percentages */
} grid_style;

static inline void grid_add_number(grid *lines, const leadline_column *column, size_t row, const grid_style *style) {
    char text[CELL_TEXT_MAX + 1];
    cell value = cell_read(column, row);
    int percent = style->percent && column->unit == LEADLINE_UNIT_RATIO;
    uint32_t decimals = column->unit == LEADLINE_UNIT_COUNT && !value.is_double && cell_is_one(value.denominator) ? 0 : style->decimals;
    if (value.state != LEADLINE_DEFINED) {
        grid_add_text(lines, grid_undefined(value.state));
    } else if (!cell_rounded(&value, decimals, percent ? 2 : 0, text)) {
        grid_add_text(lines, grid_undefined(LEADLINE_OVERFLOW));
    } else {
        if (percent) strcat(text, "%");
        grid_add_text(lines, text);
    }
}

/* A name of `by`, as it is shown to a person. */
static inline void grid_add_key(grid *lines, const leadline_column *column, size_t row) {
    size_t size = 0;
    const char *bytes = cell_bytes(column, row, &size);
    if (column->states != NULL && column->states[row] == LEADLINE_KEY_NOT_SET) {
        grid_add_text(lines, "(not set)");
    } else {
        grid_add(lines, bytes, size);
    }
}

/* Whether a column is only there for programs: the period's start in microseconds beside its name. */
static inline int grid_skips(const leadline_column *column) {
    return column->is_key && column->type != LEADLINE_TYPE_STRING;
}

/* Prints a whole table: a line of names, a line for each row, a line "total" where there are totals. */
static inline void grid_print_table(FILE *out, const leadline_table *table, const grid_style *style) {
    leadline_table_info info = {0};
    info.struct_size = sizeof info;
    CHECK(leadline_table_read_info(table, &info));
    arena memory = {NULL};
    leadline_column *columns = arena_get(&memory, info.columns * sizeof *columns);
    size_t shown = 0, keys = 0;
    for (size_t i = 0; i < info.columns; i++) {
        columns[shown].struct_size = sizeof *columns;
        CHECK(leadline_table_column(table, i, &columns[shown]));
        if (grid_skips(&columns[shown])) continue;
        if (columns[shown].is_key) keys++;
        shown++;
    }
    grid lines = grid_start(&memory, shown, keys);
    for (size_t i = 0; i < shown; i++) grid_add_text(&lines, columns[i].name);
    for (size_t row = 0; row < info.rows + (info.has_totals ? 1 : 0); row++) {
        for (size_t i = 0; i < shown; i++) {
            if (!columns[i].is_key) {
                grid_add_number(&lines, &columns[i], row, style);
            } else if (row == info.rows) {
                grid_add_text(&lines, i == 0 ? "total" : "");
            } else {
                grid_add_key(&lines, &columns[i], row);
            }
        }
    }
    grid_print(out, &lines);
    arena_free(&memory);
}

#endif
