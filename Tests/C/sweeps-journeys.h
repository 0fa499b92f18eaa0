/* The calls that follow people, whose allocations fail in turn.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SWEEPS_JOURNEYS_H
#define SWEEPS_JOURNEYS_H

#include "sweeps.h"

/* Facts that journeys have yet to put in order. */
static void prepare_more(stage *s, const variant *v) {
    (void)v;
    make_rows(s->engine, 2, 20, 200, 3);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->engine, &batch, 0, NULL));
}

static leadline_status act_funnel(stage *s) {
    leadline_table *exits = NULL;
    leadline_status status = ask_funnel(s->engine, &s->table, &exits);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (exits != NULL));
    leadline_table_close(s->table);
    leadline_table_close(exits);
    s->table = NULL;
    return status;
}

/* What a question about journeys came to; without journeys it is as if nothing failed. */
static leadline_status finished(stage *s, leadline_status status) {
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK;
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

static leadline_status act_cohorts(stage *s) {
    leadline_table *summary = NULL;
    leadline_status status = ask_cohorts(s->engine, &s->table, &summary);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (summary != NULL));
    leadline_table_close(s->table);
    leadline_table_close(summary);
    s->table = NULL;
    return status;
}

static leadline_status act_customers(stage *s) {
    leadline_table *leads = NULL;
    leadline_status status = ask_customers(s->engine, &s->table, &leads);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (leads != NULL));
    leadline_table_close(s->table);
    leadline_table_close(leads);
    s->table = NULL;
    return status;
}

static leadline_status act_velocity(stage *s) {
    static const char *const by[] = {"programme", "campaign"};
    leadline_step steps[3] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "click|lead";
    steps[1].kinds = "lead|trial";
    steps[2].kinds = "sale";
    steps[2].flags = LEADLINE_STANDING;
    leadline_velocity_options options = LEADLINE_VELOCITY_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 3;
    options.by = by;
    options.by_count = 2;
    options.period = LEADLINE_PERIOD_WEEK;
    return finished(s, leadline_velocity(s->engine, &options, &s->table));
}

static leadline_status act_response(stage *s) {
    static const char *const by[] = {"campaign"};
    static const uint32_t holidays[] = {20240329, 20240401};
    leadline_step clicks = LEADLINE_STEP_INIT, sales = LEADLINE_STEP_INIT;
    clicks.kinds = "click";
    sales.kinds = "sale";
    leadline_work_calendar calendar = LEADLINE_WORK_CALENDAR_INIT;
    calendar.holidays = holidays;
    calendar.holiday_count = 2;
    calendar.time_zone = "America/New_York";
    leadline_response_options options = LEADLINE_RESPONSE_OPTIONS_INIT;
    options.response = &clicks;
    options.qualified = &sales;
    options.calendar = &calendar;
    options.by = by;
    options.by_count = 1;
    options.limit_us = DAY;
    options.flags = LEADLINE_RESPONSE_LIFT;
    return finished(s, leadline_response(s->engine, &options, &s->table));
}

static leadline_status act_stage_times(stage *s) {
    static const char *const by[] = {"campaign"};
    leadline_stage_options options = LEADLINE_STAGE_OPTIONS_INIT;
    options.stages = "classic";
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_STAGES_LATEST;
    return finished(s, leadline_stage_times(s->engine, &options, &s->table));
}

static leadline_status act_population(stage *s) {
    static const char *const by[] = {"campaign"};
    leadline_stage_options options = LEADLINE_STAGE_OPTIONS_INIT;
    options.stages = "digital";
    options.by = by;
    options.by_count = 1;
    options.period = LEADLINE_PERIOD_WEEK;
    options.from_us = MARCH_1;
    options.flags = LEADLINE_QUERY_FROM;
    return finished(s, leadline_stage_population(s->engine, &options, &s->table));
}

static leadline_status act_amounts(stage *s) {
    static const char *const by[] = {"programme", "campaign"};
    leadline_step sales = LEADLINE_STEP_INIT;
    sales.kinds = "sale";
    leadline_amount_options options = LEADLINE_AMOUNT_OPTIONS_INIT;
    options.facts = &sales;
    options.by = by;
    options.by_count = 2;
    options.period = LEADLINE_PERIOD_WEEK;
    return finished(s, leadline_amounts(s->engine, &options, &s->table));
}

static leadline_status act_define_stages(stage *s) {
    static const char *const channels[] = {"ch0", "ch1"};
    leadline_filter filter = {sizeof filter, "channel", channels, 2};
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "click|lead";
    steps[0].name = "came";
    steps[0].filters = &filter;
    steps[0].filter_count = 1;
    steps[1].kinds = "sale";
    leadline_status status = leadline_define_stages(s->engine, "own", steps, 2, 1);
    CHECK_INT(leadline_stage_list_count(s->engine), status == LEADLINE_OK ? 5 : 4);
    return status;
}

static leadline_status act_audiences(stage *s) {
    static const char *const channels[] = {"ch0", "ch1"};
    leadline_filter filter = {sizeof filter, "channel", channels, 2};
    leadline_condition conditions[3] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT};
    leadline_audience_rule rules[2] = {LEADLINE_AUDIENCE_RULE_INIT, LEADLINE_AUDIENCE_RULE_INIT};
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    conditions[0].kinds = "click|lead";
    conditions[1].kinds = "trial";
    conditions[1].flags = LEADLINE_CONDITION_THEN;
    conditions[2].kinds = "sale";
    conditions[2].filters = &filter;
    conditions[2].filter_count = 1;
    rules[0].include = conditions;
    rules[0].include_count = 1;
    rules[0].exclude = &conditions[2];
    rules[0].exclude_count = 1;
    rules[1].name = "tried";
    rules[1].include = conditions;
    rules[1].include_count = 2;
    options.rules = rules;
    options.rule_count = 2;
    leadline_table *overlaps = NULL;
    leadline_status status = leadline_follow_audiences(s->engine, &options, &s->table, &overlaps);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (overlaps != NULL));
    leadline_table_close(s->table);
    leadline_table_close(overlaps);
    s->table = NULL;
    if (status != LEADLINE_OK) return status;
    options.rule_count = 1;
    status = leadline_audience_members(s->engine, &options, &s->table);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

static leadline_status act_scores(stage *s) {
    static const char *const by[] = {"programme"};
    leadline_score_rule rules[2] = {LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT};
    leadline_score_class classes[2] = {{sizeof classes[0], "cold", 0}, {sizeof classes[0], "mql", 20}};
    leadline_score_options options = LEADLINE_SCORE_OPTIONS_INIT;
    rules[0].kinds = "click";
    rules[0].points = 5;
    rules[1].kinds = "lead";
    rules[1].points = 10;
    options.rules = rules;
    options.rule_count = 2;
    options.classes = classes;
    options.class_count = 2;
    options.by = by;
    options.by_count = 1;
    options.period = LEADLINE_PERIOD_MONTH;
    leadline_status status = leadline_scores(s->engine, &options, &s->table);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    if (status != LEADLINE_OK) return status;
    options.by_count = 0;
    options.period = 0;
    status = leadline_score_members(s->engine, &options, &s->table);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

static leadline_status act_paths(stage *s) {
    static const char *const by[] = {"programme"};
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    steps[0].kinds = "click";
    steps[1].kinds = "lead|trial";
    steps[1].name = "interest";
    options.steps = steps;
    options.step_count = 2;
    options.dimension = "channel";
    options.naming = LEADLINE_PATH_STEP_DIMENSION;
    options.by = by;
    options.by_count = 1;
    options.period = LEADLINE_PERIOD_MONTH;
    options.window_us = 20 * DAY;
    options.flags = LEADLINE_PATH_EVERY | LEADLINE_PATH_FIRST;
    leadline_table *transitions = NULL, *touches = NULL;
    leadline_status status = leadline_paths(s->engine, &options, &s->table, &transitions, &touches);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (transitions != NULL));
    CHECK((status == LEADLINE_OK) == (touches != NULL));
    leadline_table_close(s->table);
    leadline_table_close(transitions);
    leadline_table_close(touches);
    s->table = NULL;
    return status;
}

static leadline_attribution *attribution; /* NULL without journeys */

static leadline_attribution_options *asked_of_attribution(void) {
    static const char *const by[] = {"programme", "campaign"}, *const channels[] = {"ch0", "ch9"};
    static leadline_filter filter = {sizeof(leadline_filter), "channel", channels, 2};
    static leadline_outcome outcomes[2];
    static leadline_touch touches[2];
    static leadline_model models[3];
    static leadline_attribution_options options;
    outcomes[0] = outcomes[1] = (leadline_outcome)LEADLINE_OUTCOME_INIT;
    outcomes[0].kinds = "sale";
    outcomes[1].kinds = "lead";
    outcomes[1].name = "interest";
    touches[0] = touches[1] = (leadline_touch)LEADLINE_TOUCH_INIT;
    touches[0].kinds = "click";
    touches[0].filters = &filter;
    touches[0].filter_count = 1;
    touches[0].flags = LEADLINE_TOUCH_EXCLUDED;
    touches[1].kinds = "click|trial";
    touches[1].role = LEADLINE_TOUCH_CLICK;
    for (int m = 0; m < 3; m++) models[m] = (leadline_model)LEADLINE_MODEL_INIT;
    models[0].kind = LEADLINE_MODEL_LINEAR;
    models[1].kind = LEADLINE_MODEL_POSITION;
    models[2].kind = LEADLINE_MODEL_STAGE;
    options = (leadline_attribution_options)LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.outcomes = outcomes;
    options.outcome_count = 1;
    options.touches = touches;
    options.touch_count = 2;
    options.models = models;
    options.model_count = 2;
    options.by = by;
    options.by_count = 2;
    options.direct = &filter;
    options.direct_count = 1;
    options.cost = "amount(click)";
    options.period = LEADLINE_PERIOD_DAY;
    options.flags = LEADLINE_ATTRIBUTE_DETAILS;
    return &options;
}

/* Models of all paths among them, which is asked once. */
static leadline_status act_attribution_once(stage *s) {
    leadline_attribution_options options = *asked_of_attribution();
    leadline_model models[4];
    leadline_table *totals = NULL, *pairs = NULL;
    static const uint32_t kinds[] = {LEADLINE_MODEL_MARKOV, LEADLINE_MODEL_SHAPLEY_RATE, LEADLINE_MODEL_SHAPLEY, LEADLINE_MODEL_TIME_DECAY};
    for (int m = 0; m < 4; m++) {
        models[m] = (leadline_model)LEADLINE_MODEL_INIT;
        models[m].kind = kinds[m];
    }
    models[0].order = LEADLINE_MARKOV_HELD_OUT;
    models[0].flags = LEADLINE_MODEL_BY_KIND;
    models[1].samples = 10;
    options.models = models;
    options.model_count = 4;
    options.activity = "clicks";
    leadline_status status = leadline_attribute(s->engine, &options, &s->table, &totals, &pairs);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (totals != NULL));
    CHECK((status == LEADLINE_OK) == (pairs != NULL));
    leadline_table_close(s->table);
    leadline_table_close(totals);
    leadline_table_close(pairs);
    s->table = NULL;
    return status == LEADLINE_ERROR_UNSUPPORTED ? LEADLINE_OK : status; /* without journeys */
}

static leadline_status act_counted_paths(stage *s) {
    static const char *const paths[] = {"a > b > a > direct", "b", "", "c > d > e > f > g > h > i > j > k > l > m > n > o > p > q > r > s > t > u", "a > c"};
    static const uint64_t outcomes[] = {30, 4, 2, 1, 0}, lost[] = {0, 11, 50, 3, 7};
    static const int64_t values[] = {4000, -90, 100, 777, 0};
    static const char *const own[] = {"direct", "a"};
    leadline_filter direct = {sizeof direct, "key", own, 2};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = paths;
    asked.outcomes = outcomes;
    asked.lost = lost;
    asked.values = values;
    asked.count = sizeof paths / sizeof *paths;
    leadline_model models[4];
    static const uint32_t kinds[] = {LEADLINE_MODEL_MARKOV, LEADLINE_MODEL_SHAPLEY_RATE, LEADLINE_MODEL_POSITION, LEADLINE_MODEL_LAST_NON_DIRECT};
    for (int m = 0; m < 4; m++) {
        models[m] = (leadline_model)LEADLINE_MODEL_INIT;
        models[m].kind = kinds[m];
    }
    models[0].order = 3;
    models[1].samples = 9;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 4;
    options.direct = &direct;
    options.direct_count = 1;
    options.flags = LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_DETAILS;
    leadline_table *totals = NULL, *pairs = NULL;
    leadline_status status = leadline_attribute_paths(s->engine, &asked, &options, &s->table, &totals, &pairs);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    CHECK((status == LEADLINE_OK) == (totals != NULL));
    CHECK((status == LEADLINE_OK) == (pairs != NULL));
    leadline_table_close(s->table);
    leadline_table_close(totals);
    leadline_table_close(pairs);
    s->table = NULL;
    return status;
}

static leadline_status act_attribution_open(stage *s) {
    leadline_attribution *opened = NULL;
    leadline_status status = leadline_attribution_open(s->engine, asked_of_attribution(), &opened);
    if (status == LEADLINE_ERROR_UNSUPPORTED) return LEADLINE_OK; /* without journeys */
    CHECK((status == LEADLINE_OK) == (opened != NULL));
    leadline_attribution_close(opened);
    return status;
}

/* The tables as text; NULL where the status is not LEADLINE_OK. */
static char *attribution_text(stage *s, int is_live, leadline_status *status) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    text t = {NULL, 0, 0};
    *status = is_live ? leadline_attribution_read(attribution, &tables[0], &tables[1], &tables[2])
                      : leadline_attribute(s->engine, asked_of_attribution(), &tables[0], &tables[1], &tables[2]);
    for (int i = 0; i < 3; i++) {
        CHECK((*status == LEADLINE_OK) == (tables[i] != NULL));
        if (tables[i] == NULL) continue;
        add_text(&t, "%s", "");
        add_table(&t, tables[i]);
        leadline_table_close(tables[i]);
    }
    return t.bytes;
}

static leadline_status act_attribution(stage *s) {
    leadline_status status;
    if (attribution == NULL) return LEADLINE_OK;
    char *is = attribution_text(s, 1, &status);
    if (status != LEADLINE_OK) return status;
    memory.fail_at = 0;
    char *wanted = attribution_text(s, 0, &status);
    CHECK_OK(status);
    CHECK_TEXT(is, wanted);
    free(is);
    free(wanted);
    return LEADLINE_OK;
}

/* A first reading, then facts, and people who are one. */
static void prepare_attribution(stage *s, const variant *v) {
    attribution = NULL;
    leadline_status status = leadline_attribution_open(s->engine, asked_of_attribution(), &attribution);
    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(act_attribution(s));
    prepare_more(s, v);
    if (attribution != NULL) CHECK_OK(leadline_link(s->engine, LEADLINE_PERSON, 3, 4));
}

static void finish_attribution(stage *s) {
    (void)s;
    leadline_attribution_close(attribution);
    attribution = NULL;
}

/* Without journeys, or beyond a limit of cells, it is refused. */
static leadline_status unless_unsupported(leadline_status status) { return status == LEADLINE_ERROR_UNSUPPORTED ? LEADLINE_OK : status; }

static leadline_status act_link(stage *s) {
    enum { COUNT = 300 };
    uint64_t from[COUNT], to[COUNT];
    for (uint64_t i = 0; i < COUNT; i++) {
        from[i] = 1 + i % 40;
        to[i] = 1 + i * 7 % 50;
    }
    return unless_unsupported(leadline_link_many(s->engine, LEADLINE_PERSON, from, to, COUNT));
}

static void prepare_links(stage *s, const variant *v) {
    prepare_more(s, v);
    CHECK_OK(act_link(s));
    CHECK_OK(unless_unsupported(leadline_link(s->engine, LEADLINE_ACCOUNT, 5, 9)));
}

static leadline_status act_forget(stage *s) {
    static const uint64_t persons[] = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 41, 42, 43};
    return unless_unsupported(leadline_forget_many(s->engine, LEADLINE_PERSON, persons, sizeof persons / sizeof persons[0]));
}

#endif /* SWEEPS_JOURNEYS_H */
