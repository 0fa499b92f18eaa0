/* An engine with rollups of two, one and no dimensions, and all that it answers as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef ENGINE_H
#define ENGINE_H

#include "support.h"

#define ALL_COLUMNS \
    "count(impression) amount(impression) count(click) amount(click) count(lead) count(lead_form) count(sale) amount(sale) " \
    "count(sale_repeat) amount(media_spend) amount(refund)"

typedef struct shape {
    uint32_t period;
    const char *zone;
    uint32_t ids;
    uint32_t shards;
    uint64_t id_limit;
} shape;

/* Two dimensions, campaign and channel, and rollups of both, of one and of none. */
static inline leadline_engine *open_engine(shape s) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    const char *both[] = {"channel", "campaign"};
    leadline_rollup_options rollups[3] = {
        {sizeof rollups[0], "both", both, 2, s.period, 0},
        {sizeof rollups[0], "one", both + 1, 1, s.period, 0},
        {sizeof rollups[0], "none", NULL, 0, s.period, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.rollups = rollups;
    options.rollup_count = 3;
    options.time_zone = s.zone;
    options.ids = s.ids;
    options.shards = s.shards;
    options.id_limit = s.id_limit;
    leadline_engine *engine = NULL;
    char error[200] = "";
    leadline_status status = leadline_open(&options, &engine, error, sizeof error);
    if (status != LEADLINE_OK) {
        printf("%s\n", error);
    }
    CHECK_OK(status);
    return engine;
}

/* Everything an engine answers, as text; to be freed. */
static inline char *describe(const leadline_engine *engine) {
    text t = {NULL, 0, 0};
    const char *by[] = {"campaign channel", "campaign", "channel", ""};
    for (size_t i = 0; i < 4; i++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_YEAR; period++) {
            char *answer = ask(engine, by[i], ALL_COLUMNS, period, LEADLINE_QUERY_TOTALS);
            add_text(&t, "by %s, period %u\n", by[i], period);
            for (char *line = answer; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&t, "%.*s", (int)size, line);
                line += size;
            }
            free(answer);
        }
    }
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    add_text(&t, "latest %" PRId64 " ids %" PRIu64 "\n", info.greatest_time, info.ids);
    return t.bytes;
}

static inline leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

static inline leadline_status record(leadline_engine *engine, rows *r, uint32_t flags, leadline_batch_result *result) {
    leadline_batch batch = batch_of(r, 2);
    return leadline_record_batch(engine, &batch, flags, result);
}

static inline leadline_batch_result result_of(void) {
    leadline_batch_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    return result;
}

#endif /* ENGINE_H */
