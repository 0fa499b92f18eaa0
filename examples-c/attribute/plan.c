/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "attribute.h"

static void check_question(attribute *a) {
    question *q = &a->question;
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&a->in, "by", q->by.items[i]);
    for (size_t i = 0; i < q->outcome_count; i++) step_check(&a->in, "outcome", &q->outcomes[i]);
    touches_check(a);
    models_check(a);
    inputs_check_journeys(&a->in, "credit", "credit is for", "whose facts are they");
    bounds_read(&a->question.bounds, &a->in);
}

void plan_open(attribute *a) {
    question *q = &a->question;
    inputs_open_empty(&a->in); /* for its calendar and its kinds */
    if (a->paths.is_on) {
        models_check(a);
    } else {
        check_question(a);
    }

    /* Costs and activities come out of a roll-up of the same keys; without them the smallest will do. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    if (q->cost != NULL || q->activity != NULL) {
        rollup.period = q->period == LEADLINE_PERIOD_HOUR ? LEADLINE_PERIOD_HOUR : LEADLINE_PERIOD_DAY;
        rollup.dimensions = q->by.items;
        rollup.dimension_count = q->by.count;
    }
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.threads = a->threads;
    options.journeys = !a->paths.is_on;
    inputs_reopen(&a->in, &options, &rollup);
    answer_ask(a, 1);
}
