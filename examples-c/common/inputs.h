/*
 * inputs.h - CSV files of any make, as the command line describes them, into an engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Options say what the columns of the files behind them are; each file is a source that keeps the options that held for it.
 * The program reads its command line with INPUT_OPTIONS among its own options, checks the sources, opens an engine with
 * their dimensions, and reads one after the other into it.
 */
#ifndef EXAMPLES_INPUTS_H
#define EXAMPLES_INPUTS_H

#include <leadline.h>

#include "arena.h"
#include "check.h"
#include "text.h"
#include "usage.h"

/* Exit statuses: 0, EXIT_INPUT (a file, the machine), EXIT_USAGE of options.h (the command line). */
#define EXIT_INPUT 1

/* Of the name of a column at fault the library tells so many bytes. */
#define FAULT_COLUMN_SIZE 63

/* The options, for the table of a program and as their ids; its own begin at INPUT_END. */
enum {
    INPUT_TIME = 1, INPUT_KIND, INPUT_AMOUNT, INPUT_COUNT, INPUT_PERSON, INPUT_ACCOUNT, INPUT_ID, INPUT_REF, INPUT_DIMENSION,
    INPUT_MEASURE, INPUT_CURRENCY, INPUT_MAP, INPUT_NAMES, INPUT_RATE, INPUT_IN, INPUT_DELIMITER, INPUT_NO_HEADER, INPUT_HEADER,
    INPUT_SKIP_LINES, INPUT_TIME_FORMAT, INPUT_TIMEZONE, INPUT_AT, INPUT_DECIMAL_COMMA, INPUT_DECIMAL_POINT, INPUT_THOUSANDS,
    INPUT_IGNORE, INPUT_FOLD_CASE, INPUT_KEEP_CASE, INPUT_SCALE, INPUT_ROUND, INPUT_SKIP_INVALID, INPUT_REFUSE_INVALID,
    INPUT_RESTATE, INPUT_END
};

#define INPUT_OPTIONS                                                                                                         \
    {"time", INPUT_TIME, 1}, {"kind", INPUT_KIND, 1}, {"amount", INPUT_AMOUNT, 1}, {"count", INPUT_COUNT, 1},                  \
    {"person", INPUT_PERSON, 1}, {"account", INPUT_ACCOUNT, 1}, {"id", INPUT_ID, 1}, {"ref", INPUT_REF, 1},                    \
    {"dimension", INPUT_DIMENSION, 1}, {"measure", INPUT_MEASURE, 1}, {"currency", INPUT_CURRENCY, 1}, {"map", INPUT_MAP, 1},  \
    {"names", INPUT_NAMES, 1}, {"rate", INPUT_RATE, 1}, {"in", INPUT_IN, 1}, {"delimiter", INPUT_DELIMITER, 1},                \
    {"no-header", INPUT_NO_HEADER, 0}, {"header", INPUT_HEADER, 0}, {"skip-lines", INPUT_SKIP_LINES, 1},                       \
    {"time-format", INPUT_TIME_FORMAT, 1}, {"timezone", INPUT_TIMEZONE, 1}, {"at", INPUT_AT, 1},                               \
    {"decimal-comma", INPUT_DECIMAL_COMMA, 0}, {"decimal-point", INPUT_DECIMAL_POINT, 0}, {"thousands", INPUT_THOUSANDS, 1},   \
    {"ignore", INPUT_IGNORE, 1}, {"fold-case", INPUT_FOLD_CASE, 0}, {"keep-case", INPUT_KEEP_CASE, 0},                         \
    {"scale", INPUT_SCALE, 1}, {"round", INPUT_ROUND, 1}, {"skip-invalid", INPUT_SKIP_INVALID, 0},                             \
    {"refuse-invalid", INPUT_REFUSE_INVALID, 0}, {"restate", INPUT_RESTATE, 1}

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

/* What a currency is worth in the engine's. */
typedef struct dated_rate {
    const char *argument; /* of the option, to speak of it */
    const char *currency;
    const char *rate;
    const char *date; /* from when on; NULL: always */
} dated_rate;

/* What came in, over all files. */
typedef struct intake {
    uint64_t facts;
    uint64_t duplicates;
    uint64_t conflicts;
    int dated; /* earliest and latest count: a file with times had facts */
    int64_t earliest;
    int64_t latest;
} intake;

typedef struct inputs {
    arena memory;
    source *sources;
    size_t source_count;
    text_list dimensions; /* of all files */
    dated_rate *rates;
    size_t rate_count;
    const char *currency; /* the program's own, NULL: it has no name */
    const char *zone;     /* that periods follow */
    uint32_t scale;
    int ids;
    int keeps_texts; /* of persons and accounts: see inputs_keep_texts */
    leadline_engine *engine;
    intake intake;
    /* While the command line is read. */
    settings now;
    int behind_file;      /* the last argument, but for the program's own options, was a file */
    const char *dangling; /* an option that no file has followed yet */
} inputs;

/* inputs_options.c: the command line, from left to right; mistakes end the program with EXIT_USAGE. */
void inputs_start(inputs *in, const char *program);
void inputs_set(inputs *in, const option_reader *option, int id);
void inputs_add_source(inputs *in, const char *path);
/* After the last argument. A program that needs no file any more says so by taking the sources away before. */
void inputs_finish(inputs *in);

/* inputs_fields.c: what single options mean for `settings`. */
void fields_set(inputs *in, settings *s, uint32_t use, const option_reader *option);
/* The number of the field's column, if it says one: #7, or 7 in a file without a header. 0: it has a name, or a constant. */
uint32_t fields_column_number(const settings *s, const field *f);
/* Whether the field asks for the column that the library names as being at fault. */
int fields_ask_for(const field *f, const char *column);
void fields_add_map(inputs *in, settings *s, const option_reader *option);
void fields_add_names(inputs *in, settings *s, const option_reader *option);

/* inputs_check.c: what can be checked before a file is read; what is wrong ends the program. The engine's calendar and kinds
 * are asked. inputs_usage_of: the end of the program for a failure of the library's that the command line caused. */
leadline_engine *inputs_open_engine(const leadline_options *options);
void inputs_usage_of(const leadline_engine *engine, leadline_status status, const char *what);
void inputs_check_kind(const leadline_engine *engine, const char *option, const char *kind);
void inputs_check_dimension(const inputs *in, const char *option, const char *name);
void inputs_check_source(const inputs *in, const source *from);
int inputs_has_times(const settings *s);
int inputs_has_use(const inputs *in, uint32_t use); /* whether any file has a field for it */
/* All files at once, for a question to journeys: "a funnel" needs times, "a funnel is of" single facts, and people: `whose`? */
void inputs_check_journeys(const inputs *in, const char *what, const char *is_of, const char *whose);
int64_t inputs_read_time(const inputs *in, const char *option, const char *text);
/* The same of the last instant that is seen: a date is its end. */
int64_t inputs_read_as_of(const inputs *in, const char *option, const char *text);
void inputs_set_rates(const inputs *in);
/* The dimensions as an engine is opened with them. */
leadline_dimension_options *inputs_dimensions(inputs *in);
/* The engine knows persons and accounts by numbers. This has it keep their texts, too, as the names of two dimensions, if there is
 * room for them: before inputs_dimensions, and after the dimensions on the command line were checked. */
#define INPUTS_PERSON_TEXT "--person"
#define INPUTS_ACCOUNT_TEXT "--account"
void inputs_keep_texts(inputs *in);

/* inputs_read.c: reads one source into the engine; returns 0 or EXIT_INPUT, having said why. */
int input_read(inputs *in, const source *from);
/* A line about facts that were left out as repeats. */
void inputs_note_repeats(const inputs *in);

/* inputs_fault.c: says on one line why a file could not be read; `head` is its beginning, or NULL. */
void fault_print(const char *path, const settings *s, const leadline_csv_result *result, leadline_status status, const char *head,
                 size_t head_size);
void fault_say(const char *path, const char *what);
/* The same about the first of the rows that were left out. */
void fault_note(const char *path, const leadline_csv_result *result);

/* inputs_names.c: adds the translations in a file of names to `list`, one for a code, even if letters are folded; a file
 * that cannot be read ends the program. */
void names_read(inputs *in, const names_file *names, int fold, leadline_csv_translation **list, size_t *count);
/* Like strcmp; with `fold` A-Z are a-z. */
int names_compare(const char *one, const char *other, int fold);
/* A whole file, with a NUL behind it; and a field off a line: in quotes, or up to the separator (' ': spaces and tabs). */
char *names_file_text(inputs *in, const char *path, size_t *size);
char *names_field(char **line, char separator);

/* inputs_help.c: what a column is, and how a file is read. */
extern const char inputs_help_columns[];
extern const char inputs_help_currencies[];
extern const char inputs_help_files[];

/* dates.c: a time as YYYY-MM-DD, with HH:MM:SS if `clock`, in the engine's zone. */
void dates_format(const leadline_engine *engine, int64_t time_us, int clock, char text[40]);
/* The same with the clock as a JSON string on standard output; null for INT64_MIN. */
void dates_json(const leadline_engine *engine, int64_t time_us);
/* A line about the facts that came in and the as-of instant of an answer, if any had a time. */
void dates_note(FILE *out, const inputs *in, int64_t as_of);

#endif
