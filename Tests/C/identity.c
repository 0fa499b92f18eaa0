/* Links and forgetting: one by one, from files, with visits, refused, of several threads.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>

#include "identity.h"

/* ---- Links one by one ---- */

static world plain = {.persons = 1};

/* A click of each person of a list that 0 ends, then how many buyers that makes. */
static int64_t buyers_of(leadline_engine *engine, const uint64_t *persons) {
    for (int i = 0; persons[i] != 0; i++) {
        event e = {MARCH_1 + i * HOUR, 0, 1, 1, 0, 0, persons[i], 0, 0, 0};
        CHECK_OK(record_events(engine, &e, 1));
    }
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    step.kinds = "click";
    options.steps = &step;
    options.step_count = 1;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    CHECK_OK(leadline_table_column(table, 2, &column));
    int64_t count = column.integers[0];
    leadline_table_close(table);
    return count;
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

static void test_links(void) {
    part("chains, circles and conflicts");
    static const uint64_t five[] = {1, 2, 3, 4, 5, 0}, none[] = {0};
    leadline_engine *engine = open_for(&plain, 1, 1);
    CHECK_INT(buyers_of(engine, five), 5);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 2));
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 2, 3));
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1)); /* a circle */
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 5)); /* that to 2 stands */
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_INT(info_of(engine).links, 4);
    CHECK_INT(info_of(engine).link_conflicts, 1);
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 3, 70));
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 4, 70));
    CHECK_INT(buyers_of(engine, none), 2);
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 4, 9));
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_INT(info_of(engine).link_conflicts, 2);
    /* Who is forgotten takes his links along: then 1 goes to 5, and 3 to 1. */
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 2));
    CHECK_INT(info_of(engine).links, 5);
    CHECK_INT(info_of(engine).link_conflicts, 1);
    CHECK_INT(buyers_of(engine, none), 2);
    CHECK_OK(leadline_forget(engine, LEADLINE_ACCOUNT, 9));
    CHECK_INT(info_of(engine).link_conflicts, 0);
    CHECK_INT(buyers_of(engine, none), 1);
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 99));
    CHECK_INT(info_of(engine).journey_facts, 4);
    CHECK_INT(info_of(engine).links, 4);
    /* Links that come time and again take no memory. */
    for (int i = 0; i < 200; i++) CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1));
    uint64_t held = info_of(engine).journey_memory;
    for (int i = 0; i < 20000; i++) CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1));
    CHECK_INT(info_of(engine).journey_memory, held);
    CHECK_INT(info_of(engine).links, 4);
    CHECK_OK(leadline_close(engine));
}

/* ---- Files ---- */

static leadline_status read_text(leadline_engine *engine, const char *bytes) {
#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "day", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_DIMENSION, "channel", "channel"), FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 4;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    leadline_status status = leadline_csv_feed(csv, bytes, strlen(bytes));
    if (status == LEADLINE_OK) status = leadline_csv_finish(csv);
    leadline_csv_close(csv);
    return status;
}

static void test_files(void) {
    part("files");
    world w = plain;
    w.has_ids = w.has_distinct = 1;
    leadline_engine *engine = open_for(&w, 2, 1), *wanted = open_for(&w, 1, 1);
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,ann,a,click\n2024-03-02,bob,a,click\n2024-03-03,,b,click\n2024-03-09,ann,b,sale\n"));
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,ann,b,click\n2024-03-05,bob,b,sale\n2024-03-09,ann,,lead\n"));
    CHECK_OK(read_text(wanted, "day,who,channel,kind\n2024-03-02,bob,a,click\n2024-03-03,,b,click\n2024-03-05,bob,b,sale\n"));
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, leadline_id_from_bytes("ann", 3)));
    compare_engines(&w, engine, wanted, 0, "ann");
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, leadline_id_from_bytes("bob", 3)));
    CHECK_INT(info_of(engine).greatest_time, MARCH_1 + 2 * DAY); /* of a fact without a person */
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(wanted));
}

/* ---- Visits ---- */

/* Page views of some persons, those of every third of them or all but these. */
static void view_pages(leadline_engine *engine, int persons, int others_only) {
    static rows pages;
    pages.count = 0;
    seed = 77;
    for (int i = 0; i < 400; i++) {
        uint64_t person = 1 + any((uint32_t)persons);
        int64_t time = MARCH_1 + any(3) * DAY + any(200) * (HOUR / 30);
        uint32_t channel = 2 + any(2);
        if (others_only && person % 3 == 0) continue;
        add_row(&pages, time, LEADLINE_KIND_PAGE_VIEW, channel, 0, 0, 1, 0);
        pages.person[pages.count - 1] = person;
    }
    leadline_batch batch = batch_of(&pages, 1);
    batch.id = NULL;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void test_visits(void) {
    part("visits that were made of page views");
    enum { VISITORS = 20 };
    leadline_engine *engines[2];
    char *answers[2];
    for (int i = 0; i < 2; i++) {
        leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
        leadline_allocator allocator = counter_allocator(&memory);
        leadline_options options = LEADLINE_OPTIONS_INIT;
        options.allocator = &allocator;
        options.dimensions = &dimension;
        options.dimension_count = 1;
        options.journeys = 1;
        options.visits = 1;
        options.shards = i == 0 ? 3 : 1;
        CHECK_OK(leadline_open(&options, &engines[i], NULL, 0));
        CHECK_INT(name(engines[i], 0, "a"), 2);
        CHECK_INT(name(engines[i], 0, "b"), 3);
        view_pages(engines[i], VISITORS, i);
        if (i == 0) {
            free(ask(engines[0], "channel", "visits bounces visit_time", LEADLINE_PERIOD_DAY, 0));
            for (uint64_t p = 3; p <= VISITORS; p += 3) CHECK_OK(leadline_forget(engines[0], LEADLINE_PERSON, p));
        }
        /* Several who are one make visits each for himself. */
        CHECK_OK(leadline_link(engines[i], LEADLINE_PERSON, 1, 2));
        text t = {NULL, 0, 0};
        char *answer = ask(engines[i], "channel", "visits bounces visit_time page_views count(visit_engaged)", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
        leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
        steps[0].kinds = "visit";
        steps[1].kinds = "bounce";
        leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
        funnel.steps = steps;
        funnel.step_count = 2;
        leadline_table *table = NULL;
        CHECK_OK(leadline_funnel(engines[i], &funnel, &table, NULL));
        leadline_engine_info info = info_of(engines[i]);
        add_text(&t, "%s%" PRIu64 " %" PRId64 "\n", answer, info.journey_facts, info.greatest_time);
        add_table(&t, table);
        leadline_table_close(table);
        free(answer);
        answers[i] = t.bytes;
    }
    CHECK_TEXT(answers[0], answers[1]);
    CHECK(strstr(answers[0], "ERROR") == NULL);
    for (int i = 0; i < 2; i++) {
        free(answers[i]);
        CHECK_OK(leadline_close(engines[i]));
    }
}

/* ---- Refusals ---- */

static leadline_engine *open_plain(leadline_options options) {
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* Whether forgetting is refused for a reason that a word tells, and nothing changes. */
static void check_refused(leadline_engine *engine, const char *word) {
    uint64_t facts = info_of(engine).journey_facts;
    char detail[400] = "";
    CHECK_STATUS(leadline_forget(engine, LEADLINE_PERSON, 7), LEADLINE_ERROR_UNSUPPORTED);
    leadline_engine_error(engine, detail, sizeof detail);
    CHECK(strstr(detail, word) != NULL);
    CHECK_INT(info_of(engine).journey_facts, facts);
}

static void test_refusals(void) {
    part("what is refused");
    static const uint64_t good[] = {7, 8}, bad[] = {7, 0};
    const uint64_t *odd = (const uint64_t *)((const char *)good + 1);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = open_plain(options);
    CHECK_STATUS(leadline_link(engine, LEADLINE_PERSON, 1, 2), LEADLINE_ERROR_UNSUPPORTED);
    check_refused(engine, "without journeys");
    CHECK_OK(leadline_close(engine));
    options.journeys = 1;
    engine = open_plain(options);
    CHECK_STATUS(leadline_link(NULL, LEADLINE_PERSON, 1, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link(engine, 0, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, 3, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, LEADLINE_PERSON, 0, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, LEADLINE_ACCOUNT, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link_many(NULL, LEADLINE_PERSON, good, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, NULL, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, odd, good, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, odd, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, good, SIZE_MAX), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, good, ((size_t)1 << 31) + 1), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, bad, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, bad, good, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_link_many(engine, LEADLINE_PERSON, NULL, NULL, 0));
    CHECK_INT(info_of(engine).links, 0);
    CHECK_STATUS(leadline_forget(NULL, LEADLINE_PERSON, 7), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget(engine, 0, 7), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget(engine, LEADLINE_PERSON, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget_many(NULL, LEADLINE_PERSON, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget_many(engine, 3, good, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, odd, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, good, SIZE_MAX), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, bad, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_forget_many(engine, LEADLINE_PERSON, NULL, 0));
    CHECK_OK(leadline_forget_many(engine, LEADLINE_ACCOUNT, good, 2)); /* nobody was there */
    CHECK_OK(leadline_close(engine));

    static const uint16_t some[] = {CLICK};
    options.journey_kinds = some;
    options.journey_kind_count = 1;
    engine = open_plain(options);
    check_refused(engine, "all kinds");
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 2)); /* links need nothing of that */
    CHECK_OK(leadline_close(engine));
    options.journey_kinds = NULL;
    options.journey_kind_count = 0;

    options.journey_limit = 10;
    options.journey_lookback_us = DAY;
    engine = open_plain(options);
    leadline_engine *other = open_plain(options);
    for (int i = 0; i < 15; i++) {
        event e = {MARCH_1 + i * DAY, 0, 1, 1, 0, 0, 7, 0, 0, 0};
        static uint16_t kind;
        kind = kinds[e.kind];
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = 1;
        batch.time = &e.time;
        batch.kind = &kind;
        batch.person = &e.person;
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
    check_refused(engine, "dropped");
    CHECK_OK(leadline_forget(other, LEADLINE_PERSON, 7));
    CHECK_OK(leadline_merge(other, engine, 0));
    CHECK_INT(info_of(other).journey_dropped, info_of(engine).journey_dropped);
    check_refused(other, "dropped"); /* which a merge does not cure */
    CHECK_OK(leadline_close(other));
    CHECK_OK(leadline_close(engine));

    /* Beyond a limit of cells no person is told from another's; counts are. */
    for (int with = 0; with < 2; with++) {
        static const char *const channel[] = {"channel"};
        leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
        leadline_rollup_options rollup = {sizeof rollup, "one", channel, 1, LEADLINE_PERIOD_DAY, 2};
        leadline_options limited = LEADLINE_OPTIONS_INIT;
        limited.dimensions = &dimension;
        limited.dimension_count = 1;
        limited.rollups = &rollup;
        limited.rollup_count = 1;
        limited.journeys = 1;
        limited.distinct_kinds = some;
        limited.distinct_kind_count = (size_t)with;
        engine = open_plain(limited);
        static rows facts;
        facts.count = 0;
        for (int i = 0; i < 6; i++) {
            char text[2] = {(char)('a' + i), 0};
            for (int p = 0; p < 2; p++) {
                add_row(&facts, MARCH_1, CLICK, name(engine, 0, text), 0, 5, 1, 0);
                facts.person[facts.count - 1] = 7 + (uint64_t)p;
            }
        }
        leadline_batch batch = batch_of(&facts, 1);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        char *both = ask(engine, "channel", "count(click) amount(click)", 0, 0);
        if (with) {
            check_refused(engine, "cell limit");
            char *still = ask(engine, "channel", "count(click) amount(click)", 0, 0);
            CHECK_TEXT(still, both);
            free(still);
        } else {
            CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 7));
            char *one = ask(engine, "channel", "2*count(click) 2*amount(click)", 0, 0);
            CHECK_TEXT(one, both);
            free(one);
        }
        free(both);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Threads ---- */

#define THREADS 4
#define EACH 400

typedef struct work {
    leadline_engine *engine;
    int number;
} work;

/* The facts and links of a thread's own persons, of which each third is forgotten. */
static void *take_part(void *given) {
    work *w = given;
    for (int i = 0; i < EACH; i++) {
        uint64_t person = (uint64_t)(w->number * EACH + i + 1);
        int64_t time[] = {MARCH_1 + i * HOUR, MARCH_1 + (i + 2) * HOUR};
        uint16_t kind[] = {CLICK, SALE};
        uint64_t persons[] = {person, person};
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = 2;
        batch.time = time;
        batch.kind = kind;
        batch.person = persons;
        CHECK_OK(leadline_record_batch(w->engine, &batch, 0, NULL));
        if (i > 0) CHECK_OK(leadline_link(w->engine, LEADLINE_PERSON, person, person - (uint64_t)(i % 5)));
        if (i % 7 == 0) CHECK_OK(leadline_link(w->engine, LEADLINE_ACCOUNT, person, 1 + person % 50));
        if (i % 3 == 0) CHECK_OK(leadline_forget(w->engine, LEADLINE_PERSON, person));
    }
    return NULL;
}

static void test_threads(void) {
    part("threads");
    char *wanted = NULL;
    for (int together = 0; together < 2; together++) {
        static world w;
        w.has_distinct = 1;
        w.persons = 1;
        leadline_engine *engine = open_for(&w, together ? 4 : 1, together ? 3 : 1);
        pthread_t threads[THREADS];
        work works[THREADS];
        for (int t = 0; t < THREADS; t++) {
            works[t] = (work){engine, t};
            if (together) {
                CHECK_INT(pthread_create(&threads[t], NULL, take_part, &works[t]), 0);
            } else {
                take_part(&works[t]);
            }
        }
        for (int t = 0; t < THREADS && together; t++) CHECK_INT(pthread_join(threads[t], NULL), 0);
        char *is = describe(&w, engine);
        if (together) {
            CHECK_TEXT(is, wanted);
            free(is);
        } else {
            wanted = is;
        }
        CHECK_OK(leadline_close(engine));
    }
    free(wanted);
}

int main(void) {
    printf("identity\n");
    test_links();
    test_refusals();
    test_files();
    test_visits();
    test_threads();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
