/*
 * notes.c - what the tables rest on: which touches count and for how long, which outcomes, and up to when.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

static void print_touch(const touch_item *one, int64_t window_us) {
    char name[512], window[CELL_TEXT_MAX];
    cell seconds = {cell_integer(window_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    touches_name(one, name, sizeof name);
    text_print_plain(stdout, name);
    if (one->is_excluded) return;
    durations_format(&seconds, window);
    if (window_us == INT64_MAX) fputs(" at any time", stdout);
    else printf(" up to %s", window);
}

static void print_touches(const credit *c, arena *memory) {
    touch_list list = touches_list(&c->of->question, memory);
    int excluded = 0, first = 1;
    fputs("Touches: ", stdout);
    for (size_t i = 0; i < list.count; i++) {
        excluded += list.items[i].is_excluded;
        if (list.items[i].is_excluded) continue;
        if (!first) fputs("; ", stdout);
        print_touch(&list.items[i], touches_window(c->of, &list.items[i]));
        first = 0;
    }
    puts(" before the outcome.");
    if (excluded == 0) return;
    fputs("No touches: ", stdout);
    for (size_t i = 0; i < (size_t)excluded; i++) {
        if (i > 0) fputs("; ", stdout);
        print_touch(&list.items[i], 0);
    }
    puts(".");
}

/* What was made of paths before models looked at them. */
static void print_paths(const question *q) {
    const struct {
        int is_on;
        const char *text;
    } rules[] = {
        {(q->flags & LEADLINE_ATTRIBUTE_COLLAPSE) != 0, "touches of one key in a row are one"},
        {(q->flags & LEADLINE_ATTRIBUTE_FIRST) != 0, "of the touches of a key the first is kept"},
        {(q->flags & LEADLINE_ATTRIBUTE_DROP_DIRECT) != 0, "direct ones go where there are others"},
    };
    const char *between = "Paths: ";
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!rules[i].is_on) continue;
        printf("%s%s", between, rules[i].text);
        between = "; ";
    }
    if (q->most > 0) {
        printf("%sthe last %lu touches are kept", between, (unsigned long)q->most);
        between = "; ";
    }
    if (strcmp(between, "; ") == 0) puts(".");
}

static void print_outcomes(const question *q) {
    char gap[CELL_TEXT_MAX];
    cell seconds = {cell_integer(q->gap_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    if (q->outcome_flags & LEADLINE_OUTCOME_IS_TOUCH) puts("The outcome's own row is the last touch, a click.");
    if (q->outcome_flags & LEADLINE_OUTCOME_FIRST) puts("Outcomes: only a buyer's first.");
    if (q->outcome_flags & LEADLINE_OUTCOME_ANEW) puts("Paths begin anew behind the outcome before.");
    if (q->gap_us == 0) return;
    durations_format(&seconds, gap);
    printf("Outcomes: none within %s of the one before.\n", gap);
}

/* Why there is no outcome of a name. */
static void print_nothing(const credit *c) {
    const question *q = &c->of->question;
    for (size_t i = 0; i < q->outcome_count && !c->of->paths.is_on && c->totals.rows == 0; i++) {
        const step_item *one = &q->outcomes[i];
        uint64_t count = kinds_count(c->of->in.engine, one->kinds);
        if (count == 0) {
            printf("No fact is of kind %s", one->kinds);
            kinds_print_others(c->of->in.engine);
            continue;
        }
        printf("There are facts of kind %s (%llu), but none is an outcome; do they name a person", one->kinds, (unsigned long long)count);
        if (one->filter_count > 0) fputs(", have the names asked for", stdout);
        if (q->from != NULL || q->to != NULL) fputs(", lie within --from and --to", stdout);
        if (q->as_of != NULL) fputs(", come no later than --as-of", stdout);
        puts("? Sales that were taken back are none.");
    }
}

/* How models of all paths came to their answer. */
static void print_models(const credit *c) {
    const question *q = &c->of->question;
    for (size_t m = 0; m < q->models.count; m++) {
        const leadline_model *model = &q->models.items[m].model;
        int is_found = model->kind == LEADLINE_MODEL_MARKOV && model->order == LEADLINE_MARKOV_HELD_OUT;
        if (!is_found && model->kind != LEADLINE_MODEL_SHAPLEY_RATE) continue;
        const leadline_column *told = credit_column(c, &c->totals, m, is_found ? "_order" : "_samples");
        for (size_t row = 0; row < c->totals.rows && row < c->outcomes; row++) {
            long long number = (long long)told->integers[row];
            if (number == 0) continue;
            const char *name = q->outcomes[row].name != NULL ? q->outcomes[row].name : q->outcomes[row].kinds;
            if (is_found) printf("%s, %s: order %lld foretells paths best.\n", model->name, name, number);
            else printf("%s, %s: near, by %lld orders of keys.\n", model->name, name, number);
        }
    }
}

static int is_in_progress(const answer_columns *all) {
    for (size_t row = 0; row < all->rows && all->starts.name != NULL; row++) {
        if (all->starts.states[row] == LEADLINE_IN_PROGRESS) return 1;
    }
    return 0;
}

void notes_print(const credit *c, arena *memory) {
    const question *q = &c->of->question;
    print_nothing(c);
    ordering_note(stdout, &q->order, c->shown, c->group_count, c->too_small, "keys", "outcomes");
    if (is_in_progress(&c->all)) puts("* not the whole period");
    if (!c->of->paths.is_on) print_touches(c, memory);
    else printf("Counted paths: %zu, each touch a click.\n", c->of->paths.count);
    print_paths(q);
    print_outcomes(q);
    print_models(c);
    if (q->from != NULL || q->to != NULL) {
        printf("%s%s%s: when the outcome was; touches before it count all the same.\n", q->from != NULL ? "--from" : "",
               q->from != NULL && q->to != NULL ? ", " : "", q->to != NULL ? "--to" : "");
    }
    if (q->period != LEADLINE_PERIOD_DEFAULT && q->period != LEADLINE_PERIOD_ALL) {
        printf("Periods are those of the %s.\n", q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH ? "touch; of what is unassigned, and of totals, those of the outcome" : "outcome");
    }
    dates_note(&c->of->in, c->all.as_of);
}
