/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "attribute.h"

static void read_bounds(attribute *a) {
    question *q = &a->question;
    if (q->from != NULL) q->from_us = inputs_read_time(&a->in, "from", q->from);
    if (q->to != NULL) q->to_us = inputs_read_time(&a->in, "to", q->to);
    if (q->from != NULL && q->to != NULL && q->from_us >= q->to_us) usage("--from %s is not before --to %s", q->from, q->to);
    if (q->as_of != NULL) q->as_of_us = inputs_read_as_of(&a->in, "as-of", q->as_of);
}

static void check_question(attribute *a) {
    question *q = &a->question;
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&a->in, "by", q->by.items[i]);
    for (size_t i = 0; i < q->outcome_count; i++) step_check(&a->in, "outcome", &q->outcomes[i]);
    touches_check(a);
    models_check(a);
    inputs_check_journeys(&a->in, "credit", "credit is for", "whose facts are they");
    read_bounds(a);
}

void plan_open(attribute *a) {
    question *q = &a->question;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = a->in.zone;
    a->in.engine = inputs_open_engine(&options); /* for its calendar and its kinds */
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
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.dimensions = inputs_dimensions(&a->in);
    options.dimension_count = a->in.dimensions.count;
    options.money_scale = a->in.scale;
    options.currency = a->in.currency;
    options.ids = (uint32_t)a->in.ids;
    options.threads = a->threads;
    options.journeys = !a->paths.is_on;
    CHECK(leadline_close(a->in.engine));
    a->in.engine = inputs_open_engine(&options);
    inputs_set_rates(&a->in);
    answer_ask(a, 1);
}
