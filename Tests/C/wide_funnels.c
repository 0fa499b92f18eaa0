/* Funnels as wide as they may be, whose answers are plain to see.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

enum { MOST = LEADLINE_MAX_STEPS, FACTS = 3000 };

static int64_t times[FACTS];
static uint16_t fact_kinds[FACTS];
static uint64_t persons[FACTS];
static size_t fact_count;

/* One fact a second, all of one person. */
static void add(uint16_t kind, int count) {
    for (int i = 0; i < count; i++, fact_count++) {
        times[fact_count] = MARCH_1 + (int64_t)fact_count * 1000000;
        fact_kinds[fact_count] = kind;
        persons[fact_count] = 7;
    }
}

static leadline_engine *engine_with(const leadline_allocator *allocator) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.journeys = 1;
    options.allocator = allocator;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = fact_count;
    batch.time = times;
    batch.kind = fact_kinds;
    batch.person = persons;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    fact_count = 0;
    return engine;
}

static leadline_engine *engine_of_facts(void) { return engine_with(NULL); }

static leadline_step steps[MOST];

static leadline_funnel_options funnel_of(const char *const *kinds, size_t kind_count, size_t count) {
    for (size_t k = 0; k < count; k++) steps[k] = (leadline_step){sizeof steps[k], NULL, kinds[k % kind_count], NULL, 0, 0, 0};
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = count;
    return options;
}

/* How many steps the one person took; 0 if he is in no row. */
static int64_t steps_taken(const leadline_engine *engine, const leadline_funnel_options *options) {
    leadline_table *table = NULL;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column reached = LEADLINE_COLUMN_INIT;
    int64_t taken = 0;
    CHECK_OK(leadline_funnel(engine, options, &table, NULL));
    CHECK_OK(leadline_table_read_info(table, &info));
    if (info.rows > 0) CHECK_OK(leadline_table_column(table, 2, &reached));
    for (size_t row = 0; row < info.rows; row++) {
        CHECK_INT(reached.integers[row], row < info.rows && reached.integers[row] != 0);
        taken += reached.integers[row];
    }
    leadline_table_close(table);
    return taken;
}

/* Up to 64 steps are the bits of one word. */
static void test_words(void) {
    part("as many steps as a word has bits, and one fewer and more");
    static const char *const click[] = {"click"};
    add(CLICK, 70);
    leadline_engine *engine = engine_of_facts();
    for (size_t count = 60; count < 72; count++) {
        leadline_funnel_options options = funnel_of(click, 1, count);
        for (int first = 0; first < 2; first++) {
            options.flags = first ? LEADLINE_FUNNEL_FIRST : 0;
            options.window_us = 0;
            CHECK_INT(steps_taken(engine, &options), count < 70 ? count : 70);
            options.window_us = 61 * 1000000;
            CHECK_INT(steps_taken(engine, &options), count < 62 ? count : 62);
            options.flags |= LEADLINE_FUNNEL_TIMES;
            CHECK_INT(steps_taken(engine, &options), count < 62 ? count : 62);
        }
    }
    CHECK_OK(leadline_close(engine));
}

static void test_any_order(void) {
    part("as many steps as there may be, in any order");
    static const char *const kinds[] = {"click", "lead", "sale", "click|lead"};
    add(SALE, 5);
    add(CLICK, 300);
    add(SALE, 400);
    add(LEAD, 100);
    add(CLICK, 250);
    leadline_engine *engine = engine_of_facts();
    /* 256 steps of each: sales meet 256, clicks 512, and there are 100 leads. */
    leadline_funnel_options options = funnel_of(kinds, 4, MOST);
    options.mode = LEADLINE_FUNNEL_ANY_ORDER;
    for (int flags = 0; flags < 4; flags++) {
        options.flags = (flags & 1 ? LEADLINE_FUNNEL_FIRST : 0) | (flags & 2 ? LEADLINE_FUNNEL_OPEN : 0);
        options.window_us = 0;
        CHECK_INT(steps_taken(engine, &options), 868);
        /* 256 sales and, from the first fact or any click on, 300 others; from a sale on also the leads and all later clicks. */
        options.window_us = 699 * 1000000;
        CHECK_INT(steps_taken(engine, &options), flags == 2 ? 256 + 350 : 256 + 300);
    }
    CHECK_OK(leadline_close(engine));
}

static void test_exclusions(void) {
    part("as many exclusions as there may be");
    static const char *const click[] = {"click"};
    static leadline_exclusion exclusions[MOST];
    add(CLICK, 500);
    add(SALE, 1);
    add(CLICK, 500);
    leadline_engine *engine = engine_of_facts();
    leadline_funnel_options options = funnel_of(click, 1, MOST);
    options.exclusions = exclusions;
    options.exclusion_count = MOST;
    options.flags = LEADLINE_FUNNEL_FIRST | LEADLINE_FUNNEL_TIMES;
    /* All end what has met steps 1 to 400: the run has met 500, so nothing. */
    for (int x = 0; x < MOST; x++) {
        exclusions[x] = (leadline_exclusion)LEADLINE_EXCLUSION_INIT;
        exclusions[x].kinds = "sale";
        exclusions[x].after = (uint32_t)(1 + (x * 7) % 100);
        exclusions[x].before = (uint32_t)(101 + (x * 13) % 300);
    }
    CHECK_INT(steps_taken(engine, &options), 1000);
    /* One of them, wherever it stands, reaches to the last step; a run that leaves a click out has not met its step yet. */
    for (int x = 0; x < MOST; x += 341) {
        exclusions[x].before = 0;
        exclusions[x].after = 500;
        CHECK_INT(steps_taken(engine, &options), 999);
        exclusions[x].after = 501;
        CHECK_INT(steps_taken(engine, &options), 1000);
        exclusions[x].before = 101;
        exclusions[x].after = 3;
    }
    /* Another beginning is behind the sale, which the furthest run may take. */
    options.flags = 0;
    exclusions[7].before = 0;
    exclusions[7].after = 1;
    CHECK_INT(steps_taken(engine, &options), 500);
    options.step_count = 500;
    for (int x = 0; x < MOST; x++) exclusions[x].before = 0;
    CHECK_INT(steps_taken(engine, &options), 500);
    exclusions[0].after = 500;
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_funnel(engine, &options, &table, NULL), LEADLINE_ERROR_ARGUMENT);
    exclusions[0].after = 1;
    exclusions[MOST - 1].kinds = "sail";
    CHECK_STATUS(leadline_funnel(engine, &options, &table, NULL), LEADLINE_ERROR_NAME);
    CHECK_OK(leadline_close(engine));
}

/* Each allocation of an open funnel in any order fails in turn, and of one with several exclusions. */
static void test_memory(void) {
    part("without memory");
    static const char *const kinds[] = {"click", "lead", "click|lead"};
    leadline_exclusion exclusions[2] = {LEADLINE_EXCLUSION_INIT, LEADLINE_EXCLUSION_INIT};
    exclusions[0].kinds = exclusions[1].kinds = "sale";
    exclusions[0].after = 2;
    counter c = {0};
    leadline_allocator allocator = counter_allocator(&c);
    add(CLICK, 2);
    add(LEAD, 2);
    add(CLICK, 1);
    leadline_engine *engine = engine_with(&allocator);
    leadline_funnel_options options = funnel_of(kinds, 3, 6);
    for (int i = 0; i < 2; i++) {
        options.mode = i == 0 ? LEADLINE_FUNNEL_ANY_ORDER : LEADLINE_FUNNEL_ORDERED;
        options.flags = LEADLINE_FUNNEL_OPEN | LEADLINE_FUNNEL_TIMES | (i == 0 ? 0 : LEADLINE_FUNNEL_FIRST);
        options.exclusions = exclusions;
        options.exclusion_count = i == 0 ? 0 : 2;
        leadline_status status = LEADLINE_ERROR_MEMORY;
        for (long at = 1; status != LEADLINE_OK && at < 10000; at++) {
            leadline_table *table = NULL;
            arm(&c, at, 0);
            status = leadline_funnel(engine, &options, &table, NULL);
            if (status != LEADLINE_OK) CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            CHECK((table != NULL) == (status == LEADLINE_OK));
            leadline_table_close(table);
        }
        arm(&c, 0, 0);
        CHECK_OK(status);
        CHECK_INT(steps_taken(engine, &options), i == 0 ? 5 : 4);
    }
    CHECK_OK(leadline_close(engine));
    CHECK_INT(c.held, 0);
    CHECK_INT(c.mistakes, 0);
}

int main(void) {
    printf("wide_funnels\n");
    test_words();
    test_any_order();
    test_exclusions();
    test_memory();
    return finish();
}
