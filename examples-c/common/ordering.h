/*
 * ordering.h - which groups of an answer's rows are shown, and in what order: --sort, --limit and --min.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A group is what an answer says of one key: the steps of a funnel, the ages of a cohort. The library's queries sort by
 * themselves; analyses of journeys come in the order of their keys, so it is done here.
 */
#ifndef EXAMPLES_ORDERING_H
#define EXAMPLES_ORDERING_H

#include "cells.h"
#include "usage.h"

/* The options, for the table of a program and as their ids, which lie behind those of programs. */
enum { ORDERING_SORT = 900, ORDERING_LIMIT, ORDERING_MIN };

#define ORDERING_OPTIONS {"sort", ORDERING_SORT, 1}, {"limit", ORDERING_LIMIT, 1}, {"min", ORDERING_MIN, 1}

typedef struct ordering {
    const char *column;  /* of --sort, without the dash; NULL: as the answer comes */
    int is_descending;   /* it had a dash: the largest first */
    uint64_t limit;      /* 0: all */
    uint64_t min;        /* groups of fewer are left out */
} ordering;

/* Takes one of the options; 0 if it is none of them. */
int ordering_set(ordering *o, const option_reader *option, int id);

typedef struct ordering_group {
    size_t first, end;   /* its rows */
    int64_t size;        /* what --min is about: its members */
    const char *name;    /* what --sort goes by: a name, or where it is NULL, a value; undefined ones come last */
    size_t name_size;
    cell value;
} ordering_group;

/* Puts groups in order, those that are shown first, and returns how many these are. Equal ones stay as they were. Of those
 * left out, `too_small` tells how many were so by --min. */
size_t ordering_apply(const ordering *o, ordering_group *groups, size_t count, size_t *too_small);

/* A line on what is not shown, or nothing: "Shown: 10 of 57 keys; 12 of the others have fewer than 50 buyers." */
void ordering_note(FILE *out, const ordering *o, size_t shown, size_t count, size_t too_small, const char *groups, const char *members);

#endif
