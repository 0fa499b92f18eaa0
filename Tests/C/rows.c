/* Which rows an answer has beyond those with facts in them, and which kinds count as taken in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static leadline_engine *open_engine(uint32_t shards) {
    leadline_dimension_options dimension = LEADLINE_DIMENSION_INIT;
    dimension.name = "campaign";
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.money_scale = 2;
    options.shards = shards;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void record(leadline_engine *engine, int day, uint16_t kind, const char *campaign, int64_t amount, int64_t count) {
    static rows one;
    one.count = 0;
    add_row(&one, MARCH_1 + day * DAY, kind, name(engine, 0, campaign), 0, amount, count, 0);
    leadline_batch batch = batch_of(&one, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void check_query(const leadline_engine *engine, const leadline_query_options *query, const char *wanted) {
    text t = {NULL, 0, 0};
    add_answer(&t, engine, query);
    CHECK_TEXT(t.bytes, wanted);
    free(t.bytes);
}

/* 5.4 of the catalogue, where a file says clicks 0: nothing is taken in, and yet it is measured. */
static void test_measured(void) {
    part("5.4 kinds that are measured");
    static const uint16_t kinds[] = {LEADLINE_KIND_CLICK, LEADLINE_KIND_LEAD_FORM, 999};
    static const char *const by[] = {"campaign"}, *const columns[] = {"clicks", "ctr", "cpc", "leads", "mql"};
    leadline_engine *engine = open_engine(1);
    record(engine, 0, LEADLINE_KIND_IMPRESSION, "a", 0, 100);
    record(engine, 0, LEADLINE_KIND_MEDIA_SPEND, "a", 500, 1);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = 5;
    check_query(engine, &query, "a !2 !2 !2 !2 !2\n");
    query.measured = kinds;
    query.measured_count = 1;
    check_query(engine, &query, "a 0 0/1 !1 !2 !2\n");
    query.measured_count = 2; /* a part says so of the kind that it is part of */
    check_query(engine, &query, "a 0 0/1 !1 0 !2\n");
    query.measured_count = 3;
    check_query(engine, &query, "LEADLINE_ERROR_NAME\n");
    query.measured = NULL;
    check_query(engine, &query, "LEADLINE_ERROR_NULL\n");
    query.measured_count = 1025;
    check_query(engine, &query, "LEADLINE_ERROR_TOO_MANY\n");
    query.measured = (const uint16_t *)(const void *)((const char *)kinds + 1);
    query.measured_count = 1;
    check_query(engine, &query, "LEADLINE_ERROR_MISALIGNED\n");
    CHECK_OK(leadline_close(engine));
}

/* Which campaigns stopped, by stretch and by month. */
static void test_earlier_keys(uint32_t shards) {
    part("keys that stopped");
    static const char *const by[] = {"campaign"}, *const columns[] = {"clicks", "previous(clicks)"}, *const own[] = {"clicks"};
    static const char *const order[] = {"-previous(clicks)"};
    leadline_engine *engine = open_engine(shards);
    record(engine, 0, LEADLINE_KIND_CLICK, "old", 0, 7);
    record(engine, 1, LEADLINE_KIND_CLICK, "both", 0, 5);
    record(engine, 0, LEADLINE_KIND_IMPRESSION, "seen", 0, 9);
    record(engine, 0, LEADLINE_KIND_CLICK, "undone", 0, 3);
    record(engine, 0, LEADLINE_KIND_CLICK, "undone", 0, -3);
    record(engine, 31, LEADLINE_KIND_CLICK, "both", 0, 6);
    record(engine, 33, LEADLINE_KIND_CLICK, "new", 0, 1);
    record(engine, 93, LEADLINE_KIND_CLICK, "new", 0, 2);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = 2;
    query.from_us = MARCH_1 + 31 * DAY;
    query.to_us = MARCH_1 + 62 * DAY;
    query.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO | LEADLINE_QUERY_TOTALS;
    check_query(engine, &query, "both 6 5\nnew 1 0\n= 7 12\n");
    query.flags |= LEADLINE_QUERY_EARLIER_KEYS;
    check_query(engine, &query, "both 6 5\nnew 1 0\nold 0 7\n= 7 12\n");
    query.order = order;
    query.order_count = 1;
    query.limit = 1;
    check_query(engine, &query, "old 0 7\n= 7 12\n");
    query.order_count = 0;
    query.limit = 0;
    query.columns = own; /* that compares with nothing */
    query.column_count = 1;
    check_query(engine, &query, "both 6\nnew 1\n= 7\n");
    /* A stretch without facts of its own. */
    query.columns = columns;
    query.column_count = 2;
    query.from_us = MARCH_1 + 62 * DAY;
    query.to_us = MARCH_1 + 93 * DAY;
    check_query(engine, &query, "both 0 6\nnew 0 1\n= 0 7\n");
    /* By month: nothing is in May, so it is no row; June has nothing before it. */
    query.flags = LEADLINE_QUERY_EARLIER_KEYS;
    query.from_us = query.to_us = 0;
    query.period = LEADLINE_PERIOD_MONTH;
    leadline_table *table = NULL;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_INT(info.rows, 7);
    static const int64_t clicks[] = {5, 6, 1, 2, 7, 0, 0}, before[] = {0, 5, 0, 0, 0, 7, 0};
    leadline_column now = LEADLINE_COLUMN_INIT, then = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_column(table, 3, &now));
    CHECK_OK(leadline_table_column(table, 4, &then));
    for (size_t row = 0; row < 7 && row < info.rows; row++) {
        CHECK_INT(now.numerators[row].low, clicks[row]);
        CHECK_INT(then.numerators[row].low, before[row]);
    }
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("rows\n");
    test_measured();
    test_earlier_keys(1);
    test_earlier_keys(4);
    return finish();
}
