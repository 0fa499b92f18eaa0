/* Cohorts one by one: worked cases, stray times, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "models.h"

enum { SALE_REFERRAL = 71, CANCELLATION = 78, SERVICE_COST = 95, GOODS_COST = 98 };

static leadline_step of_kinds(const char *names) {
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = names;
    return step;
}

/* "1/2 3 !3" */
static char *values_of(const leadline_table *table, const char *wanted) {
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column = column_of(table, wanted);
    text t = {NULL, 0, 0};
    for (size_t row = 0; row < info.rows; row++) {
        add_text(&t, row == 0 ? "" : " ");
        add_value(&t, &column, row);
    }
    return t.bytes;
}

#define CHECK_COLUMN(table, wanted, values) \
    do { \
        char *is = values_of(table, wanted); \
        CHECK_TEXT(is, values); \
        free(is); \
    } while (0)

static void add_fact(leadline_engine *engine, uint64_t person, int64_t time, uint16_t kind, int64_t amount, uint64_t id, uint64_t ref) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.amount = &amount;
    batch.person = &person;
    batch.id = &id;
    batch.ref = &ref;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* 100 buyers; 40 come again in the second month and 30 in the third; the fourth is not over. */
static void test_vector(void) {
    part("the catalogue's cohort");
    leadline_engine *engine = open_channels("Europe/Berlin", 1, 1, 0, 0);
    add_fact(engine, 0, MARCH_1 + DAY, MEDIA_SPEND, 10000, 0, 0);
    for (uint64_t p = 1; p <= 100; p++) add_fact(engine, p, MARCH_1 + 2 * DAY, SALE, 60, 0, 0);
    add_fact(engine, 1, MARCH_1 + 3 * DAY, GOODS_COST, 2000, 0, 0);
    for (uint64_t p = 1; p <= 40; p++) add_fact(engine, p, MARCH_1 + 40 * DAY, SALE_REPEAT, 80, 0, 0);
    add_fact(engine, 1, MARCH_1 + 41 * DAY, SERVICE_COST, 200, 0, 0);
    for (uint64_t p = 11; p <= 40; p++) add_fact(engine, p, MARCH_1 + 70 * DAY, SALE_REPEAT, 120, 0, 0);
    add_fact(engine, 11, MARCH_1 + 75 * DAY, REFUND, 100, 0, 0);
    add_fact(engine, 12, MARCH_1 + 100 * DAY, SALE, 7, 0, 0);
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.acquisition_cost = "acquisition_cost";
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "age", "0 1 2 3");
    CHECK_COLUMN(table, "active", "100 40 30 1");
    CHECK_COLUMN(table, "retention", "1/1 2/5 3/10 !3");
    CHECK_COLUMN(table, "total_contribution", "4000 7000 10500 10507");
    CHECK_COLUMN(table, "return", "2/5 7/10 21/20 !3");
    CHECK_COLUMN(summary, "acquisition_cost", "10000/1");
    CHECK_COLUMN(summary, "payback_age", "2");
    CHECK_COLUMN(summary, "clv_total", "2507/1"); /* 12707 - 10000 - 200 */
    CHECK_COLUMN(summary, "clv_mean", "2507/100");
    CHECK_COLUMN(summary, "clv_margin", "507/1");
    CHECK_COLUMN(summary, "cac", "100/1");
    CHECK_COLUMN(summary, "repeat_customers", "40");
    CHECK_COLUMN(summary, "repeat_share", "2/5");
    CHECK_COLUMN(summary, "purchases_per_customer", "171/100");
    leadline_table_close(table);
    leadline_table_close(summary);
    /* A cost nobody can reach, and none at all. */
    options.acquisition_cost = "1000 * media_spend";
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(summary, "payback_age", "!3");
    CHECK_COLUMN(summary, "return", "10507/10000000");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.acquisition_cost = "creative_cost"; /* never came in, which is 0 */
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(summary, "payback_age", "0");
    CHECK_COLUMN(summary, "return", "!1");
    CHECK_COLUMN(table, "return", "!1 !1 !1 !1");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.acquisition_cost = NULL;
    options.max_age = 1;
    options.flags = LEADLINE_COHORT_MAX_AGE;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "6000 3200");
    CHECK_COLUMN(table, "return", "!2 !2");
    CHECK_COLUMN(summary, "ages", "2");
    CHECK_COLUMN(summary, "payback_age", "!2");
    CHECK_COLUMN(summary, "clv_mean", "!2");
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static void test_corrections(void) {
    part("corrections");
    leadline_engine *engine = open_channels(NULL, 1, 1, 1, 1);
    static const struct {
        uint64_t person, id, ref;
        int day;
        uint16_t kind;
        int64_t amount;
    } given[] = {
        /* Two parts of one sale, in other months than it; what is too much is left over. */
        {1, 1, 0, 0, SALE, 100}, {1, 2, 0, 40, SALE, 50}, {1, 11, 1, 70, REFUND, 60}, {1, 12, 1, 80, CANCELLATION, 55},
        /* Without a ref: the latest before it, then the one before that. */
        {2, 3, 0, 0, SALE, 10}, {2, 4, 0, 35, SALE, 20}, {2, 13, 0, 36, REFUND, 20}, {2, 14, 0, 37, REFUND, 4}, {2, 15, 0, 38, REFUND, -1},
        /* Before its sale, and of a sale that is nobody's. */
        {3, 16, 5, 1, REFUND, 7}, {3, 5, 0, 2, SALE, 30}, {3, 17, 999, 3, REFUND, 9}, {3, 18, 1, 4, REFUND, 2},
        /* The goods of the second sale, paid for later; those of none. */
        {1, 21, 2, 90, GOODS_COST, 5}, {1, 22, 0, 91, GOODS_COST, 3},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        add_fact(engine, given[i].person, MARCH_1 + given[i].day * DAY, given[i].kind, given[i].amount, given[i].id, given[i].ref);
    }
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "140 70 0");
    CHECK_COLUMN(table, "revenue_net", "30 50 0"); /* 0 + 7 + 23; 50 + 0 */
    CHECK_COLUMN(table, "goods_cost", "0 5 3");
    CHECK_COLUMN(summary, "excess_corrections", "26"); /* 15 + 9 + 2 */
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static void test_kinds_held(void) {
    part("kinds that journeys do not keep");
    static const uint16_t kept[] = {LEAD, SALE, GOODS_COST, SERVICE_COST};
    leadline_options open = LEADLINE_OPTIONS_INIT;
    open.journeys = 1;
    open.journey_kinds = kept;
    open.journey_kind_count = 4;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&open, &engine, NULL, 0));
    add_fact(engine, 1, MARCH_1, SALE, 5, 0, 0);
    leadline_step first = of_kinds("sale"), activity = of_kinds("click");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_COLUMN(table, "revenue", "5");
    CHECK_COLUMN(table, "revenue_net", "!2");
    CHECK_COLUMN(table, "goods_cost", "0");
    CHECK_COLUMN(table, "contribution", "!2");
    CHECK_COLUMN(table, "total_contribution", "!2");
    CHECK_COLUMN(summary, "customers", "1");
    CHECK_COLUMN(summary, "clv_total", "!2");
    leadline_table_close(table);
    leadline_table_close(summary);
    options.activity = &activity;
    CHECK_STATUS(leadline_cohorts(engine, &options, &table, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
}

/* Ages far beyond those that arrays hold. */
static void test_far(void) {
    part("stray times");
    leadline_engine *engine = open_channels(NULL, 1, 2, 0, 0);
    for (uint64_t p = 1; p <= 50; p++) {
        add_fact(engine, p, MARCH_1, SALE, 1, 0, 0);
        add_fact(engine, p, MARCH_1 + 5000 * DAY, SALE, 2, 0, 0);
    }
    leadline_step first = of_kinds("sale");
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    options.first = &first;
    options.period = LEADLINE_PERIOD_DAY;
    leadline_table *table = NULL, *summary = NULL;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 5001);
    CHECK_INT(column_of(table, "active").integers[0], 50);
    CHECK_INT(column_of(table, "active").integers[4999], 0);
    CHECK_INT(column_of(table, "active").integers[5000], 50);
    CHECK_INT(column_of(table, "total_revenue").numerators[5000].low, 150);
    CHECK_COLUMN(summary, "revenue", "150");
    leadline_table_close(table);
    leadline_table_close(summary);
    /* Nearly four million days, five times. */
    add_fact(engine, 60, FIRST_TIME, SALE, 1, 0, 0);
    for (uint64_t p = 61; p <= 65; p++) add_fact(engine, p, FIRST_TIME + (int64_t)p * DAY, SALE, 1, 0, 0);
    add_fact(engine, 60, LAST_TIME, SALE, 1, 0, 0);
    CHECK_STATUS(leadline_cohorts(engine, &options, &table, &summary), LEADLINE_ERROR_TOO_MANY);
    options.period = LEADLINE_PERIOD_YEAR;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 9999 + 9999 - 2023);
    leadline_table_close(table);
    leadline_table_close(summary);
    options.flags = LEADLINE_COHORT_MAX_AGE;
    options.max_age = UINT32_MAX;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    leadline_table_close(table);
    leadline_table_close(summary);
    options.flags = LEADLINE_QUERY_AS_OF;
    options.max_age = 0;
    options.as_of_us = INT64_MIN;
    CHECK_OK(leadline_cohorts(engine, &options, &table, &summary));
    CHECK_OK(leadline_table_read_info(summary, &info));
    CHECK_INT(info.rows, 0);
    leadline_table_close(table);
    leadline_table_close(summary);
    CHECK_OK(leadline_close(engine));
}

static leadline_engine *refusing;

static void refuse(const leadline_cohort_options *options, leadline_status status, const char *detail) {
    leadline_table *const nothing = (leadline_table *)(uintptr_t)8;
    leadline_table *table = nothing, *summary = nothing;
    CHECK_STATUS(leadline_cohorts(refusing, options, &table, &summary), status);
    CHECK(table == nothing && summary == nothing);
    char text[400] = "";
    leadline_engine_error(refusing, text, sizeof text);
    if (strstr(text, detail) == NULL) CHECK_TEXT(text, detail);
}

static void test_errors(void) {
    part("what is refused");
    refusing = open_channels(NULL, 1, 1, 0, 0);
    add_fact(refusing, 1, MARCH_1 + HOUR, SALE, 5, 0, 0);
    add_fact(refusing, 1, MARCH_1 + 5 * HOUR, SALE, 5, 0, 0);
    leadline_table *table = NULL, *summary = NULL;
    leadline_step first = of_kinds("sale"), bad = LEADLINE_STEP_INIT;
    leadline_cohort_options good = LEADLINE_COHORT_OPTIONS_INIT, options;
    good.first = &first;
    CHECK_STATUS(leadline_cohorts(NULL, &good, &table, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, NULL, &table, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, &good, NULL, &summary), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_cohorts(refusing, &good, (leadline_table **)((char *)&table + 1), &summary), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_cohorts(refusing, &good, &table, (leadline_table **)((char *)&summary + 1)), LEADLINE_ERROR_MISALIGNED);
#define REFUSE(change, status, detail) \
    do { \
        options = good; \
        change; \
        refuse(&options, status, detail); \
    } while (0)
    static const char *const channel[] = {"channel", "channel"}, *const nobody[] = {"nobody"}, *const null_name[] = {NULL};
    static const uint16_t falling[] = {500, 400};
    REFUSE(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE(options.first = NULL, LEADLINE_ERROR_NULL, "first is NULL");
    REFUSE(options.first = &bad, LEADLINE_ERROR_NULL, "first: kinds is NULL");
    bad.kinds = "sale|nobody";
    REFUSE(options.first = &bad, LEADLINE_ERROR_NAME, "no kind is called 'nobody'");
    REFUSE(options.activity = &bad, LEADLINE_ERROR_NAME, "no kind is called 'nobody'");
    bad.struct_size = 4;
    REFUSE(options.activity = &bad, LEADLINE_ERROR_STRUCT_SIZE, "activity: struct_size");
    REFUSE(options.period = LEADLINE_PERIOD_ALL, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.period = LEADLINE_PERIOD_HOUR, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.period = 99, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE(options.flags = 0x8000, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE(options.reserved = 1, LEADLINE_ERROR_ARGUMENT, "reserved is not 0");
    REFUSE(options.by = channel; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE(options.by = null_name; options.by_count = 1, LEADLINE_ERROR_NULL, "dimension is NULL");
    REFUSE(options.by_count = 1, LEADLINE_ERROR_NULL, "dimension is NULL");
    REFUSE(options.by_count = 65, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE(options.by_count = SIZE_MAX, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE(options.quantile_count = 17, LEADLINE_ERROR_TOO_MANY, "quantiles");
    REFUSE(options.quantile_count = 1, LEADLINE_ERROR_NULL, "quantiles");
    REFUSE(options.quantiles = falling; options.quantile_count = 2, LEADLINE_ERROR_ARGUMENT, "quantiles");
    REFUSE(options.acquisition_cost = "nothing", LEADLINE_ERROR_NAME, "nothing");
    REFUSE(options.acquisition_cost = "media_spend +", LEADLINE_EXPRESSION_SYNTAX, "");
    REFUSE(options.acquisition_cost = "sales", LEADLINE_ERROR_ARGUMENT, "no amount of money");
    REFUSE(options.acquisition_cost = "media_spend"; options.flags = LEADLINE_QUERY_AS_OF; options.as_of_us = MARCH_1 + 2 * HOUR,
        LEADLINE_QUERY_BOUNDARY, "as-of");
    CHECK_OK(leadline_close(refusing));
    leadline_options plain = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    refuse(&good, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    CHECK_OK(leadline_close(refusing));
}

int main(void) {
    printf("cohorts\n");
    test_vector();
    test_corrections();
    test_kinds_held();
    test_far();
    test_errors();
    return finish();
}
