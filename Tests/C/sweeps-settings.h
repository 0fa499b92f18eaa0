/* The calls that set targets, rules and rates, whose allocations fail in turn, and what reads them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SWEEPS_SETTINGS_H
#define SWEEPS_SETTINGS_H

#include "sweeps.h"

static leadline_status act_target(stage *s) {
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "cpc";
    target.dimension = "channel";
    target.name = "a channel of a somewhat longer name";
    target.value = "3 / 2 * (1 + 0.5)";
    size_t before = leadline_target_count(s->engine);
    leadline_status status = leadline_set_target(s->engine, &target);
    CHECK_INT(leadline_target_count(s->engine), before + (status == LEADLINE_OK));
    return status;
}

static leadline_status act_health(stage *s) {
    leadline_health health = {sizeof health, "cpc", "0.5 * target(cpc)", "min(3, target(cpc))"};
    leadline_status status = leadline_set_health(s->engine, &health);
    leadline_indicator_info info = LEADLINE_INDICATOR_INFO_INIT;
    long at = memory.fail_at;
    memory.fail_at = 0;
    CHECK_OK(leadline_indicator_find(s->engine, "cpc", &info));
    memory.fail_at = at;
    CHECK_TEXT(info.health_green, status == LEADLINE_OK ? "0.5 * target(cpc)" : "9");
    return status;
}

static void prepare_health(stage *s, const variant *v) {
    (void)v;
    leadline_health health = {sizeof health, "cpc", "9", "10"};
    CHECK_OK(leadline_set_health(s->engine, &health));
}

static leadline_status act_primary_kpi(stage *s) { return leadline_set_primary_kpi(s->engine, "cpc", MARCH_1); }

static leadline_status act_define_alert(stage *s) {
    leadline_alert alert = {sizeof alert, "mql_to_sql_low", "previous(cpc) where channel = ch0 > 2 * cpc", "A rule instead of another"};
    leadline_status status = leadline_define_alert(s->engine, &alert, NULL);
    CHECK_INT(leadline_alert_count(s->engine), 4);
    CHECK_OK(leadline_alert_at(s->engine, 3, &alert));
    CHECK_TEXT(alert.condition, status == LEADLINE_OK ? "previous(cpc) where channel = ch0 > 2 * cpc" : "cr_mql_to_sql <= 0.8");
    return status;
}

static void prepare_alerts(stage *s, const variant *v) {
    (void)v;
    leadline_alert alert = {sizeof alert, "clicks", "clicks < target(clicks) + health(clicks)", NULL};
    leadline_health health = {sizeof health, "clicks", "target(clicks)", "0.5 * target(clicks)"};
    CHECK_OK(leadline_set_health(s->engine, &health));
    CHECK_OK(leadline_define_alert(s->engine, &alert, NULL));
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "clicks";
    target.value = "10";
    CHECK_OK(leadline_set_target(s->engine, &target));
    target.dimension = "programme";
    target.name = "north";
    target.value = "100";
    CHECK_OK(leadline_set_target(s->engine, &target));
}

static leadline_status act_alerts(stage *s) {
    static const char *const by[] = {"programme", "channel"};
    static const char *const order[] = {"-period", "channel"};
    static const char *const rules[] = {"clicks", "check_below_cpl"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 2;
    query.order = order;
    query.order_count = 2;
    query.period = LEADLINE_PERIOD_WEEK;
    leadline_status status = leadline_alerts(s->engine, &query, rules, 2, &s->table);
    CHECK((status == LEADLINE_OK) == (s->table != NULL));
    leadline_table_close(s->table);
    s->table = NULL;
    return status;
}

/* Dollars at par, as many days of yen as fill more than one block of rates. */
static void add_rates(leadline_engine *engine, int days) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = "USD";
    rate.from_us = INT64_MIN;
    rate.text = "1";
    CHECK_OK(leadline_set_rate(engine, &rate));
    for (int i = 0; i < days; i++) {
        int64_t start = 0, end = 0;
        CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, MARCH_1 + i * DAY + 12 * HOUR, &start, &end));
        rate.currency = "JPY";
        rate.from_us = start;
        CHECK_OK(leadline_set_rate(engine, &rate));
    }
}

static leadline_status act_set_rate(stage *s) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = "CHF";
    rate.from_us = INT64_MIN;
    rate.text = "1/0.97";
    size_t count = leadline_rate_count(s->engine);
    uint16_t code = 77;
    leadline_status status = leadline_set_rate(s->engine, &rate);
    CHECK_INT(leadline_rate_count(s->engine), count + (status == LEADLINE_OK));
    CHECK_STATUS(leadline_currency_code(s->engine, "CHF", &code), status == LEADLINE_OK ? LEADLINE_OK : LEADLINE_ERROR_NAME);
    return status;
}

static uint16_t currencies[ROWS_CAPACITY];

static void prepare_currencies(stage *s, const variant *v) {
    prepare_batch(s, v);
    add_rates(s->engine, 0);
    for (size_t i = 0; i < facts.count; i++) {
        currencies[i] = facts.kind[i] == SALE || facts.kind[i] == CLICK || facts.kind[i] == IMPRESSION;
    }
}

static leadline_status act_currencies(stage *s) {
    leadline_batch batch = batch_of(&facts, 2);
    batch.currency = currencies;
    return leadline_record_batch(s->engine, &batch, 0, NULL);
}

static void prepare_merge_of_rates(stage *s, const variant *v) {
    prepare_merge(s, v);
    add_rates(s->engine, 1);
    add_rates(s->other, 20);
}

#endif
