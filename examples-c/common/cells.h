/*
 * cells.h - one walker over the columns of a leadline_table, and exact numbers as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing here goes through floating point unless a double is what is wanted.
 */
#ifndef EXAMPLES_CELLS_H
#define EXAMPLES_CELLS_H

#include <leadline.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for any number as text, with the NUL. */
#define CELL_TEXT_MAX 128

/* One element of a column, whatever the column's type: a ratio in units (money in units of the currency), in lowest
 * terms. A double has no numerator and denominator; is_double says so. */
typedef struct cell {
    leadline_int128 numerator;
    leadline_int128 denominator;
    double number;
    uint32_t state;
    int is_double;
} cell;

static inline leadline_int128 cell_integer(int64_t integer) {
    leadline_int128 wide = {(uint64_t)integer, integer < 0 ? -1 : 0};
    return wide;
}

static inline int cell_is_one(leadline_int128 integer) {
    return integer.high == 0 && integer.low == 1;
}

/* The element `row` of a column that holds numbers. The index of the totals is the number of rows. */
static inline cell cell_read(const leadline_column *column, size_t row) {
    cell result = {{0, 0}, {1, 0}, 0, LEADLINE_DEFINED, 0};
    if (column->states != NULL) result.state = column->states[row];
    switch (column->type) {
    case LEADLINE_TYPE_INT64: result.numerator = cell_integer(column->integers[row]); break;
    case LEADLINE_TYPE_INT128: result.numerator = column->numerators[row]; break;
    case LEADLINE_TYPE_RATIO:
        result.numerator = column->numerators[row];
        if (result.state == LEADLINE_DEFINED) result.denominator = column->denominators[row];
        break;
    case LEADLINE_TYPE_DOUBLE:
        result.number = column->doubles[row];
        result.is_double = 1;
        return result;
    default: result.state = LEADLINE_OVERFLOW; break; /* a type of a later version */
    }
    /* Out of the engine's integers into units, in lowest terms. Beyond 128 bits the value exists, but cannot be told. */
    if (result.state == LEADLINE_DEFINED && (column->scale > 0 || column->type == LEADLINE_TYPE_RATIO) &&
        leadline_ratio_shift(&result.numerator, &result.denominator, -(int32_t)column->scale) != LEADLINE_OK) {
        result.state = LEADLINE_OVERFLOW;
    }
    return result;
}

/* The value with exactly so many decimals, half away from zero, times 10^power (2 for a percentage). Returns 0, and an
 * empty text, if it is not defined or goes beyond 128 bits. */
static inline int cell_rounded(const cell *value, uint32_t decimals, int32_t power, char text[CELL_TEXT_MAX]) {
    leadline_int128 numerator = value->numerator, denominator = value->denominator;
    size_t size = 0;
    text[0] = '\0';
    if (value->state != LEADLINE_DEFINED) return 0;
    if (value->is_double) {
        double factor = 1;
        for (int32_t i = 0; i < power; i++) factor *= 10;
        return snprintf(text, CELL_TEXT_MAX, "%.*f", (int)decimals, value->number * factor) < CELL_TEXT_MAX;
    }
    if (power != 0 && leadline_ratio_shift(&numerator, &denominator, power) != LEADLINE_OK) return 0;
    if (leadline_ratio_format(numerator, denominator, decimals, LEADLINE_ROUND_HALF_AWAY, text, CELL_TEXT_MAX, &size) != LEADLINE_OK) {
        text[0] = '\0';
        return 0;
    }
    return 1;
}

/* A 128-bit integer as text. */
static inline void cell_integer_text(leadline_int128 integer, char text[CELL_TEXT_MAX]) {
    leadline_int128 one = {1, 0};
    size_t size = 0;
    if (leadline_ratio_format(integer, one, 0, LEADLINE_ROUND_TOWARD_ZERO, text, CELL_TEXT_MAX, &size) != LEADLINE_OK) text[0] = '\0';
}

/* The value as a JSON number: a whole number in full, anything else as the nearest double, in the fewest digits that read
 * back as the same double. Returns 0 if it is not defined. */
static inline int cell_number_text(const cell *value, char text[CELL_TEXT_MAX]) {
    double number = value->number;
    text[0] = '\0';
    if (value->state != LEADLINE_DEFINED) return 0;
    if (!value->is_double) {
        if (cell_is_one(value->denominator)) {
            cell_integer_text(value->numerator, text);
            return text[0] != '\0';
        }
        if (leadline_ratio_double(value->numerator, value->denominator, &number) != LEADLINE_OK) return 0;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, CELL_TEXT_MAX, "%.*g", digits, number);
        if (digits == 17 || strtod(text, NULL) == number) break;
    }
    return 1;
}

/* The element `row` of a column of strings: its bytes and their number. Not NUL-terminated. */
static inline const char *cell_bytes(const leadline_column *column, size_t row, size_t *size) {
    *size = (size_t)(column->offsets[row + 1] - column->offsets[row]);
    return column->bytes + column->offsets[row];
}

#endif
