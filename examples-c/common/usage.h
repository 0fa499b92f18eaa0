/*
 * usage.h - what a command line may say, and the end of the program where it says something else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_USAGE_H
#define EXAMPLES_USAGE_H

#include "arena.h"
#include "options.h"

/* How the program calls itself when it speaks. Set once, at its start. */
extern const char *usage_program;

/* Ends the program for a mistake on the command line, which `format` and what follows explain. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 1, 2)))
#endif
void usage(const char *format, ...);

/* The options of every program, for its table, and their ids, which lie behind all others. */
enum { USAGE_HELP = 940, USAGE_VERSION };

#define USAGE_OPTIONS {"help", USAGE_HELP, 0}, {"version", USAGE_VERSION, 0}

/* Tells what one of them asks for, and ends the program; `help` ends with NULL. */
void usage_tell(int id, const char *const *help);

/* The index of the option's value among `words`, which NULL ends. */
size_t option_word(const option_reader *option, const char *const *words);

/* A level of confidence like 95 or 99.9, in hundredths of a percent. */
uint32_t option_level(const option_reader *option);

/* How an answer is printed: --format. */
typedef enum output_format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON } output_format;
output_format option_format(const option_reader *option);

/* Periods by name, and which they are. */
extern const char *const period_words[];
extern const uint32_t period_numbers[];

typedef struct text_list {
    const char **items;
    size_t count;
} text_list;

/* Adds a text, which is not copied, and returns where it is; list_find: the count where it is not. */
size_t list_add(arena *memory, text_list *list, const char *text);
size_t list_find(const text_list *list, const char *text);

/* Adds what stands between commas, without the spaces around it; commas in brackets and quotes are part of it. */
void list_split(arena *memory, text_list *list, const char *text);

#endif
