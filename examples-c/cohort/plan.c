/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "cohort.h"

static void read_bounds(cohort *c) {
    question *q = &c->question;
    if (q->from != NULL) q->from_us = inputs_read_time(&c->in, "from", q->from);
    if (q->to != NULL) q->to_us = inputs_read_time(&c->in, "to", q->to);
    if (q->from != NULL && q->to != NULL && q->from_us >= q->to_us) usage("--from %s is not before --to %s", q->from, q->to);
    if (q->as_of != NULL) q->as_of_us = inputs_read_as_of(&c->in, "as-of", q->as_of);
}

void plan_open(cohort *c) {
    question *q = &c->question;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = c->in.zone;
    c->in.engine = inputs_open_engine(&options); /* for its calendar and its kinds */
    step_check(&c->in, "first", &q->first);
    if (q->has_activity) step_check(&c->in, "activity", &q->activity);
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&c->in, "by", q->by.items[i]);
    inputs_check_journeys(&c->in, "a cohort", "a cohort is of", "whose facts are they");
    read_bounds(c);

    /* Costs come out of a roll-up by day; without them the smallest will do. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    if (q->cost != NULL) {
        rollup.period = LEADLINE_PERIOD_DAY;
        rollup.dimensions = c->in.dimensions.items;
        rollup.dimension_count = c->in.dimensions.count;
    }
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.dimensions = inputs_dimensions(&c->in);
    options.dimension_count = c->in.dimensions.count;
    options.money_scale = c->in.scale;
    options.currency = c->in.currency;
    options.ids = (uint32_t)c->in.ids;
    options.threads = c->threads;
    options.journeys = 1;
    CHECK(leadline_close(c->in.engine));
    c->in.engine = inputs_open_engine(&options);
    inputs_set_rates(&c->in);
    answer_ask(c, 1);
}
