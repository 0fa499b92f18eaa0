/*
 * credit.c - the answer, and which of its keys are shown.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

static const leadline_column *find(const answer_columns *all, const char *name) {
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->columns[i].name, name) == 0) return &all->columns[i];
    }
    return NULL;
}

static int has_value(const answer_columns *totals) {
    const leadline_column *value = answers_column(totals, "value");
    for (size_t row = 0; row < totals->rows; row++) {
        if (value->states != NULL && value->states[row] != LEADLINE_DEFINED) continue;
        if (value->numerators[row].low != 0 || value->numerators[row].high != 0) return 1;
    }
    return 0;
}

/* What --sort goes by: a name of a key, or a column; a model's name is its credit as it is shown. */
static const leadline_column *sort_column(const credit *c) {
    const question *q = &c->of->question;
    if (q->order.column == NULL) return NULL;
    for (size_t m = 0; m < q->models.count; m++) {
        if (strcmp(q->models.items[m].model.name, q->order.column) == 0) return credit_column(c, &c->all, m, "");
    }
    return find(&c->all, q->order.column);
}

credit credit_read(const attribute *a, arena *memory) {
    const question *q = &a->question;
    credit c;
    memset(&c, 0, sizeof c);
    c.of = a;
    c.all = answers_read(memory, a->credits);
    c.totals = answers_read(memory, a->totals);
    if (a->pairs != NULL) c.pairs = answers_read(memory, a->pairs);
    c.outcomes = q->outcome_count;
    c.key_count = c.all.key_count - 1;
    c.shows_value = q->show == SHOW_VALUE || (q->show == SHOW_WHAT_THERE_IS && has_value(&c.totals));
    const leadline_column *by = sort_column(&c), *influenced = q->order.min > 0 ? answers_column(&c.all, "influenced") : NULL;
    c.group_count = c.all.rows / c.outcomes;
    c.groups = arena_get(memory, (c.group_count + 1) * sizeof *c.groups);
    for (size_t g = 0; g < c.group_count; g++) {
        ordering_group *group = &c.groups[g];
        group->first = g * c.outcomes;
        group->end = group->first + c.outcomes;
        for (size_t row = group->first; row < group->end && influenced != NULL; row++) group->size += influenced->integers[row];
        if (by != NULL && by->type == LEADLINE_TYPE_STRING) group->name = cell_bytes(by, group->first, &group->name_size);
        else if (by != NULL) group->value = cell_read(by, group->first);
    }
    c.shown = ordering_apply(&q->order, c.groups, c.group_count, &c.too_small);
    return c;
}

void credit_check(const attribute *a) {
    arena memory = {NULL};
    credit c;
    memset(&c, 0, sizeof c);
    c.of = a;
    c.all = answers_read(&memory, a->credits);
    if (a->question.order.column != NULL && sort_column(&c) == NULL) {
        usage("--sort takes a dimension of --by, period, a model, or a column of --format json; not '%s'", a->question.order.column);
    }
    arena_free(&memory);
}

static const leadline_column *column_named(const answer_columns *all, const char *name, const char *ending) {
    char text[512];
    snprintf(text, sizeof text, "%s%s", name, ending);
    return answers_column(all, text);
}

const leadline_column *credit_column(const credit *c, const answer_columns *all, size_t model, const char *ending) {
    const char *name = c->of->question.models.items[model].model.name;
    return ending[0] == '\0' ? credit_shown(c, all, name) : column_named(all, name, ending);
}

const leadline_column *credit_shown(const credit *c, const answer_columns *all, const char *name) {
    return column_named(all, name, c->shows_value ? "_value" : "");
}

sum credit_sum(const credit *c, const leadline_column *column, size_t outcome, size_t first, size_t end) {
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t g = first; g < end; g++) sum_add_row(&total, column, c->groups[g].first + outcome);
    return total;
}

sum credit_unassigned(const credit *c, size_t model, size_t outcome) {
    const leadline_column *column = credit_column(c, &c->totals, model, "");
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t row = outcome; row < c->totals.rows; row += c->outcomes) sum_add_row(&total, column, row);
    return total;
}
