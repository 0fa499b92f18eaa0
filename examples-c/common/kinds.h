/*
 * kinds.h - which kinds of facts came in, to say why there is nothing to see.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_KINDS_H
#define EXAMPLES_KINDS_H

#include <leadline.h>

#include <stdio.h>

/* How many facts of these kinds, with bars between them, came in, their parts among them. */
uint64_t kinds_count(const leadline_engine *engine, const char *kinds);
/* The end of a line that says what is missing: what there is instead. */
void kinds_print_others(FILE *out, const leadline_engine *engine);

#endif
