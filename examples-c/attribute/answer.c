/*
 * answer.c - the question in the library's words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribute.h"

static leadline_outcome outcome_asked(const question *q, const step_item *one) {
    leadline_outcome made = LEADLINE_OUTCOME_INIT;
    made.name = one->name;
    made.kinds = one->kinds;
    made.filters = one->filters;
    made.filter_count = one->filter_count;
    made.flags = q->outcome_flags;
    made.gap_us = q->gap_us;
    return made;
}

/* The list; what is excluded by its names is so as the row of an outcome, too, where that is a touch. */
static leadline_touch *all_touches(const question *q, arena *memory, size_t *count) {
    touch_list list = touches_list(q, memory);
    leadline_touch *made = arena_get(memory, (list.count * (1 + q->outcome_count) + 1) * sizeof *made);
    *count = 0;
    for (size_t i = 0; i < list.count; i++) {
        made[(*count)++] = touches_asked(&list.items[i]);
        if (!list.items[i].is_excluded || !(q->outcome_flags & LEADLINE_OUTCOME_IS_TOUCH)) continue;
        for (size_t o = 0; o < q->outcome_count; o++) {
            made[*count] = touches_asked(&list.items[i]);
            made[(*count)++].kinds = q->outcomes[o].kinds;
        }
    }
    return made;
}

static leadline_status ask(attribute *a) {
    question *q = &a->question;
    arena *memory = &a->in.memory;
    leadline_outcome *outcomes = arena_get(memory, q->outcome_count * sizeof *outcomes);
    for (size_t i = 0; i < q->outcome_count; i++) outcomes[i] = outcome_asked(q, &q->outcomes[i]);
    leadline_attribution_options asked = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    asked.touches = all_touches(q, memory, &asked.touch_count);
    asked.outcomes = outcomes;
    asked.outcome_count = q->outcome_count;
    asked.models = models_asked(q, memory);
    asked.model_count = q->models.count;
    asked.by = q->by.items;
    asked.by_count = q->by.count;
    asked.direct = &q->direct_filter;
    asked.direct_count = q->direct != NULL ? 1 : 0;
    asked.from_us = q->from_us;
    asked.to_us = q->to_us;
    asked.as_of_us = q->as_of_us;
    asked.cost = q->cost;
    asked.activity = q->activity;
    asked.retire_below = q->retire_below;
    asked.optimise_from = q->optimise_from;
    asked.most_touches = q->most;
    asked.period = q->period;
    asked.flags = q->flags | (q->from != NULL ? LEADLINE_QUERY_FROM : 0) | (q->to != NULL ? LEADLINE_QUERY_TO : 0) |
                  (q->as_of != NULL ? LEADLINE_QUERY_AS_OF : 0) | (q->details || q->order.min > 0 ? LEADLINE_ATTRIBUTE_DETAILS : 0);
    if (a->paths.is_on) return paths_ask(a, &asked);
    return leadline_attribute(a->in.engine, &asked, &a->credits, &a->totals, q->pairs ? &a->pairs : NULL);
}

/* Says of --cost what the library says of its own option. */
static void check_cost(const attribute *a) {
    leadline_query_options asked = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    if (a->question.cost == NULL) return;
    asked.columns = &a->question.cost;
    asked.column_count = 1;
    if (leadline_query(a->in.engine, &asked, &table) != LEADLINE_OK) return;
    CHECK(leadline_table_column(table, 0, &column));
    if (column.unit != LEADLINE_UNIT_MONEY) usage("--cost takes an amount of money, like marketing_cost or media_spend, and '%s' is none", a->question.cost);
    leadline_table_close(table);
}

static void note_names(const attribute *a) {
    const question *q = &a->question;
    for (size_t i = 0; i < q->outcome_count; i++) step_note_names(&a->in, "outcome", &q->outcomes[i]);
    for (size_t i = 0; i < q->touches.count; i++) {
        step_note_names(&a->in, q->touches.items[i].is_excluded ? "exclude" : "window", &q->touches.items[i].step);
    }
}

int answer_ask(attribute *a, int is_rehearsal) {
    if (is_rehearsal) check_cost(a);
    leadline_status status = ask(a);
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(a->in.engine, status, "credit cannot be asked for so");
    if (status != LEADLINE_OK) {
        char text[512] = "";
        leadline_engine_error(a->in.engine, text, sizeof text);
        fprintf(stderr, "attribute: %s\n", text[0] != '\0' ? text : leadline_status_text(status));
        return EXIT_INPUT;
    }
    if (is_rehearsal) {
        credit_check(a);
        leadline_table_close(a->credits);
        leadline_table_close(a->totals);
        leadline_table_close(a->pairs);
        a->credits = a->totals = a->pairs = NULL;
        return 0;
    }
    if (!a->paths.is_on) note_names(a);
    inputs_note_repeats(&a->in);
    switch (a->question.format) {
    case FORMAT_CSV: output_csv(a); break;
    case FORMAT_JSON: output_json(a); break;
    default: output_table(a); break;
    }
    return 0;
}
