/*
 * options.h - command lines whose order means something.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * getopt_long sorts the options before the files, or needs an extension not to; `report` has options that hold for the
 * files behind them. So here is a reader that goes from left to right: --name VALUE, --name=VALUE, --flag, -h, files, a
 * single - as a file, and -- before files that begin with a dash.
 */
#ifndef EXAMPLES_OPTIONS_H
#define EXAMPLES_OPTIONS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Results of option_next beside the ids of the table, which are 1 and above. */
#define OPTION_END 0
#define OPTION_FILE (-1)

#define EXIT_USAGE 2

typedef struct option_spec {
    const char *name; /* without dashes; NULL ends the table */
    int id;
    int takes_value;
} option_spec;

typedef struct option_reader {
    const char *program;
    const option_spec *table;
    char **arguments;
    int count;
    int next;
    int files_only;
    const char *name;  /* of the option just read, as in the table */
    const char *value; /* its value, or the file */
} option_reader;

/* How many letters have to change to make one text of the other; texts of more than 63 bytes are alike to none. */
static inline unsigned text_distance(const char *one, const char *other) {
    unsigned row[64];
    size_t one_size = strlen(one), other_size = strlen(other);
    if (one_size > 63 || other_size > 63) return 64;
    for (size_t j = 0; j <= other_size; j++) row[j] = (unsigned)j;
    for (size_t i = 1; i <= one_size; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= other_size; j++) {
            unsigned above = row[j];
            unsigned best = diagonal + (one[i - 1] != other[j - 1]);
            if (above + 1 < best) best = above + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[other_size];
}

/* Keeps the name most like `text` in *best; start with *best NULL and *distance what is still alike enough, plus one. */
static inline void text_suggest(const char *text, const char *name, const char **best, unsigned *distance) {
    unsigned now = text_distance(text, name);
    if (now < *distance) {
        *distance = now;
        *best = name;
    }
}

static inline void option_fail(const option_reader *reader, const char *what, const char *which, const char *advice) {
    fprintf(stderr, "%s: %s%s%s\n", reader->program, what, which, advice);
    exit(EXIT_USAGE);
}

static inline option_reader option_start(const char *program, const option_spec *table, int argc, char **argv) {
    option_reader reader = {program, table, argv, argc, 1, 0, NULL, NULL};
    return reader;
}

/* The next option's id, OPTION_FILE or OPTION_END. A mistake ends the program with EXIT_USAGE. */
static inline int option_next(option_reader *reader) {
    reader->name = reader->value = NULL;
    if (reader->next >= reader->count) return OPTION_END;
    const char *argument = reader->arguments[reader->next++];
    if (!reader->files_only && strcmp(argument, "--") == 0) {
        reader->files_only = 1;
        return option_next(reader);
    }
    if (reader->files_only || argument[0] != '-' || argument[1] == '\0') {
        reader->value = argument;
        return OPTION_FILE;
    }
    if (strcmp(argument, "-h") == 0) argument = "--help";
    if (argument[1] != '-') option_fail(reader, "unknown option ", argument, "; options have two dashes, see --help");

    const char *name = argument + 2;
    const char *equals = strchr(name, '=');
    size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const option_spec *spec = reader->table;
    while (spec->name != NULL && (strlen(spec->name) != size || memcmp(spec->name, name, size) != 0)) spec++;
    if (spec->name == NULL) {
        char text[64] = "", advice[128] = "; see --help";
        const char *best = NULL;
        unsigned distance = 4;
        memcpy(text, name, size < 63 ? size : 63);
        for (spec = reader->table; spec->name != NULL; spec++) text_suggest(text, spec->name, &best, &distance);
        if (best != NULL) snprintf(advice, sizeof advice, "; did you mean --%s?", best);
        option_fail(reader, "unknown option --", text, advice);
    }
    reader->name = spec->name;
    if (!spec->takes_value) {
        if (equals != NULL) option_fail(reader, "--", spec->name, " takes no value");
        return spec->id;
    }
    if (equals == NULL && reader->next >= reader->count) option_fail(reader, "--", spec->name, " needs a value; see --help");
    reader->value = equals != NULL ? equals + 1 : reader->arguments[reader->next++];
    return spec->id;
}

/* The value as a whole number from least to most; k, M and G stand for thousands, millions and thousands of millions. */
static inline uint64_t option_number(const option_reader *reader, uint64_t least, uint64_t most) {
    const char *text = reader->value;
    uint64_t number = 0, unit = 1;
    int good = *text >= '0' && *text <= '9';
    for (; *text >= '0' && *text <= '9'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (number > (UINT64_MAX - digit) / 10) good = 0;
        number = number * 10 + digit;
    }
    if (*text == 'k') unit = 1000;
    if (*text == 'M') unit = 1000000;
    if (*text == 'G') unit = 1000000000;
    if (unit > 1) text++;
    if (number > UINT64_MAX / unit) good = 0;
    number *= unit;
    if (!good || *text != '\0' || number < least || number > most) {
        char advice[160];
        snprintf(advice, sizeof advice, " takes a whole number from %llu to %llu, not '%.40s'", (unsigned long long)least,
                 (unsigned long long)most, reader->value);
        option_fail(reader, "--", reader->name, advice);
    }
    return number;
}

#endif
