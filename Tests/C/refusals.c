/* What refusals say: which field of which step, rule or filter, what it may be and what it is; that old sizes of structs are
 * taken; that what would count for nothing is not passed over.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static leadline_engine *engine;
static leadline_table *table;

static void check_refusal(int line, leadline_status is, leadline_status wanted, const char *text) {
    char detail[401] = "";
    leadline_engine_error(engine, detail, sizeof detail);
    check_statuses(is, wanted, __FILE__, line, text);
    if (is != LEADLINE_OK) check_texts(detail, text, __FILE__, line, text);
    if (is == LEADLINE_OK) leadline_table_close(table);
    table = NULL;
}

#define REFUSE(call, status, text) check_refusal(__LINE__, (call), LEADLINE_##status, text)

/* ---- Opening ---- */

static void check_opening(int line, const leadline_options *options, leadline_status wanted, const char *text) {
    leadline_engine *made = NULL;
    char detail[200] = "";
    check_statuses(leadline_open(options, &made, detail, sizeof detail), wanted, __FILE__, line, text);
    if (wanted != LEADLINE_OK) check_texts(detail, text, __FILE__, line, text);
    CHECK_OK(leadline_close(made));
}

#define REFUSE_OPENING(change, text) \
    do { \
        leadline_options o = LEADLINE_OPTIONS_INIT; \
        change; \
        check_opening(__LINE__, &o, LEADLINE_ERROR_ARGUMENT, text); \
    } while (0)

static void test_opening(void) {
    part("options that are out of their range");
    REFUSE_OPENING(o.threads = 65, "threads is 0 to 64, not 65");
    REFUSE_OPENING(o.shards = UINT32_MAX, "shards is 0 to 64, not 4294967295");
    REFUSE_OPENING(o.money_scale = 10, "money_scale is 0 to 9, not 10");
    leadline_dimension_options odd = LEADLINE_DIMENSION_INIT;
    odd.name = "channel";
    odd.reserved = 1;
    REFUSE_OPENING((o.dimensions = &odd, o.dimension_count = 1), "reserved is not 0 of the dimension channel");
    REFUSE_OPENING(o.ids = 2, "ids is 0 to 1, not 2");
    REFUSE_OPENING(o.refs = 3, "refs is 0 to 1, not 3");
    REFUSE_OPENING(o.journeys = 4, "journeys is 0 to 1, not 4");
    REFUSE_OPENING(o.visits = 5, "visits is 0 to 1, not 5");
    REFUSE_OPENING(o.reserved = 6, "reserved is not 0");
    REFUSE_OPENING(o.currency = "sixteen bytes !!", "currency has at most 15 bytes: sixteen bytes !!");
    REFUSE_OPENING(o.id_limit = ((uint64_t)1 << 32) + 1, "id_limit is 0 to 4294967296, not 4294967297");
    REFUSE_OPENING(o.journey_limit = UINT64_MAX, "journey_limit is 0 to 4611686018427387904, not 18446744073709551615");
    REFUSE_OPENING(o.id_window_us = -1, "id_window_us is at least 0, not -1");
    REFUSE_OPENING(o.journey_lookback_us = INT64_MIN, "journey_lookback_us is at least 0, not -9223372036854775808");
    REFUSE_OPENING(o.visit_idle_us = -2, "visit_idle_us is at least 0, not -2");
    REFUSE_OPENING(o.currency_rounding = 6, "currency_rounding is 0 to 5, not 6");
    REFUSE_OPENING(o.id_window_us = 1, "id_limit or id_window_us is given without ids or refs");
    REFUSE_OPENING(o.id_limit = 1, "id_limit or id_window_us is given without ids or refs");
    REFUSE_OPENING(o.distinct_precision = 17, "distinct_precision is 6 to 16, not 17");
}

/* ---- Lists ---- */

static leadline_step steps[2];
static leadline_filter filter;

static leadline_funnel_options fresh_funnel(void) {
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    for (int i = 0; i < 2; i++) {
        leadline_step step = LEADLINE_STEP_INIT;
        steps[i] = step;
        steps[i].kinds = i == 0 ? "click" : "sale";
    }
    leadline_filter any = LEADLINE_FILTER_INIT;
    filter = any;
    filter.dimension = "channel";
    funnel.steps = steps;
    funnel.step_count = 2;
    return funnel;
}

#define REFUSE_FUNNEL(change, status, text) \
    do { \
        leadline_funnel_options funnel = fresh_funnel(); \
        change; \
        REFUSE(leadline_funnel(engine, &funnel, &table, NULL), status, text); \
    } while (0)

static void test_steps(void) {
    part("steps, their filters and flags");
    static const char *const by[] = {"channel", "city"};
    static const char *const nobody[] = {NULL};
    leadline_exclusion exclusions[2] = {LEADLINE_EXCLUSION_INIT, LEADLINE_EXCLUSION_INIT};
    exclusions[0].kinds = "refund";
    REFUSE_FUNNEL((void)0, OK, "");
    REFUSE_FUNNEL(steps[1].kinds = "sold", ERROR_NAME, "step 2: no kind is called 'sold'");
    REFUSE_FUNNEL(steps[1].kinds = "sale|sold", ERROR_NAME, "step 2: no kind is called 'sold'");
    REFUSE_FUNNEL(steps[1].kinds = NULL, ERROR_NULL, "step 2: kinds is NULL");
    REFUSE_FUNNEL(steps[0].flags = 0x2001, ERROR_ARGUMENT, "step 1: unknown flags: 0x2001");
    REFUSE_FUNNEL(steps[1].flags = LEADLINE_STANDING | 4, ERROR_ARGUMENT, "step 2: unknown flags: 0x4");
    REFUSE_FUNNEL(steps[1].flags = UINT32_MAX, ERROR_ARGUMENT, "step 2: unknown flags: 0xffffefff");
    REFUSE_FUNNEL(steps[0].reserved = 1, ERROR_ARGUMENT, "step 1: reserved is not 0");
    REFUSE_FUNNEL(steps[1].struct_size = 40, ERROR_STRUCT_SIZE, "step 2: struct_size is wrong");
    REFUSE_FUNNEL((steps[1].filters = &filter, steps[1].filter_count = 1), OK, "");
    REFUSE_FUNNEL((steps[1].filters = &filter, steps[1].filter_count = 1, filter.dimension = "city"), ERROR_NAME,
        "step 2: filter 1: no dimension is called 'city'");
    REFUSE_FUNNEL((steps[1].filters = &filter, steps[1].filter_count = 1, filter.names = nobody, filter.name_count = 1), ERROR_NULL,
        "step 2: filter 1: a filter's name is NULL");
    REFUSE_FUNNEL(steps[1].filter_count = 1, ERROR_NULL, "step 2: filters is NULL");
    REFUSE_FUNNEL((funnel.exclusions = exclusions, funnel.exclusion_count = 2), ERROR_NULL, "exclusion 2: kinds is NULL");
    exclusions[1].kinds = "sale";
    exclusions[1].flags = 2;
    REFUSE_FUNNEL((funnel.exclusions = exclusions, funnel.exclusion_count = 2), ERROR_ARGUMENT, "exclusion 2: unknown flags: 0x2");
    exclusions[1].flags = 0;
    exclusions[1].after = 2;
    REFUSE_FUNNEL((funnel.exclusions = exclusions, funnel.exclusion_count = 2), ERROR_ARGUMENT,
        "exclusion 2: an exclusion lies behind one step and before a later one");
    REFUSE_FUNNEL((funnel.by = by, funnel.by_count = 2), ERROR_NAME, "by 2: no dimension is called 'city'");
    REFUSE_FUNNEL(funnel.flags = 0x400, ERROR_ARGUMENT, "unknown flags: 0x400");
    REFUSE_FUNNEL(funnel.reserved = 1, ERROR_ARGUMENT, "reserved is not 0");
    REFUSE_FUNNEL(funnel.mode = 3, ERROR_ARGUMENT, "mode is 0 to 2, not 3");
    REFUSE_FUNNEL(funnel.period = 8, ERROR_ARGUMENT, "period is 0 to 7, not 8");
    REFUSE_FUNNEL(funnel.window_us = -5, ERROR_ARGUMENT, "window_us is at least 0, not -5");
    /* A text that is cut keeps what it is of. */
    static char name[500];
    memset(name, 'x', sizeof name - 1);
    fresh_funnel();
    leadline_funnel_options funnel = fresh_funnel();
    steps[1].kinds = name;
    CHECK_STATUS(leadline_funnel(engine, &funnel, &table, NULL), LEADLINE_ERROR_NAME);
    char detail[500];
    CHECK_INT(leadline_engine_error(engine, detail, sizeof detail), 400);
    CHECK(strncmp(detail, "step 2: no kind is called 'xxx", 30) == 0);
}

static void test_lists(void) {
    part("what else comes in lists");
    leadline_condition conditions[2] = {LEADLINE_CONDITION_INIT, LEADLINE_CONDITION_INIT};
    leadline_audience_rule rules[2] = {LEADLINE_AUDIENCE_RULE_INIT, LEADLINE_AUDIENCE_RULE_INIT};
    leadline_audience_options audience = LEADLINE_AUDIENCE_OPTIONS_INIT;
    leadline_step outcome = LEADLINE_STEP_INIT;
    conditions[0].kinds = "click";
    conditions[1].kinds = "sold";
    audience.rules = rules;
    audience.rule_count = 2;
    rules[0].include = rules[1].include = conditions;
    rules[0].include_count = 1;
    rules[1].include_count = 2;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_NAME, "rule 2: include 2: no kind is called 'sold'");
    conditions[1].kinds = "sale";
    conditions[1].flags = 0x20;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_ARGUMENT, "rule 2: include 2: unknown flags: 0x20");
    conditions[1].flags = 0;
    rules[1].include_count = 1;
    rules[1].exclude = conditions + 1;
    rules[1].exclude_count = 1;
    conditions[1].within_us = -1;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_ARGUMENT,
        "rule 2: exclude 1: within_us is at least 0, not -1");
    conditions[1].within_us = 0;
    conditions[1].to_us = 1;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_ARGUMENT,
        "rule 2: exclude 1: to_us is given without LEADLINE_QUERY_TO");
    conditions[1].to_us = 0;
    rules[1].mode = 7;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_ARGUMENT, "rule 2: mode is 0 to 1, not 7");
    rules[1].mode = 0;
    outcome.kinds = "sold";
    audience.outcome = &outcome;
    REFUSE(leadline_follow_audiences(engine, &audience, &table, NULL), ERROR_NAME, "outcome: no kind is called 'sold'");

    leadline_score_rule points[2] = {LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT};
    leadline_score_class classes[3] = {LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT};
    leadline_score_options scores = LEADLINE_SCORE_OPTIONS_INIT;
    points[0].kinds = points[1].kinds = "click";
    points[1].points = LEADLINE_MAX_POINTS + 1;
    classes[0].name = "low";
    classes[1].name = "high";
    scores.rules = points;
    scores.rule_count = 2;
    scores.classes = classes;
    scores.class_count = 3;
    REFUSE(leadline_scores(engine, &scores, &table), ERROR_ARGUMENT, "rule 2: points is -1000000 to 1000000, not 1000001");
    points[1].points = 1;
    REFUSE(leadline_scores(engine, &scores, &table), ERROR_NULL, "class 3: name is NULL");
    scores.from_class = 4;
    REFUSE(leadline_scores(engine, &scores, &table), ERROR_ARGUMENT, "from_class is 0 to 3, not 4");

    leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
    fresh_funnel();
    steps[1].kinds = "sold";
    paths.steps = steps;
    paths.step_count = 2;
    REFUSE(leadline_paths(engine, &paths, &table, NULL, NULL), ERROR_NAME, "step 2: no kind is called 'sold'");
    leadline_stage_pair pairs[2] = {{1, 2}, {2, 3}};
    leadline_velocity_options velocity = LEADLINE_VELOCITY_OPTIONS_INIT;
    steps[1].kinds = "sale";
    velocity.steps = steps;
    velocity.step_count = 2;
    velocity.pairs = pairs;
    velocity.pair_count = 2;
    REFUSE(leadline_velocity(engine, &velocity, &table), ERROR_ARGUMENT, "pair 2: a pair names a step that there is not");
    leadline_stage_options stages = LEADLINE_STAGE_OPTIONS_INIT;
    stages.steps = steps;
    stages.step_count = 2;
    stages.exit = &outcome;
    REFUSE(leadline_stage_times(engine, &stages, &table), ERROR_NAME, "exit: no kind is called 'sold'");
    steps[1].reserved = 1;
    REFUSE(leadline_define_stages(engine, "own", steps, 2, 0), ERROR_ARGUMENT, "step 2: reserved is not 0");
    static const char *const by[] = {"channel", "city"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_filter filters[2] = {LEADLINE_FILTER_INIT, LEADLINE_FILTER_INIT};
    filters[0].dimension = "channel";
    query.filters = filters;
    query.filter_count = 2;
    REFUSE(leadline_query(engine, &query, &table), ERROR_NULL, "filter 2: the name of a dimension is NULL");
    query.by = by;
    query.by_count = 2;
    REFUSE(leadline_query(engine, &query, &table), ERROR_NAME, "by 2: no dimension is called 'city'");
    query.flags = 0x8000;
    REFUSE(leadline_query(engine, &query, &table), ERROR_ARGUMENT, "unknown flags: 0x8000");
    leadline_csv_field fields[2] = {LEADLINE_CSV_FIELD_INIT, LEADLINE_CSV_FIELD_INIT};
    fields[0].use = LEADLINE_FIELD_TIME;
    fields[0].index = 1;
    leadline_csv_options csv = LEADLINE_CSV_INIT;
    leadline_csv *reader = NULL;
    csv.fields = fields;
    csv.field_count = 2;
    REFUSE(leadline_csv_open(engine, &csv, &reader), ERROR_ARGUMENT, "field 2: the use of a field is unknown");
    csv.default_time_us = MARCH_1;
    REFUSE(leadline_csv_open(engine, &csv, &reader), ERROR_ARGUMENT,
        "default_time_us is given without LEADLINE_CSV_NO_TIME or LEADLINE_CSV_DEFAULT_TIME");
}

/* ---- What would count for nothing ---- */

static void test_idle_options(void) {
    part("instants without their flag");
    REFUSE_FUNNEL(funnel.from_us = MARCH_1, ERROR_ARGUMENT, "from_us is given without LEADLINE_QUERY_FROM");
    REFUSE_FUNNEL(funnel.to_us = MARCH_1, ERROR_ARGUMENT, "to_us is given without LEADLINE_QUERY_TO");
    REFUSE_FUNNEL((funnel.as_of_us = MARCH_1, funnel.flags = LEADLINE_QUERY_TO), ERROR_ARGUMENT,
        "as_of_us is given without LEADLINE_QUERY_AS_OF");
    REFUSE_FUNNEL((funnel.as_of_us = MARCH_1, funnel.flags = LEADLINE_QUERY_AS_OF), OK, "");
    REFUSE_FUNNEL((funnel.from_us = INT64_MIN, funnel.to_us = INT64_MAX), OK, "");
    REFUSE_FUNNEL(funnel.from_us = INT64_MAX, ERROR_ARGUMENT, "from_us is given without LEADLINE_QUERY_FROM");
    REFUSE_FUNNEL(funnel.as_of_us = INT64_MAX, ERROR_ARGUMENT, "as_of_us is given without LEADLINE_QUERY_AS_OF");
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.to_us = MARCH_1;
    REFUSE(leadline_query(engine, &query, &table), ERROR_ARGUMENT, "to_us is given without LEADLINE_QUERY_TO");
    leadline_audience persons = LEADLINE_AUDIENCE_INIT;
    leadline_estimate estimate;
    persons.kind = CLICK;
    persons.from_us = MARCH_1;
    REFUSE(leadline_count_audience(engine, &persons, &estimate), ERROR_ARGUMENT, "from_us is given without LEADLINE_QUERY_FROM");
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    leadline_step first = LEADLINE_STEP_INIT;
    first.kinds = "click";
    cohorts.first = &first;
    cohorts.max_age = 3;
    REFUSE(leadline_cohorts(engine, &cohorts, &table, NULL), ERROR_ARGUMENT, "max_age is given without LEADLINE_COHORT_MAX_AGE");
    cohorts.flags = LEADLINE_COHORT_MAX_AGE;
    REFUSE(leadline_cohorts(engine, &cohorts, &table, NULL), OK, "");
    leadline_churn_options churn = LEADLINE_CHURN_OPTIONS_INIT;
    REFUSE(leadline_churn(engine, &churn, &table), ERROR_ARGUMENT, "lost_after_us is at least 1, not 0");
    churn.lost_after_us = DAY;
    churn.from_us = 1;
    REFUSE(leadline_churn(engine, &churn, &table), ERROR_ARGUMENT, "from_us is given without LEADLINE_QUERY_FROM");
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leads.as_of_us = 1;
    REFUSE(leadline_open_leads(engine, &leads, &table), ERROR_ARGUMENT, "as_of_us is given without LEADLINE_QUERY_AS_OF");
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "cpc";
    target.value = "2";
    target.from_us = MARCH_1;
    REFUSE(leadline_set_target(engine, &target), ERROR_ARGUMENT, "from_us is given without LEADLINE_TARGET_FROM");
    target.from_us = 0;
    target.to_us = MARCH_1;
    REFUSE(leadline_set_target(engine, &target), ERROR_ARGUMENT, "to_us is given without LEADLINE_TARGET_TO");
}

/* ---- Facts, health ---- */

static void test_facts(void) {
    part("facts of kinds that are derived, and more facts than journeys may hold");
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.journeys = options.visits = 1;
    options.journey_limit = 4;
    leadline_engine *usual = engine;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    int64_t times[3] = {MARCH_1, MARCH_1 + 1, MARCH_1 + 2};
    uint16_t kinds[3] = {CLICK, 31, CLICK};
    uint64_t persons[3] = {1, 2, 3};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 3;
    batch.time = times;
    batch.kind = kinds;
    batch.person = persons;
    REFUSE(leadline_record_batch(engine, &batch, 0, NULL), FACT_KIND,
        "row 1, column kind: the engine derives facts of this kind itself (visits), and takes none in: bounce");
    kinds[1] = 999;
    REFUSE(leadline_record_batch(engine, &batch, 0, NULL), FACT_KIND,
        "row 1, column kind: kind unknown to the engine, or one that it derives");
    kinds[1] = CLICK;
    REFUSE(leadline_record_batch(engine, &batch, 0, NULL), OK, "");
    REFUSE(leadline_record_batch(engine, &batch, 0, NULL), JOURNEY_LIMIT,
        "the facts of journeys would be more than journey_limit: 3 are held and 3 came, where 4 may be");
    REFUSE(leadline_record_batch(engine, &batch, 8, NULL), ERROR_ARGUMENT, "unknown flags: 0x8");
    CHECK_OK(leadline_close(engine));
    engine = usual;
}

static void test_health(void) {
    part("the health of what another function answers");
    static const char *const columns[] = {"1 + health(funnel_count)"}, *const none[] = {"health(cpc)"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.columns = columns;
    query.column_count = 1;
    REFUSE(leadline_query(engine, &query, &table), EXPRESSION_ELSEWHERE,
        "at 11 of '1 + health(funnel_count)': not a sum over rollups; it is answered by leadline_funnel");
    query.columns = none;
    REFUSE(leadline_query(engine, &query, &table), STEERING_NO_HEALTH, "at 0 of 'health(cpc)': no thresholds of health are set for it");
}

/* ---- Sizes ---- */

static void test_sizes(void) {
    part("structs of an earlier version");
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.visits = 7; /* not there before */
    options.id_window_us = 5;
    options.ids = 1;
    for (size_t size = offsetof(leadline_options, distinct_kinds); size <= sizeof options; size++) {
        options.struct_size = size;
        leadline_engine *made = NULL;
        int is_older = size <= offsetof(leadline_options, visits) && size % 8 == 0;
        CHECK_STATUS(leadline_open(&options, &made, NULL, 0),
            is_older ? LEADLINE_OK : size == sizeof options ? LEADLINE_ERROR_ARGUMENT : LEADLINE_ERROR_STRUCT_SIZE);
        CHECK_OK(leadline_close(made));
    }
    options.struct_size = offsetof(leadline_options, distinct_kinds) - 8;
    check_opening(__LINE__, &options, LEADLINE_ERROR_STRUCT_SIZE, "struct_size too small, or a non-zero field this version does not know");
    REFUSE_FUNNEL((funnel.struct_size -= 8, funnel.stages = "none"), OK, "");
    REFUSE_FUNNEL(funnel.struct_size -= 4, ERROR_STRUCT_SIZE, "struct_size too small, or a non-zero field this version does not know");
    REFUSE_FUNNEL(funnel.struct_size -= 16, ERROR_STRUCT_SIZE, "struct_size too small, or a non-zero field this version does not know");
    static const char *const nothing[] = {NULL};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.struct_size = offsetof(leadline_query_options, measured);
    query.measured = (const uint16_t *)(const void *)nothing;
    query.measured_count = 99999;
    REFUSE(leadline_query(engine, &query, &table), OK, "");

    part("a step with flags for a program that knows none");
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = "sale";
    step.flags = LEADLINE_STANDING;
    CHECK_OK(leadline_define_stages(engine, "standing", &step, 1, 0));
    size_t index = leadline_stage_list_count(engine) - 1;
    memset(&step, 0x5A, sizeof step);
    leadline_step before = step;
    before.struct_size = step.struct_size = 40;
    REFUSE(leadline_stage_at(engine, index, 0, &step), ERROR_STRUCT_SIZE, "the step has flags, for which its struct_size has no room");
    CHECK(memcmp(&step, &before, sizeof step) == 0);
    CHECK_OK(leadline_stage_at(engine, 0, 0, &step));
    CHECK_INT(step.flags, 0x5A5A5A5A);
    step.struct_size = sizeof step;
    CHECK_OK(leadline_stage_at(engine, index, 0, &step));
    CHECK_INT(step.flags, LEADLINE_STANDING);
}

int main(void) {
    printf("refusals\n");
    leadline_dimension_options dimension = LEADLINE_DIMENSION_INIT;
    dimension.name = "channel";
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    test_opening();
    test_steps();
    test_lists();
    test_idle_options();
    test_facts();
    test_health();
    test_sizes();
    CHECK_OK(leadline_close(engine));
    return finish();
}
