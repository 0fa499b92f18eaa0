/* Answers of several tables, tables that would be too large, and options below 0: what is refused, and by which words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static leadline_engine *open_engine(uint32_t threads) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    options.threads = threads;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void add_click(leadline_engine *engine, uint64_t person, int64_t time, uint32_t channel) {
    const uint32_t *codes = &channel;
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = CLICK;
    batch.codes = &codes;
    batch.dimension_count = 1;
    batch.person = &person;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void check_detail(const leadline_engine *engine, const char *words) {
    char detail[400] = "";
    leadline_engine_error(engine, detail, sizeof detail);
    if (strstr(detail, words) == NULL) CHECK_TEXT(detail, words);
}

static void test_one_pointer(void) {
    part("one pointer for two tables");
    leadline_engine *engine = open_engine(1);
    leadline_table *const nothing = (leadline_table *)(uintptr_t)8;
    leadline_table *table = nothing, *other = nothing;
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = "click";
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    condition.kinds = "click";
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    rule.include = &condition;
    rule.include_count = 1;
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = &step;
    funnel.step_count = 1;
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    cohorts.first = &step;
    leadline_audience_options audiences = LEADLINE_AUDIENCE_OPTIONS_INIT;
    audiences.rules = &rule;
    audiences.rule_count = 1;
    leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
#define REFUSE(call) do { CHECK_STATUS(call, LEADLINE_ERROR_ARGUMENT); check_detail(engine, "one pointer"); \
        CHECK(table == nothing && other == nothing); } while (0)
    REFUSE(leadline_funnel(engine, &funnel, &table, &table));
    REFUSE(leadline_cohorts(engine, &cohorts, &table, &table));
    REFUSE(leadline_follow_audiences(engine, &audiences, &table, &table));
    REFUSE(leadline_paths(engine, &paths, &table, &table, NULL));
    REFUSE(leadline_paths(engine, &paths, &table, NULL, &table));
    REFUSE(leadline_paths(engine, &paths, &table, &other, &other));
    CHECK_OK(leadline_funnel(engine, &funnel, &table, &other));
    leadline_table_close(table);
    leadline_table_close(other);
    CHECK_OK(leadline_close(engine));
}

/* 1024 stages at 16385 hours are 1024 rows too many for a single key. */
static void test_population(void) {
    part("a population of too many rows");
    static leadline_step steps[LEADLINE_MAX_STEPS];
    for (int i = 0; i < LEADLINE_MAX_STEPS; i++) {
        steps[i] = (leadline_step)LEADLINE_STEP_INIT;
        steps[i].kinds = i == 0 ? "click" : "lead";
    }
    for (uint32_t threads = 1; threads <= 2; threads++) {
        leadline_engine *engine = open_engine(threads);
        leadline_table *table = NULL;
        leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
        leadline_stage_options options = LEADLINE_STAGE_OPTIONS_INIT;
        options.steps = steps;
        options.step_count = LEADLINE_MAX_STEPS;
        options.period = LEADLINE_PERIOD_HOUR;
        options.from_us = MARCH_1;
        options.as_of_us = MARCH_1 + 16385 * HOUR - 1;
        options.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_AS_OF;
        /* Nobody is anywhere, so there are no rows. */
        CHECK_OK(leadline_stage_population(engine, &options, &table));
        CHECK_OK(leadline_table_read_info(table, &info));
        CHECK_INT(info.rows, 0);
        leadline_table_close(table);
        table = NULL;
        for (uint64_t p = 1; p <= 40; p++) add_click(engine, p, MARCH_1 + (int64_t)p * HOUR, 0);
        CHECK_STATUS(leadline_stage_population(engine, &options, &table), LEADLINE_ERROR_TOO_MANY);
        check_detail(engine, "16777216 rows");
        CHECK(table == NULL);
        /* Two keys, each of which alone has few enough. */
        static const char *const by[] = {"channel"};
        uint32_t a = name(engine, 0, "a");
        for (uint64_t p = 41; p <= 80; p++) add_click(engine, p, MARCH_1 + (int64_t)p * HOUR, a);
        options.as_of_us = MARCH_1 + 8193 * HOUR - 1;
        options.by = by;
        options.by_count = 1;
        CHECK_STATUS(leadline_stage_population(engine, &options, &table), LEADLINE_ERROR_TOO_MANY);
        check_detail(engine, "16777216 rows");
        options.step_count = 2;
        CHECK_OK(leadline_stage_population(engine, &options, &table));
        CHECK_OK(leadline_table_read_info(table, &info));
        CHECK_INT(info.rows, 2 * 2 * 8193);
        leadline_table_close(table);
        CHECK_OK(leadline_close(engine));
    }
}

static void test_options(void) {
    part("lengths of time below 0");
    leadline_engine *engine = NULL;
    char detail[400] = "";
#define REFUSE_OPTION(field, words) do { leadline_options options = LEADLINE_OPTIONS_INIT; options.field = -1; \
        CHECK_STATUS(leadline_open(&options, &engine, detail, sizeof detail), LEADLINE_ERROR_ARGUMENT); \
        if (strstr(detail, words) == NULL) CHECK_TEXT(detail, words); } while (0)
    REFUSE_OPTION(journey_lookback_us, "journey_lookback_us");
    REFUSE_OPTION(visit_idle_us, "visit_idle_us");
    REFUSE_OPTION(id_window_us, "id_window_us");
    leadline_options many = LEADLINE_OPTIONS_INIT;
    many.id_limit = UINT64_C(1) << 33;
    CHECK_STATUS(leadline_open(&many, &engine, detail, sizeof detail), LEADLINE_ERROR_ARGUMENT);
    if (strstr(detail, "id_limit") == NULL) CHECK_TEXT(detail, "id_limit");
}

int main(void) {
    printf("several\n");
    test_one_pointer();
    test_population();
    test_options();
    return finish();
}
