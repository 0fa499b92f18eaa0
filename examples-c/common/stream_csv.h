/*
 * stream_csv.h - the generated facts as lines of CSV.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef EXAMPLES_STREAM_CSV_H
#define EXAMPLES_STREAM_CSV_H

#include "stream.h"

#define STREAM_CSV_HEADER "time,kind,campaign,channel,person,id,ref,count,amount\n"

/* No line is longer. */
#define STREAM_CSV_LINE_MAX 192

static inline char *stream_put_text(char *to, const char *text) {
    size_t size = strlen(text);
    memcpy(to, text, size);
    return to + size;
}

/* At least `width` digits, with leading zeros. */
static inline char *stream_put_number(char *to, uint64_t number, int width) {
    char digits[20];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || count < width);
    while (count > 0) *to++ = digits[--count];
    return to;
}

/* YYYY-MM-DDTHH:MM:SSZ. The date by the usual count of days in 400-year cycles that begin in March, so that the day that
 * may be missing is a year's last. */
static inline char *stream_put_time(char *to, int64_t second) {
    uint64_t days = (uint64_t)(second / STREAM_DAY) + 719468, rest = (uint64_t)(second % STREAM_DAY);
    uint64_t cycle = days / 146097, in_cycle = days % 146097;
    uint64_t year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    uint64_t in_year = in_cycle - (365 * year + year / 4 - year / 100);
    uint64_t month = (5 * in_year + 2) / 153;
    uint64_t day = in_year - (153 * month + 2) / 5 + 1;
    year += cycle * 400 + (month >= 10 ? 1 : 0);
    month = month < 10 ? month + 3 : month - 9;
    to = stream_put_number(to, year, 4);
    *to++ = '-';
    to = stream_put_number(to, month, 2);
    *to++ = '-';
    to = stream_put_number(to, day, 2);
    *to++ = 'T';
    to = stream_put_number(to, rest / 3600, 2);
    *to++ = ':';
    to = stream_put_number(to, rest / 60 % 60, 2);
    *to++ = ':';
    to = stream_put_number(to, rest % 60, 2);
    *to++ = 'Z';
    return to;
}

static inline char *stream_put_optional(char *to, uint64_t number) {
    *to++ = ',';
    return number == 0 ? to : stream_put_number(to, number, 1);
}

/* Writes one line to `to`, which has room for STREAM_CSV_LINE_MAX bytes, and returns its end. */
static inline char *stream_put_line(char *to, const stream_fact *fact) {
    to = stream_put_time(to, fact->second);
    *to++ = ',';
    to = stream_put_text(to, stream_kind_name(fact->kind));
    *to++ = ',';
    /* The theme changes with each round of the channels, so that every channel has campaigns of every theme. */
    to = stream_put_text(to, stream_themes[fact->campaign / STREAM_CHANNELS % STREAM_THEMES]);
    *to++ = '-';
    to = stream_put_number(to, fact->campaign + UINT64_C(1), 4);
    *to++ = ',';
    to = stream_put_text(to, stream_channels[stream_channel_of(fact->campaign)].name);
    to = stream_put_optional(to, fact->person);
    to = stream_put_optional(to, fact->id);
    to = stream_put_optional(to, fact->ref);
    to = stream_put_text(to, ",1,");
    if (fact->amount >= 0) {
        to = stream_put_number(to, (uint64_t)fact->amount / 100, 1);
        *to++ = '.';
        to = stream_put_number(to, (uint64_t)fact->amount % 100, 2);
    }
    *to++ = '\n';
    return to;
}

#endif
