/* What is left of journeys once facts beyond the look-back were dropped: the facts that stay, whole.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "models.h"

static counter memory;
static rows facts;

static uint64_t number_of(char letter, int number) {
    char bytes[16];
    int size = snprintf(bytes, sizeof bytes, "%c%d", letter, number);
    return leadline_id_from_bytes(bytes, (size_t)size);
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

/* ---- What stays says what it did ---- */

enum { STORED = 2000, COMING = 100, MORE = 50, KEPT = STORED - STORED / 8, GONE = STORED + COMING - KEPT };

static uint64_t accounts[ROWS_CAPACITY], refs[ROWS_CAPACITY];

/* Facts of all columns, a quarter of an hour apart or so, in no order of persons. */
static void fill_all_columns(void) {
    static const uint16_t kinds[] = {CLICK, CLICK, LEAD, SALE, SALE, REFUND};
    facts.count = 0;
    for (int i = 0; i < STORED + COMING + MORE; i++) {
        uint16_t kind = kinds[any(6)];
        int64_t amount = kind == SALE || kind == REFUND ? 1 + any(100000) : 0;
        add_row(&facts, MARCH_1 + i * (HOUR / 4) + any(1000000), kind, 2 + any(3), 0, amount, 1 + any(3), number_of('i', 10000 + i));
        facts.person[i] = any(8) == 0 ? 0 : number_of('p', (int)any(300));
        accounts[i] = any(4) == 0 || facts.person[i] == 0 ? number_of('a', (int)any(40)) : 0;
        refs[i] = kind == REFUND ? number_of('i', 10000 + (int)any((uint32_t)i + 1)) : 0;
    }
}

static void send_rows(leadline_engine *engine, int first, int end) {
    leadline_batch batch = batch_of(&facts, 1);
    batch.rows = (size_t)(end - first);
    batch.time += first;
    batch.kind += first;
    batch.amount += first;
    batch.count += first;
    batch.person += first;
    batch.id += first;
    batch.account = accounts + first;
    batch.ref = refs + first;
    const uint32_t *codes[] = {facts.codes[0] + first};
    batch.codes = codes;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static leadline_engine *open_limited(uint64_t limit) {
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = 1;
    options.refs = 1;
    options.journeys = 1;
    options.journey_limit = limit;
    options.journey_lookback_us = DAY;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    CHECK_INT(name(engine, 0, "c"), 4);
    return engine;
}

/* A funnel and cohorts, which between them read all columns. */
static char *answers(const leadline_engine *engine) {
    static const char *const by[] = {"channel"};
    text t = {NULL, 0, 0};
    leadline_table *table = NULL, *summary = NULL;
    leadline_step steps[3] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "click";
    steps[1].kinds = "lead";
    steps[2].kinds = "sale";
    steps[2].flags = LEADLINE_STANDING;
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = steps;
    funnel.step_count = 3;
    funnel.by = by;
    funnel.by_count = 1;
    funnel.flags = LEADLINE_FUNNEL_TIMES;
    CHECK_OK(leadline_funnel(engine, &funnel, &table, NULL));
    add_table(&t, table);
    leadline_table_close(table);
    leadline_cohort_options cohorts = LEADLINE_COHORT_OPTIONS_INIT;
    cohorts.first = &steps[0];
    cohorts.activity = &steps[2];
    cohorts.by = by;
    cohorts.by_count = 1;
    cohorts.period = LEADLINE_PERIOD_WEEK;
    cohorts.max_age = 20;
    cohorts.flags = LEADLINE_COHORT_MAX_AGE;
    CHECK_OK(leadline_cohorts(engine, &cohorts, &table, &summary));
    add_table(&t, table);
    add_table(&t, summary);
    leadline_table_close(table);
    leadline_table_close(summary);
    return t.bytes;
}

static void check_alike(const leadline_engine *engine, const leadline_engine *other) {
    char *is = answers(engine), *wanted = answers(other);
    CHECK(strlen(wanted) > 1000);
    CHECK_TEXT(is, wanted);
    free(is);
    free(wanted);
}

static void test_what_stays(void) {
    part("what stays");
    for (uint64_t number = 1; number <= 5; number++) {
        seed = number;
        fill_all_columns();
        leadline_engine *engine = open_limited(STORED), *other = open_limited(0), *merged = open_limited(0);
        send_rows(engine, 0, STORED);
        send_rows(engine, STORED, STORED + COMING);
        CHECK_INT(info_of(engine).journey_dropped, GONE);
        send_rows(other, GONE, STORED + COMING);
        check_alike(engine, other);
        /* Once more when what stayed is put in order again, and copied. */
        send_rows(engine, STORED + COMING, STORED + COMING + MORE);
        send_rows(other, STORED + COMING, STORED + COMING + MORE);
        check_alike(engine, other);
        CHECK_INT(info_of(engine).journey_dropped, GONE);
        CHECK_OK(leadline_merge(merged, engine, 0));
        check_alike(merged, other);
        CHECK_OK(leadline_close(engine));
        CHECK_OK(leadline_close(other));
        CHECK_OK(leadline_close(merged));
    }
}

/* ---- With a file that restates ---- */

static void read_file(leadline_engine *engine, const char *bytes, size_t size, const char *restate) {
#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "day", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_DIMENSION, "channel", "channel"), FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 4;
    options.restate = restate;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    CHECK_OK(leadline_csv_feed(csv, bytes, size));
    CHECK_OK(leadline_csv_finish(csv));
    leadline_csv_close(csv);
}

/* What is cleared makes room first; what comes and is among the oldest is turned away. */
static void test_restating(void) {
    part("restating");
    static const char again[] =
        "day,who,channel,kind\n2024-03-02,w,a,click\n2024-03-16,x,a,click\n2024-03-16,y,a,click\n2024-03-16,z,a,click\n";
    leadline_engine *engine = open_limited(16);
    text file = {NULL, 0, 0};
    add_text(&file, "day,who,channel,kind\n");
    for (int day = 1; day <= 16; day++) add_text(&file, "2024-03-%02d,p%d,%s,click\n", day, day, day % 2 == 0 ? "a" : "b");
    read_file(engine, file.bytes, file.size, NULL);
    free(file.bytes);
    /* The clicks of 2 and 16 March by "a" are cleared, so there are 18: four go, that of 2 March which just came among them. */
    read_file(engine, again, sizeof again - 1, "channel");
    CHECK_INT(info_of(engine).journey_dropped, 4);
    CHECK_INT(info_of(engine).journey_facts, 14);
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = "click";
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = &step;
    options.step_count = 1;
    options.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
    options.from_us = MARCH_1 + 4 * DAY;
    options.to_us = MARCH_1 + 15 * DAY;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    CHECK_OK(leadline_table_column(table, 2, &column));
    CHECK_INT(column.integers[0], 11);
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("journey_drops\n");
    test_what_stays();
    test_restating();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
