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

#include "arena.h"
#include "check.h"
#include "grid.h"
#include "options.h"

/* Exit statuses: 0, EXIT_INPUT (a file, the machine), EXIT_USAGE of options.h (the command line). */
#define EXIT_INPUT 1

/* Of the name of a column at fault the library tells so many bytes. */
#define FAULT_COLUMN_SIZE 63

/* One use of a column, from an option like --dimension. */
typedef struct field {
    uint32_t use;         /* LEADLINE_FIELD_ */
    const char *option;   /* the option's name and value, to speak of it */
    const char *argument;
    const char *column;   /* a name, or a number with or without '#'; NULL: a constant */
    const char *name;     /* a dimension or kind */
    const char *value;    /* a constant, or the value to ignore */
    unsigned group;       /* see settings.group */
} field;

/* A text of the kind column (dimension NULL) or of a dimension that is read as another. */
typedef struct translation {
    const char *dimension;
    const char *text;
    const char *replacement;
} translation;

/* A file of translations for a dimension. */
typedef struct names_file {
    const char *dimension;
    const char *path;
} names_file;

/* What holds for the files to come. */
typedef struct settings {
    field *fields;
    size_t field_count;
    translation *maps;
    size_t map_count;
    names_file *names;
    size_t names_count;
    const char *time_format;
    const char *time_zone;
    const char *restate;
    const char *at; /* when rows without a time happened */
    uint64_t skip_lines;
    uint32_t flags; /* LEADLINE_CSV_ */
    uint32_t rounding;
    char delimiter;
    char thousands;
    int given;      /* any of this was set on the command line */
    /* Goes up with the first field option behind a file. A field of an earlier group than the file's is one that the
     * user may not have meant for this file: it is dropped, with a note, where the file has no such column. */
    unsigned group;
} settings;

typedef struct source {
    const char *path; /* "-": standard input; NULL: the generated facts */
    settings settings;
} source;

typedef struct text_list {
    const char **items;
    size_t count;
} text_list;

typedef enum output_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON } output_format;
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

/* What a currency is worth in the report's. */
typedef struct dated_rate {
    const char *argument; /* of the option, to speak of it */
    const char *currency;
    const char *rate;
    const char *date; /* from when on; NULL: always */
} dated_rate;

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
    const char *from, *to, *as_of; /* as given, NULL: not */
    int64_t from_us, to_us, as_of_us;
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

/* What came in, over all files. */
typedef struct intake {
    uint64_t facts;
    uint64_t duplicates;
    uint64_t conflicts;
    int dated; /* earliest and latest count: a file with times had facts */
    int64_t earliest;
    int64_t latest;
} intake;

typedef struct report {
    arena memory;
    source *sources;
    size_t source_count;
    question question;
    const char *describe; /* what to describe instead of a report, NULL: nothing */
    definition *definitions;
    size_t definition_count;
    text_list dimensions; /* of all files */
    dated_rate *rates;
    size_t rate_count;
    text_list prices;     /* files of them */
    uint16_t measured[1024]; /* kinds that the files have columns for */
    size_t measured_count;
    const char *currency; /* the report's own, NULL: it has no name */
    const char *zone;     /* that the report's periods follow */
    uint32_t scale;
    int ids;
    leadline_engine *engine;
    intake intake;
} report;

/* arguments.c: reads the command line; mistakes end the program with EXIT_USAGE. */
void arguments_read(report *r, int argc, char **argv);

/* fields.c: what single options mean for `settings`. */
void fields_set(report *r, settings *s, uint32_t use, const option_reader *option);
/* The number of the field's column, if it says one: #7, or 7 in a file without a header. 0: it has a name, or a constant. */
uint32_t fields_column_number(const settings *s, const field *f);
/* Whether the field asks for the column that the library names as being at fault. */
int fields_ask_for(const field *f, const char *column);
void fields_add_map(report *r, settings *s, const option_reader *option);
void fields_add_names(report *r, settings *s, const option_reader *option);
size_t list_add(arena *memory, text_list *list, const char *text);
size_t list_find(const text_list *list, const char *text);

/* names.c: adds the translations in a file of names to `list`, one for a code, even if letters are folded; a file that
 * cannot be read ends the program. */
void names_read(report *r, const names_file *names, int fold, leadline_csv_translation **list, size_t *count);
/* Like strcmp; with `fold` A-Z are a-z. */
int names_compare(const char *one, const char *other, int fold);
/* A whole file, with a NUL behind it; and a field off a line: in quotes, or up to the separator (' ': spaces and tabs). */
char *names_file_text(report *r, const char *path, size_t *size);
char *names_field(char **line, char separator);

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

/* input.c: reads one source into the engine; returns 0 or EXIT_INPUT, having said why. */
int input_read(report *r, const source *from);

/* fault.c: says on one line why a file could not be read; `head` is its beginning, or NULL. */
void fault_print(const char *path, const settings *s, const leadline_csv_result *result, leadline_status status, const char *head,
                 size_t head_size);
void fault_say(const char *path, const char *what);
/* The same about the first of the rows that were left out. */
void fault_note(const char *path, const leadline_csv_result *result);

/* answer.c: asks and prints; returns 0 or EXIT_INPUT. */
int answer(report *r);

/* defaults.c: the columns of a report that names none. */
void defaults_choose(report *r);
/* The totals of columns. Those of a question with a name that the library does not know are states without data. */
void defaults_read_totals(const report *r, const char *const *names, size_t count, cell *totals);

/* dates.c: a time as YYYY-MM-DD, with HH:MM:SS if `clock`, in the engine's zone. */
void dates_format(const leadline_engine *engine, int64_t time_us, int clock, char text[40]);

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

/* Ends the program for a mistake on the command line, which `format` and what follows explain. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 1, 2)))
#endif
void usage(const char *format, ...);

#endif
