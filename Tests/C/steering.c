/* Targets, the first indicator, comparisons, benchmarks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "steering.h"

/* An end before everything, and what stands on thresholds that are gone. */
static void test_edges(void) {
    part("edges");
    leadline_engine *engine = open_engine();
    leadline_query_options query = LEADLINE_QUERY_INIT;
    const char *column = "target(cpc)";
    leadline_table *table = NULL;
    query.columns = &column;
    query.column_count = 1;
    query.flags = LEADLINE_QUERY_TO;
    for (int i = 0; i < 2; i++) {
        query.to_us = i == 0 ? INT64_MIN : INT64_MAX;
        CHECK_OK(leadline_query(engine, &query, &table));
        leadline_table_close(table);
    }
    column = "previous(clicks)";
    query.to_us = INT64_MIN;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_table_close(table);
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    definition.name = "hh";
    definition.formula = "health(cpc)";
    CHECK_OK(set_health(engine, "cpc", "1", "2"));
    CHECK_OK(leadline_define(engine, &definition, NULL));
    CHECK_OK(set_health(engine, "cpc", NULL, NULL));
    CHECK_STATUS(leadline_indicator_find(engine, "hh", &info), LEADLINE_STEERING_NO_HEALTH);
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

/* Alerts as text; rules between blanks, NULL for all. */

static void test_comparisons(void) {
    part("comparisons");
    leadline_engine *engine = open_engine();
    record(engine, MARCH_1, LEADLINE_KIND_LEAD, "email", "n", 0, 3);
    record(engine, MARCH_1, LEADLINE_KIND_CLICK, "email", "n", 0, 9);
    record(engine, MARCH_1, LEADLINE_KIND_MEDIA_SPEND, "email", "n", 1000, 1);
    check(engine, "", "leads < clicks;leads <= 3;3 <= leads;leads > 3;leads >= 3;1 < 2;2 / 3 > 0.6666",
        "1/1 1/1 1/1 0/1 1/1 1/1 1/1\n");
    /* Beside money a number is in units of the currency; exact fractions decide. */
    check(engine, "", "cpl < 3.34;cpl < 3.33;cpl <= 10 / 3;cpl >= 10 / 3;media_spend > 9.99;money(10) >= media_spend",
        "1/1 0/1 1/1 1/1 1/1 1/1\n");
    check(engine, "", "(leads > 2) + (leads > 3);10 * (leads >= 3);leads + 1 > clicks - 6;-leads < 0;if defined(cpa > 1, 7)",
        "1/1 10/1 1/1 1/1 7/1\n");
    check(engine, "", "cpa > 1;cpc < cpv", "!2 !2\n");
    check(engine, "", "leads < media_spend", "LEADLINE_EXPRESSION_UNIT\n");
    check_error(engine, "at 6 of 'leads < media_spend': both sides must have one unit");
    check(engine, "", "1 < leads < 5", "LEADLINE_EXPRESSION_SYNTAX\n");
    check_error(engine, "at 10 of '1 < leads < 5': a comparison has two sides");
    check(engine, "", "leads <", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "leads < = 4", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "leads = 3", "LEADLINE_EXPRESSION_SYNTAX\n");
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

/* 5.2 of the catalogue: an average check of 8000, a unit cost of 3000, so a ceiling of 5000. */
static void test_ceiling(void) {
    part("5.2 the ceiling of a lead's price");
    leadline_engine *engine = open_engine();
    record(engine, MARCH_1, LEADLINE_KIND_SALE, "a", "n", 80000 * 100, 10);
    record(engine, MARCH_1, LEADLINE_KIND_SALE, "b", "n", 80000 * 100, 10);
    record(engine, MARCH_1, LEADLINE_KIND_LEAD, "a", "n", 0, 100);
    record(engine, MARCH_1, LEADLINE_KIND_LEAD, "b", "n", 0, 100);
    record(engine, MARCH_1, LEADLINE_KIND_MEDIA_SPEND, "a", "n", 499900 * 100, 1);
    record(engine, MARCH_1, LEADLINE_KIND_MEDIA_SPEND, "b", "n", 500000 * 100, 1);
    CHECK_OK(define(engine, "unit_cost", "3000", 0));
    check(engine, "channel", "cpl;lead_price_ceiling_ok;check_covers_lead", "a 499900/1 1/1 1/1\nb 500000/1 0/1 1/1\n");
    check_alerts(engine, "channel", "cpl_above_ceiling", "b cpl_above_ceiling 6 5000/1 5000/1\n");
    /* The unit cost gives a margin of 5/8, and so a break-even of 1.6. */
    check_alerts(engine, "channel", NULL,
        "a roas_below_breakeven 5 800/4999 8/5\nb cpl_above_ceiling 6 5000/1 5000/1\nb roas_below_breakeven 5 4/25 8/5\n");
    record(engine, MARCH_1, LEADLINE_KIND_MEDIA_SPEND, "b", "n", 300000 * 100, 1);
    check(engine, "channel", "check_covers_lead", "a 1/1\nb 0/1\n");
    check_alerts(engine, "channel", "check_below_cpl cpl_above_ceiling",
        "b check_below_cpl 6 8000/1 8000/1\nb cpl_above_ceiling 6 8000/1 5000/1\n");
    CHECK_OK(leadline_close(engine));
}

/* 5.5: 41/50 is more than 80 %, 40/50 is not; 45 of 50 are 90 %. */
static void test_simple_ratios(void) {
    part("5.5 targets");
    leadline_engine *engine = open_engine();
    const char *channels[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++) {
        record(engine, MARCH_1, LEADLINE_KIND_MQL, channels[i], "n", 0, 50);
        record(engine, MARCH_1, LEADLINE_KIND_SQL, channels[i], "n", 0, i == 0 ? 41 : i == 1 ? 40 : 45);
    }
    check(engine, "channel", "cr_mql_to_sql > 0.8", "a 1/1\nb 0/1\nc 1/1\n");
    check_alerts(engine, "channel", NULL, "b mql_to_sql_low 5 4/5 4/5\n");
    CHECK_OK(set_target(engine, "sql_volume", "channel", "c", "50", 0, 0));
    check(engine, "channel", "attainment(sql_volume)", "a !2\nb !2\nc 9/10\n");
    CHECK_OK(leadline_close(engine));
}

static void test_targets(void) {
    part("targets");
    leadline_engine *engine = open_engine();
    for (int day = 0; day < 3; day++) {
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_LEAD, "email", "n", 0, 10);
        record(engine, MARCH_1 + day * DAY + HOUR, LEADLINE_KIND_MEDIA_SPEND, "email", "n", 2000, 1);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_LEAD, "search", "s", 0, 5);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_MEDIA_SPEND, "search", "s", 5000, 1);
    }
    check(engine, "", "target(cpl);attainment(cpl)", "!2 !2\n");
    CHECK_OK(set_target(engine, "cpl", NULL, NULL, "4", 0, MARCH_1 + DAY));
    CHECK_OK(set_target(engine, "cpl", NULL, NULL, "10 / 3", MARCH_1 + DAY, MARCH_1 + 2 * DAY));
    CHECK_OK(set_target(engine, "cpl", "channel", "search", "8.50", MARCH_1 + DAY, 0));
    CHECK_OK(set_target(engine, "cpl", "region", "n", "1", MARCH_1 + 2 * DAY, MARCH_1 + 3 * DAY));
    char *answer = ask_for(engine, "channel;region", "target(cpl);attainment(cpl)", LEADLINE_PERIOD_DAY, 0, LEADLINE_QUERY_TOTALS);
    CHECK_TEXT(answer,
        "email n 2024-03-01 1709251200000000 400/1 1/2\n"
        "email n 2024-03-02 1709337600000000 1000/3 3/5\n"
        "email n 2024-03-03 1709424000000000 100/1 2/1\n"
        "search s 2024-03-01 1709251200000000 400/1 5/2\n"
        "search s 2024-03-02 1709337600000000 850/1 20/17\n"
        "search s 2024-03-03 1709424000000000 850/1 20/17\n"
        "= = = -9223372036854775808 !2 !2\n");
    free(answer);
    /* The row's date is the last that is seen of it. */
    answer = ask_for(engine, "", "target(cpl)", LEADLINE_PERIOD_MONTH, MARCH_1 + 2 * DAY - 1, LEADLINE_QUERY_AS_OF | LEADLINE_QUERY_TOTALS);
    CHECK_TEXT(answer, "2024-03 1709251200000000 1000/3\n= -9223372036854775808 1000/3\n");
    free(answer);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    const char *column = "target(cpl)";
    query.columns = &column;
    query.column_count = 1;
    query.to_us = MARCH_1 + DAY;
    query.flags = LEADLINE_QUERY_TO;
    text t = {NULL, 0, 0};
    add_answer(&t, engine, &query);
    CHECK_TEXT(t.bytes, "400/1\n");
    free(t.bytes);
    /* Of several keys the first one asked for has the word. */
    CHECK_OK(set_target(engine, "cpl", "channel", "email", "2", 0, 0));
    check(engine, "channel;region", "target(cpl)", "email n 200/1\nsearch s 850/1\n");
    check(engine, "region;channel", "target(cpl)", "n email 100/1\ns search 850/1\n");
    check(engine, "region", "target(cpl);target(cpl) / 2 + 1;cpl <= target(cpl)", "n 100/1 150/1 0/1\ns !2 !2 !2\n");
    /* Exact numbers in the column's scale, and units that are none of money. */
    leadline_target exact = target_of("leads", NULL, NULL, NULL, 0, 0);
    exact.numerator.low = 90;
    exact.denominator.low = 4;
    CHECK_OK(leadline_set_target(engine, &exact));
    exact = target_of("aov", "channel", "", NULL, 0, 0);
    exact.numerator.low = 12345;
    exact.denominator.low = 1;
    CHECK_OK(leadline_set_target(engine, &exact));
    CHECK_OK(set_target(engine, "media_spend", NULL, NULL, "money(7) * 2", 0, 0));
    check(engine, "", "target(leads);attainment(leads);target(aov);target(average_check);target(media_spend)", "45/2 2/1 !2 !2 1400/1\n");

    CHECK_INT(leadline_target_count(engine), 8);
    static const char *const listed[] = {"leads - '' 45/2 4", "media_spend - '' 1400/1 1", "cpl - '' 400/1 6", "cpl - '' 1000/3 6",
        "cpl channel 'email' 200/1 6", "cpl channel 'search' 850/1 6", "cpl region 'n' 100/1 6", "average_check channel '' 12345/1 6"};
    for (size_t i = 0; i < 8; i++) {
        leadline_target_info info = LEADLINE_TARGET_INFO_INIT;
        char line[200];
        CHECK_OK(leadline_target_at(engine, i, &info));
        CHECK_INT(info.value.state, LEADLINE_DEFINED);
        CHECK_OK(leadline_ratio_reduce(&info.value.numerator, &info.value.denominator));
        snprintf(line, sizeof line, "%s %s '%s' %" PRIu64 "/%" PRIu64 " %u", info.indicator, info.dimension != NULL ? info.dimension : "-",
            info.name, info.value.numerator.low, info.value.denominator.low, info.value.unit);
        CHECK_TEXT(line, listed[i]);
        if (i == 2) CHECK(info.from_us == INT64_MIN && info.to_us == MARCH_1 + DAY);
        if (i == 5) CHECK(info.from_us == MARCH_1 + DAY && info.to_us == INT64_MAX);
    }
    leadline_target_info none = LEADLINE_TARGET_INFO_INIT;
    CHECK_STATUS(leadline_target_at(engine, 8, &none), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_target_at(engine, SIZE_MAX, &none), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_target_at(engine, 0, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_target_at(NULL, 0, &none), LEADLINE_ERROR_NULL);
    none.struct_size = 1;
    CHECK_STATUS(leadline_target_at(engine, 0, &none), LEADLINE_ERROR_STRUCT_SIZE);
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK_OK(leadline_indicator_find(engine, "cpl", &info));
    CHECK_INT(info.target_count, 5);

    CHECK_STATUS(set_target(engine, "cpl", NULL, NULL, "5", MARCH_1, MARCH_1 + DAY), LEADLINE_STEERING_OVERLAP);
    check_error(engine, "the days overlap with those of another target of cpl");
    CHECK_STATUS(set_target(engine, "cpl", NULL, NULL, "5", 0, 0), LEADLINE_STEERING_OVERLAP);
    CHECK_STATUS(set_target(engine, "cpl", "channel", "search", "5", MARCH_1 - DAY, MARCH_1 + 2 * DAY), LEADLINE_STEERING_OVERLAP);
    check_error(engine, "the days overlap with those of another target of cpl for search");
    CHECK_OK(set_target(engine, "cpl", "channel", "search", "5", MARCH_1 - DAY, MARCH_1 + DAY));
    CHECK_STATUS(remove_target(engine, "cpl", "channel", "search", MARCH_1 - DAY, MARCH_1), LEADLINE_ERROR_NAME);
    check_error(engine, "there is no such target of cpl");
    CHECK_OK(remove_target(engine, "cpl", "channel", "search", MARCH_1 - DAY, MARCH_1 + DAY));
    CHECK_STATUS(remove_target(engine, "cpl", "channel", "search", MARCH_1 - DAY, MARCH_1 + DAY), LEADLINE_ERROR_NAME);
    CHECK_OK(remove_target(engine, "cpl", "channel", "search", MARCH_1 + DAY, 0));
    check(engine, "channel;region", "target(cpl)", "email n 200/1\nsearch s !2\n");
    CHECK_INT(leadline_target_count(engine), 7);

    static const struct {
        const char *indicator, *dimension, *name, *value;
        int64_t from, to;
        leadline_status status;
        const char *error;
    } refused[] = {
        {"cplx", NULL, NULL, "5", 0, 0, LEADLINE_ERROR_NAME, "no measure or indicator is called 'cplx'"},
        {"cpl", "city", "x", "5", 0, 0, LEADLINE_ERROR_NAME, "no dimension is called 'city'"},
        {"cpl", NULL, "x", "5", 0, 0, LEADLINE_ERROR_ARGUMENT, "a target has a name and no dimension"},
        {"cpl", NULL, NULL, "5", MARCH_1 + HOUR, 0, LEADLINE_ERROR_ARGUMENT, "a target begins and ends with a day of the engine's zone: cpl"},
        {"cpl", NULL, NULL, "5", 0, LAST_TIME, LEADLINE_ERROR_ARGUMENT, "a target begins and ends with a day of the engine's zone: cpl"},
        {"cpl", NULL, NULL, "5", MARCH_1 + 9 * DAY, MARCH_1 + 9 * DAY, LEADLINE_ERROR_ARGUMENT, "a target ends before it begins: cpl"},
        {"cpl", NULL, NULL, "5 +", MARCH_1 + 9 * DAY, 0, LEADLINE_EXPRESSION_SYNTAX, "at 3 of '5 +': an operand is missing"},
        {"cpl", NULL, NULL, "five", MARCH_1 + 9 * DAY, 0, LEADLINE_EXPRESSION_NAME, "at 0 of 'five': no measure, indicator or kind of that name"},
        {"cpl", NULL, NULL, "cpc", MARCH_1 + 9 * DAY, 0, LEADLINE_EXPRESSION_SYNTAX, "at 0 of 'cpc': a number was expected, nothing that facts decide"},
        {"cpl", NULL, NULL, "money(5)", MARCH_1 + 9 * DAY, 0, LEADLINE_EXPRESSION_UNIT, "at 0 of 'money(5)': the number must be in the indicator's unit"},
        {"cpl", NULL, NULL, "1 / 0", MARCH_1 + 9 * DAY, 0, LEADLINE_ERROR_ARGUMENT, "a target is a number that fits 128 bits: cpl"},
        {"cpl", NULL, NULL, NULL, MARCH_1 + 9 * DAY, 0, LEADLINE_ERROR_ARGUMENT, "a target is a number that fits 128 bits: cpl"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        CHECK_STATUS(set_target(engine, refused[i].indicator, refused[i].dimension, refused[i].name, refused[i].value, refused[i].from,
                         refused[i].to), refused[i].status);
        check_error(engine, refused[i].error);
    }
    leadline_target odd = target_of("cpl", NULL, NULL, "5", 0, 0);
    odd.flags = 4;
    CHECK_STATUS(leadline_set_target(engine, &odd), LEADLINE_ERROR_ARGUMENT);
    odd = target_of(NULL, NULL, NULL, "5", 0, 0);
    CHECK_STATUS(leadline_set_target(engine, &odd), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_set_target(engine, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_remove_target(NULL, &odd), LEADLINE_ERROR_NULL);
    odd.struct_size = 9;
    CHECK_STATUS(leadline_set_target(engine, &odd), LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_INT(leadline_target_count(engine), 7);
    CHECK_INT(leadline_target_count(NULL), 0);

    /* A target is the row's own. */
    check(engine, "", "previous(target(cpl))", "LEADLINE_EXPRESSION_SYNTAX\n");
    check_error(engine, "at 9 of 'previous(target(cpl))': a target is the row's own: no where, no other period, no total");
    check(engine, "", "attainment(cpl) where channel = email", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "share_of_total(attainment(cpl))", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "target(cpl + 1)", "LEADLINE_EXPRESSION_SYNTAX\n");
    check_error(engine, "at 14 of 'target(cpl + 1)': the name of a measure or indicator was expected");
    check(engine, "", "target(5)", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "target(cpl, cpc)", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "target(cpl) + leads", "LEADLINE_EXPRESSION_UNIT\n");
    check(engine, "", "previous(leads) / target(leads)", "0/1\n");
    const char *dimensions[] = {"channel", "region"}, *columns[] = {"target(cpl)"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 1};
    leadline_point *point = NULL;
    CHECK_STATUS(leadline_point_open(engine, &options, &point), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

static void test_primary_kpi(void) {
    part("the first indicator");
    leadline_engine *engine = open_engine();
    const char *id = "none";
    int64_t from = 77;
    CHECK_STATUS(leadline_primary_kpi(engine, MARCH_1, &id, &from), LEADLINE_ERROR_NAME);
    check_error(engine, "no primary indicator is set for that time");
    CHECK(strcmp(id, "none") == 0 && from == 77);
    CHECK_OK(leadline_set_primary_kpi(engine, "roi_gross_ratio", MARCH_1 + 60 * DAY));
    CHECK_OK(leadline_set_primary_kpi(engine, "cpc", MARCH_1));
    CHECK_OK(leadline_set_primary_kpi(engine, "cpm", MARCH_1 + 30 * DAY));
    CHECK_OK(leadline_set_primary_kpi(engine, "click_out_rate", MARCH_1 + 30 * DAY));
    CHECK_STATUS(leadline_primary_kpi(engine, MARCH_1 - 1, &id, &from), LEADLINE_ERROR_NAME);
    CHECK_OK(leadline_primary_kpi(engine, MARCH_1, &id, &from));
    CHECK_TEXT(id, "cpc");
    CHECK_OK(leadline_primary_kpi(engine, MARCH_1 + 60 * DAY - 1, &id, &from));
    CHECK_TEXT(id, "click_out_rate");
    CHECK(from == MARCH_1 + 30 * DAY);
    CHECK_OK(leadline_primary_kpi(engine, INT64_MAX, &id, NULL));
    CHECK_TEXT(id, "roi_gross_ratio");
    CHECK_OK(leadline_primary_kpi(engine, INT64_MAX, NULL, &from));
    CHECK(from == MARCH_1 + 60 * DAY);
    CHECK_OK(leadline_set_primary_kpi(engine, "cpa", INT64_MIN));
    CHECK_OK(leadline_primary_kpi(engine, INT64_MIN, &id, NULL));
    CHECK_TEXT(id, "cost_per_order");
    CHECK_OK(leadline_set_primary_kpi(engine, NULL, MARCH_1 + 60 * DAY));
    CHECK_STATUS(leadline_set_primary_kpi(engine, NULL, MARCH_1 + 60 * DAY), LEADLINE_ERROR_NAME);
    CHECK_OK(leadline_primary_kpi(engine, INT64_MAX, &id, NULL));
    CHECK_TEXT(id, "click_out_rate");
    CHECK_STATUS(leadline_set_primary_kpi(engine, "nothing", 0), LEADLINE_ERROR_NAME);
    CHECK_STATUS(leadline_set_primary_kpi(NULL, "cpc", 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_primary_kpi(NULL, 0, &id, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_close(engine));
}

static void test_benchmarks(void) {
    part("benchmarks");
    size_t count = leadline_benchmark_count(), of_indicators = 0;
    CHECK_INT(count, 15);
    leadline_engine *engine = open_engine();
    for (size_t i = 0; i < count; i++) {
        leadline_benchmark b = LEADLINE_BENCHMARK_INIT;
        CHECK_OK(leadline_benchmark_at(i, &b));
        CHECK(b.subject[0] != 0 && b.text[0] != 0 && b.sort[0] != 0 && b.unit_text[0] != 0);
        CHECK(b.low.state == LEADLINE_DEFINED || b.high.state == LEADLINE_DEFINED);
        leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
        if (leadline_indicator_find(engine, b.subject, &info) != LEADLINE_OK) continue;
        CHECK_TEXT(info.benchmark, b.text);
        of_indicators++;
    }
    CHECK(of_indicators >= 4);
    leadline_benchmark first = LEADLINE_BENCHMARK_INIT;
    CHECK_OK(leadline_benchmark_at(0, &first));
    CHECK_TEXT(first.subject, "cr_mql_to_sql");
    CHECK(first.low.numerator.low == 4 && first.low.denominator.low == 5 && first.high.state == LEADLINE_UNDEFINED_NO_DATA);
    CHECK_STATUS(leadline_benchmark_at(count, &first), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_benchmark_at(SIZE_MAX, &first), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_benchmark_at(0, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_close(engine));
}

/* Targets set in any order, of many keys and days, against a look through all of them. */
static void test_many(void) {
    part("many targets");
    enum { KEYS = 12, DAYS = 20 };
    uint64_t seed = 20240301;
    printf("    seed %" PRIu64 "\n", seed);
    leadline_engine *engine = open_engine();
    static int target[KEYS + 1][DAYS]; /* the last: of the whole; 0: none */
    memset(target, 0, sizeof target);
    for (int tries = 0; tries < 400; tries++) {
        int key = (int)(next_random(&seed) % (KEYS + 1)), from = (int)(next_random(&seed) % DAYS);
        int to = from + 1 + (int)(next_random(&seed) % 5), value = 1 + (int)(next_random(&seed) % 9);
        char text[2][16];
        snprintf(text[0], sizeof text[0], "c%d", key);
        snprintf(text[1], sizeof text[1], "%d", value);
        int taken = 0;
        for (int d = from; d < to && d < DAYS; d++) taken = taken || target[key][d] != 0;
        if (to > DAYS) continue;
        leadline_status status = set_target(engine, "leads", key < KEYS ? "channel" : NULL, key < KEYS ? text[0] : NULL, text[1],
            MARCH_1 + from * DAY, MARCH_1 + to * DAY);
        CHECK_STATUS(status, taken ? LEADLINE_STEERING_OVERLAP : LEADLINE_OK);
        for (int d = from; d < to && !taken; d++) target[key][d] = value;
    }
    text wanted = {NULL, 0, 0};
    const char *order[KEYS] = {"c0", "c1", "c10", "c11", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"};
    for (int k = 0; k < KEYS; k++) {
        int key = atoi(order[k] + 1);
        for (int d = 0; d < DAYS; d++) {
            record(engine, MARCH_1 + d * DAY, LEADLINE_KIND_LEAD, order[k], "n", 0, 1);
            int own = target[key][d] != 0 ? target[key][d] : target[KEYS][d];
            add_text(&wanted, "%s 2024-03-%02d %" PRId64 " ", order[k], d + 1, MARCH_1 + d * DAY);
            add_text(&wanted, own != 0 ? "%d/1\n" : "!2\n", own);
        }
    }
    char *answer = ask_for(engine, "channel", "target(leads)", LEADLINE_PERIOD_DAY, 0, 0);
    CHECK_TEXT(answer, wanted.bytes);
    free(answer);
    free(wanted.bytes);
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

int main(void) {
    printf("steering\n");
    test_edges();
    test_comparisons();
    test_ceiling();
    test_simple_ratios();
    test_targets();
    test_primary_kpi();
    test_benchmarks();
    test_many();
    return finish();
}
