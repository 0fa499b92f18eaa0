/*
 * table.c - the answer for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

#define BAR_WIDTH 24

/* A bar of eighths of a character; what is more than nothing shows. */
static void add_bar(grid *lines, int64_t part, int64_t whole) {
    static const char *const eighths[] = {"", "\xE2\x96\x8F", "\xE2\x96\x8E", "\xE2\x96\x8D", "\xE2\x96\x8C", "\xE2\x96\x8B", "\xE2\x96\x8A", "\xE2\x96\x89"};
    char text[BAR_WIDTH * 3 + 4] = "";
    int64_t length = whole > 0 ? (int64_t)((double)part / (double)whole * (BAR_WIDTH * 8)) : 0;
    if (length == 0 && part > 0) length = 1;
    for (int64_t i = 0; i < length / 8; i++) strcat(text, "\xE2\x96\x88");
    strcat(text, eighths[length % 8]);
    grid_add_text(lines, text);
}

static void add_integer(grid *lines, int64_t number) {
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    grid_add_text(lines, text);
}

static void add_rate(const funnel *f, grid *lines, const leadline_column *rate, size_t row) {
    grid_style style = {f->question.decimals, 1};
    grid_add_number(lines, rate, row, &style);
}

/* "4.8% .. 16.2%" */
static void add_interval(const funnel *f, grid *lines, const answer_columns *all, size_t row, int is_total) {
    leadline_interval interval = answer_interval(f, all, row, is_total);
    if (interval.state != LEADLINE_DEFINED) {
        grid_add_text(lines, all->step.integers[row] == 1 ? "" : grid_undefined(interval.state));
        return;
    }
    char text[2 * CELL_TEXT_MAX + 8], low[CELL_TEXT_MAX], high[CELL_TEXT_MAX];
    cell one = {{0, 0}, {1, 0}, interval.low, LEADLINE_DEFINED, 1}, other = one;
    other.number = interval.high;
    cell_rounded(&one, f->question.decimals, 2, low);
    cell_rounded(&other, f->question.decimals, 2, high);
    snprintf(text, sizeof text, "%s%% .. %s%%", low, high);
    grid_add_text(lines, text);
}

/* Who dropped out, and their share of those who were there and are decided. */
static void add_drop_off(const funnel *f, grid *lines, const answer_columns *all, size_t row) {
    char text[2 * CELL_TEXT_MAX] = "", share[CELL_TEXT_MAX];
    int64_t dropped = all->dropped.integers[row], decided = all->decided.integers[row];
    if (all->step.integers[row] == (int64_t)f->question.step_count) {
        grid_add_text(lines, "");
        return;
    }
    cell value = {cell_integer(dropped), cell_integer(decided), 0, LEADLINE_DEFINED, 0};
    if (dropped > 0 && cell_rounded(&value, f->question.decimals, 2, share)) snprintf(text, sizeof text, "%lld (%s%%)", (long long)dropped, share);
    else snprintf(text, sizeof text, "%lld", (long long)dropped);
    grid_add_text(lines, text);
}

/* What is near and not exact has a sign before it. */
static void add_time(grid *lines, const answer_columns *all, size_t time, size_t row) {
    char text[CELL_TEXT_MAX], shown[CELL_TEXT_MAX + 8] = "";
    cell value = cell_read(&all->times[time], row);
    if (value.state != LEADLINE_UNDEFINED_NO_DATA) {
        durations_format(&value, text);
        snprintf(shown, sizeof shown, "%s%s", answer_is_near(all, time, row) ? "\xE2\x89\x88 " : "", text);
    }
    grid_add_text(lines, shown);
}

/* "p500" as "median", "p900" as "90%". */
static void add_time_heading(grid *lines, const char *name, int is_total) {
    char text[96], number[48];
    const char *tail = is_total ? " in all" : "";
    if (strncmp(name, "total_", 6) == 0) name += 6;
    if (strcmp(name, "mean") == 0) {
        snprintf(text, sizeof text, "mean time%s", tail);
    } else if (strcmp(name, "p500") == 0) {
        snprintf(text, sizeof text, "median time%s", tail);
    } else {
        long permille = strtol(name + 1, NULL, 10);
        if (permille % 10 == 0) snprintf(number, sizeof number, "%ld", permille / 10);
        else snprintf(number, sizeof number, "%ld.%ld", permille / 10, permille % 10);
        snprintf(text, sizeof text, "%s%% within%s", number, tail);
    }
    grid_add_text(lines, text);
}

/* Whether a column of times is among those shown: the median from the step before, or all. */
static int is_time_shown(const funnel *f, const answer_columns *all, size_t i) {
    return f->question.times || (i < all->time_count && strcmp(all->times[i].name, "p500") == 0);
}

static void add_key(grid *lines, const answer_columns *all, size_t key, size_t row) {
    size_t size = 0;
    if (!answer_is_in_progress(all, key, row)) {
        grid_add_key(lines, &all->keys[key], row);
        return;
    }
    const char *bytes = cell_bytes(&all->keys[key], row, &size);
    char text[40];
    snprintf(text, sizeof text, "%.*s*", (int)size, bytes);
    grid_add_text(lines, text);
}

/* The most that any step of the row's group has: what the longest bar stands for. */
static int64_t most_reached(const answer_columns *all, size_t row, size_t steps) {
    size_t first = row - (size_t)(all->step.integers[row] - 1);
    int64_t most = 0;
    for (size_t i = 0; i < steps; i++) {
        if (all->reached.integers[first + i] > most) most = all->reached.integers[first + i];
    }
    return most;
}

/* A step of a group; rows of totals have no keys of their own. */
static void add_row(const funnel *f, grid *lines, const answer_columns *all, size_t row, size_t key_count) {
    const question *q = &f->question;
    int64_t step = all->step.integers[row];
    size_t size = 0;
    for (size_t i = 0; i < key_count; i++) {
        if (step > 1) grid_add_text(lines, "");
        else if (i < all->key_count) add_key(lines, all, i, row);
        else grid_add_text(lines, i == 0 ? "total" : "");
    }
    const char *name = cell_bytes(&all->name, row, &size);
    if (q->mode == LEADLINE_FUNNEL_ANY_ORDER) add_integer(lines, step);
    else grid_add(lines, name, size);
    if (!q->no_bars) add_bar(lines, all->reached.integers[row], most_reached(all, row, q->step_count));
    add_integer(lines, all->reached.integers[row]);
    if (q->is_open) {
        if (step == 1) grid_add_text(lines, "");
        else add_integer(lines, answer_continued(all, row));
    }
    if (step == 1) grid_add_text(lines, "");
    else add_rate(f, lines, &all->step_rate, row);
    add_interval(f, lines, all, row, 0);
    add_rate(f, lines, &all->total_rate, row);
    add_interval(f, lines, all, row, 1);
    add_drop_off(f, lines, all, row);
    add_integer(lines, all->open.integers[row]);
    add_integer(lines, all->decided.integers[row]);
    for (size_t i = 0; i < 2 * all->time_count; i++) {
        if (is_time_shown(f, all, i)) add_time(lines, all, i, row);
    }
}

static void print_grid(const funnel *f, arena *memory, const answer_columns *all, const answer_columns *totals) {
    const question *q = &f->question;
    size_t shown_times = 0;
    for (size_t i = 0; i < 2 * all->time_count; i++) shown_times += (size_t)is_time_shown(f, all, i);
    size_t left = all->key_count + 1 + (q->no_bars ? 0 : 1);
    grid lines = grid_start(memory, left + 8 + (q->is_open ? 1 : 0) + shown_times, left);
    char interval[48];
    snprintf(interval, sizeof interval, "%s%% interval", q->level_text);
    for (size_t i = 0; i < all->key_count; i++) grid_add_text(&lines, all->keys[i].name);
    grid_add_text(&lines, q->mode == LEADLINE_FUNNEL_ANY_ORDER ? "steps met" : "step");
    if (!q->no_bars) grid_add_text(&lines, "");
    const char *const headings[] = {"reached", "from step before", "step conversion", interval, "overall conversion", interval, "drop-off", "open",
                                    "decided"};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        if (i != 1 || q->is_open) grid_add_text(&lines, headings[i]);
    }
    for (size_t i = 0; i < 2 * all->time_count; i++) {
        if (is_time_shown(f, all, i)) add_time_heading(&lines, all->times[i].name, i >= all->time_count);
    }
    for (size_t g = 0; g < all->shown; g++) {
        for (size_t row = all->groups[g].first; row < all->groups[g].end; row++) add_row(f, &lines, all, row, all->key_count);
    }
    for (size_t row = 0; row < totals->rows; row++) add_row(f, &lines, totals, row, all->key_count);
    grid_print(stdout, &lines);
}

/* ---- Where people went instead ---- */

static void print_exits(const funnel *f, arena *memory, const answer_columns *all) {
    exit_columns exits = exits_read(f, memory, all);
    size_t count = 0;
    for (size_t g = 0; g < all->shown; g++) count += exits.end[g] - exits.first[g];
    if (count == 0) {
        puts("\nNobody dropped out.");
        return;
    }
    puts("\nWhat came next where people dropped out:");
    grid lines = grid_start(memory, exits.key_count + 3, exits.key_count + 2);
    for (size_t i = 0; i < exits.key_count; i++) grid_add_text(&lines, exits.keys[i].name);
    grid_add_text(&lines, f->question.mode == LEADLINE_FUNNEL_ANY_ORDER ? "steps met" : "last step");
    grid_add_text(&lines, "next");
    grid_add_text(&lines, "people");
    for (size_t g = 0; g < all->shown; g++) {
        for (size_t row = exits.first[g]; row < exits.end[g]; row++) {
            size_t size = 0;
            for (size_t i = 0; i < exits.key_count; i++) grid_add_key(&lines, &exits.keys[i], row);
            if (f->question.mode == LEADLINE_FUNNEL_ANY_ORDER) add_integer(&lines, exits.step.integers[row]);
            else grid_add_text(&lines, steps_name(&f->question.steps[exits.step.integers[row] - 1]));
            const char *name = cell_bytes(&exits.kind, row, &size);
            if (size == 0) grid_add_text(&lines, "(nothing)");
            else grid_add(&lines, name, size);
            add_integer(&lines, exits.buyers.integers[row]);
        }
    }
    grid_print(stdout, &lines);
}

void output_table(const funnel *f) {
    arena memory = {NULL};
    answer_columns all = answer_read(&memory, f->table);
    answer_columns totals = answer_read(&memory, f->totals);
    groups_choose(f, &memory, &all);
    notes_head(f);
    if (all.rows == 0) notes_nobody(f);
    else print_grid(f, &memory, &all, &totals);
    if (f->exits != NULL && all.rows > 0) print_exits(f, &memory, &all);
    putchar('\n');
    notes_print(f, &all);
    arena_free(&memory);
}
