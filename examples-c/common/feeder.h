/*
 * feeder.h - where bytes come from: a file, standard input, or the generator.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_FEEDER_H
#define EXAMPLES_FEEDER_H

#include <leadline.h>

#include <stdio.h>

#include "stream.h"

typedef struct feeder {
    FILE *in;            /* NULL: the generator */
    stream facts;
    const char *name;    /* to speak of it */
    uint64_t bytes;      /* so far */
    double next_progress;
    char *piece;         /* the piece read last, and its size */
    size_t size;
} feeder;

/* Opens what `path` names (see source.path); returns 0 after a failure, with errno. Close it in any case. */
int feeder_open(feeder *f, const char *path);

/* Reads the next piece; an empty one is the end. Returns 0 after a failure, with errno. */
int feeder_fill(feeder *f);

void feeder_close(feeder *f);

/* Says why the first piece is not that of a text, and what to do; 0 if it is. */
#define FEEDER_TEXT_SIZE 160
int feeder_not_text(const feeder *f, char text[FEEDER_TEXT_SIZE]);

/* Now and then a line on a terminal about how far reading has come, and its end. */
void feeder_show_progress(feeder *f, const leadline_csv *csv);
void feeder_clear_progress(void);

#endif
