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

/* A lead may have no amounts beside a sale that has. */
static credit_outcome outcome_read(const credit *c, size_t outcome) {
    const question *q = &c->of->question;
    const leadline_column *value = answers_column(&c->totals, "value"), *outcomes = answers_column(&c->totals, "outcomes");
    credit_outcome made = {0, 0, 0};
    for (size_t row = outcome; row < c->totals.rows; row += c->outcomes) {
        made.count += outcomes->integers[row];
        if (value->states != NULL && value->states[row] != LEADLINE_DEFINED) continue;
        if (value->numerators[row].low != 0 || value->numerators[row].high != 0) made.is_worth = 1;
    }
    made.by_value = q->show == SHOW_VALUE || (q->show == SHOW_WHAT_THERE_IS && made.is_worth);
    return made;
}

/* The table of credit. A place stands as a number between names. */
static answer_columns credits_read(const attribute *a, arena *memory) {
    answer_columns all = answers_read(memory, a->credits);
    if (a->question.flags & LEADLINE_ATTRIBUTE_BY_POSITION) all.key_count += 2;
    return all;
}

/* What --sort goes by: a name of a key, or a column; a model's name is its credit as it is shown. */
static const leadline_column *sort_column(const credit *c) {
    const question *q = &c->of->question;
    if (q->order.column == NULL) return NULL;
    for (size_t m = 0; m < q->models.count; m++) {
        if (strcmp(q->models.items[m].model.name, q->order.column) == 0) return credit_column(c, &c->all, m, 0, "");
    }
    return find(&c->all, q->order.column);
}

credit credit_read(const attribute *a, arena *memory, FILE *notes) {
    const question *q = &a->question;
    credit c;
    memset(&c, 0, sizeof c);
    c.of = a;
    c.notes = notes;
    c.all = credits_read(a, memory);
    c.totals = answers_read(memory, a->totals);
    if (a->pairs != NULL) c.pairs = answers_read(memory, a->pairs);
    c.outcomes = q->outcome_count;
    c.key_count = c.all.key_count - 1;
    c.each = arena_get(memory, c.outcomes * sizeof *c.each);
    for (size_t i = 0; i < c.outcomes; i++) c.each[i] = outcome_read(&c, i);
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
    c.all = credits_read(a, &memory);
    c.each = arena_get(&memory, a->question.outcome_count * sizeof *c.each);
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

const leadline_column *credit_column(const credit *c, const answer_columns *all, size_t model, size_t outcome, const char *ending) {
    const char *name = c->of->question.models.items[model].model.name;
    return ending[0] == '\0' ? credit_shown(c, all, name, outcome) : column_named(all, name, ending);
}

const leadline_column *credit_shown(const credit *c, const answer_columns *all, const char *name, size_t outcome) {
    return column_named(all, name, c->each[outcome].by_value ? "_value" : "");
}

const leadline_column *credit_given(const credit *c, size_t model, int by_value) {
    return column_named(&c->all, c->of->question.models.items[model].model.name, by_value ? "_value" : "");
}

const char *credit_outcome_name(const credit *c, size_t outcome) {
    const step_item *one = &c->of->question.outcomes[outcome];
    return one->name != NULL ? one->name : one->kinds;
}

static size_t count_by_value(const credit *c) {
    size_t count = 0;
    for (size_t i = 0; i < c->outcomes; i++) count += c->each[i].by_value != 0;
    return count;
}

int credit_all_by_value(const credit *c) { return count_by_value(c) == c->outcomes; }
int credit_any_by_value(const credit *c) { return count_by_value(c) > 0; }

sum credit_sum(const credit *c, const leadline_column *column, size_t outcome, size_t first, size_t end) {
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t g = first; g < end; g++) sum_add_row(&total, column, c->groups[g].first + outcome);
    return total;
}

sum credit_unassigned(const credit *c, size_t model, size_t outcome) {
    const leadline_column *column = credit_column(c, &c->totals, model, outcome, "");
    sum total = {{0, 0}, LEADLINE_DEFINED};
    for (size_t row = outcome; row < c->totals.rows; row += c->outcomes) sum_add_row(&total, column, row);
    return total;
}
