/*
 * steps.h - steps of journeys out of text.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *     step       [NAME =] KIND {| KIND} [standing] [where DIMENSION = NAME {| NAME} {and DIMENSION = NAME {| NAME}}]
 *     exclusion  the same, and behind it [after STEP] [before STEP]
 *
 * standing: only facts that no correction has undone. Names stand in quotes where they have spaces, bars or commas in them.
 */
#ifndef EXAMPLES_STEPS_H
#define EXAMPLES_STEPS_H

#include "inputs.h"

typedef struct step_item {
    const char *name;  /* NULL: none was given */
    const char *kinds; /* between bars, without spaces */
    leadline_filter *filters;
    size_t filter_count;
    int is_standing;
    const char *after; /* of an exclusion: the number or name of a step, NULL: not said */
    const char *before;
} step_item;

/* What is no step ends the program; `option` is where it was said. */
step_item step_read(arena *memory, const char *option, const char *text);
step_item step_read_exclusion(arena *memory, const char *option, const char *text);

/* As the library wants it. */
leadline_step step_asked(const step_item *one);

/* Ends the program where a kind or dimension is none; the engine's kinds are asked. */
void step_check(const inputs *in, const char *option, const step_item *one);
/* A line for each name that no fact has. */
void step_note_names(const inputs *in, const char *option, const step_item *one);

#endif
