/*
 * sums.c - see sums.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sums.h"

void sum_add(sum *total, leadline_int128 more) {
    uint64_t low = total->value.low + more.low, carry = low < more.low;
    /* In numbers without a sign, where nothing can go wrong; it did where two of one sign make one of the other. */
    uint64_t high = (uint64_t)total->value.high + (uint64_t)more.high + carry;
    int was_negative = total->value.high < 0, is_negative = high >> 63 != 0;
    if (was_negative == (more.high < 0) && was_negative != is_negative) total->state = LEADLINE_OVERFLOW;
    total->value.low = low;
    total->value.high = is_negative ? -(int64_t)(~high) - 1 : (int64_t)high;
}

void sum_add_row(sum *total, const leadline_column *values, size_t row) {
    if (values->states != NULL && values->states[row] != LEADLINE_DEFINED) {
        total->state = values->states[row];
    } else if (values->type == LEADLINE_TYPE_RATIO) {
        /* Formulas tell whole numbers as 18/2, too; what is none cannot be added up here. */
        leadline_int128 top = values->numerators[row], bottom = values->denominators[row];
        if (leadline_ratio_reduce(&top, &bottom) == LEADLINE_OK && cell_is_one(bottom)) sum_add(total, top);
        else total->state = LEADLINE_OVERFLOW;
    } else {
        sum_add(total, answers_number(values, row));
    }
}

void sum_subtract(sum *total, sum less) {
    uint64_t low = ~less.value.low + 1, high = ~(uint64_t)less.value.high + (low == 0);
    leadline_int128 negative = {low, high >> 63 != 0 ? -(int64_t)(~high) - 1 : (int64_t)high};
    if (less.state != LEADLINE_DEFINED) total->state = less.state;
    sum_add(total, negative);
}

sum sum_of(const answer_columns *all, const char *column) {
    const leadline_column *values = answers_column(all, column);
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t row = 0; row < all->rows && total.state == LEADLINE_DEFINED; row++) sum_add_row(&total, values, row);
    return total;
}

cell sum_ratio(sum top, sum bottom, uint32_t scale) {
    cell value = {top.value, bottom.value, 0, top.state != LEADLINE_DEFINED ? top.state : bottom.state, 0};
    if (value.state != LEADLINE_DEFINED) return value;
    if (bottom.value.high < 0 || (bottom.value.high == 0 && bottom.value.low == 0)) value.state = LEADLINE_UNDEFINED_ZERO_DENOMINATOR;
    else if (leadline_ratio_shift(&value.numerator, &value.denominator, -(int32_t)scale) != LEADLINE_OK) value.state = LEADLINE_OVERFLOW;
    return value;
}

cell sum_cell(sum total, uint32_t scale) {
    const sum one = {{1, 0}, LEADLINE_DEFINED};
    return sum_ratio(total, one, scale);
}
