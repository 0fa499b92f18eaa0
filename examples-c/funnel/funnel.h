/*
 * funnel.h - what the parts of `funnel` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of a funnel: the arguments become files (see inputs.h) and one question; the question's words are checked against
 * an engine's kinds and calendar; the files are read into an engine that keeps journeys; the question is asked, and its table
 * printed for people, or for programs.
 */
#ifndef FUNNEL_H
#define FUNNEL_H

#include "bounds.h"
#include "durations.h"
#include "grid.h"
#include "inputs.h"
#include "kinds.h"
#include "ordering.h"
#include "steps.h"
#include "values.h"

#define QUANTILES_MAX 16

/* Which of a person's runs counts. */
typedef enum counting { COUNT_BY_DEFAULT, COUNT_BY_BEST, COUNT_BY_FIRST } counting;

typedef struct question {
    step_item *steps;
    size_t step_count;
    step_item *exclusions;
    size_t exclusion_count;
    text_list by;
    const char *window; /* as given */
    int64_t window_us;  /* 0: no limit */
    time_bounds bounds;
    uint32_t period;
    uint32_t mode;
    uint16_t quantiles[QUANTILES_MAX];
    size_t quantile_count;
    uint32_t level; /* of intervals, in hundredths of a percent */
    const char *level_text;
    int is_open;
    counting count_by;
    ordering order;
    int exits;
    int totals;
    int times;
    int no_bars;
    uint32_t decimals;
    output_format format;
} question;

typedef struct funnel {
    inputs in;
    question question;
    uint32_t threads;
    leadline_table *table;
    leadline_table *exits;  /* NULL: not asked for */
    leadline_table *totals; /* NULL: not asked for, or the table has no keys */
} funnel;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(funnel *f, int argc, char **argv);

/* steps.c */
void steps_add(funnel *f, const char *option, const char *text);
void steps_add_exclusion(funnel *f, const char *text);
/* The number of the step that an exclusion names, from 1; 0 for NULL. steps_find: 0 where there is none. */
uint32_t steps_number(const question *q, const char *text);
uint32_t steps_find(const question *q, const char *text);
const char *steps_name(const step_item *step);

/* stages.c: adds the steps of a ready-made list, or of its top or bottom ("digital:bottom"); 0 if there are none such. And the
 * names of the lists, between commas. */
int stages_add(funnel *f, const char *text);
const char *stages_names(void);

/* plan.c: checks what can be checked before a file is read, and opens the engine. */
void plan_open(funnel *f);

/* answer.c: asks; returns 0 or EXIT_INPUT. What is wrong with an empty engine is the command line's fault. */
int answer_ask(funnel *f, int is_rehearsal);

/* A funnel's table, column by column. */
typedef struct answer_columns {
    leadline_column *keys; /* names and the period, as far as they are shown */
    size_t key_count;
    leadline_column starts; /* of periods; without a name where there are none */
    leadline_column step, name, reached, dropped, open, decided, step_rate, total_rate;
    leadline_column continued, from_first; /* of an open funnel; without a name in a closed one */
    leadline_column *times; /* mean and quantiles from the step before, then the same from the first */
    size_t time_count;      /* of each of both */
    size_t rows;
    int64_t as_of;
    ordering_group *groups; /* those that are shown first */
    size_t group_count, shown, too_small;
} answer_columns;

/* Without rows for a table of NULL. */
answer_columns answer_read(arena *memory, const leadline_table *table);
leadline_column answer_column(const leadline_table *table, const char *name);
/* Whether a column of keys is the period of a row that is not over. */
int answer_is_in_progress(const answer_columns *all, size_t key, size_t row);
/* The interval of the rate from the step before, or from the first, of those decided. */
leadline_interval answer_interval(const funnel *f, const answer_columns *all, size_t row, int is_total);

/* Of a step's people those that had met the step before, and those that had begun at the first. */
int64_t answer_continued(const answer_columns *all, size_t row);
int64_t answer_from_first(const answer_columns *all, size_t row);
/* How many of a table's people nothing is final of yet, over all its groups. */
int64_t answer_undecided(const answer_columns *all);
/* Whether a column of times holds quantiles that are near and not exact. */
int answer_is_near(const answer_columns *all, size_t time, size_t row);

/* groups.c: what --sort, --limit and --min make of the groups. groups_check: ends the program where there is no such column. */
void groups_choose(const funnel *f, arena *memory, answer_columns *all);
void groups_check(const funnel *f);

/* exits.c: the table of exits, and by group that is shown its rows. */
typedef struct exit_columns {
    leadline_column *keys;
    size_t key_count;
    leadline_column step, kind, buyers;
    size_t rows;
    size_t *first, *end;
} exit_columns;
exit_columns exits_read(const funnel *f, arena *memory, const answer_columns *all);

/* notes.c: what stands above and below the table; and why nobody is in it. */
void notes_head(const funnel *f);
void notes_print(const funnel *f, const answer_columns *all);
void notes_nobody(const funnel *f);

/* table.c, output.c */
void output_table(const funnel *f);
void output_csv(const funnel *f);
void output_json(const funnel *f);

/* help.c */
extern const char *const help_text[];

#endif
