/*
 * values.h - a cell of a table as the texts that CSV and JSON show it by.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_VALUES_H
#define EXAMPLES_VALUES_H

#include "cells.h"

/* A value's four texts; empty where it has none. */
typedef struct value_text {
    char value[CELL_TEXT_MAX];
    char numerator[CELL_TEXT_MAX];
    char denominator[CELL_TEXT_MAX];
    const char *state;
} value_text;

static inline void value_write(const leadline_column *column, size_t row, value_text *text) {
    cell value = cell_read(column, row);
    text->numerator[0] = text->denominator[0] = '\0';
    text->state = leadline_state_name(value.state);
    if (!cell_number_text(&value, text->value) || value.is_double) return;
    cell_integer_text(value.numerator, text->numerator);
    cell_integer_text(value.denominator, text->denominator);
}

static inline void value_json_part(const char *name, const char *text) {
    printf("\"%s\": %s, ", name, text[0] != '\0' ? text : "null");
}

/* What stands between the braces of a value. */
static inline void value_json_parts(const value_text *text) {
    value_json_part("value", text->value);
    value_json_part("numerator", text->numerator);
    value_json_part("denominator", text->denominator);
    printf("\"state\": \"%s\"", text->state);
}

/* A double in the fewest digits that read back as the same. */
static inline void value_write_double(double number, char text[CELL_TEXT_MAX]) {
    cell value = {{0, 0}, {1, 0}, number, LEADLINE_DEFINED, 1};
    if (!cell_number_text(&value, text)) text[0] = '\0';
}

/* As value_write, but a ratio's denominator as it was counted, 4/6 and not 2/3: who reads how many stand behind a rate can judge it. */
static inline void value_write_counted(const leadline_column *column, size_t row, value_text *text) {
    value_write(column, row, text);
    if (column->type != LEADLINE_TYPE_RATIO || text->denominator[0] == '\0') return;
    leadline_int128 numerator = column->numerators[row], denominator = {1, 0}, count = column->denominators[row];
    if (leadline_ratio_shift(&numerator, &denominator, -(int32_t)column->scale) != LEADLINE_OK) return;
    if (count.high != 0 || denominator.high != 0 || count.low > UINT64_MAX / denominator.low) return;
    denominator.low *= count.low;
    cell_integer_text(numerator, text->numerator);
    cell_integer_text(denominator, text->denominator);
}

#endif
