/* What stands beside credit of costs and activities: formulas, what is neither, and keys that cost something and have no credit.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_walks.h"

static void add_first(text *t, const leadline_table *table, const char *column) {
    leadline_column c = column_of(table, column);
    add_text(t, "%s%s ", t->size > 0 ? " " : "", column);
    add_value(t, &c, 0);
}

/* By the last click; live and not, it is the same. */
static void check_cost(leadline_engine *engine, const char *cost, const char *activity, const char *wanted) {
    leadline_model model = model_of(LEADLINE_MODEL_LAST_CLICK, "m");
    leadline_attribution_options options = options_by_channel();
    options.models = &model;
    options.model_count = 1;
    options.cost = cost;
    options.activity = activity;
    leadline_table *tables[2] = {NULL, NULL};
    leadline_attribution *attribution = NULL;
    CHECK_OK(leadline_attribute(engine, &options, &tables[0], NULL, NULL));
    CHECK_OK(leadline_attribution_open(engine, &options, &attribution));
    CHECK_OK(leadline_attribution_read(attribution, &tables[1], NULL, NULL));
    for (int i = 0; i < 2; i++) {
        text t = {NULL, 0, 0};
        if (cost != NULL) {
            add_first(&t, tables[i], "cost");
            add_first(&t, tables[i], "m_cpa");
            add_first(&t, tables[i], "m_roas");
            add_first(&t, tables[i], "m_roi");
        }
        if (activity != NULL) {
            add_first(&t, tables[i], "activity");
            add_first(&t, tables[i], "m_impact");
        }
        CHECK_TEXT(t.bytes, wanted);
        free(t.bytes);
        if (cost != NULL) {
            /* The same as of a query. */
            leadline_query_options query = LEADLINE_QUERY_INIT;
            leadline_table *table = NULL;
            query.by = by_channel;
            query.by_count = 1;
            query.columns = &cost;
            query.column_count = 1;
            CHECK_OK(leadline_query(engine, &query, &table));
            leadline_column asked = LEADLINE_COLUMN_INIT, given = column_of(tables[i], "cost");
            CHECK_OK(leadline_table_column(table, 1, &asked));
            CHECK_INT(given.type, asked.type);
            CHECK_INT(given.unit, asked.unit);
            CHECK_INT(given.scale, asked.scale);
            CHECK(memcmp(given.numerators, asked.numerators, sizeof *asked.numerators) == 0);
            CHECK((given.denominators == NULL) == (asked.denominators == NULL));
            leadline_table_close(table);
        }
        leadline_table_close(tables[i]);
    }
    leadline_attribution_close(attribution);
}

static void test_costs(void) {
    part("costs that are formulas");
    leadline_engine *engine = make_engine();
    check_cost(engine, "marketing_cost", "impressions", "cost 1500 m_cpa 1500/1 m_roas 6/1 m_roi 5/1 activity 7 m_impact 1/7");
    check_cost(engine, "marketing_cost / 7", NULL, "cost 1500/7 m_cpa 1500/7 m_roas 42/1 m_roi 41/1");
    check_cost(engine, "marketing_cost * 1.2", NULL, "cost 1800/1 m_cpa 1800/1 m_roas 5/1 m_roi 4/1");
    check_cost(engine, NULL, "impressions / clicks", "activity 7/2 m_impact 2/7");
    part("what is no cost, and what is no activity");
    leadline_attribution_options options = options_by_channel();
    static const char *const no_costs[] = {"clicks", "ctr", "cpc", "impressions / clicks", "7"};
    for (size_t i = 0; i < sizeof no_costs / sizeof *no_costs; i++) {
        char why[200];
        options.cost = no_costs[i];
        snprintf(why, sizeof why, "cost is an amount of money, like marketing_cost, and '%s' is none", no_costs[i]);
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
        options.activity = "clicks";
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
        options.activity = NULL;
    }
    static const char *const no_activities[] = {"marketing_cost", "cpc", "marketing_cost / 7"};
    for (size_t i = 0; i < sizeof no_activities / sizeof *no_activities; i++) {
        char why[200];
        options.cost = i == 1 ? "marketing_cost" : NULL;
        options.activity = no_activities[i];
        snprintf(why, sizeof why, "activity is what was done, like impressions, and '%s' is money", no_activities[i]);
        check_refused(engine, &options, LEADLINE_ERROR_ARGUMENT, why);
    }
    options.cost = "no_such";
    options.activity = NULL;
    check_refused(engine, &options, LEADLINE_ERROR_NAME, "no measure, indicator or kind is called 'no_such'");
    part("media costs that are booked twice");
    options.cost = "marketing_cost";
    for (int is_twice = 0; is_twice < 2; is_twice++) {
        leadline_table *credits = NULL;
        leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
        CHECK_OK(leadline_attribute(engine, &options, &credits, NULL, NULL));
        CHECK_OK(leadline_table_read_info(credits, &info));
        CHECK_INT(info.double_booked, is_twice);
        leadline_table_close(credits);
        record(engine, 4 * DAY, LEADLINE_KIND_CLICK, 2, 2, 30);
    }
    CHECK_OK(leadline_close(engine));
}

/* Keys that cost something and have no credit. */
static void test_costs_alone(void) {
    part("what cost something and led to nothing has a row");
    walk w = {{{MARCH_1, 0, CLICKED, 1, 0, 0}, {MARCH_1 + DAY, 90, SOLD, 0, 0, 0}}, 2};
    leadline_engine *engine = engine_of(&w, 1);
    rows r;
    r.count = 0;
    add_row(&r, MARCH_1, 90, 2, 0, 30, 1, 0);
    add_row(&r, MARCH_1 + 31 * DAY, 90, 3, 0, 7, 1, 0);
    leadline_batch batch = batch_of(&r, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    leadline_model models[2] = {model_of(LEADLINE_MODEL_LAST, NULL), model_of(LEADLINE_MODEL_MARKOV, NULL)};
    leadline_attribution_options options = options_by_channel();
    options.models = models;
    options.model_count = 1;
    options.cost = "marketing_cost";
    CHECK_CREDITS(engine, &options, "a sale 1000000 90 30 30/1 3/1 2/1\nb sale 0 0 7 !1 0/1 -1/1\n");
    options.period = LEADLINE_PERIOD_MONTH;
    options.model_count = 2;
    CHECK_CREDITS(engine, &options,
        "a 2024-03 1709251200000000 sale 1000000 90 1000000 90 1.000000 1.000000 30 30/1 3/1 2/1 30/1 3/1 2/1\n"
        "b 2024-04 1711929600000000 sale 0 0 0 0 0.000000 0.000000 7 !1 0/1 -1/1 !1 0/1 -1/1\n");
    options.cost = NULL;
    options.period = 0;
    options.model_count = 1;
    options.activity = "count(media_spend)";
    options.retire_below = 500000;
    options.optimise_from = 2000000;
    CHECK_CREDITS(engine, &options, "a sale 1000000 90 1 1/1 continue\nb sale 0 0 1 0/1 retire\n");
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("attribution, costs\n");
    test_costs();
    test_costs_alone();
    return finish();
}
