/*
 * arguments.c - the command line, from left to right.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cohort.h"

enum { FIRST = INPUT_END, ACTIVITY, EVERY, BY, AGES, COST, THREADS, DECIMALS, TOTALS, SUMMARY, STANDING, FORMAT };

static const option_spec specs[] = {
    INPUT_OPTIONS,
    {"first", FIRST, 1}, {"activity", ACTIVITY, 1}, {"every", EVERY, 1}, {"by", BY, 1}, {"ages", AGES, 1}, {"cost", COST, 1},
    BOUNDS_OPTIONS, {"threads", THREADS, 1}, {"decimals", DECIMALS, 1}, ORDERING_OPTIONS, {"totals", TOTALS, 0},
    {"summary", SUMMARY, 0}, {"standing", STANDING, 0}, {"format", FORMAT, 1}, USAGE_OPTIONS, {NULL, 0, 0},
};

/* Returns 0 for an option of the files. */
static int set_question(cohort *c, const option_reader *option, int id) {
    question *q = &c->question;
    if (ordering_set(&q->order, option, id) || bounds_set(&q->bounds, option, id)) return 1;
    switch (id) {
    case FIRST:
        q->first = step_read(&c->in.memory, "first", option->value);
        q->has_first = 1;
        return 1;
    case ACTIVITY:
        q->activity = step_read(&c->in.memory, "activity", option->value);
        q->has_activity = 1;
        return 1;
    case EVERY:
        q->period = period_numbers[option_word(option, period_words)];
        if (q->period < LEADLINE_PERIOD_DAY) usage("--every takes day, week, month, quarter or year, not '%s'", option->value);
        return 1;
    case BY: list_split(&c->in.memory, &q->by, option->value); return 1;
    case AGES: q->ages = (uint32_t)option_number(option, 1, 1000000); return 1;
    case COST: q->cost = option->value; return 1;
    case THREADS: c->threads = (uint32_t)option_number(option, 1, 64); return 1;
    case DECIMALS: q->decimals = (uint32_t)option_number(option, 0, 38); return 1;
    case TOTALS: q->totals = 1; return 1;
    case SUMMARY: q->summary = 1; return 1;
    case STANDING: q->standing = 1; return 1;
    case FORMAT: q->format = option_format(option); return 1;
    default: return 0;
    }
}

void arguments_read(cohort *c, int argc, char **argv) {
    inputs_start(&c->in, "cohort");
    c->question.decimals = 1;
    c->question.period = LEADLINE_PERIOD_MONTH;
    option_reader option = option_start("cohort", specs, argc, argv);
    for (int id = option_next(&option); id != OPTION_END; id = option_next(&option)) {
        usage_tell(id, help_text);
        if (id == OPTION_FILE) inputs_add_source(&c->in, option.value);
        else if (!set_question(c, &option, id)) inputs_set(&c->in, &option, id);
    }
    inputs_finish(&c->in);
    if (c->in.source_count == 0) usage("no FILE is given; use - to read standard input, or --help");
    if (!c->question.has_first) {
        c->question.first = step_read(&c->in.memory, "first", "sale");
        c->question.first.is_standing = c->question.standing;
    }
}
