/* Customers won and lost, and open leads: worked cases, extremes, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "customers.h"

static void add_fact(leadline_engine *engine, uint64_t person, int64_t time, uint16_t kind, uint32_t channel, int64_t amount) {
    const uint32_t *codes = &channel;
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.codes = &codes;
    batch.dimension_count = 1;
    batch.amount = &amount;
    batch.person = &person;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Ten leads of a, of which two became sales of 100 and 300 with goods of 40; three of b, without any sale. */
static void test_worth(void) {
    part("what open leads are worth");
    leadline_engine *engine = open_channels("Europe/Berlin", 0, 1, 0, 0);
    for (uint64_t p = 1; p <= 13; p++) add_fact(engine, p, MARCH_1 + (int64_t)p * DAY, LEAD, p <= 10 ? 2 : 3, 0);
    add_fact(engine, 1, MARCH_1 + 40 * DAY, SALE, 2, 100);
    add_fact(engine, 2, MARCH_1 + 41 * DAY, SALE, 2, 300);
    add_fact(engine, 2, MARCH_1 + 42 * DAY, GOODS_COST, 2, 40);
    add_fact(engine, 3, MARCH_1 + 43 * DAY, LEAD_REJECTED, 2, 0);
    static const char *const by[] = {"channel"};
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_OPEN_LEADS_VALUE;
    leadline_table *table = NULL;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    char *is = plain_text(table);
    /* 7 x 2/3 x 200, and x (200 - 20), for two of the three that are decided were sold; of b none is. */
    CHECK_TEXT(is, "a 10 7 2800/3 840/1 2/3\nb 3 3 !1 !1 !1\n");
    free(is);
    options.period = LEADLINE_PERIOD_MONTH;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    is = plain_text(table);
    CHECK_TEXT(is, "a 1709247600000000 10 7 2800/3 840/1 2/3\nb 1709247600000000 3 3 !1 !1 !1\n");
    free(is);
    options.by_count = 0;
    options.period = 0;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    is = plain_text(table);
    CHECK_TEXT(is, "13 10 4000/3 1200/1 2/3\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* An as-of instant beyond all times, and a length of time beyond them. */
static void test_extremes(void) {
    part("extremes");
    leadline_engine *engine = open_channels(NULL, 0, 1, 0, 0);
    leadline_table *empty = NULL;
    leadline_table_info about = LEADLINE_TABLE_INFO_INIT;
    leadline_open_leads_options none = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    CHECK_OK(leadline_open_leads(engine, &none, &empty));
    CHECK_OK(leadline_table_read_info(empty, &about));
    CHECK_INT(about.rows, 0);
    CHECK_INT(about.as_of, INT64_MIN);
    leadline_table_close(empty);
    add_fact(engine, 1, FIRST_TIME, SALE, 0, 1);
    add_fact(engine, 2, LAST_TIME, SALE, 0, 1);
    leadline_churn_options options = LEADLINE_CHURN_OPTIONS_INIT;
    options.period = LEADLINE_PERIOD_YEAR;
    options.lost_after_us = INT64_MAX;
    options.as_of_us = INT64_MAX;
    options.flags = LEADLINE_QUERY_AS_OF;
    leadline_table *table = NULL;
    CHECK_OK(leadline_churn(engine, &options, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 9999);
    CHECK_INT(info.as_of, LAST_TIME);
    leadline_table_close(table);
    options.lost_after_us = 1;
    CHECK_OK(leadline_churn(engine, &options, &table));
    leadline_table_close(table);
    options.as_of_us = INT64_MIN;
    CHECK_OK(leadline_churn(engine, &options, &table));
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 0);
    CHECK_INT(info.as_of, INT64_MIN);
    leadline_table_close(table);
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leads.as_of_us = INT64_MAX;
    leads.flags = LEADLINE_QUERY_AS_OF;
    CHECK_OK(leadline_open_leads(engine, &leads, &table));
    leadline_table_close(table);
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "sale";
    steps[1].kinds = "lead";
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = steps;
    funnel.step_count = 2;
    funnel.window_us = DAY;
    funnel.as_of_us = INT64_MAX;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    CHECK_OK(leadline_funnel(engine, &funnel, &table, NULL));
    leadline_table_close(table);
    /* Days of ten thousand years for each of five keys would be too many. */
    options.as_of_us = INT64_MAX;
    options.period = LEADLINE_PERIOD_DAY;
    static const char *const by[] = {"channel"};
    options.by = by;
    options.by_count = 1;
    for (uint64_t p = 3; p < 8; p++) {
        char text[8];
        snprintf(text, sizeof text, "c%d", (int)p);
        add_fact(engine, p, FIRST_TIME, SALE, name(engine, 0, text), 1);
    }
    CHECK_STATUS(leadline_churn(engine, &options, &table), LEADLINE_ERROR_TOO_MANY);
    CHECK_OK(leadline_close(engine));
}

static leadline_engine *refusing;

static void check_refused(leadline_status is, leadline_status wanted, const char *detail) {
    CHECK_STATUS(is, wanted);
    char text[400] = "";
    leadline_engine_error(refusing, text, sizeof text);
    if (strstr(text, detail) == NULL) CHECK_TEXT(text, detail);
}

#define REFUSE(call, type, good, change, status, detail) \
    do { \
        leadline_table *const nothing = (leadline_table *)(uintptr_t)8; \
        leadline_table *table = nothing; \
        type options = good; \
        change; \
        check_refused(call(refusing, &options, &table), status, detail); \
        CHECK(table == nothing); \
    } while (0)
#define REFUSE_CHURN(change, status, detail) REFUSE(leadline_churn, leadline_churn_options, churn, change, status, detail)
#define REFUSE_LEADS(change, status, detail) REFUSE(leadline_open_leads, leadline_open_leads_options, leads, change, status, detail)

static void test_errors(void) {
    part("what is refused");
    static const char *const twice[] = {"channel", "channel"}, *const nobody[] = {"nobody"};
    refusing = open_channels(NULL, 0, 1, 0, 0);
    add_fact(refusing, 1, MARCH_1 + HOUR, LEAD, 0, 0);
    add_fact(refusing, 1, MARCH_1 + 3 * HOUR, LEAD, 0, 0);
    leadline_churn_options churn = LEADLINE_CHURN_OPTIONS_INIT;
    leadline_open_leads_options leads = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    leadline_step bad = LEADLINE_STEP_INIT;
    leadline_table *table = NULL;
    churn.lost_after_us = DAY;
    CHECK_STATUS(leadline_churn(NULL, &churn, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, &churn, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_churn(refusing, &churn, (leadline_table **)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_open_leads(NULL, &leads, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, &leads, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_open_leads(refusing, &leads, (leadline_table **)((char *)&table + 1)), LEADLINE_ERROR_MISALIGNED);
    bad.kinds = "nobody";
    REFUSE_CHURN(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE_CHURN(options.lost_after_us = 0, LEADLINE_ERROR_ARGUMENT, "lost_after_us");
    REFUSE_CHURN(options.lost_after_us = INT64_MIN, LEADLINE_ERROR_ARGUMENT, "lost_after_us");
    REFUSE_CHURN(options.period = LEADLINE_PERIOD_ALL, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE_CHURN(options.flags = 8, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE_CHURN(options.purchase = &bad, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_CHURN(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_CHURN(options.by = twice; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE_CHURN(options.by_count = SIZE_MAX, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE_LEADS(options.struct_size = 8, LEADLINE_ERROR_STRUCT_SIZE, "");
    REFUSE_LEADS(options.period = 99, LEADLINE_ERROR_ARGUMENT, "period");
    REFUSE_LEADS(options.flags = 8, LEADLINE_ERROR_ARGUMENT, "unknown flags");
    REFUSE_LEADS(options.lead = &bad, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_LEADS(options.by = nobody; options.by_count = 1, LEADLINE_ERROR_NAME, "nobody");
    REFUSE_LEADS(options.by = twice; options.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME, "channel");
    REFUSE_LEADS(options.by_count = 65, LEADLINE_ERROR_TOO_MANY, "keys");
    REFUSE_LEADS(options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_QUERY_AS_OF; options.as_of_us = MARCH_1 + 2 * HOUR,
        LEADLINE_QUERY_BOUNDARY, "as-of");
    CHECK_OK(leadline_close(refusing));
    leadline_options plain = LEADLINE_OPTIONS_INIT;
    static const uint16_t kept[] = {LEAD, SALE};
    plain.journeys = 1;
    plain.journey_kinds = kept;
    plain.journey_kind_count = 2;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    REFUSE_LEADS((void)options, LEADLINE_ERROR_UNSUPPORTED, "lead_rejected");
    CHECK_OK(leadline_close(refusing));
    plain.journeys = 0;
    plain.journey_kind_count = 0;
    plain.journey_kinds = NULL;
    CHECK_OK(leadline_open(&plain, &refusing, NULL, 0));
    REFUSE_CHURN((void)options, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    REFUSE_LEADS((void)options, LEADLINE_ERROR_UNSUPPORTED, "without journeys");
    CHECK_OK(leadline_close(refusing));
}

int main(void) {
    printf("customers\n");
    test_worth();
    test_extremes();
    test_errors();
    return finish();
}
