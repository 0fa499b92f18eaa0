/* The calls of intake, reading and merging whose allocations fail in turn.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SWEEPS_H
#define SWEEPS_H

#include "stage.h"

typedef struct stage {
    leadline_engine *engine;
    leadline_engine *other;     /* from the same allocator */
    leadline_writer *writer;
    leadline_point *point;
    leadline_table *table;
} stage;

typedef struct sweep {
    const char *name;
    void (*prepare)(stage *s, const variant *v);    /* nothing fails yet */
    leadline_status (*act)(stage *s);
    void (*finish)(stage *s);
} sweep;

static void no_preparation(stage *s, const variant *v) {
    (void)s;
    (void)v;
}

static void no_finish(stage *s) { (void)s; }

static leadline_status act_intern(stage *s) {
    static const char long_name[] = "a name that is new and somewhat longer than the others";
    uint32_t code = 12345;
    leadline_status status = leadline_intern(s->engine, 0, long_name, sizeof long_name - 1, &code);
    CHECK(status == LEADLINE_OK ? code != 12345 : code == 12345);
    return status;
}

static leadline_status intern_names(stage *s, uint32_t dimension) {
    enum { COUNT = 300 };
    static char texts[COUNT][8];
    const char *names[COUNT];
    size_t sizes[COUNT];
    uint32_t codes[COUNT];
    for (int i = 0; i < COUNT; i++) {
        sizes[i] = (size_t)snprintf(texts[i], sizeof texts[i], "c%d", i);
        names[i] = texts[i];
        codes[i] = 12345;
    }
    leadline_status status = leadline_intern_many(s->engine, dimension, names, sizes, COUNT, codes);
    int touched = 0;
    for (int i = 0; i < COUNT; i++) {
        touched += codes[i] != 12345;
    }
    CHECK_INT(touched, status == LEADLINE_OK ? COUNT : 0);
    return status;
}

static leadline_status act_intern_many(stage *s) { return intern_names(s, 0); }
static leadline_status act_intern_many_free(stage *s) { return intern_names(s, 1); }

static leadline_status act_attribute(stage *s) {
    uint32_t code = 0;
    CHECK_OK(leadline_find(s->engine, 0, "c1", 2, &code));
    return leadline_set_attribute(s->engine, 2, code, "a value that is new", 19);
}

/* The rows are made before anything fails, because their names are interned. */
static void prepare_batch(stage *s, const variant *v) {
    (void)v;
    make_rows(s->engine, 4, 30, 1300, 0);
}

static void prepare_huge_batch(stage *s, const variant *v) {
    (void)v;
    make_rows(s->engine, 4, 20, 1500, ((int64_t)1 << 62) - 16);
}

static leadline_status record_rows(stage *s, uint32_t flags) {
    leadline_batch batch = batch_of(&facts, 2);
    leadline_batch_result result;
    memset(&result, 0x5A, sizeof result);
    result.struct_size = sizeof result;
    leadline_status status = leadline_record_batch(s->engine, &batch, flags, &result);
    if (status != LEADLINE_OK) {
        unsigned char untouched[sizeof result];
        memset(untouched, 0x5A, sizeof untouched);
        CHECK(memcmp((char *)&result + sizeof result.struct_size, untouched, sizeof result - sizeof result.struct_size) == 0);
    }
    return status;
}

static leadline_status act_batch(stage *s) { return record_rows(s, 0); }

static leadline_status act_skipping(stage *s) {
    for (size_t i = 0; i < facts.count; i += 7) {
        facts.kind[i] = i % 2 ? 0 : 999;
    }
    return record_rows(s, LEADLINE_SKIP_INVALID);
}

static leadline_status act_writer_open(stage *s) {
    leadline_writer_options options = {sizeof options, 10, 0, 0};
    leadline_writer *before = s->writer;
    leadline_status status = leadline_writer_open(s->engine, &options, &s->writer);
    CHECK(status == LEADLINE_OK || s->writer == before);
    return status;
}

static void finish_writer(stage *s) {
    CHECK_OK(leadline_writer_close(s->writer));
    s->writer = NULL;
}

/* A full buffer, so that the next fact hands it on. */
static void prepare_writer(stage *s, const variant *v) {
    (void)v;
    leadline_writer_options options = {sizeof options, 200, 0, 0};
    CHECK_OK(leadline_writer_open(s->engine, &options, &s->writer));
    make_rows(s->engine, 10, 30, 200, 5);
    for (int i = 0; i < 200; i++) {
        leadline_event event = LEADLINE_EVENT_INIT;
        uint32_t codes[2] = {facts.codes[0][i], facts.codes[1][i]};
        event.time = facts.time[i];
        event.kind = facts.kind[i];
        event.amount = facts.amount[i];
        event.id = facts.id[i];
        event.codes = codes;
        event.code_count = 2;
        CHECK_OK(leadline_writer_record(s->writer, &event));
    }
}

static leadline_status act_record(stage *s) {
    leadline_event event = LEADLINE_EVENT_INIT;
    event.time = MARCH_1 + 90 * DAY;
    event.kind = SALE;
    event.amount = 99;
    return leadline_writer_record(s->writer, &event);
}

static leadline_status act_flush(stage *s) { return leadline_writer_flush(s->writer, NULL); }

static leadline_status act_close(stage *s) {
    leadline_status status = leadline_writer_close(s->writer);
    if (status == LEADLINE_OK) {
        s->writer = NULL;
    }
    return status;
}

static leadline_status act_query(stage *s) {
    static const char *const by[] = {"programme", "channel"};
    static const char *const columns[] = {"cpc", "count(sale)", "leads", "amount(trial)", "previous(average_check)"};
    static const uint16_t measured[] = {LEADLINE_KIND_MQL, LEADLINE_KIND_SALE};
    static const char *const order[] = {"-cpc", "channel", "period"};
    static const char *const names[] = {"ch0", "ch1", ""};
    leadline_filter filters[2] = {{sizeof filters[0], "channel", names, 3}, {sizeof filters[0], "programme", names, 3}};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 2;
    query.columns = columns;
    query.column_count = 5;
    query.order = order;
    query.order_count = 3;
    query.filters = filters;
    query.filter_count = 1;
    query.period = LEADLINE_PERIOD_WEEK;
    query.flags = LEADLINE_QUERY_TOTALS | LEADLINE_QUERY_EARLIER_KEYS;
    query.measured = measured;
    query.measured_count = 2;
    query.limit = 5;
    leadline_status status = leadline_query(s->engine, &query, &s->table);
    if (status != LEADLINE_OK) {
        CHECK(s->table == NULL);
        return status;
    }
    text t = {NULL, 0, 0};
    long at = memory.fail_at;
    memory.fail_at = 0;
    add_table(&t, s->table);
    memory.fail_at = at;
    CHECK(t.size > 0);
    free(t.bytes);
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

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

static leadline_status act_point_open(stage *s) {
    static const char *const dimensions[] = {"channel", "campaign"};
    static const char *const columns[] = {"cpc", "count(sale)", "leads", "revenue_net"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 4};
    leadline_status status = leadline_point_open(s->engine, &options, &s->point);
    CHECK(status == LEADLINE_OK || s->point == NULL);
    return status;
}

static void finish_point(stage *s) {
    uint32_t codes[2];
    leadline_value values[4];
    codes[0] = name(s->engine, 1, "ch0");
    codes[1] = name(s->engine, 0, "c0");
    memory.asked = 0;
    /* Under a limit of cells this key may be one of the others. */
    leadline_status status = leadline_point_read(s->point, codes, 2, INT64_MIN, INT64_MAX, values, 4);
    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_NAME);
    leadline_point_close(s->point);
    s->point = NULL;
}

static leadline_status act_clear(stage *s) {
    const char *names[] = {"c0", "c1"};
    size_t sizes[] = {2, 2};
    return leadline_clear(s->engine, 0, names, sizes, 2, MARCH_1 - HOUR, MARCH_1 - HOUR + 5 * DAY);
}

static void prepare_clear(stage *s, const variant *v) {
    /* An engine whose every rollup holds the dimension, by day. */
    long at = memory.fail_at;
    memory.fail_at = 0;
    CHECK_OK(leadline_close(s->engine));
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.time_zone = "Europe/Berlin";
    options.shards = v->shards;
    options.ids = v->ids;
    options.refs = v->ids;
    CHECK_OK(leadline_open(&options, &s->engine, NULL, 0));
    make_rows(s->engine, 0, 8, 60, 0);
    for (size_t i = 0; i < facts.count; i++) {
        if (facts.kind[i] >= 2000) {
            facts.kind[i] = SALE;
        }
    }
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->engine, &batch, 0, NULL));
    memory.fail_at = at;
}

static void prepare_merge(stage *s, const variant *v) {
    CHECK_OK(open_engine(v, &s->other));
    make_rows(s->other, 3, 30, 800, 0);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->other, &batch, 0, NULL));
    uint32_t code = name(s->other, 0, "c1");
    CHECK_OK(leadline_set_attribute(s->other, 2, code, "south", 5));
    code = name(s->other, 0, "c0");
    CHECK_OK(leadline_set_attribute(s->other, 2, code, "a south", 7));
}

static void prepare_wide_merge(stage *s, const variant *v) {
    prepare_merge(s, v);
    make_rows(s->other, 3, 5, 100, (int64_t)1 << 61);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(s->other, &batch, 0, NULL));
}

static leadline_status act_merge(stage *s) { return leadline_merge(s->engine, s->other, 0); }

static void finish_merge(stage *s) {
    CHECK_OK(leadline_close(s->other));
    s->other = NULL;
}

#endif
