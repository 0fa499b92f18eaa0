/*
 * durations.h - lengths of time as people write and read them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_DURATIONS_H
#define EXAMPLES_DURATIONS_H

#include "cells.h"

/* "30d" in microseconds, 0 if it is no length of time; and seconds as people say them. */
int64_t durations_parse(const char *text);
void durations_format(const cell *seconds, char text[CELL_TEXT_MAX]);

#endif
