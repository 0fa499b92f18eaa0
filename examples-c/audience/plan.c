/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "audience.h"

static void read_bounds(audience *a) {
    question *q = &a->question;
    if (q->from != NULL) q->from_us = inputs_read_time(&a->in, "from", q->from);
    if (q->to != NULL) q->to_us = inputs_read_time(&a->in, "to", q->to);
    if (q->from != NULL && q->to != NULL && q->from_us >= q->to_us) usage("--from %s is not before --to %s", q->from, q->to);
    if (q->as_of != NULL) q->as_of_us = inputs_read_as_of(&a->in, "as-of", q->as_of);
}

void plan_open(audience *a) {
    question *q = &a->question;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = a->in.zone;
    a->in.engine = inputs_open_engine(&options); /* for its calendar and its kinds */
    for (size_t r = 0; r < q->rule_count; r++) {
        for (size_t i = 0; i < q->rules[r].step_count; i++) step_check(&a->in, "audience", &q->rules[r].steps[i]);
        for (size_t i = 0; i < q->rules[r].exclusion_count; i++) step_check(&a->in, "exclude", &q->rules[r].exclusions[i]);
    }
    step_check(&a->in, "outcome", &q->outcome);
    inputs_check_journeys(&a->in, "an audience", "an audience is of", "whose facts are they");
    read_bounds(a);
    if (q->list != NULL) inputs_keep_texts(&a->in);

    /* Sums are not asked for, so the roll-up is the smallest that there is. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.dimensions = inputs_dimensions(&a->in);
    options.dimension_count = a->in.dimensions.count;
    options.money_scale = a->in.scale;
    options.currency = a->in.currency;
    options.ids = (uint32_t)a->in.ids;
    options.threads = a->threads;
    options.journeys = 1;
    CHECK(leadline_close(a->in.engine));
    a->in.engine = inputs_open_engine(&options);
    inputs_set_rates(&a->in);
    answer_ask(a, 1);
}
