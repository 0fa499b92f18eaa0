/* What journeys hold: limits, what is dropped, what is refused, and what funnels refuse.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static rows facts;
static counter memory;

/* Memory of zeros, so that rows that nobody wrote would be facts of 1970. */
static void *allocate_zeros(void *context, size_t size, size_t alignment) {
    void *zeros = counter_allocate(context, size, alignment);
    return zeros == NULL ? NULL : memset(zeros, 0, size);
}

static leadline_engine *open_with(uint64_t limit, int64_t lookback, const uint16_t *kinds, size_t kind_count, uint32_t ids,
    leadline_allocator allocator) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = ids;
    options.journeys = 1;
    options.journey_limit = limit;
    options.journey_lookback_us = lookback;
    options.journey_kinds = kinds;
    options.journey_kind_count = kind_count;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static leadline_engine *open_limited(uint64_t limit, int64_t lookback, const uint16_t *kinds, size_t kind_count) {
    return open_with(limit, lookback, kinds, kind_count, 1, counter_allocator(&memory));
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

/* `count` clicks of as many persons from a day on, an hour apart; ids from `id` on, 0: none. */
static leadline_status click(leadline_engine *engine, int64_t time, int count, uint64_t id) {
    facts.count = 0;
    for (int i = 0; i < count; i++) {
        add_row(&facts, time + i * HOUR, CLICK, 0, 0, 0, 1, id == 0 ? 0 : id + (uint64_t)i);
        facts.person[i] = 100 + (uint64_t)i;
    }
    leadline_batch batch = batch_of(&facts, 1);
    return leadline_record_batch(engine, &batch, 0, NULL);
}

static int64_t reached(const leadline_engine *engine, const char *kinds) {
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    step.kinds = kinds;
    options.steps = &step;
    options.step_count = 1;
    leadline_status status = leadline_funnel(engine, &options, &table, NULL);
    if (status != LEADLINE_OK) return -status;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, 2, &column));
    CHECK_TEXT(column.name, "reached");
    int64_t count = info.rows == 0 ? 0 : column.integers[0];
    leadline_table_close(table);
    return count;
}

static void test_limit(void) {
    part("past the limit facts are refused");
    leadline_engine *engine = open_limited(10, 0, NULL, 0), *other = open_limited(10, 0, NULL, 0);
    CHECK_OK(click(engine, MARCH_1, 8, 1));
    CHECK_STATUS(click(engine, MARCH_1, 3, 21), LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(info_of(engine).facts, 8);
    CHECK_INT(info_of(engine).ids, 8);
    CHECK_INT(info_of(engine).journey_facts, 8);
    CHECK_OK(click(engine, MARCH_1, 1, 1)); /* a repeat takes no room */
    CHECK_INT(info_of(engine).journey_facts, 8);
    CHECK_OK(click(engine, MARCH_1, 2, 21));
    CHECK_INT(reached(engine, "click"), 8);
    CHECK_STATUS(click(engine, MARCH_1, 1, 31), LEADLINE_JOURNEY_LIMIT);
    /* Facts without a person are no part of journeys. */
    facts.count = 0;
    add_row(&facts, MARCH_1, CLICK, 0, 0, 0, 5, 0);
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    CHECK_OK(click(other, MARCH_1, 1, 77));
    CHECK_STATUS(leadline_merge(engine, other, 0), LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(info_of(engine).facts, 12);
    CHECK_INT(info_of(engine).journey_facts, 10);
    CHECK_OK(leadline_clear(engine, 0, (const char *[]){""}, (size_t[]){0}, 1, MARCH_1, MARCH_1 + DAY));
    CHECK_OK(leadline_close(other));
    CHECK_OK(leadline_close(engine));
}

static void test_lookback(void) {
    part("facts beyond the look-back are dropped first");
    leadline_engine *engine = open_limited(20, 5 * DAY, NULL, 0);
    for (int day = 0; day < 30; day++) CHECK_OK(click(engine, MARCH_1 + day * DAY, 3, 0));
    leadline_engine_info info = info_of(engine);
    CHECK_INT(info.facts, 90);
    CHECK(info.journey_facts <= 20);
    CHECK_INT(info.journey_facts + info.journey_dropped, 90);
    CHECK_STATUS(click(engine, MARCH_1 + 30 * DAY, 21, 0), LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(reached(engine, "click"), 3);
    CHECK_OK(leadline_close(engine));
}

/* One optional column after the other, each with facts of the same persons, in one batch after the other. */
static void test_columns(void) {
    part("columns that come later");
    for (int given = 0; given < 1 << 6; given++) {
        leadline_allocator zeros = {sizeof zeros, &memory, allocate_zeros, counter_deallocate};
        leadline_engine *engine = open_with(18, 5 * DAY, NULL, 0, given & 32 ? 1 : 0, zeros);
        uint64_t accounts[3] = {0, 0, 0}, refs[3] = {0, 0, 0};
        for (int column = 0; column < 6; column++) {
            facts.count = 0;
            for (int i = 0; i < 3; i++) {
                add_row(&facts, MARCH_1 + column * HOUR, CLICK, 0, 0, 0, 1, (uint64_t)(1 + column * 3 + i));
                facts.person[i] = 100 + (uint64_t)i;
            }
            leadline_batch batch = batch_of(&facts, 1);
            batch.amount = column > 0 && (given & 1) ? facts.amount : NULL;
            batch.count = column > 1 && (given & 2) ? facts.number : NULL;
            batch.account = column > 2 && (given & 4) ? accounts : NULL;
            batch.id = column > 3 && (given & 8) ? facts.id : NULL;
            batch.ref = column > 4 && (given & 16) ? refs : NULL;
            CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        }
        CHECK_INT(info_of(engine).journey_facts, 18);
        CHECK_INT(reached(engine, "click"), 3);
        /* What is held is what was taken in, so nothing is older than the look-back. */
        CHECK_STATUS(click(engine, MARCH_1, 1, 0), LEADLINE_JOURNEY_LIMIT);
        CHECK_INT(info_of(engine).journey_facts, 18);
        CHECK_INT(info_of(engine).journey_dropped, 0);
        CHECK_OK(leadline_close(engine));
    }
}

static void test_kinds(void) {
    part("of the kinds asked for");
    static const uint16_t kinds[] = {CLICK, LEAD};
    leadline_engine *engine = open_limited(0, 0, kinds, 2);
    facts.count = 0;
    static const uint16_t given[] = {CLICK, LEAD, LEAD_FORM, SALE};
    for (int i = 0; i < 4; i++) {
        add_row(&facts, MARCH_1 + i, given[i], 0, 0, 0, 1, 0);
        facts.person[i] = 7;
    }
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    CHECK_INT(info_of(engine).journey_facts, 2);
    CHECK_INT(reached(engine, "click"), 1);
    CHECK_INT(reached(engine, "lead"), 1);
    CHECK_INT(reached(engine, "sale"), -LEADLINE_ERROR_UNSUPPORTED);
    CHECK_INT(reached(engine, "lead|lead_form"), -LEADLINE_ERROR_UNSUPPORTED);
    CHECK_INT(reached(engine, "nonsense"), -LEADLINE_ERROR_NAME);
    CHECK_INT(reached(engine, ""), -LEADLINE_ERROR_NAME);
    CHECK_INT(reached(engine, "click|"), -LEADLINE_ERROR_NAME);
    CHECK_OK(leadline_close(engine));
    leadline_options options = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(reached(engine, "click"), -LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
}

static leadline_status read_text(leadline_engine *engine, const char *bytes, const char *restate) {
#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "day", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_DIMENSION, "channel", "channel"), FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 4;
    options.restate = restate;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    leadline_status status = leadline_csv_feed(csv, bytes, strlen(bytes));
    if (status == LEADLINE_OK) status = leadline_csv_finish(csv);
    leadline_csv_close(csv);
    return status;
}

/* A file is all or nothing for journeys, too, and what it restates is gone from them. */
static void test_files(void) {
    part("files");
    leadline_engine *engine = open_limited(5, 0, NULL, 0);
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,ann,a,click\n2024-03-01,bob,b,click\n2024-03-02,ann,a,lead\n", NULL));
    CHECK_INT(reached(engine, "click"), 2);
    CHECK_STATUS(read_text(engine, "day,who,channel,kind\n2024-03-01,cid,a,click\n2024-03-01,dan,a,nonsense\n", NULL), LEADLINE_CSV_KIND);
    CHECK_STATUS(read_text(engine, "day,who,channel,kind\n2024-03-01,x,b,click\n2024-03-01,y,b,click\n2024-03-01,z,b,click\n", NULL),
        LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(info_of(engine).journey_facts, 3);
    CHECK_INT(reached(engine, "click"), 2);
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,eve,a,click\n2024-03-01,fay,a,lead\n", "channel"));
    CHECK_INT(info_of(engine).journey_facts, 4);
    CHECK_INT(reached(engine, "click"), 2);
    CHECK_INT(reached(engine, "lead"), 2);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("journeys\n");
    test_limit();
    test_lookback();
    test_columns();
    test_kinds();
    test_files();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
