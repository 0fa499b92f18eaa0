/* What the tests of attribution have in common: an engine, options by channel, tables as text, and what is refused, with its text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ATTRIBUTION_H
#define ATTRIBUTION_H

#include "models.h"

static const char *const by_channel[] = {"channel"};

/* Of two dimensions, the pairs of the first of which have the name of the second. */
static inline leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[2] = {LEADLINE_DIMENSION_INIT, LEADLINE_DIMENSION_INIT};
    dimensions[0].name = "channel";
    dimensions[1].name = "other_channel";
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.journeys = 1;
    options.currency = "EUR";
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* Without journeys; counted paths want none. */
static inline leadline_engine *open_plain(const leadline_allocator *allocator) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    if (allocator != NULL) options.allocator = allocator;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static inline void record(leadline_engine *engine, int64_t time, uint16_t kind, uint64_t person, uint32_t channel, int64_t amount) {
    const uint32_t other = 0, *const codes[] = {&channel, &other};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = kind;
    batch.codes = codes;
    batch.dimension_count = 2;
    batch.amount = &amount;
    if (person != 0) batch.person = &person;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* Seven impressions and two clicks of the banner, then a sale of 9000; 1500 was spent on the banner. */
static inline leadline_engine *make_engine(void) {
    leadline_engine *engine = open_engine();
    uint32_t banner = name(engine, 0, "banner");
    for (int i = 0; i < 7; i++) record(engine, DAY + i, LEADLINE_KIND_IMPRESSION, 1, banner, 0);
    for (int i = 0; i < 2; i++) record(engine, 2 * DAY + i, LEADLINE_KIND_CLICK, 1, banner, 0);
    record(engine, 3 * DAY, LEADLINE_KIND_SALE, 1, banner, 9000);
    record(engine, 3 * DAY, LEADLINE_KIND_MEDIA_SPEND, 0, banner, 1500);
    return engine;
}

/* ---- Asking ---- */

static inline leadline_model model_of(uint32_t kind, const char *name) {
    leadline_model m = LEADLINE_MODEL_INIT;
    m.kind = kind;
    m.name = name;
    return m;
}

static inline leadline_attribution_options options_by_channel(void) {
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.by = by_channel;
    options.by_count = 1;
    return options;
}

/* A table, which is closed, as text; to be freed. */
static inline char *text_of(leadline_table *table) {
    text t = {NULL, 0, 0};
    add_text(&t, "%s", "");
    add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

/* ---- What is refused ---- */

/* What is not kept up; the handle is left alone. `why` may be NULL. */
static inline void check_open_refused(leadline_engine *engine, const leadline_attribution_options *options, leadline_status status, const char *why) {
    leadline_attribution *attribution = (leadline_attribution *)engine;
    CHECK_STATUS(leadline_attribution_open(engine, options, &attribution), status);
    CHECK(attribution == (leadline_attribution *)engine);
    if (why != NULL) check_error(engine, why);
}

/* The same of journeys and of credit that is kept up, which is refused when it is opened. */
static inline void check_refused(leadline_engine *engine, const leadline_attribution_options *options, leadline_status status, const char *why) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    CHECK_STATUS(leadline_attribute(engine, options, &tables[0], &tables[1], &tables[2]), status);
    CHECK(tables[0] == NULL && tables[1] == NULL && tables[2] == NULL);
    check_error(engine, why);
    check_open_refused(engine, options, status, why);
}

/* Of counted paths; there are tables only if nothing is wrong. `why` may be NULL. */
static inline leadline_status ask_paths(const leadline_engine *engine, const leadline_counted_paths *paths, leadline_attribution_options options,
                                        const char *why) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    leadline_status status = leadline_attribute_paths(engine, paths, &options, &tables[0], &tables[1], &tables[2]);
    for (int i = 0; i < 3; i++) {
        CHECK((tables[i] != NULL) == (status == LEADLINE_OK));
        leadline_table_close(tables[i]);
    }
    if (why != NULL) check_error(engine, why);
    return status;
}

#endif /* ATTRIBUTION_H */
