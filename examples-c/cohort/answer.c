/*
 * answer.c - the question in the library's words, and the columns of its answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* A value of all facts; undefined where no fact of its kinds came in. */
static cell total_of(const cohort *c, const char *expression) {
    leadline_query_options asked = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    asked.columns = &expression;
    asked.column_count = 1;
    CHECK(leadline_query(c->in.engine, &asked, &table));
    CHECK(leadline_table_column(table, 0, &column));
    cell value = cell_read(&column, 0);
    leadline_table_close(table);
    return value;
}

static money_known know(const cohort *c) {
    cell sales = total_of(c, "amount(sale)");
    money_known known = {sales.state == LEADLINE_DEFINED && (sales.numerator.low != 0 || sales.numerator.high != 0),
        total_of(c, "count(goods_cost)").state == LEADLINE_DEFINED, total_of(c, "count(service_cost)").state == LEADLINE_DEFINED};
    return known;
}

int answer_knows(const cohort *c, const char *column) {
    static const char *const of_sales[] = {"revenue", "revenue_net", "total_revenue", "total_revenue_net", "excess_corrections", "return",
        "payback_age", "clv_total", "clv_mean", NULL};
    const money_known *known = &c->known;
    for (size_t i = 0; of_sales[i] != NULL; i++) {
        if (strcmp(column, of_sales[i]) == 0) return known->revenue;
    }
    if (strcmp(column, "goods_cost") == 0) return known->goods;
    if (strcmp(column, "service_cost") == 0) return known->service;
    if (strcmp(column, "clv_margin") == 0) return known->revenue && known->goods;
    if (strcmp(column, "contribution") == 0 || strcmp(column, "total_contribution") == 0) return known->revenue && (known->goods || known->service);
    return 1;
}

int answer_ask(cohort *c, int is_rehearsal) {
    question *q = &c->question;
    leadline_step first = step_asked(&q->first), activity = step_asked(&q->activity);
    leadline_cohort_options asked = LEADLINE_COHORT_OPTIONS_INIT;
    asked.first = &first;
    asked.activity = q->has_activity ? &activity : NULL;
    asked.by = q->by.items;
    asked.by_count = q->by.count;
    asked.acquisition_cost = q->cost;
    asked.from_us = q->bounds.from_us;
    asked.to_us = q->bounds.to_us;
    asked.as_of_us = q->bounds.as_of_us;
    asked.period = q->period;
    asked.max_age = q->ages > 0 ? q->ages - 1 : 0;
    asked.flags = (q->ages > 0 ? LEADLINE_COHORT_MAX_AGE : 0) | bounds_flags(&q->bounds) | (q->standing ? LEADLINE_STANDING : 0);
    if (is_rehearsal) inputs_check_cost(&c->in, q->cost, "marketing_cost or acquisition_cost");
    leadline_status status = leadline_cohorts(c->in.engine, &asked, &c->table, &c->summary);
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(c->in.engine, status, "cohorts cannot be asked for so");
    if (status != LEADLINE_OK) return inputs_fail(c->in.engine, status);
    if (is_rehearsal) {
        arena memory = {NULL};
        answer_columns summary = answers_read(&memory, c->summary);
        order_check(c, &summary);
        arena_free(&memory);
        leadline_table_close(c->table);
        leadline_table_close(c->summary);
        c->table = c->summary = NULL;
        return 0;
    }
    step_note_names(&c->in, "first", &q->first);
    if (q->has_activity) step_note_names(&c->in, "activity", &q->activity);
    inputs_note_repeats(&c->in);
    c->known = know(c);
    switch (q->format) {
    case FORMAT_CSV: output_csv(c); break;
    case FORMAT_JSON: output_json(c); break;
    default: output_table(c); break;
    }
    return 0;
}
