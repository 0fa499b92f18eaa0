/* An engine to steer, and what it answers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef STEERING_H
#define STEERING_H

#include "support.h"

static rows facts;
static counter memory;

static inline leadline_engine *open_engine(void) {
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

static inline void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, const char *region, int64_t amount, int64_t count) {
    facts.count = 0;
    add_row(&facts, time, kind, name(engine, 0, channel), name(engine, 1, region), amount, count, 0);
    leadline_batch batch = batch_of(&facts, 2);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* What leadline_query answers for columns between semicolons. */
static inline char *ask_for(const leadline_engine *engine, const char *by, const char *columns, uint32_t period, int64_t as_of, uint32_t flags) {
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

static inline void check(const leadline_engine *engine, const char *by, const char *columns, const char *wanted) {
    char *answer = ask_for(engine, by, columns, 0, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static inline leadline_target target_of(const char *indicator, const char *dimension, const char *name, const char *value, int64_t from, int64_t to) {
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

static inline leadline_status set_target(
    leadline_engine *engine, const char *indicator, const char *dimension, const char *name, const char *value, int64_t from, int64_t to) {
    leadline_target target = target_of(indicator, dimension, name, value, from, to);
    return leadline_set_target(engine, &target);
}

static inline leadline_status remove_target(
    leadline_engine *engine, const char *indicator, const char *dimension, const char *name, int64_t from, int64_t to) {
    leadline_target target = target_of(indicator, dimension, name, NULL, from, to);
    return leadline_remove_target(engine, &target);
}

static inline leadline_status set_health(leadline_engine *engine, const char *indicator, const char *green, const char *yellow) {
    leadline_health health = {sizeof health, indicator, green, yellow};
    return leadline_set_health(engine, &health);
}

static inline leadline_status define_alert(leadline_engine *engine, const char *name, const char *condition, size_t *position) {
    leadline_alert alert = LEADLINE_ALERT_INIT;
    alert.name = name;
    alert.condition = condition;
    return leadline_define_alert(engine, &alert, position);
}

static inline leadline_status define(leadline_engine *engine, const char *name, const char *formula, uint32_t direction) {
    leadline_definition definition = LEADLINE_DEFINITION_INIT;
    definition.name = name;
    definition.formula = formula;
    definition.direction = direction;
    return leadline_define(engine, &definition, NULL);
}

static inline char *alerts(const leadline_engine *engine, const char *by, const char *rules, uint32_t period, uint64_t limit) {
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

static inline void check_alerts(const leadline_engine *engine, const char *by, const char *rules, const char *wanted) {
    char *answer = alerts(engine, by, rules, 0, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

#endif /* STEERING_H */
