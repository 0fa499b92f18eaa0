/*
 * notes.c - what the table rests on, and why nobody is in it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel.h"

void notes_head(const funnel *f) {
    const question *q = &f->question;
    int has_keys = q->by.count > 0 || (q->period != LEADLINE_PERIOD_DEFAULT && q->period != LEADLINE_PERIOD_ALL);
    if (q->count_by == COUNT_BY_FIRST) {
        printf("Counted by first entry: each person once, from the first %s%s%s on.\n\n", q->is_open ? "step met" : steps_name(&q->steps[0]),
               q->from != NULL ? " since " : "", q->from != NULL ? q->from : "");
        return;
    }
    printf("Counted by furthest run: each person once, by the run that came furthest.%s\n\n",
           has_keys ? " So rates of rows cannot be compared; with --count-by first they can." : "");
}

/* ---- Nobody ---- */

/* The kinds of the first step, or in an open funnel of all. */
static void print_kinds(const question *q) {
    for (size_t k = 0; k < (q->is_open ? q->step_count : 1); k++) printf("%s%s", k == 0 ? "" : ", ", q->steps[k].kinds);
}

void notes_nobody(const funnel *f) {
    const question *q = &f->question;
    uint64_t of_step = 0;
    puts(q->is_open ? "Nobody took any step." : "Nobody took the first step.");
    for (size_t k = 0; k < (q->is_open ? q->step_count : 1); k++) of_step += kinds_count(f->in.engine, q->steps[k].kinds);
    if (of_step > 0) {
        printf("There are facts of %s kinds, ", q->is_open ? "their" : "its");
        print_kinds(q);
        printf(" (%llu); do they name a person", (unsigned long long)of_step);
        if (q->steps[0].filter_count > 0) fputs(", have the names asked for", stdout);
        if (q->from != NULL || q->to != NULL) fputs(", lie within --from and --to", stdout);
        if (q->as_of != NULL) fputs(", come no later than --as-of", stdout);
        puts("?");
        return;
    }
    printf("No fact is of %s kinds, ", q->is_open ? "their" : "its");
    print_kinds(q);
    kinds_print_others(stdout, f->in.engine);
}

/* ---- What it rests on ---- */

static void print_rules(const funnel *f, const answer_columns *all) {
    static const char *const modes[] = {"in this order", "in this order without anything between", "in any order"};
    const question *q = &f->question;
    char window[CELL_TEXT_MAX];
    cell seconds = {cell_integer(q->window_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    durations_format(&seconds, window);
    printf("Steps %s%s, %s%s.\n", modes[q->mode], q->is_open ? ", begun at any of them" : "", q->window_us > 0 ? "within " : "without a limit of time",
           q->window_us > 0 ? window : "");
    if (q->to != NULL) printf("--to %s: entries until then; what they led to later counts%s.\n", q->to, q->window_us > 0 ? ", within the window" : "");
    dates_note(stdout, &f->in, all->as_of);
}

/* Who has time left may still go on, and who went on soon says nothing of the others, so conversions are of the decided. */
static void print_undecided(const funnel *f, const answer_columns *all) {
    const question *q = &f->question;
    int64_t open = 0, entries = 0;
    int in_progress = 0;
    for (size_t row = 0; row < all->rows; row++) {
        open += all->open.integers[row];
        for (size_t i = 0; i < all->key_count; i++) in_progress = in_progress || answer_is_in_progress(all, i, row);
    }
    for (size_t g = 0; g < all->group_count; g++) entries += all->groups[g].size;
    if (in_progress) puts("* not the whole period");
    if (q->window_us == 0) {
        if (open > 0) {
            printf("Open: %lld of %lld entries, which count in the conversions, because no --window says when they are over.\n",
                   (long long)open, (long long)entries);
        }
        return;
    }
    int64_t undecided = answer_undecided(all);
    if (undecided == 0) return;
    printf("Decided: %lld of %lld entries, of which the conversions are; %lld %s not, because ", (long long)(entries - undecided),
           (long long)entries, (long long)undecided, undecided == 1 ? "is" : "are");
    static const char midnight[] = " 00:00:00";
    char until[40];
    dates_format(f->in.engine, all->as_of - q->window_us + 1, 1, until);
    size_t size = strlen(until), cut = sizeof midnight - 1;
    if (size > cut && strcmp(until + size - cut, midnight) == 0) until[size - cut] = '\0';
    if (q->count_by == COUNT_BY_FIRST) printf("their window is not over; --to '%s' leaves those who entered before.\n", until);
    else printf("the window of an entry of theirs is not over; --to '%s' leaves the entries before.\n", until);
}

static void print_near(const funnel *f, const answer_columns *all) {
    for (size_t g = 0; g < all->shown; g++) {
        for (size_t row = all->groups[g].first; row < all->groups[g].end; row++) {
            for (size_t i = 0; i < 2 * all->time_count; i++) {
                if ((i >= all->time_count && !f->question.times) || !answer_is_near(all, i, row)) continue;
                puts("\xE2\x89\x88 within 1/128 (0.8%): of more than 256 times, by a sketch");
                return;
            }
        }
    }
}

void notes_print(const funnel *f, const answer_columns *all) {
    ordering_note(stdout, &f->question.order, all->shown, all->group_count, all->too_small, "keys", "entries");
    print_near(f, all);
    print_rules(f, all);
    print_undecided(f, all);
}
