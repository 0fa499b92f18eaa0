/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "funnel.h"

void plan_open(funnel *f) {
    question *q = &f->question;
    inputs_open_empty(&f->in); /* for its calendar and its kinds */
    for (size_t i = 0; i < q->step_count; i++) step_check(&f->in, "steps", &q->steps[i]);
    for (size_t i = 0; i < q->exclusion_count; i++) step_check(&f->in, "exclude", &q->exclusions[i]);
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&f->in, "by", q->by.items[i]);
    inputs_check_journeys(&f->in, "a funnel", "a funnel is of", "who goes through the funnel");
    bounds_read(&f->question.bounds, &f->in);

    /* Sums are not asked for, so the roll-up is the smallest that there is. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.threads = f->threads;
    options.journeys = 1;
    inputs_reopen(&f->in, &options, &rollup);
    answer_ask(f, 1);
}
