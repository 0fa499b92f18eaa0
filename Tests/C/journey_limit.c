/* journey_limit beside a model: batches, files and merges, with repeats and replaced facts, and what is refused changes nothing.
 *
 * Every click is a person's own, so a funnel of one step counts the facts that journeys hold.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <time.h>

#include "models.h"

enum { MOST = 4000, IDS = 60 };

static counter memory;
static rows facts;

/* ---- The model: the facts that journeys hold, and the ids that were ever taken in ---- */

typedef struct fact {
    int64_t time;
    int number; /* of the person */
    int id;     /* 0: none */
} fact;

typedef struct model {
    fact held[MOST];
    int count;
    int64_t time_of[IDS + 1]; /* by id; 0: never came */
    int64_t latest;
    int64_t dropped;
    int64_t limit;
    int64_t lookback;
} model;

static int find(const model *m, int id) {
    for (int i = 0; i < m->count; i++) {
        if (m->held[i].id == id) return i;
    }
    return -1;
}

static int by_time(const void *a, const void *b) {
    int64_t one = ((const fact *)a)->time, other = ((const fact *)b)->time;
    return one < other ? -1 : one > other;
}

/* Adds facts as if there were no limit, then asks whether there is room. Returns 0, with the model as it was, where there is none. */
static int model_add(model *m, const fact *given, int count) {
    static model before;
    before = *m;
    for (int i = 0; i < count; i++) {
        const fact *f = &given[i];
        if (f->time > m->latest) m->latest = f->time;
        if (f->id != 0 && m->time_of[f->id] != 0) {
            if (m->time_of[f->id] <= f->time) continue;
            int at = find(m, f->id);
            if (at >= 0) m->held[at] = m->held[--m->count];
        }
        if (f->id != 0) m->time_of[f->id] = f->time;
        m->held[m->count++] = *f;
    }
    if (m->limit == 0 || m->count <= m->limit || m->count <= before.count) return 1;
    if (m->lookback > 0) {
        /* The oldest go until an eighth is free, but none within the look-back; what is as old as one that goes goes with it. */
        qsort(m->held, (size_t)m->count, sizeof *m->held, by_time);
        int first = m->count - (int)(m->limit - m->limit / 8);
        while (first > 0 && m->held[first - 1].time >= m->latest - m->lookback) first--;
        while (first > 0 && first < m->count && m->held[first].time == m->held[first - 1].time && m->held[first].time < m->latest - m->lookback) first++;
        m->dropped += first;
        memmove(m->held, m->held + first, (size_t)(m->count -= first) * sizeof *m->held);
    }
    if (m->count <= m->limit) return 1;
    *m = before;
    return 0;
}

/* ---- The engine ---- */

static leadline_engine *open_limited(int64_t limit, int64_t lookback, uint32_t shards) {
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = 1;
    options.journeys = 1;
    options.shards = shards;
    options.journey_limit = (uint64_t)limit;
    options.journey_lookback_us = lookback;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static uint64_t number_of(char letter, int number) {
    char bytes[16];
    int size = snprintf(bytes, sizeof bytes, "%c%d", letter, number);
    return leadline_id_from_bytes(bytes, (size_t)size);
}

static leadline_status send(leadline_engine *engine, const fact *given, int count) {
    facts.count = 0;
    for (int i = 0; i < count; i++) {
        add_row(&facts, given[i].time, CLICK, 0, 0, 0, 1, given[i].id == 0 ? 0 : number_of('i', given[i].id));
        facts.person[i] = number_of('p', given[i].number);
    }
    leadline_batch batch = batch_of(&facts, 1);
    return leadline_record_batch(engine, &batch, 0, NULL);
}

/* The same as a file, with a last record that cannot be read if asked for. */
static leadline_status send_file(leadline_engine *engine, const fact *given, int count, int is_bad) {
#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "time", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_ID, "id", NULL), FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    text file = {NULL, 0, 0};
    add_text(&file, "time,who,id,kind\n");
    for (int i = 0; i < count; i++) {
        time_t second = (time_t)(given[i].time / 1000000);
        char at[40];
        strftime(at, sizeof at, "%Y-%m-%d %H:%M:%S", gmtime(&second));
        add_text(&file, "%s,p%d,", at, given[i].number);
        if (given[i].id != 0) add_text(&file, "i%d", given[i].id);
        add_text(&file, ",click\n");
    }
    if (is_bad) add_text(&file, "2024-03-01 00:00:00,x,,nonsense\n");
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 4;
    leadline_csv *csv = NULL;
    leadline_status status = leadline_csv_open(engine, &options, &csv);
    if (status == LEADLINE_OK) status = leadline_csv_feed(csv, file.bytes, file.size);
    if (status == LEADLINE_OK) status = leadline_csv_finish(csv);
    leadline_csv_close(csv);
    free(file.bytes);
    return status;
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

static int64_t held(const leadline_engine *engine) {
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    step.kinds = "click";
    options.steps = &step;
    options.step_count = 1;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, 2, &column));
    int64_t count = info.rows == 0 ? 0 : column.integers[0];
    leadline_table_close(table);
    return count;
}

static void compare(const leadline_engine *engine, const model *m) {
    CHECK_INT(held(engine), m->count);
    leadline_engine_info info = info_of(engine);
    CHECK_INT(info.journey_facts, m->count);
    CHECK_INT(info.journey_dropped, m->dropped);
}

/* ---- Rounds ---- */

static int next_person = 1;
static int64_t unit = HOUR; /* of the times of a round */

/* Facts of the next days: some repeat an id, some of them earlier than before; `hour` moves on. */
static int think_up(fact *given, int *hour, int replaces) {
    int count = (int)any(5) == 0 ? 40 + (int)any(30) : (int)any(8);
    for (int i = 0; i < count; i++) {
        fact *f = &given[i];
        f->id = any(2) ? 1 + (int)any(IDS) : 0;
        f->number = f->id != 0 ? 1000000 + f->id : next_person++;
        /* Where nothing may be replaced, an id has one time. */
        f->time = MARCH_1 + (f->id != 0 && !replaces ? f->id * 5 : *hour - (int)any(60)) * unit;
        *hour += any(3) == 0;
    }
    return count;
}

static void round_of(uint64_t number, int64_t lookback) {
    static model m, other_model;
    static fact given[100];
    memset(&m, 0, sizeof m);
    seed = number;
    m.limit = 20 + (int64_t)any(80);
    m.lookback = lookback;
    uint32_t shards = 1 + any(3);
    leadline_engine *engine = open_limited(m.limit, lookback, shards);
    int hour = 100;
    for (int step = 0; step < 60; step++) {
        int count = think_up(given, &hour, lookback == 0);
        switch (any(6)) {
        case 0: { /* a batch with a row that is refused, whole */
            fact bad = {INT64_MIN, 1, 0};
            given[count] = bad;
            CHECK_STATUS(send(engine, given, count + 1), LEADLINE_FACT_TIME);
            break;
        }
        case 1: /* files have whole seconds */
            if (unit % 1000000 == 0) CHECK_STATUS(send_file(engine, given, count, 1), LEADLINE_CSV_KIND);
            break;
        case 2:
            if (unit % 1000000 != 0) break;
            CHECK_STATUS(send_file(engine, given, count, 0), model_add(&m, given, count) ? LEADLINE_OK : LEADLINE_JOURNEY_LIMIT);
            break;
        case 3: {
            leadline_engine *other = open_limited(0, 0, 1 + any(2));
            memset(&other_model, 0, sizeof other_model);
            CHECK_OK(send(other, given, count));
            CHECK(model_add(&other_model, given, count));
            if (any(2)) CHECK_INT(held(other), other_model.count);
            CHECK_STATUS(leadline_merge(engine, other, 0),
                model_add(&m, other_model.held, other_model.count) ? LEADLINE_OK : LEADLINE_JOURNEY_LIMIT);
            CHECK_OK(leadline_close(other));
            break;
        }
        default:
            CHECK_STATUS(send(engine, given, count), model_add(&m, given, count) ? LEADLINE_OK : LEADLINE_JOURNEY_LIMIT);
        }
        if (any(4) == 0) compare(engine, &m);
        CHECK_INT(info_of(engine).journey_dropped, m.dropped);
    }
    compare(engine, &m);
    CHECK_OK(leadline_close(engine));
    if (check_failed > 0) {
        printf("round %" PRIu64 ", look-back %" PRId64 "\n", number, lookback);
    }
}

static void test_rounds(void) {
    part("beside a model");
    for (uint64_t number = 1; number <= 300 && check_failed == 0; number++) {
        round_of(number, 0);
        round_of(number, 30 * HOUR);
        round_of(number, 200 * HOUR);
    }
    /* Times that lie close together, and far apart. */
    static const int64_t units[] = {1, 7, 1000003, 1000 * DAY};
    for (uint64_t number = 1; number <= 40 && check_failed == 0; number++) {
        unit = units[number % 4];
        round_of(number, 30 * unit);
        round_of(number, 200 * unit);
    }
    unit = HOUR;
}

/* After a burst the facts of a later time find room: what counts is how old facts are beside those that come. */
static void test_after_a_burst(void) {
    part("after a burst");
    static fact given[300];
    leadline_engine *engine = open_limited(300, DAY, 1);
    for (int i = 0; i < 300; i++) given[i] = (fact){MARCH_1, i + 1, 0};
    CHECK_OK(send(engine, given, 300));
    given[0].time = MARCH_1 + DAY;
    CHECK_STATUS(send(engine, given, 1), LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(info_of(engine).journey_dropped, 0);
    given[0].time = MARCH_1 + DAY + 1;
    CHECK_OK(send(engine, given, 1));
    CHECK_INT(info_of(engine).journey_dropped, 300);
    CHECK_INT(held(engine), 1);
    /* One batch of more than fits, most of it too old to be kept. */
    for (int i = 0; i < 300; i++) given[i] = (fact){MARCH_1 + (i + 3) * DAY, i + 1, 0};
    CHECK_OK(send(engine, given, 300));
    CHECK_INT(held(engine), 300 - 37);
    CHECK_INT(info_of(engine).journey_dropped, 300 + 1 + 37);
    CHECK_INT(info_of(engine).facts, 601);
    /* One whose clock is a year ahead costs the oldest, not all. */
    given[0] = (fact){MARCH_1 + 1000 * DAY, 1, 0};
    CHECK_OK(send(engine, given, 1));
    for (int i = 0; i < 37; i++) given[i] = (fact){MARCH_1 + 303 * DAY + i * HOUR, 1000 + i, 0};
    CHECK_OK(send(engine, given, 37));
    CHECK_INT(held(engine), 300 - 37);
    CHECK_INT(info_of(engine).journey_dropped, 300 + 1 + 37 + 38);
    CHECK_OK(leadline_close(engine));
}

/* What a batch's result tells that has no room. */
static void test_result(void) {
    part("results");
    fact given[4] = {{MARCH_1, 1, 0}, {MARCH_1, 2, 0}, {MARCH_1, 3, 0}, {MARCH_1, 4, 0}};
    leadline_engine *engine = open_limited(5, 0, 1);
    CHECK_OK(send(engine, given, 4));
    facts.count = 0;
    for (int i = 0; i < 2; i++) {
        add_row(&facts, MARCH_1, CLICK, 0, 0, 0, 1, 0);
        facts.person[i] = 9;
    }
    leadline_batch batch = batch_of(&facts, 1);
    leadline_batch_result result = LEADLINE_BATCH_RESULT_INIT;
    result.accepted = result.first_row = 77;
    CHECK_STATUS(leadline_record_batch(engine, &batch, 0, &result), LEADLINE_JOURNEY_LIMIT);
    CHECK_STATUS(result.first_reason, LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(result.accepted, 0);
    CHECK_INT(result.first_row, 0);
    CHECK_OK(leadline_close(engine));
}

/* A file for which there is no room can be finished once there is. */
static void test_again(void) {
    part("a file once more");
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "time", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    static const char file[] = "time,who,kind\n2024-03-01 00:00:00,x,click\n2024-03-01 00:00:00,y,click\n";
    fact given[2] = {{MARCH_1, 1, 0}, {MARCH_1, 2, 0}};
    leadline_engine *engine = open_limited(3, 0, 1);
    CHECK_OK(send(engine, given, 2));
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 3;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    CHECK_OK(leadline_csv_feed(csv, file, sizeof file - 1));
    CHECK_STATUS(leadline_csv_finish(csv), LEADLINE_JOURNEY_LIMIT);
    CHECK_INT(held(engine), 2);
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, number_of('p', 1)));
    CHECK_OK(leadline_csv_finish(csv));
    CHECK_INT(held(engine), 3);
    leadline_csv_close(csv);
    CHECK_OK(leadline_close(engine));
}

/* Engines merged into one another again and again hold what both had, and not the repeats of all merges. */
static void test_to_and_fro(void) {
    part("merging to and fro");
    static fact given[50];
    leadline_engine *one = open_limited(0, 0, 2), *other = open_limited(0, 0, 1);
    for (int i = 0; i < 50; i++) given[i] = (fact){MARCH_1 + (i + 1) * HOUR, 1 + i, 1 + i};
    CHECK_OK(send(one, given, 50));
    for (int i = 0; i < 50; i++) given[i] = (fact){MARCH_1 + i * HOUR, 1 + (i + 10) % IDS, 1 + (i + 10) % IDS};
    CHECK_OK(send(other, given, 50));
    for (int time = 0; time < 20; time++) {
        CHECK_OK(leadline_merge(one, other, 0));
        CHECK_OK(leadline_merge(other, one, 0));
        CHECK(info_of(one).journey_facts <= 4 * 60);
        CHECK(info_of(other).journey_facts <= 4 * 60);
    }
    CHECK_INT(held(one), 60);
    CHECK_INT(held(other), 60);
    CHECK_OK(leadline_close(one));
    CHECK_OK(leadline_close(other));
}

/* Every allocation of a call near the limit fails in turn: nothing changes, and nobody is dropped. */
static void test_short_memory(void) {
    part("when memory is short");
    static fact given[40];
    for (int i = 0; i < 40; i++) given[i] = (fact){MARCH_1 + i * HOUR, i + 1, i % 3 == 0 ? 1 + i : 0};
    for (int way = 0; way < 3; way++) {
        leadline_engine *engine = open_limited(30, 20 * HOUR, 1), *other = open_limited(0, 0, 1);
        CHECK_OK(send(engine, given, 30));
        CHECK_OK(send(other, given + 20, 20));
        leadline_status status = LEADLINE_ERROR_MEMORY;
        for (long at = 1; status == LEADLINE_ERROR_MEMORY; at++) {
            arm(&memory, at, 0);
            status = way == 0 ? send(engine, given + 20, 20) : way == 1 ? leadline_merge(engine, other, 0) : send_file(engine, given + 20, 20, 0);
            long refused = memory.refused;
            arm(&memory, 0, 0);
            if (status == LEADLINE_OK) break;
            CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            CHECK(refused > 0);
            CHECK_INT(held(engine), 30);
            CHECK_INT(info_of(engine).journey_dropped, 0);
            CHECK_INT(info_of(engine).facts, 30);
        }
        /* Of 40 facts the oldest are gone; some came twice without an id. */
        CHECK_INT(info_of(engine).journey_dropped, 19);
        CHECK_INT(held(engine), 21);
        CHECK_OK(leadline_close(engine));
        CHECK_OK(leadline_close(other));
    }
}

int main(void) {
    printf("journey_limit\n");
    test_after_a_burst();
    test_to_and_fro();
    test_result();
    test_again();
    test_short_memory();
    test_rounds();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
