/*
 * returns.c - what credited outcomes cost, and what the spend brings back, for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Keys are what touches were made of, and money may have been spent on others: it is in no row, but in the total of all rows, so that
 * what is judged as a whole is judged by all that was spent.
 */
#include "attribute.h"

typedef enum return_kind { RETURN_CPA, RETURN_ROAS, RETURN_ROI } return_kind;

/* ---- Costs ---- */

/* All of the cost that is asked for, whatever its keys. */
static sum whole_cost(const credit *c) {
    const question *q = &c->of->question;
    leadline_query_options asked = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    sum all = {{0, 0}, LEADLINE_UNDEFINED_NO_DATA};
    asked.columns = &q->cost;
    asked.column_count = 1;
    asked.from_us = q->from_us;
    asked.to_us = q->to_us;
    asked.as_of_us = q->as_of_us;
    asked.flags = LEADLINE_QUERY_TOTALS | (q->from != NULL ? LEADLINE_QUERY_FROM : 0) | (q->to != NULL ? LEADLINE_QUERY_TO : 0) |
                  (q->as_of != NULL ? LEADLINE_QUERY_AS_OF : 0);
    if (leadline_query(c->of->in.engine, &asked, &table) != LEADLINE_OK) return all;
    CHECK(leadline_table_read_info(table, &info));
    CHECK(leadline_table_column(table, 0, &column));
    all.state = LEADLINE_DEFINED;
    sum_add_row(&all, &column, info.rows);
    leadline_table_close(table);
    return all;
}

/* What the keys [first, end) cost, as far as that is known. */
static sum cost_of(const credit *c, size_t first, size_t end) {
    const leadline_column *cost = answers_column(&c->all, "cost");
    sum all = {{0, 0}, LEADLINE_UNDEFINED_NO_DATA};
    for (size_t g = first; g < end; g++) {
        size_t row = c->groups[g].first;
        if (cost->states != NULL && cost->states[row] != LEADLINE_DEFINED) continue;
        if (all.state == LEADLINE_UNDEFINED_NO_DATA) all.state = LEADLINE_DEFINED;
        sum_add_row(&all, cost, row);
    }
    return all;
}

/* ---- Tables ---- */

static cell over(sum top, uint32_t top_scale, sum bottom, uint32_t bottom_scale) {
    cell made = sum_ratio(top, bottom, 0);
    int32_t power = (int32_t)bottom_scale - (int32_t)top_scale;
    if (made.state == LEADLINE_DEFINED && leadline_ratio_shift(&made.numerator, &made.denominator, power) != LEADLINE_OK) made.state = LEADLINE_OVERFLOW;
    return made;
}

/* A line of sums over the keys [first, end). */
static void add_line(grid *lines, const credit *c, const char *word, return_kind kind, grid_style style, sum cost, size_t outcome, size_t first, size_t end) {
    const question *q = &c->of->question;
    const uint32_t scale = answers_column(&c->all, "cost")->scale;
    char text[CELL_TEXT_MAX + 1];
    cell spent = sum_cell(cost, scale);
    table_add_word(lines, c, word);
    grid_add_text(lines, cell_rounded(&spent, q->decimals, 0, text) ? text : grid_undefined(spent.state));
    for (size_t m = 0; m < q->models.count; m++) {
        const leadline_column *given = credit_given(c, m, kind != RETURN_CPA);
        sum credited = credit_sum(c, given, outcome, first, end);
        if (kind == RETURN_ROI) sum_subtract(&credited, cost);
        cell value = kind == RETURN_CPA ? over(cost, scale, credited, given->scale) : over(credited, given->scale, cost, scale);
        if (!cell_rounded(&value, style.decimals, style.percent ? 2 : 0, text)) strcpy(text, grid_undefined(value.state == LEADLINE_DEFINED ? LEADLINE_OVERFLOW : value.state));
        else if (style.percent) strcat(text, "%");
        grid_add_text(lines, text);
    }
}

static void print_table(const credit *c, arena *memory, size_t outcome, return_kind kind, const char *ending, grid_style style) {
    grid lines = beside_by_model(c, memory, outcome, "cost", ending, style);
    if (c->shown < c->group_count) {
        char word[48];
        snprintf(word, sizeof word, "(%zu others)", c->group_count - c->shown);
        add_line(&lines, c, word, kind, style, cost_of(c, c->shown, c->group_count), outcome, c->shown, c->group_count);
    }
    add_line(&lines, c, "total", kind, style, whole_cost(c), outcome, 0, c->group_count);
    grid_print(stdout, &lines);
}

void returns_print(const credit *c, arena *memory, size_t outcome) {
    const question *q = &c->of->question;
    const grid_style money = {q->decimals, 0}, ratio = {2, 0}, percent = {1, 1};
    printf("\nCost per outcome that is credited (CPL, CPA), of %s:\n", q->cost);
    print_table(c, memory, outcome, RETURN_CPA, "_cpa", money);
    if (!c->each[outcome].by_value || !c->each[outcome].is_worth) return;
    printf("\nReturn on spend (ROAS) on %s:\n", q->cost);
    print_table(c, memory, outcome, RETURN_ROAS, "_roas", ratio);
    printf("\nReturn on investment (ROI) on %s:\n", q->cost);
    print_table(c, memory, outcome, RETURN_ROI, "_roi", percent);
}

/* ---- Notes ---- */

/* What was spent on keys that are no row. */
static void note_rest(const credit *c) {
    const question *q = &c->of->question;
    const uint32_t scale = answers_column(&c->all, "cost")->scale;
    int has_periods = q->period != LEADLINE_PERIOD_DEFAULT && q->period != LEADLINE_PERIOD_ALL;
    char part[CELL_TEXT_MAX], whole[CELL_TEXT_MAX];
    sum all = whole_cost(c), rest = all, known = cost_of(c, 0, c->group_count);
    if (known.state != LEADLINE_UNDEFINED_NO_DATA) sum_subtract(&rest, known);
    if (rest.state != LEADLINE_DEFINED || (rest.value.low == 0 && rest.value.high == 0)) return;
    cell one = sum_cell(rest, scale), other = sum_cell(all, scale);
    if (!cell_rounded(&one, q->decimals, 0, part) || !cell_rounded(&other, q->decimals, 0, whole)) return;
    fprintf(notes_line(c), "%s of %s %s has no credit of the same key%s: it is in %s%s.\n", part, whole, q->cost, has_periods ? " and period" : "",
            c->notes == stdout ? "the total alone" : "no row",
            has_periods && !(q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH) ? "; see --by-touch" : "");
}

void returns_note(const credit *c) {
    const question *q = &c->of->question;
    if (q->cost == NULL) return;
    if (c->notes == stdout) fprintf(notes_line(c), "Totals beside costs set all %s against all that a model credits, without what is unassigned.\n", q->cost);
    note_rest(c);
}
