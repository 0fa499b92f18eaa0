/*
 * live - threads record while the main thread reads.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each thread has a writer of its own and records impressions, clicks and leads as fast as it can, as the threads of an ad
 * server would. Once a second the main thread asks twice: a point reader for one campaign, which is what a bidder does
 * before each bid, and a query over all campaigns.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"
#include "grid.h"
#include "options.h"
#include "random.h"

#include <pthread.h>
#include <time.h>

#define CAMPAIGNS 5
#define MAX_THREADS 64
#define FACTS_BETWEEN_LOOKS 1024 /* at the clock, and whether to stop */

static const char *const campaign_names[CAMPAIGNS] = {"spring", "summer", "autumn", "winter", "clearance"};
static const char *const columns[] = {"impressions", "clicks", "ctr", "cpc", "leads", "cpl"};
#define COLUMNS (sizeof columns / sizeof *columns)

static const char help[] =
    "live - threads record facts while the main thread prints indicators each second\n"
    "\n"
    "  --seconds N   how long, 5 unless told\n"
    "  --threads N   how many record, 2 unless told\n"
    "  --help\n";

/* What the threads share. */
typedef struct shared {
    leadline_engine *engine;
    uint32_t codes[CAMPAIGNS];
    uint16_t impression, click, lead;
    pthread_mutex_t lock; /* of what follows */
    int stop;
    uint64_t recorded;
} shared;

typedef struct worker {
    pthread_t thread;
    shared *common;
    uint64_t random;
} worker;

static int64_t now_us(void) {
    struct timespec now;
    CHECK_THAT(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int must_stop(shared *common, uint64_t recorded) {
    CHECK_THAT(pthread_mutex_lock(&common->lock) == 0);
    common->recorded += recorded;
    int stop = common->stop;
    CHECK_THAT(pthread_mutex_unlock(&common->lock) == 0);
    return stop;
}

/* An impression, now and then its click, which costs 20 to 80 cents, and now and then a lead. Returns the facts. */
static uint64_t record_one(worker *w, leadline_writer *writer, int64_t time) {
    shared *common = w->common;
    uint64_t campaign = random_below(&w->random, CAMPAIGNS);
    leadline_event event = LEADLINE_EVENT_INIT;
    event.time = time;
    event.kind = common->impression;
    event.codes = &common->codes[campaign];
    event.code_count = 1;
    CHECK(leadline_writer_record(writer, &event));
    if (!random_chance(&w->random, 10000 + 4000 * campaign)) return 1;
    event.kind = common->click;
    event.amount = (int64_t)random_between(&w->random, 20, 80);
    CHECK(leadline_writer_record(writer, &event));
    if (!random_chance(&w->random, 50000)) return 2;
    event.kind = common->lead;
    event.amount = 0;
    CHECK(leadline_writer_record(writer, &event));
    return 3;
}

static void *record(void *argument) {
    worker *w = argument;
    /* A fact is seen a tenth of a second after it was recorded, if the buffer is not full before. */
    leadline_writer_options options = {.struct_size = sizeof options, .max_age_us = 100000};
    leadline_writer *writer = NULL;
    uint64_t recorded = 0;
    CHECK(leadline_writer_open(w->common->engine, &options, &writer));
    while (!must_stop(w->common, recorded)) {
        int64_t time = now_us();
        recorded = 0;
        for (int i = 0; i < FACTS_BETWEEN_LOOKS; i++) recorded += record_one(w, writer, time);
    }
    CHECK(leadline_writer_close(writer)); /* hands on what is buffered */
    return NULL;
}

/* What a bidder asks: one campaign, as it stands this moment. */
static void print_point(const leadline_point *point, const char *name) {
    size_t size = strlen(name);
    leadline_value values[2];
    CHECK(leadline_point_read_names(point, &name, &size, 1, INT64_MIN, INT64_MAX, values, 2));
    char text[2][CELL_TEXT_MAX];
    for (int i = 0; i < 2; i++) {
        cell value = {values[i].numerator, values[i].denominator, 0, values[i].state, 0};
        /* Money comes in cents, the scale that the engine was opened with. */
        if (!cell_rounded(&value, i == 0 ? 2 : 4, i == 0 ? 2 : -2, text[i])) strcpy(text[i], "undefined");
    }
    printf("%s: ctr %s%%, cpc %s\n", name, text[0], text[1]);
}

static void print_table(const leadline_engine *engine) {
    const char *by[] = {"campaign"}, *order[] = {"-clicks"};
    leadline_query_options query = {.struct_size = sizeof query, .by = by, .by_count = 1, .columns = columns, .column_count = COLUMNS,
                                    .order = order, .order_count = 1, .flags = LEADLINE_QUERY_TOTALS};
    leadline_table *table = NULL;
    grid_style style = {.decimals = 2, .percent = 1};
    CHECK(leadline_query(engine, &query, &table));
    grid_print_table(stdout, table, &style);
    leadline_table_close(table);
}

static void run(shared *common, worker *workers, size_t threads, uint64_t seconds) {
    static const char *const dimension = "campaign";
    static const char *const watched[] = {"ctr", "cpc"};
    leadline_point_options options = {.struct_size = sizeof options, .dimensions = &dimension, .dimension_count = 1,
                                      .columns = watched, .column_count = 2};
    leadline_point *point = NULL;
    CHECK(leadline_point_open(common->engine, &options, &point));
    for (size_t i = 0; i < threads; i++) {
        workers[i].common = common;
        workers[i].random = i;
        CHECK_THAT(pthread_create(&workers[i].thread, NULL, record, &workers[i]) == 0);
    }
    for (uint64_t second = 1; second <= seconds; second++) {
        struct timespec pause = {1, 0};
        nanosleep(&pause, NULL);
        printf("---- after %llu s\n", (unsigned long long)second);
        print_point(point, campaign_names[0]);
        print_table(common->engine);
        fflush(stdout);
    }
    CHECK_THAT(pthread_mutex_lock(&common->lock) == 0);
    common->stop = 1;
    CHECK_THAT(pthread_mutex_unlock(&common->lock) == 0);
    for (size_t i = 0; i < threads; i++) CHECK_THAT(pthread_join(workers[i].thread, NULL) == 0);
    leadline_point_close(point);
}

int main(int argc, char **argv) {
    enum { SECONDS = 1, THREADS, HELP };
    static const option_spec specs[] = {{"seconds", SECONDS, 1}, {"threads", THREADS, 1}, {"help", HELP, 0}, {NULL, 0, 0}};
    uint64_t seconds = 5;
    size_t threads = 2;
    option_reader reader = option_start("live", specs, argc, argv);
    for (int id = option_next(&reader); id != OPTION_END; id = option_next(&reader)) {
        switch (id) {
        case SECONDS: seconds = option_number(&reader, 0, 86400); break;
        case THREADS: threads = (size_t)option_number(&reader, 1, MAX_THREADS); break;
        case HELP: fputs(help, stdout); return 0;
        default: option_fail(&reader, "unexpected ", reader.value, "; see --help");
        }
    }

    leadline_dimension_options campaign = {.struct_size = sizeof campaign, .name = "campaign"};
    leadline_options options = {.struct_size = sizeof options, .dimensions = &campaign, .dimension_count = 1, .money_scale = 2,
                                .shards = (uint32_t)threads /* so that no writer waits for another */};
    shared common = {0};
    worker workers[MAX_THREADS];
    CHECK_THAT(pthread_mutex_init(&common.lock, NULL) == 0);
    CHECK(leadline_open(&options, &common.engine, NULL, 0));
    for (size_t i = 0; i < CAMPAIGNS; i++) {
        CHECK(leadline_intern(common.engine, 0, campaign_names[i], strlen(campaign_names[i]), &common.codes[i]));
    }
    CHECK(leadline_kind_number(common.engine, "impression", &common.impression));
    CHECK(leadline_kind_number(common.engine, "click", &common.click));
    CHECK(leadline_kind_number(common.engine, "lead", &common.lead));

    run(&common, workers, threads, seconds);

    leadline_engine_info info = {.struct_size = sizeof info};
    CHECK(leadline_engine_read_info(common.engine, &info));
    printf("---- the end: %llu facts recorded, %llu taken in\n", (unsigned long long)common.recorded, (unsigned long long)info.facts);
    print_table(common.engine);
    CHECK_THAT(common.recorded == info.facts);
    CHECK(leadline_close(common.engine));
    CHECK_THAT(pthread_mutex_destroy(&common.lock) == 0);
    return 0;
}
