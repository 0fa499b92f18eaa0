/* What was undone as a whole: which sales that are is worked out here, fact by fact, and a question for what stands must answer
 * as the same question without that flag does where the undone sales are facts of another kind.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "standing.h"

/* ---- Questions ---- */

typedef struct question {
    int64_t as_of, window;
    uint32_t mode, flags, period;
    int step_count, by_channel, sale_channel, excludes, pairs;
} question;

#define MOST_STEPS 70

static leadline_step steps[MOST_STEPS];
static const char *const in_a[] = {"a"};
static const leadline_filter filter = {sizeof filter, "channel", in_a, 1};
static const char *const by[] = {"channel"};
static const uint16_t quantiles[] = {0, 500, 1000};

static leadline_step step_of(const char *kinds, uint32_t flags, int in_channel) {
    leadline_step step = {sizeof step, NULL, kinds, &filter, (size_t)in_channel, flags, 0};
    return step;
}

static void make_question(question *q) {
    q->as_of = MARCH_1 + any(EVENTS * 3 + 2) * SLOT;
    q->window = any(2) == 0 ? 0 : (1 + any(12)) * SLOT;
    q->mode = any(3);
    q->flags = any(3) == 0 ? LEADLINE_FUNNEL_OPEN : 0;
    q->step_count = any(8) == 0 ? MOST_STEPS : 2 + (int)any(3);
    q->by_channel = any(2) == 0;
    q->sale_channel = any(4) == 0;
    q->excludes = q->mode != LEADLINE_FUNNEL_ANY_ORDER && any(3) == 0;
    q->period = any(2) == 0 ? LEADLINE_PERIOD_DAY : LEADLINE_PERIOD_WEEK;
}

static void add_asked(text *t, const char *what, leadline_status status, leadline_table **table) {
    CHECK_STATUS(status, LEADLINE_OK);
    if (status != LEADLINE_OK) return;
    add_text(t, "%s\n", what);
    add_table(t, *table);
    leadline_table_close(*table);
    *table = NULL;
}

/* Only these columns, for what is the same where kinds differ. */
static void add_columns(text *t, const char *what, leadline_status status, leadline_table *table, const char *const *names) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_STATUS(status, LEADLINE_OK);
    if (status != LEADLINE_OK) return;
    add_text(t, "%s\n", what);
    CHECK_OK(leadline_table_read_info(table, &info));
    for (size_t row = 0; row < info.rows; row++) {
        for (size_t i = 0; i < info.columns; i++) {
            leadline_column column = LEADLINE_COLUMN_INIT;
            CHECK_OK(leadline_table_column(table, i, &column));
            for (size_t n = 0; names[n] != NULL; n++) {
                if (strcmp(names[n], column.name) != 0) continue;
                add_text(t, " ");
                add_value(t, &column, row);
            }
        }
        add_text(t, "\n");
    }
    leadline_table_close(table);
}

/* All questions, with the flag or without. */
static char *answers(const leadline_engine *engine, const question *q, uint32_t standing) {
    static const char *const chain[] = {"click", "lead", "sale", "click|sale"};
    text t = {NULL, 0, 0};
    leadline_table *table = NULL, *second = NULL;
    for (int k = 0; k < q->step_count; k++) steps[k] = step_of(chain[k % 4], standing, k % 4 == 2 && q->sale_channel);
    leadline_step sale = step_of("sale", standing, q->sale_channel);
    leadline_exclusion exclusion = {sizeof exclusion, "sale_repeat", NULL, 0, 0, 0, standing, 0};

    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = steps;
    funnel.step_count = (size_t)q->step_count;
    funnel.exclusions = &exclusion;
    funnel.exclusion_count = (size_t)q->excludes;
    funnel.by = by;
    funnel.by_count = (size_t)q->by_channel;
    funnel.window_us = q->window;
    funnel.mode = q->mode;
    funnel.as_of_us = q->as_of;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES | q->flags;
    add_asked(&t, "funnel", leadline_funnel(engine, &funnel, &table, NULL), &table);
    funnel.exclusion_count = 0;
    funnel.mode = LEADLINE_FUNNEL_ORDERED;
    funnel.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "plain", leadline_funnel(engine, &funnel, &table, NULL), &table);

    leadline_velocity_options velocity = LEADLINE_VELOCITY_OPTIONS_INIT;
    velocity.steps = steps;
    velocity.step_count = (size_t)q->step_count;
    velocity.as_of_us = q->as_of;
    velocity.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "velocity", leadline_velocity(engine, &velocity, &table), &table);

    leadline_stage_options stages = LEADLINE_STAGE_OPTIONS_INIT;
    stages.steps = steps;
    stages.step_count = (size_t)q->step_count;
    stages.as_of_us = q->as_of;
    stages.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "population", leadline_stage_population(engine, &stages, &table), &table);
    add_asked(&t, "stages", leadline_stage_times(engine, &stages, &table), &table);

    leadline_churn_options churn = LEADLINE_CHURN_OPTIONS_INIT;
    churn.purchase = &sale;
    churn.by = by;
    churn.by_count = (size_t)q->by_channel;
    churn.lost_after_us = 2 * DAY;
    churn.as_of_us = q->as_of;
    churn.period = q->period;
    churn.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "churn", leadline_churn(engine, &churn, &table), &table);

    leadline_condition include = LEADLINE_CONDITION_INIT, exclude = LEADLINE_CONDITION_INIT;
    include.kinds = "click|sale_repeat";
    exclude.kinds = "sale";
    include.flags = exclude.flags = standing;
    exclude.minimum = 2;
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    rule.include = &include;
    rule.exclude = &exclude;
    rule.include_count = rule.exclude_count = 1;
    leadline_audience_options audience = LEADLINE_AUDIENCE_OPTIONS_INIT;
    audience.rules = &rule;
    audience.rule_count = 1;
    audience.outcome = &sale;
    audience.window_us = q->window;
    audience.as_of_us = q->as_of;
    audience.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "audience", leadline_follow_audiences(engine, &audience, &table, NULL), &table);

    leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
    paths.steps = steps;
    paths.step_count = 2;
    paths.outcome = &sale;
    paths.window_us = q->window;
    paths.as_of_us = q->as_of;
    paths.flags = LEADLINE_QUERY_AS_OF | (q->by_channel ? LEADLINE_PATH_EVERY : 0);
    add_asked(&t, "paths", leadline_paths(engine, &paths, &table, NULL, NULL), &table);

    leadline_score_rule points[2] = {LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT};
    points[0].kinds = "sale";
    points[0].points = 5;
    points[0].flags = standing;
    points[1].kinds = "lead";
    points[1].points = 1;
    leadline_score_class classes[2] = {{sizeof classes[0], "low", 0}, {sizeof classes[0], "high", 10}};
    leadline_score_options scores = LEADLINE_SCORE_OPTIONS_INIT;
    scores.rules = points;
    scores.rule_count = 2;
    scores.classes = classes;
    scores.class_count = 2;
    scores.as_of_us = q->as_of;
    scores.flags = LEADLINE_QUERY_AS_OF;
    add_asked(&t, "scores", leadline_scores(engine, &scores, &table), &table);

    static const char *const counts[] = {"channel", "age", "age_start", "size", "active", "retention", "facts", NULL};
    static const char *const sums[] = {"channel", "size", "ages", "customers", "repeat_customers", "repeat_share", "sales",
        "purchases_per_customer", "referral_share", "between_mean", "between_p0", "between_p500", "between_p1000", NULL};
    leadline_step first = step_of(q->pairs ? "click" : "sale", standing, 0);
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    cohorts.first = &first;
    cohorts.activity = q->sale_channel ? &sale : NULL;
    cohorts.by = by;
    cohorts.by_count = (size_t)q->by_channel;
    cohorts.as_of_us = q->as_of;
    cohorts.period = q->period;
    cohorts.flags = LEADLINE_QUERY_AS_OF | standing;
    cohorts.quantiles = quantiles;
    cohorts.quantile_count = 3;
    leadline_status status = leadline_cohorts(engine, &cohorts, &table, &second);
    add_columns(&t, "cohorts", status, table, counts);
    add_columns(&t, "summary", status, second, sums);
    return t.bytes;
}

static void test_model(void) {
    part("beside the same journeys without what was undone");
    int undone = 0;
    for (int round = 0; round < 700; round++) {
        seed = (uint64_t)round * 104729 + 11;
        make_round();
        question q;
        make_question(&q);
        q.pairs = (int)any(2);
        int is_undone[LONGEST] = {0};
        for (int first = 0, end = 0; first < count; first = end) {
            while (end < count && all[end].buyer == all[first].buyer) end++;
            settle(first, end, q.as_of, is_undone);
        }
        for (int i = 0; i < count; i++) undone += is_undone[i];
        leadline_engine *given = open_with_journeys(NULL, 0), *without = open_with_journeys(NULL, 0);
        record(given, NULL);
        record(without, is_undone);
        char *is = answers(given, &q, LEADLINE_STANDING), *wanted = answers(without, &q, 0);
        if (strcmp(is, wanted) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted);
        free(is);
        free(wanted);
        CHECK_OK(leadline_close(given));
        CHECK_OK(leadline_close(without));
    }
    CHECK(undone > 2000);
}

/* ---- One by one ---- */

static void add_event(uint64_t person, int64_t time, uint16_t kind, int64_t amount, uint64_t id, uint64_t ref) {
    all[count++] = (event){time, kind, 0, person, 0, amount, id, ref, 0};
}

static char *funnel_of(const leadline_engine *engine, const leadline_step *asked, size_t asked_count, int64_t as_of) {
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    leadline_table *table = NULL, *exits = NULL;
    text t = {NULL, 0, 0};
    add_text(&t, "");
    options.steps = asked;
    options.step_count = asked_count;
    options.window_us = 30 * DAY;
    options.as_of_us = as_of == INT64_MAX ? 0 : as_of;
    options.flags = as_of == INT64_MAX ? 0 : LEADLINE_QUERY_AS_OF;
    leadline_status status = leadline_funnel(engine, &options, &table, &exits);
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s: %s", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_table(&t, table);
    add_table(&t, exits);
    leadline_table_close(table);
    leadline_table_close(exits);
    return t.bytes;
}

#define CHECK_ANSWER(call, wanted) do { char *answer = (call); CHECK_TEXT(answer, wanted); free(answer); } while (0)

/* The example of the page on funnels. */
static void test_example(void) {
    part("the example of the page");
    leadline_engine *engine = open_with_journeys(NULL, 0);
    count = 0;
    add_event(1, MARCH_1, LEAD, 0, 0, 0);
    add_event(1, MARCH_1 + DAY, SALE, 100, 11, 0);
    add_event(1, MARCH_1 + 8 * DAY, REFUND, 100, 0, 11);
    add_event(2, MARCH_1, LEAD, 0, 0, 0);
    add_event(2, MARCH_1 + DAY, SALE, 100, 12, 0);
    add_event(2, MARCH_1 + 8 * DAY, REFUND, 40, 0, 12);
    add_event(3, MARCH_1, LEAD, 0, 0, 0);
    add_event(3, MARCH_1 + DAY, SALE, 100, 13, 0);
    add_event(3, MARCH_1 + 2 * DAY, SALE, 300, 14, 0);
    add_event(3, MARCH_1 + 8 * DAY, CANCELLATION, 100, 0, 13);
    add_event(9, MARCH_1 + 50 * DAY, CLICK, 0, 0, 0);
    record(engine, NULL);
    leadline_step both[2] = {step_of("lead", 0, 0), step_of("sale", 0, 0)};
    CHECK_ANSWER(funnel_of(engine, both, 2, INT64_MAX), "1 lead 3 0 0 3 !2 1/1\n2 sale 3 0 0 3 1/1 1/1\n");
    both[1].flags = LEADLINE_STANDING;
    CHECK_ANSWER(funnel_of(engine, both, 2, INT64_MAX), "1 lead 3 1 0 3 !2 1/1\n2 sale 2 0 0 2 2/3 2/3\n1 sale 1\n");
    /* As of the day before the refunds all stand. */
    CHECK_ANSWER(funnel_of(engine, both, 2, MARCH_1 + 8 * DAY - 1), "1 lead 3 0 0 0 !2 !1\n2 sale 3 0 0 0 !1 !1\n");
    /* An element of the first version's size has no flags. */
    struct { leadline_step first, second; } old = {both[0], both[1]};
    char shorter[2 * 40];
    old.first.struct_size = old.second.struct_size = 40;
    memcpy(shorter, &old.first, 40);
    memcpy(shorter + 40, &old.second, 40);
    leadline_step *first = malloc(sizeof shorter);
    memcpy(first, shorter, sizeof shorter);
    CHECK_ANSWER(funnel_of(engine, first, 2, INT64_MAX), "1 lead 3 0 0 3 !2 1/1\n2 sale 3 0 0 3 1/1 1/1\n");
    free(first);
    /* Paths of every fact: the sale that was taken back is one of them. */
    leadline_step sale = step_of("sale", LEADLINE_STANDING, 0);
    leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
    paths.outcome = &sale;
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    add_text(&t, "");
    CHECK_OK(leadline_paths(engine, &paths, &table, NULL, NULL));
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "click 1 1 0 1 0 0 0/1 1/4\nlead 1 1 1 0 0 100 1/1 1/4\nlead > sale 2 1 1 0 0 300 1/1 1/4\n"
        "lead > sale > refund 3 1 0 1 0 0 0/1 1/4\n");
    free(t.bytes);
    CHECK_OK(leadline_close(engine));
}

/* One person of an account buys, another gives it back: for the account it is undone, for the first person it stands. */
static void test_persons(void) {
    part("buyers and persons");
    leadline_engine *engine = open_with_journeys(NULL, 0);
    count = 0;
    add_event(1, MARCH_1, CLICK, 0, 0, 0);
    add_event(1, MARCH_1 + DAY, SALE, 100, 11, 0);
    add_event(2, MARCH_1 + 2 * DAY, REFUND, 100, 0, 11);
    for (int i = 0; i < count; i++) all[i].account = 5;
    record(engine, NULL);
    leadline_step sale = step_of("sale", LEADLINE_STANDING, 0);
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    condition.kinds = "click";
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    rule.include = &condition;
    rule.include_count = 1;
    leadline_audience_options options = LEADLINE_AUDIENCE_OPTIONS_INIT;
    options.rules = &rule;
    options.rule_count = 1;
    options.outcome = &sale;
    static const char *const wanted[] = {"1 1 1 0 1 1 0 0/1 !2 !2\n", "1 1 1 1 0 1 1 1/1 86400000000/1 86400000000/1\n"};
    for (int by_person = 0; by_person < 2; by_person++) {
        leadline_table *table = NULL;
        text t = {NULL, 0, 0};
        options.flags = by_person ? LEADLINE_AUDIENCE_PERSONS : 0;
        CHECK_OK(leadline_follow_audiences(engine, &options, &table, NULL));
        add_table(&t, table);
        leadline_table_close(table);
        CHECK_TEXT(t.bytes, wanted[by_person]);
        free(t.bytes);
    }
    CHECK_OK(leadline_close(engine));
}

static void test_arguments(void) {
    part("what is refused");
    leadline_engine *engine = open_with_journeys(NULL, 0);
    leadline_step step = step_of("sale", LEADLINE_STANDING, 0);
    leadline_table *table = NULL;
    CHECK_ANSWER(funnel_of(engine, &step, 1, INT64_MAX), "");
    step.flags = 1;
    CHECK_ANSWER(funnel_of(engine, &step, 1, INT64_MAX), "LEADLINE_ERROR_ARGUMENT: step 1: unknown flags: 0x1");
    CHECK_STATUS(leadline_define_stages(engine, "own", &step, 1, 0), LEADLINE_ERROR_ARGUMENT);
    step.flags = LEADLINE_STANDING;
    step.reserved = 1;
    CHECK_ANSWER(funnel_of(engine, &step, 1, INT64_MAX), "LEADLINE_ERROR_ARGUMENT: step 1: reserved is not 0");
    step.reserved = 0;
    CHECK_OK(leadline_define_stages(engine, "own", &step, 1, 0));
    leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
    leadline_step told = LEADLINE_STEP_INIT;
    size_t index = leadline_stage_list_count(engine) - 1;
    CHECK_OK(leadline_stage_list_at(engine, index, &list));
    CHECK_OK(leadline_stage_at(engine, index, 0, &told));
    CHECK_INT(told.flags, LEADLINE_STANDING);
    leadline_condition condition = LEADLINE_CONDITION_INIT;
    condition.kinds = "sale";
    condition.flags = 0x2000;
    leadline_audience_rule rule = LEADLINE_AUDIENCE_RULE_INIT;
    rule.include = &condition;
    rule.include_count = 1;
    leadline_audience_options audience = LEADLINE_AUDIENCE_OPTIONS_INIT;
    audience.rules = &rule;
    audience.rule_count = 1;
    CHECK_STATUS(leadline_follow_audiences(engine, &audience, &table, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_close(engine));

    part("an engine that keeps no cancellations");
    static const uint16_t kept[] = {CLICK, SALE, REFUND};
    engine = open_with_journeys(kept, 3);
    CHECK_ANSWER(funnel_of(engine, &step, 1, INT64_MAX), "LEADLINE_ERROR_UNSUPPORTED: step 1: journeys do not keep the kind cancellation");
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    leadline_step first = step_of("click", LEADLINE_STANDING, 0);
    cohorts.first = &first;
    cohorts.flags = LEADLINE_STANDING;
    CHECK_STATUS(leadline_cohorts(engine, &cohorts, &table, NULL), LEADLINE_ERROR_UNSUPPORTED);
    /* What is no sale always stands. */
    CHECK_ANSWER(funnel_of(engine, &first, 1, INT64_MAX), "");
    CHECK_OK(leadline_close(engine));
}

/* Every allocation of some questions fails in turn. */
static void test_memory(void) {
    part("without memory");
    seed = 3;
    do {
        make_round();
    } while (count < 80);
    leadline_engine *engine = open_with_journeys(NULL, 0);
    record(engine, NULL);
    leadline_step asked[2] = {step_of("click", 0, 0), step_of("sale", LEADLINE_STANDING, 0)};
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = asked;
    funnel.step_count = 2;
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leads.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_STANDING;
    leads.by = by;
    leads.by_count = 1;
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    cohorts.first = &asked[0];
    cohorts.flags = LEADLINE_STANDING;
    for (int call = 0; call < 3; call++) {
        leadline_status status = LEADLINE_ERROR_MEMORY;
        for (long at = 1; status != LEADLINE_OK && at < 2000; at++) {
            leadline_table *table = NULL;
            arm(&memory, at, 0);
            if (call == 0) status = leadline_funnel(engine, &funnel, &table, NULL);
            if (call == 1) status = leadline_open_leads(engine, &leads, &table);
            if (call == 2) status = leadline_cohorts(engine, &cohorts, &table, NULL);
            CHECK((status == LEADLINE_OK) == (table != NULL));
            if (status != LEADLINE_OK) CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            leadline_table_close(table);
        }
        CHECK_OK(status);
        arm(&memory, 0, 0);
    }
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
}

int main(void) {
    printf("standing\n");
    test_example();
    test_persons();
    test_arguments();
    test_memory();
    test_model();
    return finish();
}
