/* Engines on an allocator that fails when told to, in several kinds, and all that they answer as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef STAGE_H
#define STAGE_H

#include "support.h"

static rows facts;
static counter memory;

/* ---- The engine all sweeps begin with ---- */

typedef struct variant {
    const char *name;
    uint32_t ids;
    uint32_t shards;
    uint32_t name_limit;
    uint32_t cell_limit;
} variant;

static const variant variants[] = {{"plain", 0, 1, 0, 0}, {"ids", 1, 2, 0, 0}, {"limits", 1, 1, 12, 9}};

static inline leadline_status open_engine(const variant *v, leadline_engine **engine) {
    static const char *const declared[] = {"c0", "c1"};
    static const char *const both[] = {"campaign", "channel"};
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "campaign", NULL, declared, 2, v->name_limit, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_rollup_options rollups[4] = {{sizeof rollups[0], "both", both, 2, LEADLINE_PERIOD_DAY, v->cell_limit},
        {sizeof rollups[0], "one", both, 1, LEADLINE_PERIOD_HOUR, 0}, {sizeof rollups[0], "other", both + 1, 1, LEADLINE_PERIOD_MONTH, 0},
        {sizeof rollups[0], "none", NULL, 0, LEADLINE_PERIOD_DAY, 0}};
    leadline_kind_options kinds[2] = {{sizeof kinds[0], "trial", 2000, 0, 0, 55, LEADLINE_ROLE_STAGE, LEADLINE_UNIT_MONEY},
        {sizeof kinds[0], "trial_long", 2001, 2000, 0, 55, LEADLINE_ROLE_STAGE, LEADLINE_UNIT_MONEY}};
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.kinds = kinds;
    options.kind_count = 2;
    options.rollups = rollups;
    options.rollup_count = 4;
    options.time_zone = "Europe/Berlin";
    options.currency = "EUR";
    options.money_scale = 2;
    options.shards = v->shards;
    options.ids = v->ids;
    options.refs = v->ids;
    options.journeys = v->ids;
    options.visits = v->cell_limit > 0;
    static const uint16_t distinct[] = {CLICK, LEAD};
    options.distinct_kinds = distinct;
    options.distinct_kind_count = 2;
    options.distinct_precision = 6;
    char error[200];
    return leadline_open(&options, engine, error, sizeof error);
}

/* Rows of `count` facts about names that `first` and up number, with ids that come twice. */
static inline void make_rows(leadline_engine *engine, int first, int names, int count, int64_t amount) {
    facts.count = 0;
    uint64_t seed = (uint64_t)first + 7;
    for (int i = 0; i < count; i++) {
        uint64_t r = next_random(&seed);
        char campaign[20], channel[20];
        snprintf(campaign, sizeof campaign, "c%d", first + (int)(r % (unsigned)names));
        snprintf(channel, sizeof channel, "ch%d", (int)(r >> 16) % 3);
        static const uint16_t kinds[] = {CLICK, SALE, LEAD, LEAD_FORM, SALE, CLICK, 2001, 33};
        const uint16_t kind = kinds[(r >> 8) % 8];
        add_row(&facts, MARCH_1 + (int64_t)(r >> 24) % 4 * 11 * DAY, kind, name(engine, 0, campaign),
            name(engine, 1, channel), kind == 33 ? 0 : amount + (int64_t)(r >> 32 & 15), (int64_t)(r >> 36 & 3), r >> 40 & 31);
        facts.person[facts.count - 1] = r >> 45 & 63;
    }
}

static inline leadline_engine *new_engine(const variant *v) {
    leadline_engine *engine = NULL;
    CHECK_OK(open_engine(v, &engine));
    make_rows(engine, 0, 8, 60, 0);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    uint32_t code = name(engine, 0, "c0");
    CHECK_OK(leadline_set_attribute(engine, 2, code, "north", 5));
    return engine;
}

/* A funnel over the engine's journeys; the tables are the caller's. */
static inline leadline_status ask_funnel(const leadline_engine *engine, leadline_table **table, leadline_table **exits) {
    static const char *const by[] = {"programme", "campaign"};
    static const char *const channels[] = {"ch0", "ch1"};
    static const uint16_t quantiles[] = {100, 500, 900};
    leadline_filter filter = {sizeof filter, "channel", channels, 2};
    leadline_step steps[3] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    leadline_exclusion exclusion = LEADLINE_EXCLUSION_INIT;
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    steps[0].kinds = "click|lead";
    steps[1].kinds = "lead|trial";
    steps[2].kinds = "sale";
    steps[2].name = "bought";
    steps[2].filters = &filter;
    steps[2].filter_count = 1;
    exclusion.kinds = "lead_form";
    exclusion.after = 2;
    options.steps = steps;
    options.step_count = 3;
    options.exclusions = &exclusion;
    options.exclusion_count = 1;
    options.by = by;
    options.by_count = 2;
    options.period = LEADLINE_PERIOD_WEEK;
    options.flags = LEADLINE_FUNNEL_TIMES;
    options.quantiles = quantiles;
    options.quantile_count = 3;
    options.window_us = 30 * DAY;
    return leadline_funnel(engine, &options, table, exits);
}

/* Cohorts of the engine's journeys; the tables are the caller's. */
static inline leadline_status ask_cohorts(const leadline_engine *engine, leadline_table **table, leadline_table **summary) {
    static const char *const by[] = {"programme", "campaign"};
    leadline_step first = LEADLINE_STEP_INIT;
    leadline_cohort_options options = LEADLINE_COHORT_OPTIONS_INIT;
    first.kinds = "click|lead|sale";
    options.first = &first;
    options.by = by;
    options.by_count = 2;
    options.period = LEADLINE_PERIOD_WEEK;
    options.acquisition_cost = "amount(click)";
    return leadline_cohorts(engine, &options, table, summary);
}

/* Customers won and lost, and open leads with what they are worth, of channels alone, which one rollup has. */
static inline leadline_status ask_customers(const leadline_engine *engine, leadline_table **churn, leadline_table **leads) {
    static const char *const by[] = {"channel"};
    leadline_churn_options options = LEADLINE_CHURN_OPTIONS_INIT;
    leadline_open_leads_options open = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = open.by = by;
    options.by_count = open.by_count = 1;
    options.lost_after_us = 10 * DAY;
    options.period = LEADLINE_PERIOD_WEEK;
    open.flags = LEADLINE_OPEN_LEADS_VALUE;
    leadline_status status = leadline_churn(engine, &options, churn);
    if (status != LEADLINE_OK) return status;
    status = leadline_open_leads(engine, &open, leads);
    if (status == LEADLINE_OK) return status;
    leadline_table_close(*churn);
    *churn = NULL;
    return status;
}

/* What an engine answers, with nothing failing. */
static inline char *describe(const leadline_engine *engine) {
    long at = memory.fail_at;
    memory.fail_at = 0;
    text t = {NULL, 0, 0};
    static const char *const by[] = {"campaign channel", "programme", ""};
    static const char columns[] =
        "count(click) amount(click) count(sale) amount(sale) count(lead) count(lead_form) amount(media_spend) count(trial) "
        "amount(trial_long) cpc average_check distinct(click) identified(lead) distinct(lead)";
    for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_MONTH; period += 4) {
            char *answer = ask(engine, by[i], columns, period, LEADLINE_QUERY_TOTALS);
            add_text(&t, "by %s, period %u\n", by[i], period);
            for (char *line = answer; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&t, "%.*s", (int)size, line);
                line += size;
            }
            free(answer);
        }
    }
    leadline_table *table = NULL, *exits = NULL;
    if (ask_funnel(engine, &table, &exits) == LEADLINE_OK) {
        add_table(&t, table);
        add_table(&t, exits);
        leadline_table_close(table);
        leadline_table_close(exits);
    }
    if (ask_customers(engine, &table, &exits) == LEADLINE_OK) {
        add_table(&t, table);
        add_table(&t, exits);
        leadline_table_close(table);
        leadline_table_close(exits);
    }
    if (ask_cohorts(engine, &table, &exits) == LEADLINE_OK) {
        add_table(&t, table);
        add_table(&t, exits);
        leadline_table_close(table);
        leadline_table_close(exits);
    }
    for (int i = 0; i < 60; i++) {
        char text[20];
        uint32_t code = 0;
        snprintf(text, sizeof text, "c%d", i);
        leadline_status status = leadline_find(engine, 0, text, strlen(text), &code);
        add_text(&t, "%s", status == LEADLINE_OK ? "+" : "-");
    }
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    add_text(&t, "\nfacts %" PRIu64 " duplicates %" PRIu64 " conflicts %" PRIu64 " ids %" PRIu64 " latest %" PRId64 " links %" PRIu64 "\n",
        info.facts, info.duplicates, info.conflicts, info.ids, info.greatest_time, info.links);
    memory.fail_at = at;
    return t.bytes;
}

#endif /* STAGE_H */
