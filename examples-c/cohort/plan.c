/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "cohort.h"

void plan_open(cohort *c) {
    question *q = &c->question;
    inputs_open_empty(&c->in); /* for its calendar and its kinds */
    step_check(&c->in, "first", &q->first);
    if (q->has_activity) step_check(&c->in, "activity", &q->activity);
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&c->in, "by", q->by.items[i]);
    inputs_check_journeys(&c->in, "a cohort", "a cohort is of", "whose facts are they");
    bounds_read(&c->question.bounds, &c->in);

    /* Costs come out of a roll-up by day; without them the smallest will do. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    if (q->cost != NULL) {
        rollup.period = LEADLINE_PERIOD_DAY;
        rollup.dimensions = c->in.dimensions.items;
        rollup.dimension_count = c->in.dimensions.count;
    }
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.threads = c->threads;
    options.journeys = 1;
    inputs_reopen(&c->in, &options, &rollup);
    answer_ask(c, 1);
}
