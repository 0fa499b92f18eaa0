/*
 * order.c - which cohorts are shown, and in what order.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

/* The column that --sort names: a key, or one of the summary; NULL: none. */
static const leadline_column *sort_column(const cohort *c, const answer_columns *summary) {
    const char *name = c->question.order.column;
    for (size_t i = 0; name != NULL && i < summary->count; i++) {
        if (strcmp(summary->columns[i].name, name) == 0) return &summary->columns[i];
    }
    return NULL;
}

void order_check(const cohort *c, const answer_columns *summary) {
    if (c->question.order.column == NULL || sort_column(c, summary) != NULL) return;
    usage("--sort takes a dimension of --by, period, or a column of --summary like size, repeat_share or revenue_net, not '%s'",
          c->question.order.column);
}

cohort_order order_make(const cohort *c, arena *memory, const answer_columns *all, const answer_columns *summary) {
    cohort_order order = {NULL, 0, 0, 0, NULL};
    const leadline_column *age = answers_column(all, "age"), *size = answers_column(all, "size"), *column = sort_column(c, summary);
    order.groups = arena_get(memory, (summary->rows + 1) * sizeof *order.groups);
    order.summary = arena_get(memory, (all->rows + 1) * sizeof *order.summary);
    for (size_t row = 0; row < all->rows;) {
        ordering_group *group = &order.groups[order.count];
        group->first = row;
        do row++;
        while (row < all->rows && age->integers[row] != 0);
        group->end = row;
        group->size = size->integers[group->first];
        if (column != NULL && column->type == LEADLINE_TYPE_STRING) group->name = cell_bytes(column, order.count, &group->name_size);
        else if (column != NULL) group->value = cell_read(column, order.count);
        order.summary[group->first] = order.count++;
    }
    order.shown = ordering_apply(&c->question.order, order.groups, order.count, &order.too_small);
    return order;
}
