/* Health and alerts, in merges and in periods that are not over.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "steering.h"

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
    check_error(engine, "no rule is called 'nothing'");
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

int main(void) {
    printf("alerts\n");
    test_health();
    test_alerts();
    test_merge();
    test_in_progress();
    return finish();
}
