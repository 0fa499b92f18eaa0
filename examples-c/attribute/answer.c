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

static leadline_attribution_options options_of(const question *q, arena *memory) {
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
    return asked;
}

static leadline_status ask(const attribute *a, const leadline_attribution_options *asked, leadline_table **credits, leadline_table **totals, leadline_table **pairs) {
    if (a->paths.is_on) return paths_ask(a, asked, credits, totals, pairs);
    return leadline_attribute(a->in.engine, asked, credits, totals, pairs);
}

/* ---- What is direct ---- */

int answer_wants_direct(const question *q) {
    int wants = (q->flags & LEADLINE_ATTRIBUTE_DROP_DIRECT) != 0;
    for (size_t m = 0; m < q->models.count; m++) wants = wants || q->models.items[m].model.kind == LEADLINE_MODEL_LAST_NON_DIRECT;
    return wants;
}

static int is_direct(const question *q, const leadline_column *column, size_t row) {
    size_t size = 0;
    const char *name = cell_bytes(column, row, &size);
    if (column->states != NULL && column->states[row] == LEADLINE_KEY_NOT_SET) size = 0;
    if (q->direct == NULL) return size == 0 || (size == 6 && memcmp(name, "direct", 6) == 0);
    for (size_t i = 0; i < q->direct_filter.name_count; i++) {
        const char *one = q->direct_filter.names[i];
        if (strlen(one) == size && memcmp(one, name, size) == 0) return 1;
    }
    return 0;
}

/* The paths as they are before anything is made of them, by what tells direct touches alone. */
int answer_has_direct(const attribute *a, arena *memory) {
    const question *q = &a->question;
    leadline_attribution_options asked = options_of(q, memory);
    leadline_model model = LEADLINE_MODEL_INIT;
    leadline_table *credits = NULL, *totals = NULL;
    int found = 0;
    model.kind = LEADLINE_MODEL_LINEAR;
    asked.models = &model;
    asked.model_count = 1;
    if (!a->paths.is_on && q->direct != NULL) asked.by = &q->direct_filter.dimension;
    asked.by_count = a->paths.is_on ? 0 : 1;
    asked.direct_count = 0;
    asked.cost = asked.activity = NULL;
    asked.retire_below = asked.optimise_from = 0;
    asked.most_touches = 0;
    asked.period = LEADLINE_PERIOD_DEFAULT;
    asked.flags &= LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF;
    if (ask(a, &asked, &credits, &totals, NULL) != LEADLINE_OK) return 1; /* nothing that could be said */
    answer_columns all = answers_read(memory, credits);
    for (size_t row = 0; row < all.rows && !found; row++) found = is_direct(q, &all.columns[0], row);
    leadline_table_close(credits);
    leadline_table_close(totals);
    return found;
}

/* ---- The question ---- */

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

/* Costs and activities are kept by the day, or by the hour where that is the period: a bound may cut through one that has facts. */
static void refuse_bound(const attribute *a) {
    const question *q = &a->question;
    const uint32_t period = q->period == LEADLINE_PERIOD_HOUR ? LEADLINE_PERIOD_HOUR : LEADLINE_PERIOD_DAY;
    const struct {
        const char *option, *text;
        int64_t time_us;
    } bounds[] = {{"from", q->from, q->from_us}, {"to", q->to, q->to_us}, {"as-of", q->as_of, q->as_of_us + (q->as_of_us < INT64_MAX)}};
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        int64_t start = 0, end = 0;
        if (bounds[i].text == NULL) continue;
        CHECK(leadline_period_bounds(a->in.engine, period, bounds[i].time_us, &start, &end));
        if (bounds[i].time_us == start) continue;
        usage("--%s %s: %s are known by the %s; say %s", bounds[i].option, bounds[i].text, q->cost != NULL ? "costs" : "activities",
              period == LEADLINE_PERIOD_HOUR ? "hour" : "day", period == LEADLINE_PERIOD_HOUR ? "a whole hour" : i == 2 ? "a date, which is its end" : "a midnight");
    }
}

static void note_names(const attribute *a) {
    const question *q = &a->question;
    for (size_t i = 0; i < q->outcome_count; i++) step_note_names(&a->in, "outcome", &q->outcomes[i]);
    for (size_t i = 0; i < q->touches.count; i++) {
        step_note_names(&a->in, q->touches.items[i].is_excluded ? "exclude" : "window", &q->touches.items[i].step);
    }
    if (q->direct == NULL) return;
    leadline_filter direct = q->direct_filter;
    step_item one;
    memset(&one, 0, sizeof one);
    one.filters = &direct;
    one.filter_count = 1;
    step_note_names(&a->in, "direct", &one);
}

int answer_ask(attribute *a, int is_rehearsal) {
    if (is_rehearsal) check_cost(a);
    leadline_attribution_options asked = options_of(&a->question, &a->in.memory);
    leadline_status status = ask(a, &asked, &a->credits, &a->totals, a->question.pairs ? &a->pairs : NULL);
    if (status != LEADLINE_OK && is_rehearsal) inputs_usage_of(a->in.engine, status, "credit cannot be asked for so");
    if (status == LEADLINE_QUERY_BOUNDARY) refuse_bound(a);
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
    answers_note_double_booking(a->credits);
    switch (a->question.format) {
    case FORMAT_CSV: output_csv(a); break;
    case FORMAT_JSON: output_json(a); break;
    default: output_table(a); break;
    }
    return 0;
}
