/*
 * groups.c - which keys and periods are shown, and in what order.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

/* What --sort goes by. */
typedef struct sort_by {
    const leadline_column *key;   /* names; else numbers: */
    leadline_column column;       /* without a name: how many entered */
    size_t step;                  /* from 0 */
    int is_sum;                   /* of all steps */
} sort_by;

/* The people of a group: those who came to its last step, who dropped out and who may still go on. */
static int64_t people(const answer_columns *all, size_t first, size_t end) {
    int64_t count = all->reached.integers[end - 1];
    for (size_t row = first; row < end; row++) count += all->dropped.integers[row] + all->open.integers[row];
    return count;
}

/* A column that has numbers for each step, by a name of so many bytes; 0: there is none. */
static int find_column(const answer_columns *all, const char *name, size_t size, sort_by *found) {
    const leadline_column *const columns[] = {&all->reached, &all->dropped, &all->open, &all->decided, &all->step_rate, &all->total_rate, &all->continued, &all->from_first};
    size_t count = sizeof columns / sizeof *columns;
    for (size_t i = 0; i < count + 2 * all->time_count; i++) {
        const leadline_column *one = i < count ? columns[i] : &all->times[i - count];
        if (one->name == NULL || strlen(one->name) != size || memcmp(one->name, name, size) != 0) continue;
        found->column = *one;
        /* Nobody drops out at the last step. */
        found->is_sum = one == &all->dropped || one == &all->open;
        return 1;
    }
    return 0;
}

static int find(const funnel *f, const answer_columns *all, sort_by *found) {
    const question *q = &f->question;
    const char *name = q->order.column, *colon = strrchr(name, ':');
    memset(found, 0, sizeof *found);
    found->step = q->step_count - 1;
    for (size_t i = 0; i < all->key_count; i++) {
        if (strcmp(all->keys[i].name, name) != 0) continue;
        found->key = &all->keys[i];
        return 1;
    }
    if (strcmp(name, "entries") == 0) return 1;
    if (find_column(all, name, strlen(name), found)) return 1;
    uint32_t step = colon != NULL ? steps_find(q, colon + 1) : 0;
    if (step == 0 || !find_column(all, name, (size_t)(colon - name), found)) return 0;
    found->step = step - 1;
    found->is_sum = 0;
    return 1;
}

void groups_check(const funnel *f) {
    arena memory = {NULL};
    answer_columns all = answer_read(&memory, f->table);
    sort_by found;
    if (f->question.order.column != NULL && !find(f, &all, &found)) {
        usage("--sort takes a name of --by, period, entries, or reached, dropped, open, decided, step_rate, total_rate or a time as --format json "
              "calls them, perhaps of a step, like reached:2; not '%s'", f->question.order.column);
    }
    arena_free(&memory);
}

void groups_choose(const funnel *f, arena *memory, answer_columns *all) {
    const question *q = &f->question;
    sort_by by;
    memset(&by, 0, sizeof by);
    if (q->order.column != NULL) find(f, all, &by);
    all->group_count = all->rows / q->step_count;
    all->groups = arena_get(memory, (all->group_count + 1) * sizeof *all->groups);
    for (size_t g = 0; g < all->group_count; g++) {
        ordering_group *group = &all->groups[g];
        group->first = g * q->step_count;
        group->end = group->first + q->step_count;
        group->size = people(all, group->first, group->end);
        if (by.key != NULL) {
            group->name = cell_bytes(by.key, group->first, &group->name_size);
        } else if (by.column.name == NULL) {
            group->value.numerator = cell_integer(group->size);
            group->value.denominator = cell_integer(1);
        } else if (by.is_sum) {
            int64_t sum = 0;
            for (size_t row = group->first; row < group->end; row++) sum += by.column.integers[row];
            group->value.numerator = cell_integer(sum);
            group->value.denominator = cell_integer(1);
        } else {
            group->value = cell_read(&by.column, group->first + by.step);
        }
    }
    all->shown = ordering_apply(&q->order, all->groups, all->group_count, &all->too_small);
}
