/*
 * ordering.c - see ordering.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ordering.h"

int ordering_set(ordering *o, const option_reader *option, int id) {
    switch (id) {
    case ORDERING_SORT:
        o->is_descending = option->value[0] == '-';
        o->column = option->value + o->is_descending;
        if (o->column[0] == '\0') usage("--sort takes a column, with a dash before it for the largest first; not '%s'", option->value);
        return 1;
    case ORDERING_LIMIT: o->limit = option_number(option, 1, UINT64_MAX); return 1;
    case ORDERING_MIN: o->min = option_number(option, 0, INT64_MAX); return 1;
    default: return 0;
    }
}

/* A group as qsort sees it. */
typedef struct entry {
    ordering_group group;
    double number;
    int sign; /* -1: the largest first */
    size_t place;
} entry;

/* By name, or by number; what has none stands last in both directions. */
static int compare(const void *left, const void *right) {
    const entry *a = left, *b = right;
    int order = 0;
    if (a->group.name != NULL && b->group.name != NULL) {
        size_t size = a->group.name_size < b->group.name_size ? a->group.name_size : b->group.name_size;
        order = a->sign * memcmp(a->group.name, b->group.name, size);
        if (order == 0 && a->group.name_size != b->group.name_size) order = a->group.name_size < b->group.name_size ? -a->sign : a->sign;
    } else {
        int has_one = a->group.value.state == LEADLINE_DEFINED, has_other = b->group.value.state == LEADLINE_DEFINED;
        if (has_one != has_other) return has_one ? -1 : 1;
        if (has_one && a->number != b->number) order = a->number < b->number ? -a->sign : a->sign;
    }
    if (order != 0) return order;
    return a->place < b->place ? -1 : a->place > b->place;
}

size_t ordering_apply(const ordering *o, ordering_group *groups, size_t count, size_t *too_small) {
    arena memory = {NULL};
    entry *kept = arena_get(&memory, (count + 1) * sizeof *kept);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (groups[i].size >= 0 && (uint64_t)groups[i].size < o->min) continue;
        entry made = {groups[i], groups[i].value.number, o->is_descending ? -1 : 1, i};
        if (groups[i].value.state == LEADLINE_DEFINED && !groups[i].value.is_double &&
            leadline_ratio_double(groups[i].value.numerator, groups[i].value.denominator, &made.number) != LEADLINE_OK) {
            made.group.value.state = LEADLINE_OVERFLOW;
        }
        kept[shown++] = made;
    }
    *too_small = count - shown;
    if (o->column != NULL) qsort(kept, shown, sizeof *kept, compare);
    for (size_t i = 0; i < shown; i++) groups[i] = kept[i].group;
    arena_free(&memory);
    return o->limit > 0 && o->limit < shown ? (size_t)o->limit : shown;
}

void ordering_note(FILE *out, const ordering *o, size_t shown, size_t count, size_t too_small, const char *groups, const char *members) {
    if (shown == count) return;
    fprintf(out, "Shown: %zu of %zu %s", shown, count, groups);
    if (too_small > 0) fprintf(out, "; %zu of the others %s fewer than %llu %s", too_small, too_small == 1 ? "has" : "have", (unsigned long long)o->min, members);
    fputs(".\n", out);
}
