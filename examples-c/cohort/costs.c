/*
 * costs.c - what was spent where nobody began: no cohort has it, and leaving it out would make customers look cheap.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* Whether a period has any of the instants that cohorts are asked for. */
static int is_asked(const cohort *c, int64_t time_us) {
    const question *q = &c->question;
    int64_t start = 0, end = 0;
    CHECK(leadline_period_bounds(c->in.engine, q->period, time_us, &start, &end));
    return (q->bounds.from == NULL || end > q->bounds.from_us) && (q->bounds.to == NULL || start < q->bounds.to_us);
}

/* All of it, of the same names and periods as cohorts have. */
static sum spent(const cohort *c) {
    const question *q = &c->question;
    leadline_query_options asked = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    arena memory = {NULL};
    asked.by = q->by.items;
    asked.by_count = q->by.count;
    /* Who asks for one channel is not to see what the others cost. */
    leadline_filter *filters = arena_get(&memory, (q->first.filter_count + 1) * sizeof *filters);
    for (size_t i = 0; i < q->first.filter_count; i++) {
        if (list_find(&q->by, q->first.filters[i].dimension) < q->by.count) filters[asked.filter_count++] = q->first.filters[i];
    }
    asked.filters = filters;
    asked.columns = &q->cost;
    asked.column_count = 1;
    asked.period = q->period;
    asked.as_of_us = q->bounds.as_of_us;
    asked.flags = q->bounds.as_of != NULL ? LEADLINE_QUERY_AS_OF : 0;
    CHECK(leadline_query(c->in.engine, &asked, &table));
    answer_columns all = answers_read(&memory, table);
    const leadline_column *cost = &all.columns[all.key_count];
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t row = 0; row < all.rows && total.state == LEADLINE_DEFINED; row++) {
        if (is_asked(c, all.starts.integers[row])) sum_add_row(&total, cost, row);
    }
    arena_free(&memory);
    leadline_table_close(table);
    return total;
}

sum costs_elsewhere(const cohort *c, const answer_columns *summary) {
    sum rest = {{0, 0}, LEADLINE_UNDEFINED_NO_DATA};
    if (c->question.cost == NULL || summary->rows == 0) return rest;
    rest = spent(c);
    sum_subtract(&rest, sum_of(summary, "acquisition_cost"));
    return rest;
}

static cell money_of(const answer_columns *summary, sum amount) {
    return sum_cell(amount, answers_column(summary, "acquisition_cost")->scale);
}

void costs_write(const answer_columns *summary, sum elsewhere, value_text *text) {
    cell value = money_of(summary, elsewhere);
    text->numerator[0] = text->denominator[0] = '\0';
    text->state = leadline_state_name(value.state);
    if (!cell_number_text(&value, text->value)) return;
    cell_integer_text(value.numerator, text->numerator);
    cell_integer_text(value.denominator, text->denominator);
}

static void write_money(const cohort *c, const answer_columns *summary, sum amount, char text[CELL_TEXT_MAX]) {
    cell value = money_of(summary, amount);
    cell_rounded(&value, c->in.scale < 2 ? c->in.scale : 2, 0, text);
}

void costs_note(const cohort *c, const answer_columns *summary, sum elsewhere) {
    if (elsewhere.state != LEADLINE_DEFINED || (elsewhere.value.low == 0 && elsewhere.value.high == 0)) return;
    char part[CELL_TEXT_MAX], whole[CELL_TEXT_MAX];
    sum all = sum_of(summary, "acquisition_cost");
    sum_add(&all, elsewhere.value);
    write_money(c, summary, elsewhere, part);
    write_money(c, summary, all, whole);
    printf("%s of %s %s belongs to no cohort (nobody began there)%s.\n", part, whole, c->question.cost,
           c->question.totals ? "; the totals have it" : "");
}
