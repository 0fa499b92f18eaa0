/*
 * table.c - what became of the audiences, and which two differ, for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "audience.h"

static void add_integer(grid *lines, int64_t number) {
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    grid_add_text(lines, text);
}

/* "4.8% .. 16.2%" */
static void add_interval(const audience *a, grid *lines, const answer_columns *all, size_t row) {
    leadline_interval interval = answer_interval(a, all, row);
    char text[2 * CELL_TEXT_MAX + 8], low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    if (interval.state != LEADLINE_DEFINED) {
        grid_add_text(lines, grid_undefined(interval.state));
        return;
    }
    cell one = {{0, 0}, {1, 0}, interval.low, LEADLINE_DEFINED, 1}, other = one;
    other.number = interval.high;
    cell_rounded(&one, a->question.decimals, 2, low);
    cell_rounded(&other, a->question.decimals, 2, high);
    snprintf(text, sizeof text, "%s%% .. %s%%", low, high);
    grid_add_text(lines, text);
}

static void add_time(grid *lines, const leadline_column *column, size_t row, int is_sketch) {
    char text[CELL_TEXT_MAX], line[CELL_TEXT_MAX + 4];
    cell value = cell_read(column, row);
    if (value.state == LEADLINE_UNDEFINED_NO_DATA) {
        grid_add_text(lines, "-");
        return;
    }
    durations_format(&value, text);
    snprintf(line, sizeof line, "%s%s", is_sketch ? "\xE2\x89\x88" : "", text);
    grid_add_text(lines, line);
}

/* Says whether a median is of a sketch. */
static int print_audiences(const audience *a, arena *memory, const answer_columns *all) {
    const grid_style shares = {a->question.decimals, 1};
    const leadline_column *joined = answers_column(all, "joined"), *members = answers_column(all, "members");
    const leadline_column *converted = answers_column(all, "converted"), *decided = answers_column(all, "decided");
    const leadline_column *done = answers_column(all, "decided_converted");
    int has_sketch = 0;
    char interval[48];
    snprintf(interval, sizeof interval, "%s%% interval", a->question.level_text);
    const char *const headings[] = {"audience", "joined", "members", "decided", "converted", "conversion", interval, "in progress", "converted so far",
        "median time"};
    const size_t columns = sizeof headings / sizeof *headings;
    grid lines = grid_start(memory, columns, 1);
    for (size_t i = 0; i < columns; i++) grid_add_text(&lines, headings[i]);
    for (size_t row = 0; row < all->rows; row++) {
        grid_add_key(&lines, &all->columns[0], row);
        add_integer(&lines, joined->integers[row]);
        add_integer(&lines, members->integers[row]);
        add_integer(&lines, decided->integers[row]);
        add_integer(&lines, done->integers[row]);
        grid_add_number(&lines, answers_column(all, "conversion"), row, &shares);
        add_interval(a, &lines, all, row);
        add_integer(&lines, joined->integers[row] - decided->integers[row]);
        add_integer(&lines, converted->integers[row] - done->integers[row]);
        /* Exact up to 256 times, then of a sketch. */
        int is_sketch = done->integers[row] > 256;
        has_sketch |= is_sketch;
        add_time(&lines, answers_column(all, "p500"), row, is_sketch);
    }
    grid_print(stdout, &lines);
    return has_sketch;
}

/* A p that is corrected; where there is none to correct, as the column says. */
static void add_p(grid *lines, const leadline_column *column, size_t row, double p) {
    char text[CELL_TEXT_MAX];
    cell value = cell_read(column, row);
    const grid_style style = {4, 0};
    if (value.state != LEADLINE_DEFINED) {
        grid_add_number(lines, column, row, &style);
        return;
    }
    value.number = p;
    value.is_double = 1;
    cell_rounded(&value, style.decimals, 0, text);
    grid_add_text(lines, text);
}

/* Each two beside each other. Says whether any have members in common. */
static int print_pairs(const audience *a, arena *memory, const answer_columns *all, const double *holm) {
    static const struct {
        const char *column;
        const char *heading;
        grid_style style;
    } shown[] = {{"both", "in both", {0, 0}}, {"either", "in either", {0, 0}}, {"overlap", "overlap", {1, 1}}, {"lift", "lift", {2, 0}},
        {"z", "z", {2, 0}}, {"p", "p", {4, 0}}};
    const size_t columns = sizeof shown / sizeof *shown;
    int is_common = 0;
    grid lines = grid_start(memory, 2 + columns + (holm != NULL), 2);
    grid_add_text(&lines, "first");
    grid_add_text(&lines, "second");
    for (size_t i = 0; i < columns; i++) grid_add_text(&lines, shown[i].heading);
    if (holm != NULL) grid_add_text(&lines, "p of several");
    for (size_t row = 0; row < all->rows; row++) {
        grid_add_key(&lines, &all->columns[0], row);
        grid_add_key(&lines, &all->columns[1], row);
        for (size_t i = 0; i < columns; i++) {
            grid_style style = shown[i].style;
            if (style.percent) style.decimals = a->question.decimals;
            grid_add_number(&lines, answers_column(all, shown[i].column), row, &style);
        }
        if (holm != NULL) add_p(&lines, answers_column(all, "p"), row, holm[row]);
        is_common |= answers_column(all, "both")->integers[row] > 0;
    }
    grid_print(stdout, &lines);
    return is_common;
}

/* ---- What it rests on ---- */

static void print_decided(const audience *a, const answer_columns *all) {
    const question *q = &a->question;
    int64_t joined = 0, decided = 0;
    for (size_t row = 0; row < all->rows; row++) {
        joined += answers_column(all, "joined")->integers[row];
        decided += answers_column(all, "decided")->integers[row];
    }
    if (q->window == NULL) {
        puts("Without --window nobody's time is ever over: conversions are so far, and who joined earlier has had more time.");
        return;
    }
    char window[CELL_TEXT_MAX];
    cell seconds = {cell_integer(q->window_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    durations_format(&seconds, window);
    printf("Converted: %s within %s of joining. Decided: ", q->has_outcome ? q->outcome.kinds : "a sale", window);
    /* Of several audiences there is no sum: one may be in many. */
    if (all->rows > 1) puts("who joined at least so long ago; conversion, median time, lift and p are of them.");
    else printf("%lld of %lld, who joined at least so long ago; conversion and median time are of them.\n", (long long)decided, (long long)joined);
}

static void print_rules(const audience *a, const answer_columns *all) {
    const question *q = &a->question;
    if (q->from != NULL || q->to != NULL) {
        printf("%s%s%s: when they joined; what they did later counts up to the as-of instant.\n", q->from != NULL ? "--from" : "",
               q->from != NULL && q->to != NULL ? ", " : "", q->to != NULL ? "--to" : "");
    }
    dates_note(stdout, &a->in, all->as_of);
}

void output_table(const audience *a) {
    arena memory = {NULL};
    answer_columns all = answers_read(&memory, a->table), pairs = answers_read(&memory, a->pairs);
    int has_sketch = print_audiences(a, &memory, &all), is_common = 0;
    const double *holm = NULL;
    if (pairs.rows > 0) {
        putchar('\n');
        holm = holm_correct(&memory, &pairs);
        is_common = print_pairs(a, &memory, &pairs, holm);
    }
    putchar('\n');
    print_decided(a, &all);
    if (pairs.rows > 0) puts("p: how often chance alone would make the two differ so much; below 0.05 they are commonly taken to differ.");
    if (holm != NULL) puts("p of several: p with Holm's correction; of many comparisons some look like more than chance, so judge several by this one.");
    if (is_common) puts("p takes the two for different people; those in both make it find differences less often than there are.");
    if (has_sketch) puts("\xE2\x89\x88 within 1/128: of more than 256 times.");
    print_rules(a, &all);
    arena_free(&memory);
}
