/* A model of working time, which is counted minute by minute by the clocks of libc.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WORKING_TIME_H
#define WORKING_TIME_H

#include <time.h>

#include "people.h"

#define MINUTE (HOUR / 60)
#define SECOND INT64_C(1000000)

/* What libc's clocks show from now on. */
static inline void set_clocks(const char *zone) {
    setenv("TZ", zone, 1);
    tzset();
}

typedef struct calendar {
    leadline_work_hours hours[12];
    uint32_t holidays[6];
    int hour_count, holiday_count;
} calendar;

static inline leadline_work_calendar options_of(const calendar *c, const char *zone) {
    leadline_work_calendar options = {sizeof options, c->hours, (size_t)c->hour_count, c->holidays, (size_t)c->holiday_count, zone};
    return options;
}

static inline int is_working(const calendar *c, int weekday, int second, uint32_t date) {
    for (int i = 0; i < c->holiday_count; i++) {
        if (c->holidays[i] == date) return 0;
    }
    for (int i = 0; i < c->hour_count; i++) {
        const leadline_work_hours *h = &c->hours[i];
        if ((int)h->weekday == weekday && (int)h->from_s <= second && second < (int)h->to_s) return 1;
    }
    return 0;
}

/* Minute by minute by what libc's clocks show; hours begin and end with minutes. */
static inline int64_t worked(const calendar *c, int64_t from, int64_t to) {
    int64_t sum = 0;
    for (int64_t at = from / MINUTE * MINUTE; at < to; at += MINUTE) {
        time_t second = (time_t)(at / SECOND);
        struct tm tm;
        localtime_r(&second, &tm);
        int weekday = tm.tm_wday == 0 ? 7 : tm.tm_wday;
        uint32_t date = (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
        if (!is_working(c, weekday, tm.tm_hour * 3600 + tm.tm_min * 60, date)) continue;
        int64_t start = at < from ? from : at, end = at + MINUTE > to ? to : at + MINUTE;
        sum += end - start;
    }
    return sum;
}

static inline uint32_t date_near(int64_t time) {
    time_t second = (time_t)(time / SECOND);
    struct tm tm;
    localtime_r(&second, &tm);
    return (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
}

static inline void make_calendar(calendar *c, int64_t around) {
    memset(c, 0, sizeof *c);
    for (uint32_t day = 1; day <= 7; day++) {
        if (any(5) == 0) continue;
        uint32_t from = any(3) == 0 ? 0 : any(12 * 60) * 60, to = from + 60 + any(8 * 60) * 60;
        c->hours[c->hour_count++] = (leadline_work_hours){day, from, to};
        if (any(3) == 0 && c->hour_count < 11 && to < 80000) {
            uint32_t later = to + any(2) * 1800;
            c->hours[c->hour_count++] = (leadline_work_hours){day, later, any(2) == 0 ? 86400 : later + 600};
        }
    }
    if (c->hour_count == 0) c->hours[c->hour_count++] = (leadline_work_hours){3, 0, 86400};
    for (int i = c->hour_count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        leadline_work_hours kept = c->hours[i];
        c->hours[i] = c->hours[to];
        c->hours[to] = kept;
    }
    c->holiday_count = (int)any(6);
    for (int i = 0; i < c->holiday_count; i++) c->holidays[i] = date_near(around + (int64_t)any(8) * DAY - 4 * DAY);
}

#endif /* WORKING_TIME_H */
