/* Targets, the first indicator, health and alerts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static rows facts;
static counter memory;

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "region", NULL, NULL, 0, 0, 0}};
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.money_scale = 2;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, const char *region, int64_t amount, int64_t count) {
    facts.count = 0;
    add_row(&facts, time, kind, name(engine, 0, channel), name(engine, 1, region), amount, count, 0);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* What leadline_query answers for columns between semicolons. */
static char *ask_for(const leadline_engine *engine, const char *by, const char *columns, uint32_t period, int64_t as_of, uint32_t flags) {
    char lists[2][512];
    const char *words[2][16];
    size_t counts[2] = {0, 0};
    snprintf(lists[0], sizeof lists[0], "%s", by);
    snprintf(lists[1], sizeof lists[1], "%s", columns);
    for (int i = 0; i < 2; i++) {
        for (char *word = strtok(lists[i], ";"); word != NULL; word = strtok(NULL, ";")) words[i][counts[i]++] = word;
    }
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = words[0];
    query.by_count = counts[0];
    query.columns = words[1];
    query.column_count = counts[1];
    query.period = period;
    query.as_of_us = as_of;
    query.flags = flags;
    text t = {NULL, 0, 0};
    add_answer(&t, engine, &query);
    return t.bytes;
}

static void check(const leadline_engine *engine, const char *by, const char *columns, const char *wanted) {
    char *answer = ask_for(engine, by, columns, 0, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static void check_error(const leadline_engine *engine, const char *wanted) {
    char detail[400] = "";
    leadline_engine_error(engine, detail, sizeof detail);
    CHECK_TEXT(detail, wanted);
}

static leadline_target target_of(const char *indicator, const char *dimension, const char *name, const char *value, int64_t from, int64_t to) {
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = indicator;
    target.dimension = dimension;
    target.name = name;
    target.value = value;
    target.from_us = from;
    target.to_us = to;
    target.flags = (from != 0 ? LEADLINE_TARGET_FROM : 0) | (to != 0 ? LEADLINE_TARGET_TO : 0);
    return target;
}

static leadline_status set_target(
    leadline_engine *engine, const char *indicator, const char *dimension, const char *name, const char *value, int64_t from, int64_t to) {
    leadline_target target = target_of(indicator, dimension, name, value, from, to);
    return leadline_set_target(engine, &target);
}

static leadline_status remove_target(
    leadline_engine *engine, const char *indicator, const char *dimension, const char *name, int64_t from, int64_t to) {
    leadline_target target = target_of(indicator, dimension, name, NULL, from, to);
    return leadline_remove_target(engine, &target);
}

static leadline_status set_health(leadline_engine *engine, const char *indicator, const char *green, const char *yellow) {
    leadline_health health = {sizeof health, indicator, green, yellow};
    return leadline_set_health(engine, &health);
}

static leadline_status define_alert(leadline_engine *engine, const char *name, const char *condition, size_t *position) {
    leadline_alert alert = LEADLINE_ALERT_INIT;
    alert.name = name;
    alert.condition = condition;
    return leadline_define_alert(engine, &alert, position);
}

static leadline_status define(leadline_engine *engine, const char *name, const char *formula, uint32_t direction) {
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = name;
    definition.formula = formula;
    definition.direction = direction;
    return leadline_define(engine, &definition, NULL);
}

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
static char *alerts(const leadline_engine *engine, const char *by, const char *rules, uint32_t period, uint64_t limit) {
    char lists[2][256];
    const char *words[2][16];
    size_t counts[2];
    snprintf(lists[0], sizeof lists[0], "%s", by);
    snprintf(lists[1], sizeof lists[1], "%s", rules != NULL ? rules : "");
    for (int i = 0; i < 2; i++) counts[i] = split(lists[i], words[i], 16);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = words[0];
    query.by_count = counts[0];
    query.period = period;
    query.limit = limit;
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_alerts(engine, &query, rules != NULL ? words[1] : NULL, counts[1], &table);
    add_text(&t, "%s", status == LEADLINE_OK ? "" : leadline_status_name(status));
    if (status == LEADLINE_OK) add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

static void check_alerts(const leadline_engine *engine, const char *by, const char *rules, const char *wanted) {
    char *answer = alerts(engine, by, rules, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

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
        {"cplx", NULL, NULL, "5", 0, 0, LEADLINE_ERROR_NAME, "no measure or indicator is called cplx"},
        {"cpl", "city", "x", "5", 0, 0, LEADLINE_ERROR_NAME, "no dimension is called city"},
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

static void test_health(void) {
    part("health");
    leadline_engine *engine = open_engine();
    const struct { const char *channel; int64_t spend; int64_t leads; } channels[] = {{"a", 5000, 2}, {"b", 5001, 2}, {"c", 10000, 2}, {"d", 10001, 2}, {"e", 1, 0}};
    for (size_t i = 0; i < 5; i++) {
        record(engine, MARCH_1, LEADLINE_KIND_MEDIA_SPEND, channels[i].channel, "n", channels[i].spend, 1);
        if (channels[i].leads > 0) record(engine, MARCH_1, LEADLINE_KIND_LEAD, channels[i].channel, "n", 0, channels[i].leads);
    }
    check(engine, "", "health(cpl)", "LEADLINE_STEERING_NO_HEALTH\n");
    check_error(engine, "at 0 of 'health(cpl)': no thresholds of health are set for it");
    CHECK_OK(set_health(engine, "cpl", "25", "50"));
    check(engine, "channel", "health(cpl);2 * health(cpl) - 1", "a 2/1 3/1\nb 1/1 1/1\nc 1/1 1/1\nd 0/1 -1/1\ne !1 !1\n");
    /* By attainment, and upwards. */
    CHECK_OK(set_health(engine, "leads", "target(leads)", "0.4 * target(leads)"));
    check(engine, "channel", "health(leads)", "a !2\nb !2\nc !2\nd !2\ne !2\n");
    CHECK_OK(set_target(engine, "leads", NULL, NULL, "5", 0, 0));
    CHECK_OK(set_target(engine, "leads", "channel", "c", "2", 0, 0));
    CHECK_OK(set_target(engine, "leads", "channel", "d", "6", 0, 0));
    check(engine, "channel", "health(leads)", "a 1/1\nb 1/1\nc 2/1\nd 0/1\ne 0/1\n");
    CHECK_OK(define(engine, "worst", "min(health(cpl), health(leads))", 0));
    check(engine, "channel", "worst", "a 1/1\nb 1/1\nc 1/1\nd 0/1\ne !1\n");
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    CHECK_OK(leadline_indicator_find(engine, "cpl", &info));
    CHECK_TEXT(info.health_green, "25");
    CHECK_TEXT(info.health_yellow, "50");
    CHECK_TEXT(info.benchmark, "");
    CHECK_OK(leadline_indicator_find(engine, "cr_mql_to_sql", &info));
    CHECK_TEXT(info.health_green, "");
    CHECK_TEXT(info.benchmark, "> 80 %");
    const char *dimensions[] = {"channel", "region"}, *columns[] = {"health(cpl)"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 1};
    leadline_point *point = NULL;
    leadline_value value;
    uint32_t codes[2] = {name(engine, 0, "c"), name(engine, 1, "n")};
    CHECK_OK(leadline_point_open(engine, &options, &point));
    CHECK_OK(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, &value, 1));
    CHECK_INT(value.numerator.low, LEADLINE_HEALTH_YELLOW);
    leadline_point_close(point);

    static const struct { const char *indicator, *green, *yellow; leadline_status status; } refused[] = {
        {"nothing", "1", "2", LEADLINE_ERROR_NAME},
        {"media_spend", "1", "2", LEADLINE_ERROR_ARGUMENT}, /* neither way is better */
        {"worst", "1", "2", LEADLINE_ERROR_ARGUMENT},
        {"cpl", "1 +", "2", LEADLINE_EXPRESSION_SYNTAX},
        {"cpl", "1", "2) + (3", LEADLINE_EXPRESSION_SYNTAX},
        {"cpl", "leads", "2", LEADLINE_EXPRESSION_UNIT},
        {"cpl", "word", "2", LEADLINE_EXPRESSION_NAME},
        {"cpl", "cpl * health(cpl)", "2", LEADLINE_EXPRESSION_TOO_LARGE},
        {"leads", "health(leads)", "2", LEADLINE_EXPRESSION_TOO_LARGE},
        {"leads", "worst", "2", LEADLINE_EXPRESSION_TOO_LARGE},
        {"roas", "health(roas)", "2", LEADLINE_STEERING_NO_HEALTH},
        {"cpl", NULL, "2", LEADLINE_ERROR_NULL},
        {"cpl", "50", "25", LEADLINE_ERROR_ARGUMENT}, /* smaller is better */
        {"leads", "3", "2 + 2", LEADLINE_ERROR_ARGUMENT},
        {NULL, "1", "2", LEADLINE_ERROR_NULL},
        {"roas", NULL, NULL, LEADLINE_ERROR_NAME},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        CHECK_STATUS(set_health(engine, refused[i].indicator, refused[i].green, refused[i].yellow), refused[i].status);
    }
    check(engine, "channel", "health(cpl);health(leads)", "a 2/1 1/1\nb 1/1 1/1\nc 1/1 2/1\nd 0/1 0/1\ne !1 0/1\n");
    CHECK_OK(set_health(engine, "cpl", "25.5", "25.5"));
    CHECK_STATUS(set_health(engine, "cpl", "25.5", "25"), LEADLINE_ERROR_ARGUMENT);
    check_error(engine, "the threshold for green is worse than that for yellow: cpl");
    CHECK_OK(set_health(engine, "cpl", NULL, NULL));
    check(engine, "", "worst", "LEADLINE_STEERING_NO_HEALTH\n");
    CHECK_STATUS(leadline_set_health(engine, NULL), LEADLINE_ERROR_NULL);
    check(engine, "", "health(leads + 1)", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "health(5)", "LEADLINE_EXPRESSION_SYNTAX\n");
    check(engine, "", "health(nothing)", "LEADLINE_EXPRESSION_NAME\n");
    check(engine, "", "health", "LEADLINE_ERROR_NAME\n");
    CHECK_STATUS(define(engine, "health", "1", 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(define(engine, "target", "1", 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

static void test_alerts(void) {
    part("alerts");
    leadline_engine *engine = open_engine();
    for (int day = 0; day < 2; day++) {
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_CLICK, "email", "n", 0, 100);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_CLICK, "search", "n", 0, 50);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_MEDIA_SPEND, "email", "n", 3000 + 3000 * day, 1);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_MEDIA_SPEND, "search", "n", 3000, 1);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_SALE, "search", "n", 4000, 1);
        record(engine, MARCH_1 + day * DAY, LEADLINE_KIND_GOODS_COST, "search", "n", 2000, 1);
    }
    size_t built_in = leadline_alert_count(engine);
    CHECK_INT(built_in, 4);
    leadline_alert rule = LEADLINE_ALERT_INIT;
    CHECK_OK(leadline_alert_at(engine, 0, &rule));
    CHECK_TEXT(rule.name, "cpl_above_ceiling");
    CHECK_TEXT(rule.condition, "cpl >= unit_margin");
    CHECK(strlen(rule.description) > 10);
    /* What half of all is undefined for is no breach. */
    check_alerts(engine, "channel", NULL, "search roas_below_breakeven 5 4/3 2/1\n");
    CHECK_OK(define_alert(engine, "dear_clicks", "cpc > 0.50", NULL));
    CHECK_OK(define_alert(engine, "few_clicks", "clicks < 80", NULL));
    char *answer = alerts(engine, "channel", "few_clicks dear_clicks", LEADLINE_PERIOD_DAY, 0);
    CHECK_TEXT(answer,
        "email 2024-03-02 1709337600000000 dear_clicks 6 3/5 1/2\n"
        "search 2024-03-01 1709251200000000 few_clicks 4 50/1 80/1\n"
        "search 2024-03-01 1709251200000000 dear_clicks 6 3/5 1/2\n"
        "search 2024-03-02 1709337600000000 few_clicks 4 50/1 80/1\n"
        "search 2024-03-02 1709337600000000 dear_clicks 6 3/5 1/2\n");
    free(answer);
    answer = alerts(engine, "channel", "few_clicks dear_clicks", LEADLINE_PERIOD_DAY, 2);
    CHECK_TEXT(answer, "email 2024-03-02 1709337600000000 dear_clicks 6 3/5 1/2\nsearch 2024-03-01 1709251200000000 few_clicks 4 50/1 80/1\n");
    free(answer);
    check_alerts(engine, "", "dear_clicks few_clicks", "");
    check_alerts(engine, "channel", "nothing", "LEADLINE_ERROR_NAME");
    check_error(engine, "no rule is called nothing");
    /* Anew, in the old one's place; a rule on a change, on a target, on what only some cells have. */
    CHECK_OK(define_alert(engine, "few_clicks", "attainment(clicks) < 1", NULL));
    CHECK_OK(set_target(engine, "clicks", "channel", "search", "101", 0, 0));
    CHECK_OK(define_alert(engine, "dearer", "growth(cpc where channel = email) >= 1", NULL));
    check_alerts(engine, "channel", "few_clicks", "search few_clicks 5 100/101 1/1\n");
    answer = alerts(engine, "", "dearer", LEADLINE_PERIOD_DAY, 0);
    CHECK_TEXT(answer, "2024-03-02 1709337600000000 dearer 5 1/1 1/1\n");
    free(answer);
    CHECK_OK(leadline_alert_at(engine, 5, &rule));
    CHECK_TEXT(rule.condition, "attainment(clicks) < 1");
    CHECK_TEXT(rule.description, "");
    CHECK_INT(leadline_alert_count(engine), built_in + 3);

    static const struct { const char *name, *condition; leadline_status status; size_t position; } refused[] = {
        {"Big", "cpc > 1", LEADLINE_ERROR_ARGUMENT, 77},
        {"a", "cpc", LEADLINE_EXPRESSION_SYNTAX, 0},
        {"a", "(cpc > 1) + 1", LEADLINE_EXPRESSION_SYNTAX, 0},
        {"a", "cpc > ", LEADLINE_EXPRESSION_SYNTAX, 6},
        {"a", "cpc > leads", LEADLINE_EXPRESSION_UNIT, 4},
        {"a", "cpc > nothing", LEADLINE_EXPRESSION_NAME, 6},
        {"a", "nothing", LEADLINE_EXPRESSION_NAME, 0},
        {"a", "health(cpc) < 2", LEADLINE_STEERING_NO_HEALTH, 0},
        {"a", NULL, LEADLINE_ERROR_NULL, 77},
        {NULL, "cpc > 1", LEADLINE_ERROR_NULL, 77},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        size_t position = 77;
        CHECK_STATUS(define_alert(engine, refused[i].name, refused[i].condition, &position), refused[i].status);
        CHECK_INT(position, refused[i].position);
    }
    /* A comparison in brackets is one, too; so is one that a name stands for not. */
    CHECK_OK(define_alert(engine, "bracketed", "(cpc > 0.50)", NULL));
    CHECK_OK(leadline_remove_alert(engine, "bracketed"));
    CHECK_STATUS(define_alert(engine, "named", "lead_price_ceiling_ok", NULL), LEADLINE_EXPRESSION_SYNTAX);
    CHECK_OK(leadline_remove_alert(engine, "cpl_above_ceiling"));
    CHECK_STATUS(leadline_remove_alert(engine, "cpl_above_ceiling"), LEADLINE_ERROR_NAME);
    CHECK_INT(leadline_alert_count(engine), built_in + 2);
    CHECK_STATUS(leadline_alert_at(engine, built_in + 2, &rule), LEADLINE_ERROR_ARGUMENT);
    CHECK_INT(leadline_alert_count(NULL), 0);

    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    const char *column = "cpc", *no_name = NULL, *order = "-period";
    query.columns = &column;
    query.column_count = 1;
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, &table), LEADLINE_ERROR_ARGUMENT);
    query.column_count = 0;
    query.flags = LEADLINE_QUERY_TOTALS;
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, &table), LEADLINE_ERROR_ARGUMENT);
    query.flags = 0;
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 1, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_alerts(engine, &query, &no_name, 1, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_alerts(engine, &query, &no_name, SIZE_MAX, &table), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_alerts(engine, NULL, NULL, 0, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, NULL), LEADLINE_ERROR_NULL);
    query.order = &column;
    query.order_count = 1;
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, &table), LEADLINE_QUERY_ORDER);
    CHECK(table == NULL);
    query.order = &order;
    query.period = LEADLINE_PERIOD_DAY;
    text t = {NULL, 0, 0};
    CHECK_OK(leadline_alerts(engine, &query, NULL, 0, &table));
    leadline_column kept = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_column(table, 2, &kept));
    CHECK_TEXT(kept.name, "rule");
    CHECK_INT(kept.is_key, 1);
    CHECK_OK(leadline_table_column(table, 4, &kept));
    CHECK_TEXT(kept.name, "left");
    CHECK(kept.type == LEADLINE_TYPE_RATIO && kept.unit == LEADLINE_UNIT_OTHER && kept.scale == 0);
    add_table(&t, table);
    CHECK_TEXT(t.bytes, "2024-03-02 1709337600000000 roas_below_breakeven 5 4/9 2/1\n2024-03-02 1709337600000000 dear_clicks 6 3/5 1/2\n"
        "2024-03-02 1709337600000000 dearer 5 1/1 1/1\n2024-03-01 1709251200000000 roas_below_breakeven 5 2/3 2/1\n");
    free(t.bytes);
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
}

/* Settings are the engine's own: a merge neither takes nor gives them. */
static void test_merge(void) {
    part("merging");
    leadline_engine *engine = open_engine(), *other = open_engine();
    record(engine, MARCH_1, LEADLINE_KIND_LEAD, "a", "n", 0, 3);
    record(other, MARCH_1, LEADLINE_KIND_LEAD, "b", "n", 0, 6);
    CHECK_OK(set_target(engine, "leads", "channel", "b", "4", 0, 0));
    CHECK_OK(set_target(other, "leads", "channel", "a", "5", 0, 0));
    CHECK_OK(set_health(engine, "leads", "5", "3"));
    CHECK_OK(leadline_set_primary_kpi(engine, "leads", MARCH_1));
    CHECK_OK(leadline_set_primary_kpi(other, "cpl", MARCH_1));
    CHECK_OK(define_alert(engine, "few", "leads < 5", NULL));
    CHECK_OK(leadline_merge(engine, other, 0));
    check(engine, "channel", "leads;attainment(leads);health(leads)", "a 3 !2 1/1\nb 6 3/2 2/1\n");
    check_alerts(engine, "channel", NULL, "a few 4 3/1 5/1\n");
    const char *id = NULL;
    CHECK_OK(leadline_primary_kpi(engine, MARCH_1, &id, NULL));
    CHECK_TEXT(id, "leads");
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(other));
    CHECK_INT(memory.held, 0);
}

static void check_progress(const leadline_engine *engine, uint32_t period, int64_t from, int64_t to, int64_t as_of, const char *wanted) {
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.period = period;
    query.from_us = from;
    query.to_us = to;
    query.as_of_us = as_of;
    query.flags = (from != 0 ? LEADLINE_QUERY_FROM : 0) | (to != 0 ? LEADLINE_QUERY_TO : 0) | (as_of != 0 ? LEADLINE_QUERY_AS_OF : 0) |
                  LEADLINE_QUERY_TOTALS;
    leadline_table *table = NULL;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column label = LEADLINE_COLUMN_INIT, start = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, 0, &label));
    CHECK_OK(leadline_table_column(table, 1, &start));
    CHECK_TEXT(start.name, "period_start");
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (size_t i = 0; i < info.rows; i++) {
        add_text(&t, "%.*s%s ", (int)(label.offsets[i + 1] - label.offsets[i]), label.bytes + label.offsets[i],
            start.states[i] == LEADLINE_IN_PROGRESS ? "*" : "");
    }
    CHECK_INT(start.states[info.rows], LEADLINE_DEFINED);
    CHECK_TEXT(t.bytes, wanted);
    free(t.bytes);
    leadline_table_close(table);
}

static void test_in_progress(void) {
    part("periods that are not over");
    leadline_engine *engine = open_engine();
    const int64_t days[] = {0, 10, 30, 31, 45};
    for (size_t i = 0; i < 5; i++) record(engine, MARCH_1 + days[i] * DAY + HOUR, LEADLINE_KIND_LEAD, "a", "n", 0, 1);
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, 0, "2024-03 2024-04* ");
    check_progress(engine, LEADLINE_PERIOD_DAY, 0, 0, 0, "2024-03-01 2024-03-11 2024-03-31 2024-04-01 2024-04-15 ");
    check_progress(engine, LEADLINE_PERIOD_QUARTER, 0, 0, 0, "2024-Q1 2024-Q2* ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, MARCH_1 + 61 * DAY - 1, "2024-03 2024-04 ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, MARCH_1 + 61 * DAY - 2, "2024-03 2024-04* ");
    check_progress(engine, LEADLINE_PERIOD_DAY, 0, 0, MARCH_1 + 45 * DAY + 2 * HOUR, "2024-03-01 2024-03-11 2024-03-31 2024-04-01 2024-04-15* ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, MARCH_1 + 31 * DAY - 1, "2024-03 ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, MARCH_1 + 30 * DAY - 1, "2024-03* ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, MARCH_1 + DAY, 0, 0, "2024-03* 2024-04* ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, MARCH_1, MARCH_1 + 31 * DAY, 0, "2024-03 ");
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, MARCH_1 + 30 * DAY, 0, "2024-03* ");
    check_progress(engine, LEADLINE_PERIOD_WEEK, 0, 0, 0, "2024-W09 2024-W11 2024-W13 2024-W14 2024-W16* ");
    /* A month whose last day is seen is over. */
    record(engine, MARCH_1 + 60 * DAY, LEADLINE_KIND_LEAD, "a", "n", 0, 1);
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, 0, "2024-03 2024-04 ");
    CHECK_OK(leadline_close(engine));
    engine = open_engine();
    check_progress(engine, LEADLINE_PERIOD_MONTH, 0, 0, 0, "");
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
    test_health();
    test_alerts();
    test_merge();
    test_in_progress();
    test_benchmarks();
    test_many();
    return finish();
}
