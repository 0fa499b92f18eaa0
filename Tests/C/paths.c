/* Paths and scores: worked cases, extremes, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "paths.h"

/* ---- Cases ---- */

static void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, uint64_t person, int64_t amount) {
    static rows one;
    one.count = 0;
    add_row(&one, time, kind, name(engine, 0, channel), 0, amount, 1, 0);
    one.person[0] = person;
    leadline_batch batch = batch_of(&one, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* The path of the catalogue's attribution vectors (5.10: video view, banner click, brand search, sale of 9000), and others. */
static leadline_engine *open_case(void) {
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, IMPRESSION, "video", 1, 0);
    record(engine, MARCH_1 + HOUR, CLICK, "banner", 1, 0);
    record(engine, MARCH_1 + DAY, CLICK, "search", 1, 0);
    record(engine, MARCH_1 + DAY + HOUR, SALE, "", 1, 9000);
    record(engine, MARCH_1 + 2 * DAY, CLICK, "search", 1, 0);
    record(engine, MARCH_1 + 3 * DAY, SALE, "", 1, 500);
    record(engine, MARCH_1, CLICK, "banner", 2, 0);
    record(engine, MARCH_1 + HOUR, CLICK, "banner", 2, 0);
    record(engine, MARCH_1 + 2 * HOUR, CLICK, "search", 2, 0);
    record(engine, MARCH_1, SALE, "", 3, 100);
    record(engine, MARCH_1 + 3 * DAY, CLICK, "search", 4, 0);
    return engine;
}

static void test_cases(void) {
    part("worked cases");
    leadline_engine *engine = open_case();
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "impression";
    steps[0].name = "view";
    steps[1].kinds = "click";
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.dimension = "channel";
    options.naming = LEADLINE_PATH_STEP_DIMENSION;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 1 1 0 0 100 1/1 1/4\n"
                   "click:banner > click:banner > click:search 3 1 0 1 0 0 0/1 1/4\n"
                   "click:search 1 1 0 1 0 0 0/1 1/4\n"
                   "view:video > click:banner > click:search 3 1 1 0 0 9000 1/1 1/4\n--\n"
                   "(start) click:banner 1 1/4\n(start) click:search 1 1/4\n(start) view:video 1 1/4\n(start) (outcome) 1 1/4\n"
                   "click:banner click:banner 1 1/3\nclick:banner click:search 2 2/3\n"
                   "click:search (outcome) 1 1/3\nclick:search (dropped) 2 2/3\nview:video click:banner 1 1/1\n--\n"
                   "2 3 3/2 0/1 7 3/7\n");
    free(is);
    /* Every outcome, by its channel alone, collapsed, most valuable first, within two days. */
    options.naming = LEADLINE_PATH_DIMENSION;
    options.flags = LEADLINE_PATH_EVERY | LEADLINE_PATH_COLLAPSE;
    options.order = LEADLINE_PATHS_BY_VALUE;
    options.window_us = 2 * DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "video > banner > search 3 1 1 0 0 9000 1/1 1/5\n"
                   "search 1 2 1 0 1 500 1/2 2/5\n"
                   "- 0 1 1 0 0 100 1/1 1/5\n"
                   "banner > search 2 1 0 1 0 0 0/1 1/5\n--\n"
                   "(start) banner 1 1/5\n(start) search 2 2/5\n(start) video 1 1/5\n(start) (outcome) 1 1/5\n"
                   "banner search 2 1/1\nsearch (outcome) 2 1/2\nsearch (dropped) 1 1/4\nsearch (open) 1 1/4\nvideo banner 1 1/1\n--\n"
                   "3 4 4/3 1/1 8 1/2\n");
    free(is);
    /* As of the first evening, the last step alone. */
    options.most_steps = 1;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + 12 * HOUR;
    options.order = LEADLINE_PATHS_BY_PATHS;
    options.limit = 2;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 1 1 0 0 100 1/1 1/3\nbanner 1 1 0 0 1 0 0/1 1/3\n--\n"
                   "(start) banner 1 1/3\n(start) search 1 1/3\n(start) (outcome) 1 1/3\nbanner (open) 1 1/1\nsearch (open) 1 1/1\n--\n"
                   "1 0 0/1 0/1 5 0/1\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* The first and the last instant there are, as of the ends of 64 bits. */
static void test_extremes(void) {
    part("extremes of time");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, FIRST_TIME, CLICK, "a", 1, 0);
    record(engine, LAST_TIME, SALE, "a", 1, INT64_C(1) << 62);
    record(engine, LAST_TIME, SALE, "a", 2, INT64_C(1) << 62);
    record(engine, FIRST_TIME, CLICK, "a", 3, 0);
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = INT64_MAX;
    options.window_us = LAST_TIME - FIRST_TIME - 1;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 2 2 0 0 9223372036854775808 1/1 2/3\nclick 1 1 0 1 0 0 0/1 1/3\n--\n"
                   "(start) click 1 1/3\n(start) (outcome) 2 2/3\nclick (dropped) 1 1/1\n--\n2 0 0/1 0/1 2 0/1\n");
    free(is);
    options.window_us++;
    options.as_of_us = LAST_TIME - 1;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "click 1 2 0 0 2 0 0/1 1/1\n--\n(start) click 2 1/1\nclick (open) 2 1/1\n--\n0 0 !2 !2 2 0/1\n");
    free(is);
    options.as_of_us = INT64_MIN;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "--\n--\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* Red, amber and green accounts, and when a lead was qualified. */
static void test_health(void) {
    part("account health");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    static const uint16_t kinds_of[] = {LEADLINE_KIND_VISIT, LEADLINE_KIND_ENQUIRY, LEADLINE_KIND_DEAL_LOST};
    for (int i = 0; i < 6; i++) record(engine, MARCH_1 + i * DAY, kinds_of[0], "a", 1, 0);
    record(engine, MARCH_1 + 6 * DAY, kinds_of[1], "a", 1, 0);
    record(engine, MARCH_1, kinds_of[1], "b", 2, 0);
    record(engine, MARCH_1 + DAY, kinds_of[2], "b", 2, 0);
    record(engine, MARCH_1, kinds_of[0], "b", 3, 0);
    record(engine, MARCH_1, SALE, "b", 4, 0); /* no signal */
    leadline_score_rule rules[3] = {LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT};
    rules[0].kinds = "visit";
    rules[0].points = 5;
    rules[0].most = 4;
    rules[1].kinds = "enquiry";
    rules[1].points = 30;
    rules[2].kinds = "deal_lost";
    rules[2].points = -20;
    leadline_score_class classes[3] = {LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT};
    for (int c = 0; c < 3; c++) classes[c].name = class_names[c];
    classes[1].from = 10;
    classes[2].from = 40;
    leadline_score_options options = LEADLINE_SCORE_OPTIONS_INIT;
    options.rules = rules;
    options.rule_count = 3;
    options.classes = classes;
    options.class_count = 3;
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    CHECK_OK(leadline_scores(engine, &options, &table));
    add_table(&t, table);
    leadline_table_close(table);
    options.from_class = 2;
    CHECK_OK(leadline_score_members(engine, &options, &table));
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "red 1 1/3 5/1\namber 1 1/3 10/1\ngreen 1 1/3 50/1\n1 0 50 green 1709769600000000\n2 0 10 amber 1709251200000000\n");
    free(t.bytes);
    CHECK_OK(leadline_close(engine));
}

/* ---- What is refused ---- */

static leadline_engine *bare;
static leadline_path_options path_options;
static leadline_score_options score_options;
static leadline_score_rule score_rule;
static leadline_score_class score_classes[3];
static leadline_step one_step;

static void set_anew(void) {
    static const leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
    static const leadline_score_options scores = LEADLINE_SCORE_OPTIONS_INIT;
    static const leadline_score_rule rule = LEADLINE_SCORE_RULE_INIT;
    static const leadline_score_class class = LEADLINE_SCORE_CLASS_INIT;
    static const leadline_step step = LEADLINE_STEP_INIT;
    path_options = paths;
    score_options = scores;
    score_rule = rule;
    score_rule.kinds = "click";
    score_options.rules = &score_rule;
    score_options.rule_count = 1;
    score_options.classes = score_classes;
    score_options.class_count = 3;
    for (int c = 0; c < 3; c++) {
        score_classes[c] = class;
        score_classes[c].name = class_names[c];
        score_classes[c].from = c;
    }
    one_step = step;
}

static void refuse_paths(int line, leadline_status wanted, const char *says) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    char detail[400] = "";
    leadline_status status = leadline_paths(bare, &path_options, &tables[0], &tables[1], &tables[2]);
    check_statuses(status, wanted, "paths.c", line, "paths");
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL, "paths.c", line, "says", detail);
    for (int i = 0; i < 3; i++) {
        CHECK((tables[i] != NULL) == (wanted == LEADLINE_OK));
        leadline_table_close(tables[i]);
    }
}

static void refuse_scores(int line, leadline_status wanted, leadline_status of_list, const char *says) {
    leadline_table *table = NULL;
    char detail[400] = "";
    check_statuses(leadline_scores(bare, &score_options, &table), wanted, "paths.c", line, "scores");
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL && table == NULL, "paths.c", line, "says", detail);
    leadline_table_close(table);
    table = NULL;
    check_statuses(leadline_score_members(bare, &score_options, &table), of_list, "paths.c", line, "members");
    leadline_table_close(table);
}

#define REFUSE_PATHS(change, status, says) (set_anew(), change, refuse_paths(__LINE__, LEADLINE_##status, says))
#define REFUSE_SCORES(change, status, says) (set_anew(), change, refuse_scores(__LINE__, LEADLINE_##status, LEADLINE_##status, says))

static void test_refusals(void) {
    part("what is refused");
    static const char *const twice[] = {"channel", "channel"}, *const unknown[] = {"country"};
    bare = open_with_journeys(1, 1, 0);
    uint16_t quantile = 1001;
    REFUSE_PATHS((void)0, OK, "");
    REFUSE_PATHS(path_options.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE_PATHS(path_options.step_count = 1025, ERROR_TOO_MANY, "steps");
    REFUSE_PATHS(path_options.by_count = 65, ERROR_TOO_MANY, "keys");
    REFUSE_PATHS(path_options.step_count = 1, ERROR_NULL, "steps is NULL");
    REFUSE_PATHS((path_options.steps = &one_step, path_options.step_count = 1), ERROR_NULL, "step 1: kinds is NULL");
    REFUSE_PATHS((path_options.steps = &one_step, path_options.step_count = 1, one_step.kinds = "x"), ERROR_NAME, "no kind is called 'x'");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "x"), ERROR_NAME, "no kind is called 'x'");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "sale|visit"), ERROR_ARGUMENT, "different units");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "sale|registration|lead"), OK, "");
    REFUSE_PATHS(path_options.flags = 0x80, ERROR_ARGUMENT, "unknown flags");
    REFUSE_PATHS(path_options.flags = LEADLINE_QUERY_TOTALS, ERROR_ARGUMENT, "unknown flags");
    REFUSE_PATHS(path_options.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE_PATHS(path_options.order = 4, ERROR_ARGUMENT, "order");
    REFUSE_PATHS(path_options.period = 99, ERROR_ARGUMENT, "period");
    REFUSE_PATHS(path_options.window_us = -1, ERROR_ARGUMENT, "window");
    REFUSE_PATHS(path_options.naming = 4, ERROR_ARGUMENT, "naming");
    REFUSE_PATHS(path_options.naming = UINT32_MAX, ERROR_ARGUMENT, "naming");
    REFUSE_PATHS(path_options.naming = LEADLINE_PATH_DIMENSION, ERROR_ARGUMENT, "dimension");
    REFUSE_PATHS(path_options.dimension = "channel", ERROR_ARGUMENT, "dimension");
    REFUSE_PATHS((path_options.naming = LEADLINE_PATH_DIMENSION, path_options.dimension = "country"), ERROR_NAME, "country");
    REFUSE_PATHS((path_options.by = unknown, path_options.by_count = 1), ERROR_NAME, "country");
    REFUSE_PATHS((path_options.by = twice, path_options.by_count = 2), ERROR_DUPLICATE_NAME, "channel");
    REFUSE_PATHS((path_options.quantiles = &quantile, path_options.quantile_count = 1), ERROR_ARGUMENT, "quantiles");
    REFUSE_PATHS(path_options.quantile_count = 17, ERROR_TOO_MANY, "quantiles");
    REFUSE_PATHS((path_options.limit = UINT64_MAX, path_options.most_steps = UINT32_MAX, path_options.window_us = INT64_MAX), OK, "");

    REFUSE_SCORES((void)0, OK, "");
    REFUSE_SCORES(score_options.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE_SCORES(score_options.rule_count = 0, ERROR_ARGUMENT, "without rules");
    REFUSE_SCORES(score_options.class_count = 0, ERROR_ARGUMENT, "classes");
    REFUSE_SCORES(score_options.rule_count = 1025, ERROR_TOO_MANY, "rules");
    REFUSE_SCORES(score_options.class_count = 257, ERROR_TOO_MANY, "classes");
    REFUSE_SCORES(score_options.rules = NULL, ERROR_NULL, "rules");
    REFUSE_SCORES(score_options.classes = NULL, ERROR_NULL, "classes");
    REFUSE_SCORES(score_options.flags = LEADLINE_QUERY_FROM, ERROR_ARGUMENT, "unknown flags");
    REFUSE_SCORES(score_options.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE_SCORES(score_options.from_class = 4, ERROR_ARGUMENT, "class");
    REFUSE_SCORES(score_options.period = 99, ERROR_ARGUMENT, "period");
    REFUSE_SCORES(score_rule.struct_size = 8, ERROR_STRUCT_SIZE, "rule");
    REFUSE_SCORES(score_rule.kinds = NULL, ERROR_NULL, "kinds");
    REFUSE_SCORES(score_rule.kinds = "x", ERROR_NAME, "no kind is called 'x'");
    REFUSE_SCORES(score_rule.points = LEADLINE_MAX_POINTS + 1, ERROR_ARGUMENT, "points");
    REFUSE_SCORES(score_rule.points = INT64_MIN, ERROR_ARGUMENT, "points");
    REFUSE_SCORES(score_rule.within_us = -1, ERROR_ARGUMENT, "within");
    REFUSE_SCORES(score_rule.flags = 1, ERROR_ARGUMENT, "unknown flags");
    REFUSE_SCORES(score_classes[1].struct_size = 16, ERROR_STRUCT_SIZE, "class");
    REFUSE_SCORES(score_classes[2].name = NULL, ERROR_NULL, "class 3: name is NULL");
    REFUSE_SCORES(score_classes[2].from = 1, ERROR_ARGUMENT, "green");
    REFUSE_SCORES(score_classes[1].from = INT64_MIN, OK, "");
    set_anew();
    score_options.period = LEADLINE_PERIOD_WEEK;
    refuse_scores(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");
    score_options.period = 0;
    score_options.by = by;
    score_options.by_count = 1;
    refuse_scores(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");

    set_anew();
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_paths(NULL, &path_options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, NULL, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, &path_options, NULL, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, &path_options, &table, (leadline_table **)(void *)((char *)&table + 1), NULL), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_scores(bare, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_scores(bare, &score_options, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_paths(bare, &path_options, &table, NULL, NULL));
    leadline_table_close(table);
    table = NULL;
    leadline_options without = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&without, &engine, NULL, 0));
    CHECK_STATUS(leadline_paths(engine, &path_options, &table, NULL, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_scores(engine, &score_options, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    CHECK(table == NULL);
    CHECK_OK(leadline_close(bare));
}

int main(void) {
    printf("paths\n");
    test_cases();
    test_extremes();
    test_health();
    test_refusals();
    return finish();
}
