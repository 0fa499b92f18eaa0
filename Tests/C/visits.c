/* Visits derived from page views, beside a model that goes through each person's facts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "models.h"

#define MINUTE ((int64_t)60000000)
#define COLUMNS "count(visit) amount(visit) count(bounce) count(visit_engaged) count(page_view)"
enum { PAGE = 33, VISIT = 30, BOUNCE = 31, ENGAGED = 32, ENQUIRY = 45, PERSONS = 6, FACTS = 90, CHANNELS = 3, DAYS = 3 };

static leadline_engine *open_visits(int64_t idle, uint32_t ids, uint32_t shards, uint32_t scale, const uint16_t *kinds, size_t kind_count) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    options.journey_kinds = kinds;
    options.journey_kind_count = kind_count;
    options.visits = 1;
    options.visit_idle_us = idle;
    options.ids = ids;
    options.shards = shards;
    options.threads = shards;
    options.money_scale = scale;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

static leadline_status record(leadline_engine *engine, int64_t time, uint16_t kind, uint64_t person, uint32_t code, uint64_t id) {
    const uint32_t *codes[] = {&code};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.kind = &kind;
    batch.person = &person;
    batch.codes = codes;
    batch.dimension_count = 1;
    batch.id = id == 0 ? NULL : &id;
    return leadline_record_batch(engine, &batch, 0, NULL);
}

static void check_answer(const leadline_engine *engine, const char *by, uint32_t period, const char *wanted) {
    char *is = ask(engine, by, COLUMNS, period, 0);
    CHECK_TEXT(is, wanted);
    free(is);
}

/* ---- Examples ---- */

static void test_example(void) {
    part("page views at 0, 10, 40 and 71 minutes");
    leadline_engine *engine = open_visits(0, 0, 1, 2, NULL, 0);
    check_answer(engine, "", 0, "");
    static const int64_t minutes[] = {71, 0, 40, 10};
    for (int i = 0; i < 4; i++) {
        CHECK_OK(record(engine, MARCH_1 + minutes[i] * MINUTE, PAGE, 7, 2 + (uint32_t)i % 2, 0));
        if (i == 1) check_answer(engine, "", 0, "2 0 2 !2 2\n");
    }
    check_answer(engine, "", 0, "2 240000 1 1 4\n");
    /* The names are those of the first page. */
    check_answer(engine, "channel", 0, "a 1 0 1 0 2\nb 1 240000 0 1 2\n");
    CHECK_OK(leadline_close(engine));

    part("what is no visit");
    engine = open_visits(0, 0, 1, 0, NULL, 0);
    CHECK_OK(record(engine, MARCH_1, PAGE, 0, 2, 0));
    check_answer(engine, "", 0, "!2 !2 !2 !2 1\n");
    CHECK_STATUS(record(engine, MARCH_1, VISIT, 1, 2, 0), LEADLINE_FACT_KIND);
    CHECK_STATUS(record(engine, MARCH_1, BOUNCE, 1, 2, 0), LEADLINE_FACT_KIND);
    CHECK_STATUS(record(engine, MARCH_1, ENGAGED, 1, 2, 0), LEADLINE_FACT_KIND);
    CHECK_OK(leadline_close(engine));

    part("midnight, a long visit, an outcome");
    engine = open_visits(0, 0, 1, 9, NULL, 0);
    CHECK_OK(record(engine, MARCH_1 + DAY - MINUTE, PAGE, 1, 2, 0));
    CHECK_OK(record(engine, MARCH_1 + DAY + MINUTE, PAGE, 1, 2, 0));
    CHECK_OK(record(engine, MARCH_1, PAGE, 2, 2, 0));
    CHECK_OK(record(engine, MARCH_1 + 30 * MINUTE, ENQUIRY, 2, 2, 0));
    CHECK_OK(record(engine, MARCH_1, PAGE, 3, 2, 0));
    CHECK_OK(record(engine, MARCH_1 + 30 * MINUTE + 1, ENQUIRY, 3, 2, 0));
    check_answer(engine, "", LEADLINE_PERIOD_DAY, "2024-03-01 1709251200000000 3 120000000000 2 2 3\n2024-03-02 1709337600000000 0 0 0 0 1\n");
    CHECK_OK(leadline_close(engine));

    part("visits as steps");
    static const uint16_t kept[] = {LEAD};
    engine = open_visits(0, 0, 1, 0, kept, 1);
    CHECK_OK(record(engine, MARCH_1, PAGE, 1, 2, 0));
    CHECK_OK(record(engine, MARCH_1 + HOUR, LEAD, 1, 2, 0));
    CHECK_OK(record(engine, MARCH_1, PAGE, 2, 2, 0));
    leadline_step steps[] = {{sizeof steps[0], NULL, "visit", NULL, 0, 0, 0}, {sizeof steps[0], NULL, "lead", NULL, 0, 0, 0}};
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    leadline_table *table = NULL;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    text t = {NULL, 0, 0};
    add_text(&t, "");
    add_table(&t, table);
    CHECK_TEXT(t.bytes, "1 visit 2 0 1 2 !2 1/1\n2 lead 1 0 0 1 1/2 1/2\n");
    free(t.bytes);
    leadline_table_close(table);
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    CHECK_INT(info.journey_facts, 3);
    CHECK_OK(leadline_close(engine));
}

static void test_options(void) {
    part("options");
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    options.visits = 1;
    CHECK_STATUS(leadline_open(&options, &engine, NULL, 0), LEADLINE_ERROR_ARGUMENT);
    options.journeys = 1;
    options.visit_idle_us = -1;
    CHECK_STATUS(leadline_open(&options, &engine, NULL, 0), LEADLINE_ERROR_ARGUMENT);
    options.visit_idle_us = 1;
    options.visits = 2;
    CHECK_STATUS(leadline_open(&options, &engine, NULL, 0), LEADLINE_ERROR_ARGUMENT);
    options.visits = 1;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    leadline_engine *other = NULL;
    options.visit_idle_us = 2;
    CHECK_OK(leadline_open(&options, &other, NULL, 0));
    CHECK(leadline_merge(engine, other, 0) != LEADLINE_OK);
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(other));
}

/* ---- The model ---- */

typedef struct fact {
    int64_t time;
    uint16_t kind;
    uint64_t person, id;
    uint32_t channel;
} fact;

static int compare_facts(const void *left, const void *right) {
    const fact *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    int order[2] = {a->kind == PAGE ? 32 : 44, b->kind == PAGE ? 32 : 44};
    if (order[0] != order[1]) return order[0] - order[1];
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    return a->person < b->person ? -1 : a->person > b->person;
}

typedef struct cell {
    int64_t visits, time, bounces, engaged, pages;
} cell;

static void end_visit(cell *c, const fact *first, int64_t last, int pages, int outcome) {
    if (pages == 0) return;
    c->visits++;
    c->time += (last - first->time) / 1000000;
    c->bounces += pages == 1;
    c->engaged += pages > 1 || outcome || last - first->time >= 10000000;
}

/* By channel and day, as the engine would answer. */
static char *wanted_of(fact *facts, int count, int64_t idle) {
    cell cells[CHANNELS + 2][DAYS];
    memset(cells, 0, sizeof cells);
    qsort(facts, (size_t)count, sizeof *facts, compare_facts);
    int any_page = 0, any_bounce = 0, any_engaged = 0, any_visit = 0;
    for (uint64_t person = 0; person <= PERSONS; person++) {
        const fact *first = NULL;
        int64_t last = 0;
        int pages = 0, outcome = 0;
        for (int i = 0; i <= count; i++) {
            const fact *f = i < count ? &facts[i] : NULL;
            if (f != NULL && f->person != person) continue;
            if (f != NULL && f->kind == PAGE) cells[f->channel][(f->time - MARCH_1) / DAY].pages++;
            if (f != NULL && f->kind == PAGE) any_page = 1;
            if (person == 0) continue;
            int is_within = pages > 0 && f != NULL && f->time - last <= idle;
            if (f != NULL && f->kind != PAGE) {
                outcome |= is_within;
                continue;
            }
            if (!is_within) {
                if (pages > 0) end_visit(&cells[first->channel][(first->time - MARCH_1) / DAY], first, last, pages, outcome);
                if (pages > 0) any_visit = 1;
                any_bounce |= pages == 1;
                any_engaged |= pages > 1 || (pages > 0 && outcome);
                first = f;
                pages = outcome = 0;
            }
            if (f != NULL) {
                last = f->time;
                pages++;
            }
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (uint32_t c = 0; c < CHANNELS + 2; c++) {
        for (int d = 0; d < DAYS; d++) {
            cell *of = &cells[c][d];
            int64_t start = MARCH_1 + d * DAY;
            int is_there = 0;
            for (int i = 0; i < count; i++) is_there |= facts[i].channel == c && facts[i].time >= start && facts[i].time < start + DAY;
            if (!is_there) continue;
            add_text(&t, "%s 2024-03-0%d %" PRId64, c == 0 ? "-" : c == 2 ? "a" : "b", d + 1, start);
            if (any_visit) add_text(&t, " %" PRId64 " %" PRId64, of->visits, of->time); else add_text(&t, " !2 !2");
            if (any_bounce) add_text(&t, " %" PRId64, of->bounces); else add_text(&t, " !2");
            if (any_engaged) add_text(&t, " %" PRId64, of->engaged); else add_text(&t, " !2");
            if (any_page) add_text(&t, " %" PRId64 "\n", of->pages); else add_text(&t, " !2\n");
        }
    }
    return t.bytes;
}

static void test_model(void) {
    part("random page views beside the model");
    static fact facts[FACTS];
    for (int round = 0; round < 1500; round++) {
        seed = (uint64_t)round * 7919 + 5;
        int64_t idle = any(2) == 0 ? 0 : 1 + any(20) * MINUTE;
        int64_t limit = idle == 0 ? 30 * MINUTE : idle;
        uint32_t ids = any(3) == 0, shards = 1 + any(3);
        leadline_engine *engine = open_visits(idle, ids, shards, 0, NULL, 0);
        leadline_engine *other = any(3) == 0 ? open_visits(idle, ids, shards, 0, NULL, 0) : NULL;
        int count = 0, wanted_count = 1 + (int)any(FACTS);
        int has_merged = other == NULL;
        for (int i = 0; i < wanted_count; i++) {
            uint32_t channel = any(3);
            fact f = {MARCH_1 + any(3) * DAY + any(4) * 13 * MINUTE + any(3) * 20 * MINUTE + any(20) * 1000000, any(6) == 0 ? ENQUIRY : PAGE,
                any(PERSONS + 1), (uint64_t)i + 1, channel == 0 ? 0 : channel + 1};
            if (f.time >= MARCH_1 + DAYS * DAY) f.time = MARCH_1;
            if (ids && count > 0 && any(4) == 0) {
                /* A repeat of another time: the first in the order of facts stands. */
                int of = (int)any((uint32_t)count);
                f.id = facts[of].id;
                if (facts[of].kind != f.kind) f.kind = facts[of].kind;
                facts[of] = compare_facts(&f, &facts[of]) < 0 ? f : facts[of];
            } else {
                facts[count++] = f;
            }
            leadline_engine *to = !has_merged && any(2) == 0 ? other : engine;
            CHECK_OK(record(to, f.time, f.kind, f.person, f.channel, f.id));
            if (any(30) == 0) free(ask(to, "", COLUMNS, 0, 0));
            if (!has_merged && any(20) == 0) {
                CHECK_OK(leadline_merge(engine, other, 0));
                has_merged = 1;
            }
        }
        if (!has_merged) CHECK_OK(leadline_merge(engine, other, 0));
        char *wanted = wanted_of(facts, count, limit);
        char *is = ask(engine, "channel", COLUMNS, LEADLINE_PERIOD_DAY, 0);
        if (strcmp(is, wanted) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is, wanted);
        free(is);
        free(wanted);
        if (any(3) == 0) {
            /* Everything of one channel in the last days goes; what is "no data" was taken in before. */
            const char *names[] = {"a"};
            size_t sizes[] = {1};
            CHECK_OK(leadline_clear(engine, 0, names, sizes, 1, MARCH_1 + DAY, MARCH_1 + DAYS * DAY));
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (facts[i].channel != 2 || facts[i].time < MARCH_1 + DAY) facts[kept++] = facts[i];
            }
            wanted = wanted_of(facts, kept, limit);
            is = ask(engine, "channel", "count(visit) amount(visit)", LEADLINE_PERIOD_ALL, 0);
            /* By channel alone, from the model's days. */
            int64_t visits = 0, said = 0;
            for (char *line = wanted; *line; line = strchr(line, '\n') + 1) {
                char channel[4], day[16];
                long long start, number = 0;
                if (sscanf(line, "%3s %15s %lld %lld", channel, day, &start, &number) == 4) visits += number;
            }
            for (char *line = is; *line; line = strchr(line, '\n') + 1) {
                char channel[4];
                long long number = 0;
                if (sscanf(line, "%3s %lld", channel, &number) == 2) said += number;
            }
            CHECK_INT(said, visits);
            free(is);
            free(wanted);
        }
        CHECK_OK(leadline_close(engine));
        if (other != NULL) CHECK_OK(leadline_close(other));
    }
}

int main(void) {
    printf("visits\n");
    test_example();
    test_options();
    test_model();
    return finish();
}
