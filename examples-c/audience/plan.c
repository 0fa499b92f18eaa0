/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "audience.h"

void plan_open(audience *a) {
    question *q = &a->question;
    inputs_open_empty(&a->in); /* for its calendar and its kinds */
    for (size_t r = 0; r < q->rule_count; r++) {
        for (size_t i = 0; i < q->rules[r].step_count; i++) step_check(&a->in, "audience", &q->rules[r].steps[i]);
        for (size_t i = 0; i < q->rules[r].exclusion_count; i++) step_check(&a->in, "exclude", &q->rules[r].exclusions[i]);
    }
    step_check(&a->in, "outcome", &q->outcome);
    inputs_check_journeys(&a->in, "an audience", "an audience is of", "whose facts are they");
    bounds_read(&a->question.bounds, &a->in);
    if (q->list != NULL) inputs_keep_texts(&a->in);

    /* Sums are not asked for, so the roll-up is the smallest that there is. */
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    rollup.period = LEADLINE_PERIOD_ALL;
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.threads = a->threads;
    options.journeys = 1;
    inputs_reopen(&a->in, &options, &rollup);
    answer_ask(a, 1);
}
