/*
 * audience.h - what the parts of `audience` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of a question: the arguments become files (see inputs.h), some audiences and one question about them; their words are
 * checked against an engine's kinds and calendar; the files are read into an engine that keeps journeys; the audiences are
 * followed and compared, or the members of one are listed.
 */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include "answers.h"
#include "bounds.h"
#include "durations.h"
#include "grid.h"
#include "inputs.h"
#include "rows.h"
#include "steps.h"
#include "values.h"

typedef struct rule {
    const char *name;
    step_item *steps;
    size_t step_count;
    step_item *exclusions;
    size_t exclusion_count;
    int is_ordered; /* each step behind the one before */
    int is_any;
    int is_staying;
} rule;

typedef struct question {
    rule *rules;
    size_t rule_count;
    step_item outcome;
    int has_outcome;
    const char *window; /* as given; NULL: no limit */
    int64_t window_us;
    time_bounds bounds;
    const char *list; /* the audience whose members are listed; NULL: all are followed */
    int by_person;
    uint32_t level; /* of intervals, in hundredths of a percent */
    const char *level_text;
    uint32_t decimals;
    output_format format;
} question;

typedef struct audience {
    inputs in;
    question question;
    uint32_t threads;
    leadline_table *table; /* audiences, or members */
    leadline_table *pairs;
} audience;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(audience *a, int argc, char **argv);

/* plan.c: checks what can be checked before a file is read, and opens the engine. */
void plan_open(audience *a);

/* answer.c: asks; returns 0 or EXIT_INPUT. What is wrong with an empty engine is the command line's fault. */
int answer_ask(audience *a, int is_rehearsal);
/* The interval of an audience's conversion. */
leadline_interval answer_interval(const audience *a, const answer_columns *all, size_t row);

/* holm.c: the p of each row of the pairs, corrected for how many there are; NULL where there are fewer than two. */
const double *holm_correct(arena *memory, const answer_columns *pairs);

/* texts.c: the texts that ids came as. */
typedef struct id_text {
    uint64_t id;
    uint32_t code; /* of its text, in the dimension that keeps them */
} id_text;

typedef struct id_texts {
    uint32_t dimension;
    size_t count;
    id_text *items; /* by id */
} id_texts;

id_texts texts_read(const audience *a, arena *memory, const char *dimension);
/* As it came, or the number where no text is known; nothing for 0. As a field of CSV. */
void text_print_id(const audience *a, const id_texts *texts, uint64_t id);

/* table.c, output.c */
void output_table(const audience *a);
void output_csv(const audience *a);
void output_json(const audience *a);
void output_list(const audience *a);

/* help.c */
extern const char *const help_text[];

#endif
