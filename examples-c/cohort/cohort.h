/*
 * cohort.h - what the parts of `cohort` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of a question: the arguments become files (see inputs.h) and one question; its words are checked against an engine's
 * kinds and calendar; the files are read into an engine that keeps journeys; the question is asked, and its two tables printed
 * for people, or for programs.
 */
#ifndef COHORT_H
#define COHORT_H

#include "answers.h"
#include "bounds.h"
#include "grid.h"
#include "inputs.h"
#include "ordering.h"
#include "rows.h"
#include "steps.h"
#include "sums.h"
#include "values.h"

typedef struct question {
    step_item first;
    step_item activity;
    int has_first, has_activity;
    text_list by;
    const char *cost; /* NULL: none */
    time_bounds bounds;
    uint32_t period;
    uint32_t ages; /* 0: all */
    uint32_t decimals;
    ordering order;
    int totals;
    int summary; /* of CSV */
    int standing;
    output_format format;
} question;

/* Which money the files tell of: what never came in is 0 to the library, and unknown to a reader. */
typedef struct money_known {
    int revenue, goods, service;
} money_known;

typedef struct cohort {
    inputs in;
    question question;
    money_known known;
    uint32_t threads;
    leadline_table *table;
    leadline_table *summary;
} cohort;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(cohort *c, int argc, char **argv);

/* plan.c: checks what can be checked before a file is read, and opens the engine. */
void plan_open(cohort *c);

/* answer.c: asks; returns 0 or EXIT_INPUT. What is wrong with an empty engine is the command line's fault. */
int answer_ask(cohort *c, int is_rehearsal);
/* Whether the files tell what a column is made of. */
int answer_knows(const cohort *c, const char *column);

/* order.c: which cohorts are shown, and in what order. */
typedef struct cohort_order {
    ordering_group *groups; /* the rows of each cohort's ages; those that are shown come first */
    size_t shown;
    size_t count;
    size_t too_small;
    size_t *summary; /* by the first row of a cohort: its row of the summary */
} cohort_order;

cohort_order order_make(const cohort *c, arena *memory, const answer_columns *all, const answer_columns *summary);
/* Ends the program where --sort names no column. */
void order_check(const cohort *c, const answer_columns *summary);

/* costs.c: what --cost comes to under names, or in periods, that have no cohort; undefined without it. The same as text, and
 * a line about it. */
sum costs_elsewhere(const cohort *c, const answer_columns *summary);
void costs_write(const answer_columns *summary, sum elsewhere, value_text *text);
void costs_note(const cohort *c, const answer_columns *summary, sum elsewhere);

/* summary.c: a line for each cohort. Says whether a quantile in it is of a sketch. */
int summary_print(const cohort *c, arena *memory, const answer_columns *summary, const cohort_order *order, sum elsewhere);

/* table.c, output.c */
const char *table_member(const cohort *c); /* what to call those who began: only who began with a sale is a buyer */
const char *table_members(const cohort *c);
void table_add_keys(grid *lines, const answer_columns *all, size_t row);
void table_add_total(grid *lines, const answer_columns *all); /* in the place of keys */
void output_table(const cohort *c);
void output_csv(const cohort *c);
void output_json(const cohort *c);

/* help.c */
extern const char *const help_text[];

#endif
