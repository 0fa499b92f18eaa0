/*
 * attribute.h - what the parts of `attribute` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of a question: the arguments become files (see inputs.h) and one question of touches, outcomes and models; its words are
 * checked against an engine's kinds and calendar; the files are read into an engine that keeps journeys; the question is asked
 * once, and its tables printed for people, models side by side, or for programs. With --paths the files are of counted paths, and
 * the question is asked of them.
 */
#ifndef ATTRIBUTE_H
#define ATTRIBUTE_H

#include "answers.h"
#include "durations.h"
#include "grid.h"
#include "inputs.h"
#include "kinds.h"
#include "ordering.h"
#include "rows.h"
#include "steps.h"
#include "sums.h"
#include "values.h"

typedef enum output_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON } output_format;

/* Which credit is shown to people: of the number of outcomes, or of their amounts. */
typedef enum showing { SHOW_WHAT_THERE_IS, SHOW_COUNT, SHOW_VALUE } showing;

/* Facts that are touches, or are not to be. */
typedef struct touch_item {
    const char *text;  /* as it was said; NULL: not said at all */
    step_item step;    /* without kinds: all of the role */
    uint32_t role;     /* LEADLINE_TOUCH_, 0: what the role of the kinds is */
    int64_t window_us; /* 0: the usual one; INT64_MAX: no limit */
    int is_excluded;
} touch_item;

typedef struct touch_list {
    touch_item *items;
    size_t count;
} touch_list;

typedef struct model_item {
    leadline_model model;
    step_item *anchors;
    size_t anchor_count;
    int is_implied; /* nobody named it: it goes where it cannot be asked */
} model_item;

typedef struct model_list {
    model_item *items;
    size_t count;
} model_list;

#define QUESTION_ALL_ROLES (1u << LEADLINE_TOUCH_CLICK | 1u << LEADLINE_TOUCH_VIEW)

typedef struct question {
    touch_list touches; /* as they were said; touches_list makes of it what is asked */
    uint32_t roles;     /* bits 1 << LEADLINE_TOUCH_: which facts are touches by the role of their kinds */
    step_item *outcomes;
    size_t outcome_count;
    uint32_t outcome_flags;
    int64_t gap_us;
    model_list models;
    text_list left_out; /* models that went so */
    text_list by;
    const char *direct; /* NULL: as the library has it */
    leadline_filter direct_filter;
    const char *cost, *activity; /* NULL: not asked for */
    int64_t retire_below, optimise_from;
    const char *from, *to, *as_of;
    int64_t from_us, to_us, as_of_us;
    uint32_t period;
    uint32_t most;
    uint32_t flags; /* LEADLINE_ATTRIBUTE_ */
    showing show;
    ordering order;
    int pairs, details;
    uint32_t decimals;
    output_format format;
} question;

/* How counted paths are read. */
typedef struct path_reading {
    int is_on;
    const char *path, *conversions, *value, *lost; /* columns */
    const char *separator;
    const char *said; /* one of these options, to speak of it */
    const char **texts; /* what was read, as columns */
    uint64_t *outcomes;
    int64_t *values;
    uint64_t *losses;
    size_t count;
} path_reading;

typedef struct attribute {
    inputs in;
    question question;
    path_reading paths;
    uint32_t threads;
    leadline_table *credits, *totals, *pairs;
} attribute;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(attribute *a, int argc, char **argv);

/* touches.c: what is a touch. The options; then the list as the library wants it, the narrower before the wider. */
void touches_add_window(attribute *a, const char *text);
void touches_add_kinds(attribute *a, const char *text);
void touches_exclude(attribute *a, const char *text);
void touches_set_direct(attribute *a, const char *text);
void touches_check(attribute *a);
touch_list touches_list(const question *q, arena *memory);
leadline_touch touches_asked(const touch_item *one);
/* "click where channel = display" */
void touches_name(const touch_item *one, char *text, size_t size);
/* Its window, the usual one where none was said. */
int64_t touches_window(const attribute *a, const touch_item *one);

/* models.c: what models are asked for, in words and numbers; and, when all options are known, those that are asked for without any
 * words, and whether each can be asked. */
void models_add(attribute *a, const char *option, const char *text);
void models_settle(attribute *a);
void models_check(const attribute *a);
int models_is_of_sums(uint32_t kind);
leadline_model *models_asked(const question *q, arena *memory);

/* plan.c: checks what can be checked before a file is read, and opens the engine. */
void plan_open(attribute *a);

/* answer.c: asks; returns 0 or EXIT_INPUT. What is wrong with an empty engine is the command line's fault. */
int answer_ask(attribute *a, int is_rehearsal);
/* Whether a model or a rule asks which touches are direct; and whether any touch of an outcome is. */
int answer_wants_direct(const question *q);
int answer_has_direct(const attribute *a, arena *memory);

/* paths.c: the options; reads files of counted paths; then asks of them as answer_ask does. */
void paths_set(attribute *a, const option_reader *option, const char **column);
void paths_check(attribute *a);
int paths_read(attribute *a);
leadline_status paths_ask(const attribute *a, const leadline_attribution_options *asked, leadline_table **credits, leadline_table **totals, leadline_table **pairs);

/* Of one outcome. */
typedef struct credit_outcome {
    int64_t count; /* how many there are */
    int is_worth;  /* their amounts come to anything */
    int by_value;  /* their amounts are what is shown */
} credit_outcome;

/* credit.c: the answer, and which of its keys are shown. A key has a row of each outcome. */
typedef struct credit {
    const attribute *of;
    answer_columns all, totals, pairs;
    size_t outcomes;   /* how many, at least one */
    size_t key_count;  /* without the outcome's name; the place in the path is the last of them where it is asked for */
    ordering_group *groups;
    size_t group_count, shown, too_small;
    credit_outcome *each; /* of the outcomes */
    FILE *notes;
} credit;

/* Notes go to `notes`. */
credit credit_read(const attribute *a, arena *memory, FILE *notes);
/* Ends the program where --sort names no column. */
void credit_check(const attribute *a);
/* The column of a model as it is shown of an outcome; and with an ending, "" for the credit itself. */
const leadline_column *credit_column(const credit *c, const answer_columns *all, size_t model, size_t outcome, const char *ending);
/* A column that is there as a number and as a value, as it is shown of an outcome. */
const leadline_column *credit_shown(const credit *c, const answer_columns *all, const char *name, size_t outcome);
/* The credit by number or by value, whatever is shown. */
const leadline_column *credit_given(const credit *c, size_t model, int by_value);
const char *credit_outcome_name(const credit *c, size_t outcome);
/* Whether outcomes are shown by value: all, or any. */
int credit_all_by_value(const credit *c);
int credit_any_by_value(const credit *c);
/* What a column adds up to over the keys [first, end) of an outcome; and what a model gives to no key. */
sum credit_sum(const credit *c, const leadline_column *column, size_t outcome, size_t first, size_t end);
sum credit_unassigned(const credit *c, size_t model, size_t outcome);

/* table.c, beside.c, returns.c, notes.c, nobody.c, output.c */
void output_table(const attribute *a);
void output_csv(const attribute *a);
void output_json(const attribute *a);
void table_add_names(grid *lines, const answer_columns *all, size_t count, size_t row); /* the first so many keys; * an unfinished period */
void table_add_keys(grid *lines, const credit *c, size_t row);
void table_add_word(grid *lines, const credit *c, const char *word); /* in the place of keys */
void table_add_key_names(grid *lines, const credit *c);
void beside_print(const credit *c, arena *memory, size_t outcome); /* details, costs, activity */
void beside_print_totals(const credit *c, arena *memory);
void beside_print_pairs(const credit *c, arena *memory);
/* Keys, a column and what a model has with an ending, for each model. */
grid beside_by_model(const credit *c, arena *memory, size_t outcome, const char *column, const char *ending, grid_style style);
void returns_print(const credit *c, arena *memory, size_t outcome);
void returns_note(const credit *c);
void notes_print(const credit *c, arena *memory);
/* The stream for a line of notes, at its beginning. */
FILE *notes_line(const credit *c);
/* Why there is none of an outcome; which facts name nobody. */
void nobody_note(const credit *c, arena *memory);
void nobody_json(const attribute *a, arena *memory);

/* help.c */
extern const char *const help_text[];

#endif
