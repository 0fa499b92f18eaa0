/*
 * compare.c - --compare: the columns behind each, and which of their values compare with nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library's 0 of an earlier stretch may be that of a time before anything was recorded. Only who reads the files knows
 * when the facts begin, so it is here that such a 0 becomes "no data".
 */
#include "report.h"

void compare_show(report *r, const char *column) {
    static const char *const functions[] = {"", "previous(", "year_ago(", "weekdays_ago("};
    static const char *const headings[] = {"", "previous", "year ago", "52 weeks ago"};
    comparison with = r->question.compare;
    size_t like = r->question.shown[r->question.shown_count - 1].column; /* which was shown last */
    const char *earlier = columns_text(r, functions[with], column, ")");
    int is_name = column[strspn(column, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
    const char *now = is_name ? column : columns_text(r, "(", column, ")");
    shown_column *before = columns_show(r, earlier, headings[with]);
    before->is_earlier = 1;
    before->like = like;
    shown_column *change = columns_show(r, columns_text(r, now, " - ", earlier), "change");
    change->is_earlier = change->is_change = 1;
    change->like = like;
    shown_column *relative = columns_show(r, columns_text(r, now, " / ", columns_text(r, earlier, " - 1", "")), "change %");
    relative->is_earlier = relative->is_relative = 1;
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* The end of the period that holds an instant, or its start. */
static int64_t bound(const report *r, uint32_t period, int64_t time, int is_end) {
    int64_t start = time, end = time;
    if (leadline_period_bounds(r->in.engine, period, time, &start, &end) != LEADLINE_OK) return time;
    return is_end ? end : start;
}

/* The same date a year before. */
static int64_t year_before(const report *r, int64_t time) {
    char text[40], year[16];
    int64_t found = time;
    dates_format(r->in.engine, time, 1, text);
    snprintf(year, sizeof year, "%04d", atoi(text) - 1);
    memcpy(text, year, 4);
    if (leadline_parse_time(r->in.engine, text, strlen(text), NULL, &found) == LEADLINE_OK) return found;
    memcpy(text + 5, "02-28", 5);
    return leadline_parse_time(r->in.engine, text, strlen(text), NULL, &found) == LEADLINE_OK ? found : INT64_MAX;
}

/* Where the stretch ends that is compared with the one from `start`, of which facts before `seen` are known. */
static int64_t earlier_end(const report *r, int64_t start, int64_t seen) {
    const question *q = &r->question;
    const int64_t day = INT64_C(86400000000);
    int is_all = q->period == LEADLINE_PERIOD_ALL;
    int64_t end = least(is_all ? q->bounds.to_us : bound(r, q->period, start, 1), seen);
    switch (q->compare) {
    case COMPARE_YEAR: return year_before(r, end);
    /* Half a day on is within the right day, whatever the clocks did. */
    case COMPARE_WEEKDAYS: return q->period == LEADLINE_PERIOD_HOUR ? end - 364 * day : bound(r, LEADLINE_PERIOD_DAY, end - 364 * day + day / 2, 0);
    default: return is_all ? start : least(start, bound(r, q->period, start - 1, 0) + (end - start));
    }
}

/* Whether a row has nothing to compare with, because the facts begin later. */
static int is_before_facts(const report *r, const output_columns *all, size_t row, int64_t seen) {
    const question *q = &r->question;
    if (!r->in.intake.dated) return 0;
    int64_t start = q->period == LEADLINE_PERIOD_ALL ? q->bounds.from_us : all->starts.integers[row];
    return earlier_end(r, start, seen) <= r->in.intake.earliest;
}

size_t compare_mark(const report *r, arena *memory, const leadline_table *table, output_columns *all) {
    const question *q = &r->question;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    if (q->compare == COMPARE_NOTHING) return 0;
    CHECK(leadline_table_read_info(table, &info));
    int64_t seen = bound(r, q->period == LEADLINE_PERIOD_HOUR ? LEADLINE_PERIOD_HOUR : LEADLINE_PERIOD_DAY, info.as_of, 1);
    if (q->bounds.to != NULL) seen = least(seen, q->bounds.to_us);
    char *without = arena_get(memory, all->rows + 1);
    size_t count = 0;
    for (size_t row = 0; row < all->rows; row++) {
        without[row] = (char)is_before_facts(r, all, row, seen);
        count += without[row] != 0;
    }
    /* The sums of what some rows have and others lack are no comparison. */
    without[all->rows] = (char)(count > 0);
    for (size_t i = all->keys; i < all->count; i++) {
        output_column *column = &all->items[i];
        if (!column->is_earlier) continue;
        size_t rows = all->rows + (all->totals ? 1 : 0);
        uint8_t *states = arena_get(memory, rows + 1);
        for (size_t row = 0; row < rows; row++) {
            states[row] = column->values.states != NULL ? column->values.states[row] : LEADLINE_DEFINED;
            if (without[row]) states[row] = LEADLINE_UNDEFINED_NO_DATA;
        }
        column->values.states = states;
    }
    return count;
}
