/*
 * report.h - what the parts of `report` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The way of a report: the arguments become sources (a file and what held for it) and one question; from both follows how
 * the engine is opened; the sources are read into it one after the other; the question is asked and its table printed.
 */
#ifndef REPORT_H
#define REPORT_H

#include "bounds.h"
#include "grid.h"
#include "inputs.h"
#include "values.h"

typedef enum comparison { COMPARE_NOTHING, COMPARE_PREVIOUS, COMPARE_YEAR, COMPARE_WEEKDAYS } comparison;

/* An indicator of the user's. */
typedef struct definition {
    const char *name;
    const char *formula;
} definition;

/* What an indicator should be. */
typedef struct target {
    const char *name;
    const char *value;
    const char *attainment; /* the name of the ratio of both */
} target;

/* When an indicator is green and when yellow. */
typedef struct health {
    const char *name;
    const char *green;
    const char *yellow;
} health;

/* A column of the answer that is shown. */
typedef struct shown_column {
    size_t column;       /* among those asked for */
    const char *heading; /* in a table; NULL: its name */
    size_t like;         /* the column that says whether it is a percentage: itself, or that which it compares */
    int is_part;         /* of a target: always a percentage */
    int is_earlier;      /* of an earlier period, or made of what is */
    int is_change;       /* from an earlier period */
    int is_relative;     /* the same, of the earlier value */
    int is_health;       /* LEADLINE_HEALTH_ */
    int has_interval;    /* it may be a proportion, of these two columns of counts */
    size_t above;
    size_t below;
} shown_column;

/* What is asked. */
typedef struct question {
    text_list by;
    text_list columns; /* as named by the user, or chosen */
    text_list asked;   /* what the engine is asked for to show them */
    shown_column *shown;
    size_t shown_count;
    target *targets;
    size_t target_count;
    health *healths;
    size_t health_count;
    int alerts; /* what breaches which rule is asked for, and no columns */
    text_list order;
    leadline_filter *filters;
    size_t filter_count;
    time_bounds bounds;
    uint64_t limit;
    uint32_t period;
    uint32_t level; /* of intervals, in hundredths of a percent; 0: none */
    const char *level_text;
    comparison compare;
    int totals;
    int no_vanity;
    int are_defaults; /* the user named no columns */
    int all;          /* `all` is among them */
    output_format format;
    grid_style style;
    int decimals_given;
    int by_given;
} question;

typedef struct report {
    inputs in;
    question question;
    const char *describe; /* what to describe instead of a report, NULL: nothing */
    definition *definitions;
    size_t definition_count;
    text_list prices;     /* files of them */
    uint16_t measured[1024]; /* kinds that the files have columns for */
    size_t measured_count;
} report;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(report *r, int argc, char **argv);

/* prices.c: --prices; a file that is at fault ends the program. prices_find_dimensions: adds those that the cells need. */
void prices_set(report *r);
void prices_find_dimensions(report *r, text_list *dimensions);

/* where.c: --where in files whose letters are folded; and a note on names that did not come in. */
void where_fold(report *r);
const char *where_folded(report *r, const char *name); /* where all files are read so */
void where_note(const report *r);

/* measured.c: which kinds the files measure; whether media_spend is one; a note on money that the files do not tell. */
void measured_find(report *r);
int measured_has_costs(const report *r);
void measured_note(report *r);

/* alerts.c: where rules could not be judged, in a sentence that begins with `head`, or nothing; a rule described, 0 if there
 * is none of that name; a line for each. */
void alerts_note(report *r, const leadline_query_options *question, FILE *out, const char *head);
int alerts_describe(const report *r, const char *name);
void alerts_list(const report *r);

/* define.c: --define; a definition that is refused ends the program, which shows where it is wrong. */
void define_add(report *r, const option_reader *option);
void define_all(report *r);
void define_check_shares(const report *r);
leadline_status define_one(const report *r, const char *name, const char *formula, size_t *position);

/* describe.c: prints what r->describe says. */
void describe(report *r);

/* suggest.c: the names most like one that there is not, as "one, two or three", or NULL. suggest_for_columns: ends the
 * program for a name among the columns that there is not, if there are any like it. */
const char *suggest_indicators(report *r, const char *name);
void suggest_for_columns(report *r);

/* expressions.c: adds what an expression names, and what the formulas of these name. */
typedef struct expression_uses {
    text_list dimensions; /* of its conditions */
    text_list names;      /* of indicators */
    text_list persons;    /* kinds whose distinct persons it counts */
    int earlier;          /* it compares periods */
    int accrues;          /* it asks for what prices make */
} expression_uses;
void expressions_scan(report *r, const char *text, expression_uses *uses);
/* The first dimension that no file has, or NULL. */
const char *expressions_missing(const report *r, const expression_uses *uses);
/* Whether an expression, or what it is the name of, is one count over another; then says which. */
int expressions_are_counts(const report *r, const char *expression, const char **above, const char **below, arena *memory);

/* columns.c: makes the columns named or chosen into those that are asked for and those that are shown. */
void columns_add_target(report *r, const option_reader *option);
void columns_choose(report *r);
void columns_drop_vanity(report *r);
void columns_define_targets(report *r);
void columns_show_alerts(report *r);
/* Asks for an expression and shows it; three texts as one. */
shown_column *columns_show(report *r, const char *expression, const char *heading);
const char *columns_text(report *r, const char *before, const char *middle, const char *behind);
void columns_spread(report *r);

/* compare.c: shows the columns that --compare puts behind one. */
void compare_show(report *r, const char *column);

/* health.c: --health. */
void health_add(report *r, const option_reader *option);
void health_set_all(report *r);
const char *health_word(const leadline_column *column, size_t row); /* NULL where it is undefined */

/* plan.c: checks what can be checked before a file is read, and opens the engine. plan_open_plain: one without facts. */
void plan_open(report *r);
void plan_open_plain(report *r);

/* answer.c: asks and prints; returns 0 or EXIT_INPUT. */
int answer(report *r);

/* defaults.c: the columns of a report that names none. */
void defaults_choose(report *r);
/* The totals of columns. Those of a question with a name that the library does not know are states without data. */
void defaults_read_totals(const report *r, const char *const *names, size_t count, cell *totals);

/* output.c, table.c */
void output_json(const report *r, const leadline_table *table);
void output_csv(const report *r, const leadline_table *table);
void output_table(const report *r, const leadline_table *table);

/* A column as it is shown. */
typedef struct output_column {
    leadline_column values;
    const char *heading;
    const char *like;
    uint32_t digits; /* decimals beyond the usual ones that its rates need to be told apart */
    int is_part;
    int is_earlier;
    int is_change;
    int is_relative;
    int is_health;
    int has_interval;
    leadline_column above, below;
} output_column;

typedef struct output_columns {
    output_column *items; /* the keys first */
    size_t count;
    size_t keys;
    size_t rows;
    int totals;
    leadline_column starts; /* of periods, without a name where there are none */
    size_t without;         /* rows with nothing earlier to compare with */
} output_columns;

/* compare.c: takes the values away that compare with a time before the facts begin; returns of how many rows. */
size_t compare_mark(const report *r, arena *memory, const leadline_table *table, output_columns *all);

output_columns output_read(const report *r, arena *memory, const leadline_table *table);
/* Whether a column of keys is the period of a row that is not whole. */
int output_is_in_progress(const output_columns *all, size_t column, size_t row);
/* The interval of a proportion; its state tells whether there is one. */
leadline_interval output_interval(const report *r, const output_column *column, size_t row);

/* help.c */
extern const char *const help_text[];

#endif
