/* Attribution that is kept up, beside the same question asked anew, after everything that may come about.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include "attribution_options.h"
#include <pthread.h>

#define PERSON_COUNT 12
#define HANDLES 4
#define STEPS 14

/* What a round's engine is like. */
typedef struct world {
    uint32_t shards, threads, name_limit;
    uint64_t journey_limit;
    int ids;
} world;

static leadline_engine *open_world(const world *w) {
    static const char *const declared[] = {"a", "b", "direct"};
    leadline_dimension_options dimensions[2] = {{sizeof dimensions[0], "channel", NULL, declared, 3, w->name_limit, 0},
        {sizeof dimensions[0], "group", "channel", NULL, 0, 0, 0}};
    leadline_rollup_options rollup = {sizeof rollup, "by channel", by_channel, 1, LEADLINE_PERIOD_DAY, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.rollups = &rollup;
    options.rollup_count = 1;
    options.journeys = 1;
    options.shards = w->shards;
    options.threads = w->threads;
    options.ids = (uint32_t)w->ids;
    options.refs = (uint32_t)w->ids;
    options.journey_limit = w->journey_limit;
    options.journey_lookback_us = w->journey_limit == 0 ? 0 : 2 * DAY;
    options.time_zone = "UTC";
    leadline_engine *engine = NULL;
    char error[200] = "";
    CHECK_OK(leadline_open(&options, &engine, error, sizeof error));
    return engine;
}

/* A channel: often one of the model's, at times one that is new. */
static uint32_t any_channel(leadline_engine *engine) {
    char text[16];
    if (any(4) != 0) {
        int c = (int)any(CHANNEL_COUNT);
        return c == 0 ? 0 : name(engine, 0, channel_texts[c]);
    }
    snprintf(text, sizeof text, "n%u", any(12));
    return name(engine, 0, text);
}

/* Some facts in one batch; what a limit refuses is not taken in. */
static void record_some(leadline_engine *engine, int most) {
    static rows r;
    static uint64_t refs[ROWS_CAPACITY], accounts[ROWS_CAPACITY];
    int count = 1 + (int)any((uint32_t)most);
    r.count = 0;
    for (int i = 0; i < count; i++) {
        int what = any(2) == 0 ? (int)any(3) : (int)any(DEED_COUNT);
        uint64_t id = what >= SOLD ? 1 + any(40) : 0;
        int64_t amount = what < LED ? 0 : any(1000);
        if (what >= SOLD && any(40) == 0) amount = (INT64_C(1) << 57) - any(3);
        accounts[r.count] = any(12) == 0 ? 1 + any(3) : 0;
        refs[r.count] = what == REFUNDED && any(2) == 0 ? 1 + any(40) : 0;
        add_row(&r, MARCH_1 + any(8) * (DAY / 2), deed_kinds[what], any_channel(engine), 0, amount, 1, id);
        r.person[r.count - 1] = 1 + any(PERSON_COUNT);
    }
    leadline_batch batch = batch_of(&r, 1);
    batch.ref = refs;
    batch.account = accounts;
    leadline_status status = leadline_record_batch(engine, &batch, 0, NULL);
    CHECK(status == LEADLINE_OK || status == LEADLINE_JOURNEY_LIMIT);
}

static void clear_some(leadline_engine *engine) {
    const char *names[] = {channel_texts[1 + any(3)]};
    size_t sizes[] = {strlen(names[0])};
    int64_t day = MARCH_1 + any(4) * DAY;
    leadline_status status = leadline_clear(engine, 0, names, sizes, 1, any(4) == 0 ? INT64_MIN : day, any(4) == 0 ? INT64_MAX : day + DAY);
    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_UNSUPPORTED || status == LEADLINE_ERROR_NAME);
}

static void merge_some(leadline_engine *engine, const world *w) {
    world alike = *w;
    alike.shards = 1 + any(2);
    leadline_engine *other = open_world(&alike);
    record_some(other, 20);
    if (any(2) == 0) CHECK_OK(leadline_link(other, LEADLINE_PERSON, 1 + any(PERSON_COUNT), 1 + any(PERSON_COUNT)));
    leadline_status status = leadline_merge(engine, other, any(2) == 0 && !w->ids ? LEADLINE_MERGE_NO_OVERLAP : 0);
    CHECK(status == LEADLINE_OK || status == LEADLINE_JOURNEY_LIMIT || status == LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(other));
}

static const char *step(leadline_engine *engine, const world *w) {
    switch (any(12)) {
    case 0: return "nothing";
    case 1: {
        leadline_status status = leadline_link(engine, LEADLINE_PERSON, 1 + any(PERSON_COUNT), 1 + any(PERSON_COUNT));
        CHECK_STATUS(status, LEADLINE_OK);
        return "link of persons";
    }
    case 2: CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 1 + any(PERSON_COUNT), 1 + any(3))); return "link to an account";
    case 3: {
        leadline_status status = leadline_forget(engine, any(3) == 0 ? LEADLINE_ACCOUNT : LEADLINE_PERSON, 1 + any(PERSON_COUNT));
        CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_UNSUPPORTED);
        return "forget";
    }
    case 4: clear_some(engine); return "clear";
    case 5: merge_some(engine, w); return "merge";
    case 6: {
        char text[16];
        snprintf(text, sizeof text, "g%u", any(3));
        leadline_status status = leadline_set_attribute(engine, 1, any_channel(engine), text, strlen(text));
        CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_NAME || status == LEADLINE_ERROR_ARGUMENT);
        return "attribute";
    }
    case 7: record_some(engine, 120); return "many facts";
    default: record_some(engine, 6); return "facts";
    }
}

/* Beside the model's questions: by an attribute, names that come later, what things cost. */
typedef struct live {
    question q;
    int by_group, late_filter, has_cost;
    leadline_attribution *handle;
} live;

static leadline_attribution_options *asked_by(const live *l) {
    static const char *const groups[] = {"group", "channel"};
    static const char *const late[] = {"n0", "n1", "n2", "(other)"};
    static leadline_filter filter = {sizeof filter, "channel", late, 4};
    static const uint16_t quantiles[] = {100, 500, 900};
    leadline_attribution_options *options = options_of(&l->q);
    options->flags &= ~(uint32_t)LEADLINE_QUERY_AS_OF;
    options->as_of_us = 0;
    options->quantiles = quantiles;
    options->quantile_count = 3;
    if (l->by_group) {
        options->by = groups;
        options->by_count = (size_t)l->by_group;
    }
    if (l->late_filter) {
        ((leadline_touch *)options->touches)[0].filters = &filter;
        ((leadline_touch *)options->touches)[0].filter_count = 1;
        options->direct = &filter;
        options->direct_count = 1;
    }
    if (l->has_cost && !(options->flags & LEADLINE_ATTRIBUTE_BY_POSITION) && !l->by_group) {
        options->by = by_channel;
        options->by_count = 1;
        options->cost = "amount(lead)";
        options->activity = "count(click)";
        options->flags &= ~(uint32_t)(LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO);
        options->from_us = options->to_us = 0;
    }
    return options;
}

/* All tables, with their names of columns and states, or why there are none. */
static char *tables_of(const leadline_engine *engine, const live *l, int is_live, int has_totals, int has_pairs) {
    leadline_table *tables[3] = {NULL, NULL, NULL}, **totals = has_totals ? &tables[1] : NULL, **pairs = has_pairs ? &tables[2] : NULL;
    leadline_status status = is_live ? leadline_attribution_read(l->handle, &tables[0], totals, pairs)
                                     : leadline_attribute(engine, asked_by(l), &tables[0], totals, pairs);
    text t = {NULL, 0, 0};
    add_text(&t, "%s\n", leadline_status_name(status));
    for (int i = 0; i < 3; i++) {
        if (tables[i] == NULL) continue;
        leadline_table_info info = {sizeof info, 0, 0, 0, 0, 0, 0, NULL, NULL};
        CHECK_OK(leadline_table_read_info(tables[i], &info));
        add_text(&t, "-- as of %" PRId64 "\n", info.as_of);
        for (size_t c = 0; c < info.columns; c++) {
            leadline_column column = LEADLINE_COLUMN_INIT;
            CHECK_OK(leadline_table_column(tables[i], c, &column));
            add_text(&t, "%s:", column.name);
            for (size_t row = 0; row < info.rows; row++) add_text(&t, "%u", column.states[row]);
            add_text(&t, "\n");
        }
        add_table(&t, tables[i]);
        leadline_table_close(tables[i]);
    }
    return t.bytes;
}

static void test_random(int rounds) {
    part("after anything the same as asked anew");
    static live lives[HANDLES];
    for (int round = 0; round < rounds; round++) {
        uint64_t started = seed;
        world w = {1 + any(3), 1 + any(2), any(4) == 0 ? 4 : 0, any(5) == 0 ? 40 + any(100) : 0, (int)any(2)};
        leadline_engine *engine = open_world(&w);
        if (any(2) == 0) record_some(engine, 60);
        int differs = 0, count = 1 + (int)any(HANDLES);
        for (int h = 0; h < count; h++) {
            live *l = &lives[h];
            make_question(&l->q);
            l->by_group = any(3) == 0 ? 1 + (int)any(2) : 0;
            l->late_filter = any(4) == 0;
            l->has_cost = any(4) == 0;
            l->handle = NULL;
            CHECK_OK(leadline_attribution_open(engine, asked_by(l), &l->handle));
        }
        CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
        for (int s = 0; s < STEPS && !differs; s++) {
            const char *done = step(engine, &w);
            for (int h = 0; h < count && !differs; h++) {
                if (any(4) == 0) continue;
                int has_totals = any(2) == 0, has_pairs = any(4) == 0;
                char *wanted = tables_of(engine, &lives[h], 0, has_totals, has_pairs);
                char *is = tables_of(engine, &lives[h], 1, has_totals, has_pairs);
                CHECK_TEXT(is, wanted);
                differs = strcmp(is, wanted) != 0;
                if (differs) printf("seed %" PRIu64 " round %d step %d, %s, handle %d\n", started, round, s, done, h);
                free(wanted);
                free(is);
            }
        }
        for (int h = 0; h < count; h++) leadline_attribution_close(lives[h].handle);
        CHECK_OK(leadline_close(engine));
        if (differs) return;
    }
}

/* ---- More than one bin a partition ---- */

static void record_crowd(leadline_engine *engine, uint64_t *state, int count) {
    static rows r;
    while (count > 0) {
        r.count = 0;
        for (; r.count < ROWS_CAPACITY && count > 0; count--) {
            uint64_t x = next_random(state);
            int what = x % 20 == 0 ? SOLD : (int)((x >> 8) % 3);
            add_row(&r, MARCH_1 + (int64_t)(x >> 16) % 100 * DAY, deed_kinds[what], 2 + (uint32_t)(x >> 32) % 3, 0, what == SOLD ? (int64_t)((x >> 40) % 100) : 0, 1, 0);
            r.person[r.count - 1] = 1 + (x >> 44) % 50000;
        }
        leadline_batch batch = batch_of(&r, 1);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
}

static void test_crowd(void) {
    part("a crowd that grows beyond its bins");
    world w = {2, 2, 0, 0, 0};
    leadline_engine *engine = open_world(&w);
    live l;
    memset(&l, 0, sizeof l);
    make_question(&l.q);
    leadline_attribution_options options = options_by_channel();
    options.period = LEADLINE_PERIOD_WEEK;
    options.flags = LEADLINE_ATTRIBUTE_DETAILS;
    CHECK_OK(leadline_attribution_open(engine, &options, &l.handle));
    uint64_t state = 7;
    static const int counts[] = {1, 300000, 1, 5, 300, 400000, 0, 40};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        record_crowd(engine, &state, counts[i]);
        leadline_table *tables[2][3];
        memset(tables, 0, sizeof tables);
        CHECK_OK(leadline_attribute(engine, &options, &tables[0][0], &tables[0][1], &tables[0][2]));
        CHECK_OK(leadline_attribution_read(l.handle, &tables[1][0], &tables[1][1], &tables[1][2]));
        for (int t = 0; t < 3; t++) {
            char *wanted = text_of(tables[0][t]), *is = text_of(tables[1][t]);
            CHECK_TEXT(is, wanted);
            free(wanted);
            free(is);
        }
    }
    leadline_attribution_close(l.handle);
    CHECK_OK(leadline_close(engine));
}

/* ---- Threads ---- */

/* NULL unless a reading fails. */
static void *read_often(void *handle) {
    for (int i = 0; i < 30; i++) {
        leadline_table *credits = NULL, *totals = NULL;
        if (leadline_attribution_read(handle, &credits, &totals, NULL) != LEADLINE_OK) return handle;
        leadline_table_close(credits);
        leadline_table_close(totals);
    }
    return NULL;
}

static void test_threads(void) {
    part("readings of several threads while facts come");
    world w = {2, 2, 0, 0, 0};
    leadline_engine *engine = open_world(&w);
    static live l;
    memset(&l, 0, sizeof l);
    make_question(&l.q);
    CHECK_OK(leadline_attribution_open(engine, asked_by(&l), &l.handle));
    pthread_t threads[3];
    for (int i = 0; i < 3; i++) CHECK_INT(pthread_create(&threads[i], NULL, read_often, l.handle), 0);
    uint64_t state = 3;
    for (int i = 0; i < 60; i++) record_crowd(engine, &state, 200);
    for (int i = 0; i < 3; i++) {
        void *failed = threads;
        CHECK(pthread_join(threads[i], &failed) == 0 && failed == NULL);
    }
    char *wanted = tables_of(engine, &l, 0, 1, 1), *is = tables_of(engine, &l, 1, 1, 1);
    CHECK_TEXT(is, wanted);
    free(wanted);
    free(is);
    leadline_attribution_close(l.handle);
    CHECK_OK(leadline_close(engine));
}

int main(int argc, char **argv) {
    seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261122;
    printf("attribution, live, seed %" PRIu64 "\n", seed);
    test_random(argc > 2 ? atoi(argv[2]) : 400);
    test_crowd();
    test_threads();
    return finish();
}
