/* An engine to call, and the calls that read one option struct each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CALLS_H
#define CALLS_H

#include "support.h"

static leadline_engine *engine;
static uint32_t alpha;
static counter memory;

static inline leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 2, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.ids = 1;
    leadline_engine *made = NULL;
    CHECK_OK(leadline_open(&options, &made, NULL, 0));
    return made;
}

static inline leadline_status use_options(void *given) {
    leadline_engine *made = NULL;
    leadline_status status = leadline_open(given, &made, NULL, 0);
    CHECK(status == LEADLINE_OK || made == NULL);
    CHECK_OK(leadline_close(made));
    return status;
}

static inline leadline_status use_allocator(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = given;
    return use_options(&options);
}

static inline leadline_status use_dimension(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = given;
    options.dimension_count = 1;
    return use_options(&options);
}

static inline leadline_status use_kind(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.kinds = given;
    options.kind_count = 1;
    return use_options(&options);
}

static inline leadline_status use_rollup(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.rollups = given;
    options.rollup_count = 1;
    return use_options(&options);
}

static inline leadline_status use_batch(void *given) { return leadline_record_batch(engine, given, 0, NULL); }

static inline leadline_status use_writer(void *given) {
    leadline_writer *writer = NULL;
    leadline_status status = leadline_writer_open(engine, given, &writer);
    CHECK((status == LEADLINE_OK) == (writer != NULL));
    CHECK_OK(leadline_writer_close(writer));
    return status;
}

static inline leadline_status use_query(void *given) {
    leadline_table *table = NULL;
    leadline_status status = leadline_query(engine, given, &table);
    CHECK((status == LEADLINE_OK) == (table != NULL));
    leadline_table_close(table);
    return status;
}

static inline leadline_status use_alerts(void *given) {
    leadline_table *table = NULL;
    leadline_status status = leadline_alerts(engine, given, NULL, 0, &table);
    CHECK((status == LEADLINE_OK) == (table != NULL));
    leadline_table_close(table);
    return status;
}

/* Set and taken away again, so that it can be set once more. */
static inline leadline_status use_target(void *given) {
    leadline_status status = leadline_set_target(engine, given);
    CHECK_STATUS(leadline_remove_target(engine, given), status);
    return status;
}

static inline leadline_status use_health(void *given) { return leadline_set_health(engine, given); }

static inline leadline_status use_alert(void *given) { return leadline_define_alert(engine, given, NULL); }

static inline leadline_status use_filter(void *given) {
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.filters = given;
    query.filter_count = 1;
    return use_query(&query);
}

static inline leadline_status use_price(void *given) {
    leadline_status status = leadline_set_price(engine, given);
    CHECK(status != LEADLINE_OK || leadline_remove_price(engine, 0) == LEADLINE_OK);
    return status;
}

static inline leadline_status use_point(void *given) {
    leadline_point *point = NULL;
    leadline_status status = leadline_point_open(engine, given, &point);
    CHECK((status == LEADLINE_OK) == (point != NULL));
    leadline_point_close(point);
    return status;
}

#endif /* CALLS_H */
