/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "funnel.h"

static void read_bounds(funnel *f) {
    question *q = &f->question;
    if (q->from != NULL) q->from_us = inputs_read_time(&f->in, "from", q->from);
    if (q->to != NULL) q->to_us = inputs_read_time(&f->in, "to", q->to);
    if (q->from != NULL && q->to != NULL && q->from_us >= q->to_us) usage("--from %s is not before --to %s", q->from, q->to);
    if (q->as_of != NULL) q->as_of_us = inputs_read_as_of(&f->in, "as-of", q->as_of);
}

void plan_open(funnel *f) {
    question *q = &f->question;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = f->in.zone;
    f->in.engine = inputs_open_engine(&options); /* for its calendar and its kinds */
    for (size_t i = 0; i < q->step_count; i++) step_check(&f->in, "steps", &q->steps[i]);
    for (size_t i = 0; i < q->exclusion_count; i++) step_check(&f->in, "exclude", &q->exclusions[i]);
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&f->in, "by", q->by.items[i]);
    inputs_check_journeys(&f->in, "a funnel", "a funnel is of", "who goes through the funnel");
    read_bounds(f);

    /* Sums are not asked for, so the roll-up is the smallest that there is. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.dimensions = inputs_dimensions(&f->in);
    options.dimension_count = f->in.dimensions.count;
    options.money_scale = f->in.scale;
    options.currency = f->in.currency;
    options.ids = (uint32_t)f->in.ids;
    options.threads = f->threads;
    options.journeys = 1;
    CHECK(leadline_close(f->in.engine));
    f->in.engine = inputs_open_engine(&options);
    inputs_set_rates(&f->in);
    answer_ask(f, 1);
}
