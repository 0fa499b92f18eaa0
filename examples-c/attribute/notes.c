/*
 * notes.c - what the tables rest on: which touches count and for how long, which outcomes, and up to when.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

FILE *notes_line(const credit *c) {
    if (c->notes == stderr) fprintf(stderr, "%s: ", usage_program); /* among other lines there */
    return c->notes;
}

static void print_touch(FILE *out, const touch_item *one, int64_t window_us) {
    char name[512], window[CELL_TEXT_MAX];
    cell seconds = {cell_integer(window_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    touches_name(one, name, sizeof name);
    text_print_plain(out, name);
    if (one->is_excluded) return;
    durations_format(&seconds, window);
    if (window_us == INT64_MAX) fputs(" at any time", out);
    else fprintf(out, " up to %s", window);
}

static void print_touches(const credit *c, arena *memory) {
    touch_list list = touches_list(&c->of->question, memory);
    int excluded = 0, first = 1;
    FILE *out = notes_line(c);
    fputs("Touches: ", out);
    for (size_t i = 0; i < list.count; i++) {
        excluded += list.items[i].is_excluded;
        if (list.items[i].is_excluded) continue;
        if (!first) fputs("; ", out);
        print_touch(out, &list.items[i], touches_window(c->of, &list.items[i]));
        first = 0;
    }
    fputs(" before the outcome.\n", out);
    if (excluded == 0) return;
    out = notes_line(c);
    fputs("No touches: ", out);
    for (size_t i = 0; i < (size_t)excluded; i++) {
        if (i > 0) fputs("; ", out);
        print_touch(out, &list.items[i], 0);
    }
    fputs(".\n", out);
}

/* What was made of paths before models looked at them. */
static void print_paths(const credit *c) {
    const question *q = &c->of->question;
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
        fprintf(between[0] == ';' ? c->notes : notes_line(c), "%s%s", between, rules[i].text);
        between = "; ";
    }
    if (q->most > 0) {
        FILE *out = between[0] == ';' ? c->notes : notes_line(c);
        if (q->most == 1) fprintf(out, "%sthe last touch is kept", between);
        else fprintf(out, "%sthe last %lu touches are kept", between, (unsigned long)q->most);
        between = "; ";
    }
    if (between[0] == ';') fputs(".\n", c->notes);
}

/* Which touches are direct, where that matters. */
static void print_direct(const credit *c, arena *memory) {
    const question *q = &c->of->question;
    const leadline_filter *said = q->direct != NULL ? &q->direct_filter : NULL;
    if (!answer_wants_direct(q)) return;
    FILE *out = notes_line(c);
    fputs("Direct: ", out);
    text_print_plain(out, said != NULL ? said->dimension : c->of->paths.is_on ? "key" : q->by.items[0]);
    fputs(" = ", out);
    if (said == NULL) fputs(c->of->paths.is_on ? "direct" : "direct, not set", out);
    for (size_t i = 0; said != NULL && i < said->name_count; i++) {
        if (i > 0) fputs(", ", out);
        text_print_plain(out, said->names[i][0] != '\0' ? said->names[i] : "not set");
    }
    fputs(answer_has_direct(c->of, memory) ? ".\n" : "; no path has one. --direct says what they are called.\n", out);
}

static void print_outcomes(const credit *c) {
    const question *q = &c->of->question;
    char gap[CELL_TEXT_MAX];
    cell seconds = {cell_integer(q->gap_us / 1000000), {1, 0}, 0, LEADLINE_DEFINED, 0};
    if (q->outcome_flags & LEADLINE_OUTCOME_IS_TOUCH) fputs("The outcome's own row is the last touch, a click.\n", notes_line(c));
    if (q->outcome_flags & LEADLINE_OUTCOME_FIRST) fputs("Outcomes: only a buyer's first.\n", notes_line(c));
    if (q->outcome_flags & LEADLINE_OUTCOME_ANEW) fputs("Paths begin anew behind the outcome before.\n", notes_line(c));
    if (q->gap_us == 0) return;
    durations_format(&seconds, gap);
    fprintf(notes_line(c), "Outcomes: none within %s of the one before.\n", gap);
}

static int has_periods(const question *q) { return q->period != LEADLINE_PERIOD_DEFAULT && q->period != LEADLINE_PERIOD_ALL; }

/* Models that split the sums of periods, by paths of all of them. */
static void print_shared(const credit *c) {
    const question *q = &c->of->question;
    FILE *out = NULL;
    for (size_t m = 0; m < q->models.count && has_periods(q); m++) {
        if (!models_is_of_sums(q->models.items[m].model.kind)) continue;
        if (out != NULL) fputs(", ", out);
        else out = notes_line(c);
        text_print_plain(out, q->models.items[m].model.name);
    }
    if (out == NULL) return;
    fputs(": from the paths of all periods, by which the sum of each is shared alike; so a key may get credit in a period in which it had no touch."
          " For a month of its own say --from and --to.\n", out);
}

/* How models of all paths came to their answer. */
static void print_models(const credit *c) {
    const question *q = &c->of->question;
    for (size_t m = 0; m < q->models.count; m++) {
        const leadline_model *model = &q->models.items[m].model;
        int is_found = model->kind == LEADLINE_MODEL_MARKOV && model->order == LEADLINE_MARKOV_HELD_OUT;
        if (!is_found && model->kind != LEADLINE_MODEL_SHAPLEY_RATE) continue;
        const leadline_column *told = credit_column(c, &c->totals, m, 0, is_found ? "_order" : "_samples");
        for (size_t row = 0; row < c->totals.rows && row < c->outcomes; row++) {
            long long number = (long long)told->integers[row];
            if (number == 0) continue;
            const char *name = credit_outcome_name(c, row);
            if (is_found) fprintf(notes_line(c), "%s, %s: order %lld foretells paths best.\n", model->name, name, number);
            else fprintf(notes_line(c), "%s, %s: near, by %lld orders of keys.\n", model->name, name, number);
        }
    }
}

static int is_in_progress(const answer_columns *all) {
    for (size_t row = 0; row < all->rows && all->starts.name != NULL; row++) {
        if (all->starts.states[row] == LEADLINE_IN_PROGRESS) return 1;
    }
    return 0;
}

/* Models that nobody named, and that cannot be asked so. */
static void print_left_out(const credit *c) {
    const question *q = &c->of->question;
    if (q->left_out.count == 0 || c->of->paths.is_on) return;
    FILE *out = notes_line(c);
    fputs("Left out: ", out);
    for (size_t i = 0; i < q->left_out.count; i++) fprintf(out, "%s%s", i > 0 ? ", " : "", q->left_out.items[i]);
    fprintf(out, "; %s cannot be asked of models that split sums.\n", q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH ? "--by-touch" : "--by-position");
}

void notes_print(const credit *c, arena *memory) {
    const question *q = &c->of->question;
    nobody_note(c, memory);
    if (c->shown < c->group_count) ordering_note(notes_line(c), &q->order, c->shown, c->group_count, c->too_small, "keys", "outcomes");
    if (c->notes == stdout && (is_in_progress(&c->all) || is_in_progress(&c->totals))) puts("* not the whole period");
    if (!c->of->paths.is_on) print_touches(c, memory);
    else fprintf(notes_line(c), "Counted paths: %zu, each touch a click.\n", c->of->paths.count);
    print_paths(c);
    print_direct(c, memory);
    print_outcomes(c);
    print_left_out(c);
    print_models(c);
    print_shared(c);
    if (q->flags & LEADLINE_ATTRIBUTE_BY_POSITION) fputs("Places are those of touches in their paths, 1 for the first.\n", notes_line(c));
    if (q->from != NULL || q->to != NULL) {
        fprintf(notes_line(c), "%s%s%s: when the outcome was; touches before it count all the same.\n", q->from != NULL ? "--from" : "",
                q->from != NULL && q->to != NULL ? ", " : "", q->to != NULL ? "--to" : "");
    }
    if (has_periods(q)) {
        fprintf(notes_line(c), "Periods are those of the %s.\n", q->flags & LEADLINE_ATTRIBUTE_BY_TOUCH ? "touch; of what is unassigned, and of totals, those of the outcome" : "outcome");
    }
    returns_note(c);
    if (c->of->in.intake.dated) dates_note(notes_line(c), &c->of->in, c->all.as_of);
}
