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

#include "grid.h"
#include "inputs.h"
#include "steps.h"
#include "values.h"

typedef enum output_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON } output_format;

typedef struct question {
    step_item first;
    step_item activity;
    int has_first, has_activity;
    text_list by;
    const char *cost; /* NULL: none */
    const char *from, *to, *as_of;
    int64_t from_us, to_us, as_of_us;
    uint32_t period;
    uint32_t ages; /* 0: all */
    uint32_t decimals;
    int summary; /* of CSV */
    int standing;
    output_format format;
} question;

typedef struct cohort {
    inputs in;
    question question;
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

/* The columns of one of the tables. */
typedef struct answer_columns {
    leadline_column *columns;
    size_t count;
    size_t rows;
    size_t key_count; /* the first so many are names, the last of them the period */
    leadline_column starts;
    int64_t as_of;
} answer_columns;

answer_columns answer_read(arena *memory, const leadline_table *table);
const leadline_column *answer_column(const answer_columns *all, const char *name);

/* table.c, output.c */
void output_table(const cohort *c);
void output_csv(const cohort *c);
void output_json(const cohort *c);

/* help.c */
extern const char *const help_text[];

#endif
