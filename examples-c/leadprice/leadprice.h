/*
 * leadprice.h - what the parts of `leadprice` share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Facts go into an engine, a query sums them up by channel, and the planning functions judge each of its rows.
 */
#ifndef LEADPRICE_H
#define LEADPRICE_H

#include "arena.h"
#include "cells.h"
#include "check.h"
#include "options.h"

/* Decimals of money that are kept. */
#define SCALE 4

#define EXIT_INPUT 1

/* A kind of the example's own: leads of which one knows whether they became a sale. */
#define KIND_LEAD_DECIDED 1000

typedef enum output_format { FORMAT_TABLE, FORMAT_JSON } output_format;

typedef struct settings {
    const char *path; /* NULL: the three campaigns that are built in */
    const char *by;
    leadline_value check, cost, share; /* money in the engine's scale */
    int terms_given;                   /* how many of check and cost */
    uint32_t level;                    /* in hundredths of a percent */
    const char *level_text;
    output_format format;
} settings;

/* A channel, or all of them together. */
typedef struct channel {
    const char *name;
    leadline_int128 spend, clicks, leads, sales, decided;
    leadline_value conversion; /* sales of the leads whose outcome is known */
    leadline_value max_cpc;
    leadline_channel_verdict verdict;
} channel;

typedef struct judgement {
    channel *channels; /* the cheapest lead first */
    size_t count;
    channel total;
    leadline_lead_prices prices; /* at the conversion of all channels together */
} judgement;

/* facts.c: an engine with the facts in it; 0 or EXIT_INPUT, having said why. *has_decided: whether they tell which leads are
 * decided; otherwise all are. */
int facts_read(const settings *s, leadline_engine **engine, int *has_decided);

/* judge.c */
judgement judge(arena *memory, const settings *s, const leadline_engine *engine, int has_decided);

/* output.c */
void output_table(const settings *s, const judgement *found);
void output_json(const settings *s, const judgement *found);

#endif
