/* The catalogue's vectors that sums can answer: three campaigns (5.1), the price of a click (5.3), what is undefined (5.4).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static rows facts;

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    facts.count = 0;
    return engine;
}

static void record(leadline_engine *engine) {
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    facts.count = 0;
}

static void add(leadline_engine *engine, const char *campaign, uint16_t kind, int64_t count, int64_t amount) {
    add_row(&facts, MARCH_1, kind, name(engine, 0, campaign), 0, amount, count, 0);
}

static void check(const leadline_engine *engine, const char *by, const char *columns, uint32_t flags, const char *wanted) {
    char *answer = ask(engine, by, columns, 0, flags);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

/* The first key of the answer ordered by `order`. */
static void check_first(const leadline_engine *engine, const char *order, const char *wanted) {
    const char *by[] = {"campaign"};
    const char *columns[] = {"cpl", "cr_click_to_lead"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = 2;
    query.order = &order;
    query.order_count = 1;
    query.limit = 1;
    text t = {NULL, 0, 0};
    add_answer(&t, engine, &query);
    CHECK(strncmp(t.bytes, wanted, strlen(wanted)) == 0);
    free(t.bytes);
}

static void check_printed(int64_t numerator, int64_t denominator, uint32_t decimals, uint32_t mode, const char *wanted) {
    leadline_int128 top = {(uint64_t)numerator, numerator < 0 ? -1 : 0};
    leadline_int128 bottom = {(uint64_t)denominator, denominator < 0 ? -1 : 0};
    char text[100];
    size_t size = 0;
    CHECK_OK(leadline_ratio_format(top, bottom, decimals, mode, text, sizeof text, &size));
    CHECK_TEXT(text, wanted);
}

static void test_campaigns(void) {
    part("5.1 three campaigns");
    /* The spend booked on the clicks, or as spend of its own. */
    for (int booked = 0; booked < 2; booked++) {
        leadline_engine *engine = open_engine();
        static const struct {
            const char *name;
            int64_t clicks, spend, leads;
        } campaigns[] = {{"Sunglasses", 100, 15000, 9}, {"Lenses", 300, 13500, 16}, {"Diamond glasses", 50, 30000, 11}};
        for (int i = 0; i < 3; i++) {
            add(engine, campaigns[i].name, CLICK, campaigns[i].clicks, booked ? 0 : campaigns[i].spend);
            if (booked) add(engine, campaigns[i].name, MEDIA_SPEND, 1, campaigns[i].spend);
            add(engine, campaigns[i].name, LEAD, campaigns[i].leads, 0);
        }
        record(engine);
        check(engine, "campaign", "clicks media_spend leads cpc cpl cr_click_to_lead", LEADLINE_QUERY_TOTALS,
            "Diamond glasses 50 30000 11 600/1 30000/11 11/50\n"
            "Lenses 300 13500 16 45/1 3375/4 4/75\n"
            "Sunglasses 100 15000 9 150/1 5000/3 9/100\n"
            "= 450 58500 36 130/1 1625/1 2/25\n");
        check_first(engine, "cr_click_to_lead", "Lenses ");
        check_first(engine, "-cpl", "Diamond glasses ");
        check_first(engine, "cpl", "Lenses ");
        check_first(engine, "-cr_click_to_lead", "Diamond glasses ");
        check_first(engine, "best cpl", "Lenses ");
        check_first(engine, "worst cpl", "Diamond glasses ");
        check_first(engine, "best cr_click_to_lead", "Diamond glasses ");
        check_first(engine, "worst cr_click_to_lead", "Lenses ");
        CHECK_OK(leadline_close(engine));
    }
    check_printed(5000, 3, 0, LEADLINE_ROUND_TOWARD_ZERO, "1666");
    check_printed(5000, 3, 0, LEADLINE_ROUND_HALF_AWAY, "1667");
    check_printed(3375, 4, 0, LEADLINE_ROUND_HALF_AWAY, "844");
    check_printed(30000, 11, 0, LEADLINE_ROUND_TOWARD_ZERO, "2727");
    check_printed(30000, 11, 0, LEADLINE_ROUND_HALF_AWAY, "2727");
    check_printed(900, 100, 1, LEADLINE_ROUND_HALF_AWAY, "9.0");
    check_printed(400, 75, 1, LEADLINE_ROUND_HALF_AWAY, "5.3");
    check_printed(1100, 50, 1, LEADLINE_ROUND_HALF_AWAY, "22.0");
    check_printed(200, 25, 1, LEADLINE_ROUND_HALF_AWAY, "8.0");
}

static void test_pricing(void) {
    part("5.3 pricing by the click");
    leadline_engine *engine = open_engine();
    for (int i = 0; i < 100; i++) add(engine, "a", CLICK, 1, 150);
    record(engine);
    check(engine, "", "clicks media_spend cpc", 0, "100 15000 150/1\n");
    CHECK_OK(leadline_close(engine));
}

static void test_undefined(void) {
    part("5.4 what is undefined");
    leadline_engine *engine = open_engine();
    /* Another campaign has clicks and impressions, so there is data; these have none. */
    add(engine, "has", CLICK, 10, 0);
    add(engine, "has", IMPRESSION, 100, 0);
    add(engine, "has", LEAD, 2, 0);
    add(engine, "has", MEDIA_SPEND, 1, 100);
    add(engine, "spent", MEDIA_SPEND, 1, 500);
    add(engine, "none", SALE, 1, 1);
    add(engine, "no leads", CLICK, 100, 0);
    record(engine);
    check(engine, "campaign", "cpc ctr cr_click_to_lead", LEADLINE_QUERY_TOTALS,
        "has 10/1 1/10 1/5\nno leads 0/1 !1 0/1\nnone !1 !1 !1\nspent !1 !1 !1\n= 60/11 11/10 1/55\n");
    CHECK_OK(leadline_close(engine));
    /* Nothing was ever taken in of what a column needs. */
    engine = open_engine();
    add(engine, "a", SALE, 1, 8000);
    record(engine);
    check(engine, "", "cpc ctr cpl cr_click_to_lead clicks sales average_check refunds revenue_net refund_rate", 0,
        "!2 !2 !2 !2 !2 1 8000/1 0 8000 0/1\n");
    CHECK_OK(leadline_close(engine));
    /* No facts at all: no rows, and a totals row that says so. */
    engine = open_engine();
    check(engine, "campaign", "clicks cpc refunds", LEADLINE_QUERY_TOTALS, "= !2 !2 0\n");
    check(engine, "", "clicks cpc", 0, "");
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("vectors\n");
    test_campaigns();
    test_pricing();
    test_undefined();
    return finish();
}
