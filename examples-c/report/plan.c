/*
 * plan.c - from the arguments to an open engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Whatever is wrong with a question should show before gigabytes are read: so the names in it are looked up, and it is
 * asked once of the empty engine.
 */
#include "report.h"

static int is_boundary(const report *r, uint32_t period, int64_t time) {
    int64_t start = 0, end = 0;
    return leadline_period_bounds(r->in.engine, period, time, &start, &end) == LEADLINE_OK && start == time;
}

static void read_bounds(report *r) {
    time_bounds *b = &r->question.bounds;
    bounds_read(b, &r->in);
    /* The engine sees whole periods: the last instant of the one before. */
    if (b->as_of != NULL && is_boundary(r, LEADLINE_PERIOD_HOUR, b->as_of_us)) b->as_of_us--;
}

static int fits(const report *r, uint32_t period) {
    const time_bounds *b = &r->question.bounds;
    return (b->from == NULL || is_boundary(r, period, b->from_us)) && (b->to == NULL || is_boundary(r, period, b->to_us)) &&
           (b->as_of == NULL || is_boundary(r, period, b->as_of_us + 1));
}

/* The longest period that answers the question: fewer cells. A period that is not over is compared with as many days of an
 * earlier one. */
static uint32_t choose_period(const report *r, const expression_uses *uses) {
    uint32_t period = r->question.period;
    int by_days = r->question.compare != COMPARE_NOTHING || (uses->earlier && period != LEADLINE_PERIOD_ALL) || r->prices.count > 0;
    for (size_t i = 0; i < r->in.source_count; i++) by_days = by_days || r->in.sources[i].settings.restate != NULL;
    if (by_days && period != LEADLINE_PERIOD_HOUR) period = LEADLINE_PERIOD_DAY;
    if (fits(r, period)) return period;
    if (period != LEADLINE_PERIOD_HOUR && fits(r, LEADLINE_PERIOD_DAY)) return LEADLINE_PERIOD_DAY;
    if (fits(r, LEADLINE_PERIOD_HOUR)) return LEADLINE_PERIOD_HOUR;
    usage("--from, --to and --as-of must be dates or full hours");
    return 0;
}

/* What the columns come down to. */
static expression_uses scan_columns(report *r) {
    const question *q = &r->question;
    expression_uses uses = {{NULL, 0}, {NULL, 0}, {NULL, 0}, 0, 0};
    for (size_t i = 0; i < q->columns.count; i++) expressions_scan(r, q->columns.items[i], &uses);
    for (size_t i = 0; i < q->target_count; i++) expressions_scan(r, q->targets[i].name, &uses);
    for (size_t i = 0; i < q->health_count; i++) {
        expressions_scan(r, q->healths[i].name, &uses);
        expressions_scan(r, q->healths[i].green, &uses);
        expressions_scan(r, q->healths[i].yellow, &uses);
    }
    for (size_t i = 0; q->alerts && i < leadline_alert_count(r->in.engine); i++) {
        leadline_alert rule = LEADLINE_ALERT_INIT;
        CHECK(leadline_alert_at(r->in.engine, i, &rule));
        expressions_scan(r, rule.condition, &uses);
    }
    return uses;
}

/* The dimensions that the cells need: those asked by, filtered by, also within an expression, and restated by. */
static text_list choose_dimensions(report *r, const expression_uses *uses) {
    text_list chosen = {NULL, 0}, priced = {NULL, 0};
    prices_find_dimensions(r, &priced);
    for (size_t i = 0; i < r->in.dimensions.count; i++) {
        const char *name = r->in.dimensions.items[i];
        int needed = list_find(&r->question.by, name) < r->question.by.count;
        for (size_t j = 0; j < r->question.filter_count; j++) needed = needed || strcmp(r->question.filters[j].dimension, name) == 0;
        for (size_t j = 0; j < r->in.source_count; j++) {
            const char *restate = r->in.sources[j].settings.restate;
            needed = needed || (restate != NULL && strcmp(restate, name) == 0);
        }
        needed = needed || list_find(&uses->dimensions, name) < uses->dimensions.count || list_find(&priced, name) < priced.count;
        if (needed) list_add(&r->in.memory, &chosen, name);
    }
    return chosen;
}

/* The kinds whose distinct persons are asked for, where any file tells persons. */
static size_t choose_persons(const report *r, const expression_uses *uses, uint16_t kinds[LEADLINE_MAX_DISTINCT_KINDS]) {
    size_t count = 0;
    int told = inputs_has_use(&r->in, LEADLINE_FIELD_PERSON);
    for (size_t i = 0; told && i < uses->persons.count; i++) {
        /* A word that is no kind is found out when the engine is asked. */
        if (leadline_kind_number(r->in.engine, uses->persons.items[i], &kinds[count]) != LEADLINE_OK) continue;
        if (++count == LEADLINE_MAX_DISTINCT_KINDS) break;
    }
    return count;
}

/* Asks the empty engine, for the names in the question alone. */
static void check_question(report *r) {
    const question *q = &r->question;
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    query.by = q->by.items;
    query.by_count = q->by.count;
    query.columns = q->asked.items;
    query.column_count = q->asked.count;
    query.order = q->order.items;
    query.order_count = q->columns.count > 0 || q->alerts ? q->order.count : 0;
    query.period = q->period;
    if (q->alerts) query.column_count = 0;
    leadline_status status =
        q->alerts ? leadline_alerts(r->in.engine, &query, NULL, 0, &table) : leadline_query(r->in.engine, &query, &table);
    if (status != LEADLINE_OK) suggest_for_columns(r);
    if (status == LEADLINE_QUERY_ORDER) inputs_usage_of(r->in.engine, status, "--order takes what is in --indicators, --by or period");
    if (status != LEADLINE_OK) inputs_usage_of(r->in.engine, status, "--indicators");
    leadline_table_close(table);
}

void plan_open_plain(report *r) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_rollup_options rollup = LEADLINE_ROLLUP_INIT;
    options.time_zone = r->in.zone;
    /* Conditions in definitions name dimensions. */
    options.dimensions = inputs_dimensions(&r->in);
    options.dimension_count = r->in.dimensions.count <= LEADLINE_MAX_DIMENSIONS ? r->in.dimensions.count : 0;
    options.rollups = &rollup;
    options.rollup_count = 1;
    r->in.engine = inputs_open_engine(&options);
    define_all(r);
}

void plan_open(report *r) {
    question *q = &r->question;
    if (q->period == LEADLINE_PERIOD_DEFAULT) q->period = LEADLINE_PERIOD_ALL;
    if (q->compare != COMPARE_NOTHING && q->period == LEADLINE_PERIOD_ALL && (q->bounds.from == NULL || q->bounds.to == NULL)) {
        usage("--compare needs to know with what: say --period, or --from and --to");
    }
    if (q->alerts && (q->columns.count > 0 || q->totals || q->compare != COMPARE_NOTHING || q->level > 0)) {
        usage("--alerts goes with no --indicators, --totals, --compare or --interval");
    }
    plan_open_plain(r); /* for its calendar, its kinds and its indicators */

    if (r->in.dimensions.count > LEADLINE_MAX_DIMENSIONS) {
        usage("there can be %d dimensions, not %zu", LEADLINE_MAX_DIMENSIONS, r->in.dimensions.count);
    }
    if (!q->by_given) q->by = r->in.dimensions;
    for (size_t i = 0; i < q->by.count; i++) inputs_check_dimension(&r->in, "by", q->by.items[i]);
    for (size_t i = 0; i < q->filter_count; i++) inputs_check_dimension(&r->in, "where", q->filters[i].dimension);
    int dated = q->period != LEADLINE_PERIOD_ALL || r->prices.count > 0 || q->bounds.from != NULL || q->bounds.to != NULL || q->bounds.as_of != NULL;
    for (size_t i = 0; i < r->in.source_count; i++) {
        inputs_check_source(&r->in, &r->in.sources[i]);
        if (dated && !inputs_has_times(&r->in.sources[i].settings)) {
            usage("periods and dates need times: say --time COL, or --at TIME, for %s", r->in.sources[i].path);
        }
    }
    read_bounds(r);

    columns_choose(r);
    columns_define_targets(r);
    health_set_all(r);
    expression_uses uses = scan_columns(r);
    if (uses.accrues && r->prices.count == 0 && !q->are_defaults && !q->all) {
        fputs("report: there are no prices, so nothing accrues; give them with --prices FILE\n", stderr);
    }
    if (q->filter_count > 0 && list_find(&uses.names, "roi_overall") < uses.names.count) {
        fputs("report: roi_overall is here that of what --where leaves\n", stderr);
    }
    text_list chosen = choose_dimensions(r, &uses);
    if (chosen.count > LEADLINE_MAX_ROLLUP_DIMENSIONS) {
        usage("a report can go by %d dimensions, not %zu; choose with --by", LEADLINE_MAX_ROLLUP_DIMENSIONS, chosen.count);
    }
    leadline_rollup_options rollup = {sizeof rollup, NULL, chosen.items, chosen.count, choose_period(r, &uses), 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    uint16_t persons[LEADLINE_MAX_DISTINCT_KINDS];
    options.distinct_kinds = persons;
    options.distinct_kind_count = choose_persons(r, &uses, persons);
    inputs_reopen(&r->in, &options, &rollup);
    prices_set(r);
    define_all(r);
    define_check_shares(r);
    measured_find(r);
    where_fold(r);
    columns_define_targets(r);
    health_set_all(r);
    q->are_defaults = q->columns.count == 0;
    if (q->alerts) columns_show_alerts(r);
    else if (!q->are_defaults) columns_spread(r);
    check_question(r);
}
