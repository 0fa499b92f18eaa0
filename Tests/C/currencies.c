/* Facts in several currencies, beside a model that converts them first: rates, refusals, writers, files, merges.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "engine.h"

#include <pthread.h>

#define BERLIN "Europe/Berlin"

/* Two dimensions as `describe` asks for them, in euros. */
static leadline_engine *open_euros(uint32_t scale, uint32_t rounding, uint32_t ids, uint32_t shards) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.time_zone = BERLIN;
    options.currency = "EUR";
    options.money_scale = scale;
    options.currency_rounding = rounding;
    options.ids = ids;
    options.shards = shards;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static leadline_status set_rate(leadline_engine *engine, const char *currency, int64_t from, const char *text, int scale) {
    leadline_rate rate = LEADLINE_RATE_INIT;
    rate.currency = currency;
    rate.from_us = from;
    rate.text = text;
    if (scale >= 0) {
        rate.scale = (uint32_t)scale;
        rate.flags = LEADLINE_RATE_SCALE;
    }
    return leadline_set_rate(engine, &rate);
}

static uint16_t code_of(leadline_engine *engine, const char *currency) {
    uint16_t code = UINT16_MAX;
    CHECK_OK(leadline_currency_code(engine, currency, &code));
    return code;
}

static void check_error(leadline_engine *engine, const char *wanted) {
    char error[400] = "";
    leadline_engine_error(engine, error, sizeof error);
    CHECK_TEXT(error, wanted);
}

/* The beginning of the day, in Berlin, around an instant. */
static int64_t day_of(leadline_engine *engine, int64_t time) {
    int64_t start = 0, end = 0;
    CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, time, &start, &end));
    return start;
}

/* What is held of sales, as "count amount". */
static void check_sales(leadline_engine *engine, const char *wanted) {
    char *answer = ask(engine, "", "count(sale) amount(sale)", LEADLINE_PERIOD_ALL, 0);
    answer[strcspn(answer, "\n")] = 0;
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static leadline_status sell(leadline_engine *engine, int64_t time, int64_t amount, uint16_t currency) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = SALE;
    batch.amount = &amount;
    batch.one_currency = currency;
    return leadline_record_batch(engine, &batch, 0, NULL);
}

/* ---- Rates ---- */

static void test_rates(void) {
    part("rates");
    leadline_engine *engine = open_euros(2, 0, 0, 1);
    int64_t day = day_of(engine, MARCH_1 + 12 * HOUR);
    leadline_rate rate = LEADLINE_RATE_INIT;
    CHECK_STATUS(leadline_set_rate(NULL, &rate), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_set_rate(engine, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_NULL);
    static const char *const bad[] = {"", "0", "-1", "0.0", "1e3", "1/0", "1/", "/1", "1/2/3", " 1", "1,5", ".5", "1.",
        "0.0000000000000000001", "99999999999999999999", "4611686018427387905", "4611686018427387904/0.1", "nan"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_STATUS(set_rate(engine, "USD", day, bad[i], -1), LEADLINE_ERROR_ARGUMENT);
    }
    check_error(engine, "not a rate, or given twice: nan of USD");
    static const char *const names[] = {"", "EUR", "sixteen bytes ..."};
    for (size_t i = 0; i < 3; i++) {
        CHECK_STATUS(set_rate(engine, names[i], day, "1", -1), LEADLINE_ERROR_ARGUMENT);
    }
    static const int64_t off[] = {1, -1, HOUR, MARCH_1 - 1709251200000000, INT64_MIN + 1, INT64_MAX};
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++) {
        CHECK_STATUS(set_rate(engine, "USD", i < 4 ? day + (i == 3 ? HOUR / 2 : off[i]) : off[i], "1", -1), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(set_rate(engine, "USD", day, "1", 10), LEADLINE_ERROR_ARGUMENT);
    rate.currency = "USD";
    rate.from_us = day;
    static const int64_t pairs[][2] = {{0, 0}, {1, 0}, {0, 1}, {-1, 1}, {1, -1}, {INT64_MIN, 1}};
    for (size_t i = 0; i < 6; i++) {
        rate.numerator = pairs[i][0];
        rate.denominator = pairs[i][1];
        CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_ARGUMENT);
    }
    rate.numerator = rate.denominator = 1;
    rate.text = "1";
    CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_ARGUMENT);
    rate.text = NULL;
    rate.scale = 1;
    CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_ARGUMENT);
    rate.scale = 0;
    rate.flags = 2;
    CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_ARGUMENT);
    rate.flags = 0;
    rate.struct_size = 8;
    CHECK_STATUS(leadline_set_rate(engine, &rate), LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_INT(leadline_rate_count(engine), 0);
    CHECK_INT(leadline_rate_count(NULL), 0);
    uint16_t code = 7;
    CHECK_STATUS(leadline_currency_code(engine, "USD", &code), LEADLINE_ERROR_NAME);
    check_error(engine, "no rate was given for the currency USD");
    CHECK_INT(code, 7);
    CHECK_INT(code_of(engine, "EUR"), 0);
    CHECK_INT(code_of(engine, ""), 0);

    CHECK_OK(set_rate(engine, "USD", day, "0.92", -1));
    CHECK_OK(set_rate(engine, "USD", day, "92/100", -1));
    CHECK_OK(set_rate(engine, "USD", day, "0.920000000000000000", 2));
    CHECK_STATUS(set_rate(engine, "USD", day, "0.93", -1), LEADLINE_ERROR_DUPLICATE_NAME);
    check_error(engine, "another rate begins at the same time for USD");
    CHECK_STATUS(set_rate(engine, "USD", INT64_MIN, "0.93", 3), LEADLINE_ERROR_DUPLICATE_NAME);
    check_error(engine, "a rate was given with other decimals for USD");
    CHECK_OK(set_rate(engine, "JPY", INT64_MIN, "1/162.5", 0));
    CHECK_OK(set_rate(engine, "AUD", day_of(engine, FIRST_TIME + 3 * DAY), "4611686018427387904", 9));
    CHECK_OK(set_rate(engine, "USD", day_of(engine, day + 26 * HOUR), "0.000000000000000001", -1));
    CHECK_OK(set_rate(engine, "USD", day_of(engine, day - HOUR), "4", -1));
    static const struct {
        const char *currency;
        int64_t numerator, denominator;
        uint32_t scale;
    } wanted[] = {{"AUD", (int64_t)1 << 62, 1, 9}, {"JPY", 2, 325, 0}, {"USD", 4, 1, 2}, {"USD", 23, 25, 2}, {"USD", 1, 1000000000000000000, 2}};
    CHECK_INT(leadline_rate_count(engine), 5);
    for (size_t i = 0; i < 5; i++) {
        leadline_rate told = LEADLINE_RATE_INIT;
        CHECK_OK(leadline_rate_at(engine, i, &told));
        CHECK_TEXT(told.currency, wanted[i].currency);
        CHECK_INT(told.numerator, wanted[i].numerator);
        CHECK_INT(told.denominator, wanted[i].denominator);
        CHECK_INT(told.scale, wanted[i].scale);
        CHECK_INT(told.flags, LEADLINE_RATE_SCALE);
        CHECK(told.text == NULL);
        CHECK(i < 2 || told.from_us == day_of(engine, day + ((int64_t)i - 3) * 24 * HOUR));
    }
    CHECK_STATUS(leadline_rate_at(engine, 5, &rate), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_rate_at(engine, SIZE_MAX, &rate), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_close(engine));
}

/* ---- A model: whole fractions of numbers that fit ---- */

typedef struct model_rate {
    int64_t from;
    int64_t numerator;
    int64_t denominator;
} model_rate;

static int64_t model_convert(int64_t amount, model_rate rate, uint32_t from_scale, uint32_t to_scale, uint32_t mode) {
    __int128 upper = (__int128)amount * rate.numerator;
    __int128 lower = rate.denominator;
    for (uint32_t i = 0; i < to_scale; i++) upper *= 10;
    for (uint32_t i = 0; i < from_scale; i++) lower *= 10;
    __int128 floor = upper / lower - (upper % lower < 0 ? 1 : 0);
    __int128 rest = upper - floor * lower;
    if (rest == 0) return (int64_t)floor;
    int is_half = 2 * rest == lower;
    int is_above = 2 * rest > lower;
    switch (mode) {
    case LEADLINE_ROUND_FLOOR: return (int64_t)floor;
    case LEADLINE_ROUND_CEILING: return (int64_t)(floor + 1);
    case LEADLINE_ROUND_TOWARD_ZERO: return (int64_t)(amount < 0 ? floor + 1 : floor);
    case LEADLINE_ROUND_HALF_AWAY: return (int64_t)(floor + (is_above || (is_half && amount > 0)));
    default: return (int64_t)(floor + (is_above || (is_half && floor % 2 != 0)));
    }
}

enum { CURRENCIES = 3, DAYS = 40 };

typedef struct world {
    uint32_t scale;
    uint32_t scales[CURRENCIES];
    model_rate rates[CURRENCIES][DAYS];
    int count[CURRENCIES];
} world;

static const char *const currency_names[CURRENCIES] = {"USD", "JPY", "a longer name"};

static void make_world(world *w, leadline_engine *engine, uint32_t scale, uint64_t *random) {
    w->scale = scale;
    for (int c = 0; c < CURRENCIES; c++) {
        w->scales[c] = (uint32_t)(next_random(random) % 6);
        w->count[c] = 0;
        int64_t day = day_of(engine, MARCH_1 + 10 * DAY);
        for (int d = 0; d < DAYS; d++) {
            model_rate rate = {day, 1 + (int64_t)(next_random(random) % 2000), 1 + (int64_t)(next_random(random) % 2000)};
            if (d == 0 || next_random(random) % 3 == 0) w->rates[c][w->count[c]++] = rate;
            /* The clocks are set forward on the way, so that not all days have 24 hours. */
            day = day_of(engine, day + 26 * HOUR);
        }
    }
}

/* In an order of the seed's. */
static void give_rates(const world *w, leadline_engine *engine, uint64_t seed) {
    for (int c = 0; c < CURRENCIES; c++) {
        for (int i = 0; i < w->count[c]; i++) {
            int r = (int)((uint64_t)i * (seed % 2 ? 1 : (uint64_t)w->count[c] - 1) + seed) % w->count[c];
            leadline_rate rate = LEADLINE_RATE_INIT;
            rate.currency = currency_names[c];
            rate.from_us = w->rates[c][r].from;
            rate.numerator = w->rates[c][r].numerator * 3;
            rate.denominator = w->rates[c][r].denominator * 3;
            rate.scale = w->scales[c];
            rate.flags = LEADLINE_RATE_SCALE;
            CHECK_OK(leadline_set_rate(engine, &rate));
        }
    }
}

static rows given, plain;
static uint16_t given_currency[ROWS_CAPACITY];

static void make_facts(const world *w, uint32_t mode, int ids, uint64_t *random) {
    static const uint16_t kinds[] = {SALE, CLICK, MEDIA_SPEND, REFUND, 30, 33};
    given.count = plain.count = 0;
    for (int i = 0; i < 1500; i++) {
        int c = (int)(next_random(random) % (CURRENCIES + 1)) - 1;
        uint16_t kind = kinds[next_random(random) % 6];
        int64_t amount = (int64_t)(next_random(random) % 2000001) - 1000000;
        if (kind >= 30 && kind <= 33) c = -1;
        if (kind == 33) amount = 0;
        int64_t time = w->rates[0][0].from + (int64_t)(next_random(random) % (uint64_t)(35 * DAY));
        if (c >= 0 && next_random(random) % 3 == 0) {
            /* Just where one rate ends and the next begins. */
            int r = (int)(next_random(random) % (uint64_t)w->count[c]);
            time = w->rates[c][r].from - (r > 0 ? (int64_t)(next_random(random) % 2) : 0);
        }
        int64_t converted = amount;
        if (c >= 0) {
            int r = w->count[c] - 1;
            while (w->rates[c][r].from > time) r--;
            converted = model_convert(amount, w->rates[c][r], w->scales[c], w->scale, mode);
        }
        uint32_t a = 2 + (uint32_t)(next_random(random) % 4), b = 2 + (uint32_t)(next_random(random) % 2);
        uint64_t id = ids ? 1 + next_random(random) % 700 : 0;
        given_currency[given.count] = (uint16_t)(c + 1);
        add_row(&given, time, kind, a, b, amount, 1, id);
        add_row(&plain, time, kind, a, b, converted, 1, id);
    }
}

static void give_names(leadline_engine *engine) {
    static const char *const texts[] = {"north", "south", "east", "west"};
    for (int i = 0; i < 4; i++) CHECK_INT(name(engine, 0, texts[i]), 2 + i);
    for (int i = 0; i < 2; i++) CHECK_INT(name(engine, 1, texts[i]), 2 + i);
}

/* Takes in given facts from `from` to `to`: as one batch, in small ones, or by a writer. */
static void record_given(leadline_engine *engine, const world *w, size_t from, size_t to, int how) {
    uint16_t codes[CURRENCIES + 1] = {0};
    for (int c = 0; c < CURRENCIES; c++) {
        if (w->count[c] > 0) codes[c + 1] = code_of(engine, currency_names[c]);
    }
    static uint16_t column[ROWS_CAPACITY];
    for (size_t i = from; i < to; i++) column[i] = codes[given_currency[i]];
    if (how < 2) {
        for (size_t at = from; at < to;) {
            size_t size = how == 0 ? to - at : 1 + at % 37;
            if (size > to - at) size = to - at;
            leadline_batch batch = batch_of(&given, 2);
            const uint32_t *places[2] = {given.codes[0] + at, given.codes[1] + at};
            batch.rows = size;
            batch.time += at;
            batch.kind += at;
            batch.codes = places;
            batch.amount += at;
            batch.count += at;
            batch.person += at;
            batch.id += at;
            batch.currency = column + at;
            CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
            at += size;
        }
        return;
    }
    leadline_writer *writer = NULL;
    leadline_writer_options options = {sizeof options, 100, 0, 0};
    CHECK_OK(leadline_writer_open(engine, &options, &writer));
    for (size_t i = to; i-- > from;) {
        leadline_event event = LEADLINE_EVENT_INIT;
        uint32_t places[2] = {given.codes[0][i], given.codes[1][i]};
        event.time = given.time[i];
        event.kind = given.kind[i];
        event.amount = given.amount[i];
        event.id = given.id[i];
        event.currency = column[i];
        event.codes = places;
        event.code_count = 2;
        CHECK_OK(leadline_writer_record(writer, &event));
    }
    CHECK_OK(leadline_writer_close(writer));
}

static void test_model(void) {
    part("facts beside a model that converts them first");
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t random = seed;
        uint32_t mode = (uint32_t)(seed % 6);
        uint32_t scale = (uint32_t)(next_random(&random) % 5);
        int ids = seed % 4 == 0;
        unsigned long failed = check_failed;
        leadline_engine *wanted = open_euros(scale, mode, (uint32_t)ids, 1);
        world w;
        make_world(&w, wanted, scale, &random);
        make_facts(&w, mode, ids, &random);
        give_names(wanted);
        leadline_batch batch = batch_of(&plain, 2);
        CHECK_OK(leadline_record_batch(wanted, &batch, 0, NULL));
        char *answer = describe(wanted);
        for (int how = 0; how < 4; how++) {
            leadline_engine *engine = open_euros(scale, mode, (uint32_t)ids, how == 3 ? 3 : 1);
            give_names(engine);
            give_rates(&w, engine, seed + (uint64_t)how);
            if (how < 3) {
                record_given(engine, &w, 0, given.count, how);
            } else {
                /* Two engines, the other of which learns its rates in another order, merged. */
                leadline_engine *other = open_euros(scale, mode, (uint32_t)ids, 1);
                give_names(other);
                give_rates(&w, other, seed);
                record_given(engine, &w, 0, given.count / 2, 0);
                record_given(other, &w, given.count / 2, given.count, 1);
                CHECK_OK(leadline_merge(engine, other, 0));
                CHECK_OK(leadline_close(other));
            }
            char *is = describe(engine);
            CHECK_TEXT(is, answer);
            free(is);
            CHECK_OK(leadline_close(engine));
        }
        free(answer);
        CHECK_OK(leadline_close(wanted));
        if (check_failed > failed) printf("seed %" PRIu64 "\n", seed);
    }
}

/* ---- Refusals ---- */

static void test_refusals(void) {
    part("refusals");
    leadline_engine *engine = open_euros(2, 0, 0, 1);
    int64_t day = day_of(engine, MARCH_1 + 12 * HOUR);
    /* Without rates, no code is another currency's. */
    CHECK_STATUS(sell(engine, day, 100, 1), LEADLINE_FACT_CURRENCY);
    check_error(engine, "row 0, column currency: no currency has this code");
    CHECK_OK(set_rate(engine, "USD", day, "0.5", -1));
    give_names(engine);
    static const int64_t most = (int64_t)1 << 62;
    struct {
        int64_t time;
        uint16_t kind;
        int64_t amount, count;
        uint16_t currency;
        leadline_status status;
        uint32_t column;
        const char *text;
    } odd[] = {
        {day - 1, SALE, 100, 1, 1, LEADLINE_FACT_CURRENCY, LEADLINE_COLUMN_CURRENCY,
            "row 2, column currency: no rate at this time for the currency USD"},
        {day, SALE, 100, 1, 2, LEADLINE_FACT_CURRENCY, LEADLINE_COLUMN_CURRENCY, "row 2, column currency: no currency has this code"},
        {day, 30, 100, 1, 1, LEADLINE_FACT_CURRENCY, LEADLINE_COLUMN_CURRENCY,
            "row 2, column currency: an amount that is not money is in a currency: USD"},
        {day, 33, 100, 1, 1, LEADLINE_FACT_AMOUNT_UNIT, LEADLINE_COLUMN_AMOUNT,
            "row 2, column amount: an amount on a kind that carries none"},
        {day, SALE, most + 1, 1, 1, LEADLINE_FACT_AMOUNT, LEADLINE_COLUMN_AMOUNT, "row 2, column amount: |amount| above 2^62"},
        {day, SALE, INT64_MIN, 1, 1, LEADLINE_FACT_AMOUNT, LEADLINE_COLUMN_AMOUNT, "row 2, column amount: |amount| above 2^62"},
        {day, SALE, INT64_MIN, 1, 0, LEADLINE_FACT_AMOUNT, LEADLINE_COLUMN_AMOUNT, "row 2, column amount: |amount| above 2^62"},
        {day, 999, 100, 1, 7, LEADLINE_FACT_KIND, LEADLINE_COLUMN_KIND, "row 2, column kind: kind unknown to the engine"},
        {INT64_MIN, SALE, 100, 1, 1, LEADLINE_FACT_TIME, LEADLINE_COLUMN_TIME, "row 2, column time: time outside the years 1 to 9999"},
        {day - 1, SALE, 100, ((int64_t)1 << 32) + 1, 1, LEADLINE_FACT_COUNT, LEADLINE_COLUMN_COUNT,
            "row 2, column count: |count| above 2^32"},
        {day - 1, SALE, 0, 1, 7, LEADLINE_OK, 0, ""},
        {day, 33, 0, 1, 7, LEADLINE_OK, 0, ""},
        {day, SALE, -most, 1, 1, LEADLINE_OK, 0, ""},
    };
    char *before = describe(engine);
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        given.count = 0;
        add_row(&given, day, SALE, 2, 2, 10, 1, 0);
        add_row(&given, day, SALE, 3, 3, 20, 1, 0);
        add_row(&given, odd[i].time, odd[i].kind, 2, 3, odd[i].amount, odd[i].count, 0);
        add_row(&given, day, SALE, 2, 2, 41, 1, 0);
        uint16_t column[4] = {0, 1, odd[i].currency, 1};
        leadline_batch batch = batch_of(&given, 2);
        batch.currency = column;
        if (odd[i].status == LEADLINE_OK) {
            leadline_engine *fresh = open_euros(2, 0, 0, 1);
            give_names(fresh);
            CHECK_OK(set_rate(fresh, "USD", day, "0.5", -1));
            CHECK_OK(leadline_record_batch(fresh, &batch, 0, NULL));
            CHECK_OK(leadline_close(fresh));
            continue;
        }
        leadline_batch_result result = LEADLINE_BATCH_RESULT_INIT;
        CHECK_STATUS(leadline_record_batch(engine, &batch, 0, &result), odd[i].status);
        CHECK_INT(result.first_row, 2);
        CHECK_INT(result.first_reason, odd[i].status);
        CHECK_INT(result.first_column, odd[i].column);
        check_error(engine, odd[i].text);
        char *after = describe(engine);
        CHECK_TEXT(after, before);
        free(after);
        /* The refused batches have used no rate. */
        leadline_engine *fresh = open_euros(2, 0, 0, 1);
        give_names(fresh);
        CHECK_OK(set_rate(fresh, "USD", day, "0.5", -1));
        CHECK_STATUS(leadline_record_batch(fresh, &batch, 0, NULL), odd[i].status);
        CHECK_OK(leadline_record_batch(fresh, &batch, LEADLINE_SKIP_INVALID, &result));
        CHECK_INT(result.accepted, 3);
        CHECK_INT(result.rejected, 1);
        CHECK_INT(result.rejected_by[odd[i].status - LEADLINE_FACT_TIME], 1);
        CHECK_INT(result.first_row, 2);
        check_sales(fresh, "3 40"); /* 10, 20 / 2, 41 / 2 to the even 20 */
        CHECK_OK(leadline_close(fresh));
        /* A writer tells the same. */
        leadline_writer *writer = NULL;
        CHECK_OK(leadline_writer_open(engine, NULL, &writer));
        for (size_t row = 0; row < 4; row++) {
            leadline_event event = LEADLINE_EVENT_INIT;
            event.time = given.time[row];
            event.kind = given.kind[row];
            event.amount = given.amount[row];
            event.count = given.number[row];
            event.currency = column[row];
            CHECK_OK(leadline_writer_record(writer, &event));
        }
        CHECK_STATUS(leadline_writer_flush(writer, &result), odd[i].status);
        CHECK_INT(result.first_row, 2);
        CHECK_INT(leadline_writer_discard(writer), 4);
        CHECK_OK(leadline_writer_close(writer));
    }
    CHECK_OK(set_rate(engine, "USD", day_of(engine, day + 26 * HOUR), "9", -1));
    free(before);
    /* A column that is not aligned. */
    uint16_t words[4] = {0};
    int64_t time = day, amount = 1;
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.amount = &amount;
    batch.one_kind = SALE;
    batch.currency = (const uint16_t *)(const void *)((const char *)words + 1);
    CHECK_STATUS(leadline_record_batch(engine, &batch, 0, NULL), LEADLINE_ERROR_MISALIGNED);
    CHECK_OK(leadline_close(engine));
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.currency_rounding = 6;
    CHECK_STATUS(leadline_open(&options, &engine, NULL, 0), LEADLINE_ERROR_ARGUMENT);
}

static void test_extremes(void) {
    part("extremes");
    static const struct {
        int64_t amount, numerator, denominator;
        int scale;
        leadline_status status;
        const char *sales;
    } cases[] = {
        {(int64_t)1 << 62, 1, 1, 2, LEADLINE_OK, "1 4611686018427387904"},
        {-((int64_t)1 << 62), 1, 1, 2, LEADLINE_OK, "1 -4611686018427387904"},
        {(int64_t)1 << 61, 2, 1, 2, LEADLINE_OK, "1 4611686018427387904"},
        {((int64_t)1 << 61) + 1, 2, 1, 2, LEADLINE_FACT_AMOUNT, ""},
        {-((int64_t)1 << 61) - 1, 2, 1, 2, LEADLINE_FACT_AMOUNT, ""},
        {(int64_t)1 << 62, INT64_MAX, 1, 0, LEADLINE_FACT_AMOUNT, ""},
        {(int64_t)1 << 62, INT64_MAX, INT64_MAX - 1, 2, LEADLINE_FACT_AMOUNT, ""}, /* a little more than half a unit above */
        {(int64_t)1 << 62, INT64_MAX, INT64_MAX - 3, 2, LEADLINE_FACT_AMOUNT, ""},
        {((int64_t)1 << 62) - 1, INT64_MAX, INT64_MAX - 1, 2, LEADLINE_OK, "1 4611686018427387904"}, /* just half a unit, to the even one */
        {(int64_t)1 << 62, INT64_MAX - 1, INT64_MAX, 2, LEADLINE_OK, "1 4611686018427387903"},
        {1, 1, INT64_MAX, 9, LEADLINE_OK, "1 0"},
        {-1, 1, INT64_MAX, 9, LEADLINE_OK, "1 0"},
        {1, INT64_MAX, 1, 9, LEADLINE_OK, "1 922337203685"}, /* ...477.5807 units of 10^-2 of 2^63 10^-9 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        leadline_engine *engine = open_euros(2, 0, 0, 1);
        leadline_rate rate = LEADLINE_RATE_INIT;
        rate.currency = "XXX";
        rate.from_us = INT64_MIN;
        rate.numerator = cases[i].numerator;
        rate.denominator = cases[i].denominator;
        rate.scale = (uint32_t)cases[i].scale;
        rate.flags = LEADLINE_RATE_SCALE;
        CHECK_OK(leadline_set_rate(engine, &rate));
        CHECK_STATUS(sell(engine, FIRST_TIME, cases[i].amount, 1), cases[i].status);
        if (cases[i].status == LEADLINE_OK) {
            check_sales(engine, cases[i].sales);
            CHECK_OK(sell(engine, LAST_TIME, cases[i].amount, 1));
        } else {
            check_error(engine, "row 0, column amount: |amount| above 2^62");
            CHECK_INT(info_of(engine).facts, 0);
        }
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Rates that would change what is in ---- */

static void test_used(void) {
    part("rates that were used");
    leadline_engine *engine = open_euros(2, 0, 0, 1);
    int64_t day = day_of(engine, MARCH_1 + 12 * HOUR);
    int64_t days[10];
    for (int i = 0; i < 10; i++) {
        days[i] = day;
        day = day_of(engine, day + 26 * HOUR);
    }
    CHECK_OK(set_rate(engine, "USD", days[2], "0.5", -1));
    CHECK_OK(set_rate(engine, "USD", days[6], "2", -1));
    CHECK_OK(set_rate(engine, "CHF", INT64_MIN, "1", -1));
    uint16_t usd = code_of(engine, "USD"), chf = code_of(engine, "CHF");
    CHECK_OK(sell(engine, days[4], 100, usd));
    CHECK_OK(sell(engine, days[9], 0, usd));       /* an amount of 0 uses no rate */
    CHECK_OK(sell(engine, days[9], 100, 0));
    CHECK_OK(sell(engine, days[1], 100, chf));
    CHECK_STATUS(sell(engine, days[1], 100, usd), LEADLINE_FACT_CURRENCY);
    CHECK_STATUS(set_rate(engine, "USD", days[3], "0.6", -1), LEADLINE_RATE_USED);
    check_error(engine, "facts were converted already that this rate speaks of, in USD");
    CHECK_STATUS(set_rate(engine, "USD", days[4], "0.6", -1), LEADLINE_RATE_USED);
    CHECK_OK(set_rate(engine, "USD", days[5], "0.6", -1));
    CHECK_OK(set_rate(engine, "USD", days[7], "3", -1));
    CHECK_OK(set_rate(engine, "USD", days[1], "0.7", -1));
    CHECK_OK(set_rate(engine, "USD", days[0], "0.8", -1));
    CHECK_STATUS(set_rate(engine, "CHF", days[0], "2", -1), LEADLINE_RATE_USED);
    CHECK_OK(set_rate(engine, "CHF", days[2], "2", -1));
    /* The same value from a used day on changes nothing, and takes over what it would have been used for. */
    CHECK_OK(set_rate(engine, "USD", days[3], "0.5", -1));
    CHECK_STATUS(set_rate(engine, "USD", days[4], "0.6", -1), LEADLINE_RATE_USED);
    CHECK_OK(sell(engine, days[5] - 1, 100, usd));
    CHECK_INT(leadline_rate_count(engine), 9);
    check_sales(engine, "5 300");
    CHECK_OK(leadline_close(engine));
}

static void test_merging(void) {
    part("merging");
    for (int turn = 0; turn < 12; turn++) {
        leadline_engine *a = open_euros(2, 0, 0, 1);
        leadline_engine *b = open_euros(2, turn == 0 ? LEADLINE_ROUND_FLOOR : LEADLINE_ROUND_HALF_EVEN, 0, 2);
        int64_t day = day_of(a, MARCH_1 + 12 * HOUR), next = day_of(a, day + 26 * HOUR);
        const char *error = NULL;
        CHECK_OK(set_rate(a, "USD", day, "0.5", -1));
        switch (turn) {
        case 0: error = "the engines differ in the rounding of currencies"; break;
        case 1: CHECK_OK(set_rate(b, "USD", day, "0.6", -1)); break;
        case 2: CHECK_OK(set_rate(b, "USD", next, "0.6", 3)); break;
        case 3: /* b would have changed what a holds */
            CHECK_OK(set_rate(b, "USD", next, "0.6", -1));
            CHECK_OK(sell(a, next, 100, 1));
            break;
        case 4: /* and the other way round */
            CHECK_OK(set_rate(a, "USD", next, "0.6", -1));
            CHECK_OK(set_rate(b, "USD", day, "0.5", -1));
            CHECK_OK(sell(b, next, 100, 1));
            break;
        case 5:
            CHECK_OK(set_rate(b, "JPY", day, "0.006", 0));
            CHECK_OK(set_rate(b, "CHF", INT64_MIN, "1.05", -1));
            CHECK_OK(set_rate(b, "USD", next, "0.6", -1));
            CHECK_OK(sell(b, next, 100, code_of(b, "USD")));
            CHECK_OK(sell(b, next, 1000, code_of(b, "JPY")));
            CHECK_OK(sell(a, next - 1, 100, 1));
            break;
        case 6: /* the uses travel */
            CHECK_OK(set_rate(b, "USD", day, "0.5", -1));
            CHECK_OK(sell(b, next, 100, 1));
            break;
        default: break;
        }
        if (turn >= 1 && turn <= 4) error = "the engines differ in the rates of USD";
        char *before = describe(a);
        size_t count = leadline_rate_count(a);
        CHECK_STATUS(leadline_merge(a, b, 0), error ? LEADLINE_MERGE_INCOMPATIBLE : LEADLINE_OK);
        if (error) {
            check_error(a, error);
            char *after = describe(a);
            CHECK_TEXT(after, before);
            free(after);
            CHECK_INT(leadline_rate_count(a), count);
            if (turn > 0) CHECK_STATUS(leadline_merge(b, a, 0), LEADLINE_MERGE_INCOMPATIBLE);
        }
        if (turn == 5) {
            CHECK_INT(leadline_rate_count(a), 4);
            check_sales(a, "3 710");
            CHECK_INT(code_of(a, "USD"), 1);
            CHECK_OK(sell(a, day, 1000, code_of(a, "JPY")));
            check_sales(a, "4 1310");
            CHECK_OK(sell(a, next, 100, code_of(a, "USD")));
            CHECK_OK(sell(a, FIRST_TIME, 100, code_of(a, "CHF")));
            check_sales(a, "6 1475");
        }
        if (turn == 6) {
            CHECK_STATUS(set_rate(a, "USD", next, "0.6", -1), LEADLINE_RATE_USED);
            CHECK_OK(set_rate(a, "USD", day_of(a, next + 26 * HOUR), "0.6", -1));
        }
        free(before);
        CHECK_OK(leadline_close(a));
        CHECK_OK(leadline_close(b));
    }
}

/* ---- Repeats ---- */

static void test_repeats(void) {
    part("repeats are about what was converted");
    leadline_engine *engine = open_euros(2, 0, 1, 1);
    int64_t day = day_of(engine, MARCH_1);
    CHECK_OK(set_rate(engine, "USD", INT64_MIN, "0.5", -1));
    give_names(engine);
    given.count = 0;
    add_row(&given, day, SALE, 2, 2, 50, 1, 9);
    add_row(&given, day, SALE, 2, 2, 100, 1, 9);
    add_row(&given, day, SALE, 2, 2, 102, 1, 9);
    uint16_t column[3] = {0, 1, 1};
    leadline_batch batch = batch_of(&given, 2);
    batch.currency = column;
    leadline_batch_result result = LEADLINE_BATCH_RESULT_INIT;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, &result));
    CHECK_INT(result.duplicates, 2);
    CHECK_INT(result.conflicts, 1);
    check_sales(engine, "1 50");
    CHECK_OK(leadline_close(engine));
}

/* ---- Files ---- */

static leadline_status read_text(leadline_engine *engine, const char *bytes, const leadline_csv_field *fields, size_t count,
                                 uint32_t flags, leadline_csv_result *result) {
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = count;
    options.flags = flags;
    leadline_csv *csv = NULL;
    leadline_status status = leadline_csv_open(engine, &options, &csv);
    if (status != LEADLINE_OK) return status;
    status = leadline_csv_feed(csv, bytes, strlen(bytes));
    if (status == LEADLINE_OK) status = leadline_csv_finish(csv);
    CHECK_OK(leadline_csv_read_result(csv, result));
    leadline_csv_close(csv);
    return status;
}

#define FIELD(use, column, name, value) {sizeof(leadline_csv_field), (use), 0, (column), (name), (value)}

static leadline_engine *open_for_files(void) {
    leadline_engine *engine = open_euros(2, 0, 0, 1);
    int64_t day = day_of(engine, MARCH_1 + 12 * HOUR);
    CHECK_OK(set_rate(engine, "USD", day, "0.9", -1));
    CHECK_OK(set_rate(engine, "JPY", day, "0.006", 0));
    CHECK_OK(set_rate(engine, "KWD", day, "3", 3));
    return engine;
}

static void test_files(void) {
    part("files");
    /* The kind and the amount stand before what they need. */
    const leadline_csv_field rows_of[] = {FIELD(LEADLINE_FIELD_AMOUNT, "amount", NULL, NULL), FIELD(LEADLINE_FIELD_KIND, "kind", NULL, NULL),
        FIELD(LEADLINE_FIELD_CURRENCY, "currency", NULL, NULL), FIELD(LEADLINE_FIELD_TIME, "date", NULL, NULL)};
    leadline_csv_result result = LEADLINE_CSV_RESULT_INIT;
    leadline_engine *engine = open_for_files();
    CHECK_OK(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10.00,USD\n2024-03-01,sale,1000,JPY\n"
        "2024-03-01,sale,1.234,KWD\n2024-03-01,sale,5.55,EUR\n2024-03-01,sale,1.11,\n2024-02-01,visit,30.00,USD\n"
        "2024-02-01,sale,0.00,USD\n2024-03-02,sale,-0.05,\"USD\"\n", rows_of, 4, 0, &result));
    CHECK_INT(result.facts, 8);
    check_sales(engine, "7 2532"); /* 900 + 600 + 370.2 + 555 + 111 + 0 - 4.5 */
    char *visits = ask(engine, "", "amount(visit)", LEADLINE_PERIOD_ALL, 0);
    CHECK_TEXT(visits, "3000\n");
    free(visits);
    /* Used, though read from a file. */
    CHECK_STATUS(set_rate(engine, "USD", day_of(engine, MARCH_1 + 36 * HOUR), "1", -1), LEADLINE_RATE_USED);
    CHECK_OK(leadline_close(engine));

    static const struct {
        const char *row, *text;
        leadline_status status;
        const char *error;
        uint32_t column;
    } faults[] = {
        {"2024-03-01,sale,10,GBP", "GBP", LEADLINE_FACT_CURRENCY,
            "line 3, column 4 (currency): a currency without a rate at the time, or on an amount that is not money: GBP", 4},
        {"2024-03-01,sale,0,usd", "usd", LEADLINE_FACT_CURRENCY,
            "line 3, column 4 (currency): a currency without a rate at the time, or on an amount that is not money: usd", 4},
        {"2024-02-29 23:59:59,sale,10,USD", "USD", LEADLINE_FACT_CURRENCY,
            "line 3, column 4 (currency): a currency without a rate at the time, or on an amount that is not money: USD", 4},
        {"2024-03-01,sale,1.5,JPY", "1.5", LEADLINE_CSV_DECIMALS,
            "line 3, column 3 (amount): more decimals than the scale holds, and no rounding mode named: 1.5", 3},
        {"2024-03-01,sale,1.2345,KWD", "1.2345", LEADLINE_CSV_DECIMALS,
            "line 3, column 3 (amount): more decimals than the scale holds, and no rounding mode named: 1.2345", 3},
        {"2024-03-01,sale,x,USD", "x", LEADLINE_CSV_NUMBER,
            "line 3, column 3 (amount): not a number, or beyond 2^62 at the engine's scale: x", 3},
        {"2024-03-01,sale,,USD", "", LEADLINE_CSV_EMPTY, "line 3, column 3 (amount): a required field is empty", 3},
        {"2024-03-01,sale,4000000000000000,KWD", "4000000000000000", LEADLINE_OK, "", 0},
        {"2024-03-01,sale,40000000000000000,USD", "40000000000000000", LEADLINE_OK, "", 0},
        {"2024-03-01,page_view,3,USD", "3", LEADLINE_FACT_AMOUNT_UNIT,
            "line 3, column 3 (amount): an amount on a kind that carries none: 3", 3},
        {"2024-13-01,sale,3,GBP", "2024-13-01", LEADLINE_CSV_TIME,
            "line 3, column 1 (date): not a time in the format asked for, or none that exists in the zone: 2024-13-01", 1},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        engine = open_for_files();
        char bytes[300];
        snprintf(bytes, sizeof bytes, "date,kind,amount,currency\n2024-03-01,sale,10.00,USD\n%s\n2024-03-01,sale,1,EUR\n", faults[i].row);
        memset(&result, 0, sizeof result);
        result.struct_size = sizeof result;
        CHECK_STATUS(read_text(engine, bytes, rows_of, 4, 0, &result), faults[i].status);
        if (faults[i].status != LEADLINE_OK) {
            check_error(engine, faults[i].error);
            CHECK_INT(result.first_line, 3);
            CHECK_INT(result.first_column, faults[i].column);
            CHECK_TEXT(result.first_text, faults[i].text);
            CHECK_INT(info_of(engine).facts, 0);
            CHECK_OK(read_text(engine, bytes, rows_of, 4, LEADLINE_CSV_SKIP_INVALID, &result));
            CHECK_INT(result.rejected, 1);
            CHECK_INT(result.rejected_by_fact[7], faults[i].status == LEADLINE_FACT_CURRENCY);
            check_sales(engine, "2 1000");
        }
        CHECK_OK(leadline_close(engine));
    }
    /* Beyond 2^62 only when converted. */
    engine = open_for_files();
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,4600000000000000.000,KWD\n2024-03-01,sale,1,KWD\n", rows_of, 4, 0, &result),
        LEADLINE_OK);
    CHECK_OK(set_rate(engine, "BTC", INT64_MIN, "60000.00", 8));
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,46000000000.0,BTC\n", rows_of, 4, 0, &result), LEADLINE_OK);
    CHECK_OK(set_rate(engine, "TON", INT64_MIN, "1000000", 0));
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,46116860184,TON\n", rows_of, 4, 0, &result), LEADLINE_OK);
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,46116860185,TON\n", rows_of, 4, 0, &result), LEADLINE_FACT_AMOUNT);
    check_error(engine, "line 2, column 3 (amount): |amount| above 2^62: 46116860185");
    CHECK_OK(leadline_close(engine));

    part("files of one currency, of several measures, without rates");
    const leadline_csv_field wide[] = {FIELD(LEADLINE_FIELD_MEASURE_AMOUNT, "spend", "media_spend", NULL),
        FIELD(LEADLINE_FIELD_MEASURE_COUNT, "sales", "sale", NULL), FIELD(LEADLINE_FIELD_MEASURE_AMOUNT, "value", "sale", NULL),
        FIELD(LEADLINE_FIELD_MEASURE_AMOUNT, "stay", "visit", NULL), FIELD(LEADLINE_FIELD_TIME, "date", NULL, NULL),
        FIELD(LEADLINE_FIELD_CURRENCY, "currency", NULL, "USD"), FIELD(LEADLINE_FIELD_CURRENCY, NULL, NULL, "USD")};
    static const char *const wide_text = "date,spend,sales,value,stay,currency\n2024-03-01,1.00,2,30.00,7.00,\n2024-03-01,2.00,1,4.00,1.00,EUR\n"
        "2024-03-01,0.00,1,100,2.00,JPY\n";
    engine = open_for_files();
    CHECK_OK(read_text(engine, wide_text, wide, 6, 0, &result));
    check_sales(engine, "4 3160"); /* 2700 + 400 + 60 */
    char *rest = ask(engine, "", "amount(media_spend) amount(visit)", LEADLINE_PERIOD_ALL, 0);
    CHECK_TEXT(rest, "290 1000\n");
    free(rest);
    CHECK_OK(leadline_close(engine));
    const leadline_csv_field one[] = {wide[0], wide[1], wide[2], wide[3], wide[4], wide[6]};
    engine = open_for_files();
    CHECK_OK(read_text(engine, wide_text, one, 6, 0, &result));
    check_sales(engine, "4 12060"); /* (30 + 4 + 100) at 0.9 */
    CHECK_OK(leadline_close(engine));
    engine = open_euros(2, 0, 0, 1);
    CHECK_STATUS(read_text(engine, wide_text, one, 6, 0, &result), LEADLINE_ERROR_NAME);
    check_error(engine, "no rate was given for the currency USD");
    CHECK_STATUS(read_text(engine, wide_text, wide, 6, 0, &result), LEADLINE_ERROR_NAME);
    /* Without rates: what is in the engine's own currency, and nothing else. */
    CHECK_OK(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10,EUR\n2024-03-01,sale,10,\n", rows_of, 4, 0, &result));
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10,EUR\n2024-03-01,sale,10,USD\n", rows_of, 4, 0, &result),
        LEADLINE_FACT_CURRENCY);
    check_sales(engine, "2 2000");
    CHECK_OK(leadline_close(engine));
    leadline_options nameless = LEADLINE_OPTIONS_INIT;
    nameless.money_scale = 2;
    CHECK_OK(leadline_open(&nameless, &engine, NULL, 0));
    CHECK_STATUS(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10,EUR\n", rows_of, 4, 0, &result), LEADLINE_FACT_CURRENCY);
    CHECK_OK(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10,\n", rows_of, 4, 0, &result));
    CHECK_OK(set_rate(engine, "EUR", INT64_MIN, "2", -1));
    CHECK_OK(read_text(engine, "date,kind,amount,currency\n2024-03-01,sale,10,EUR\n", rows_of, 4, 0, &result));
    check_sales(engine, "2 3000");
    CHECK_OK(leadline_close(engine));
    engine = open_for_files();
    const leadline_csv_field constants[] = {FIELD(LEADLINE_FIELD_TIME, "date", NULL, NULL), FIELD(LEADLINE_FIELD_KIND, NULL, NULL, "sale"),
        FIELD(LEADLINE_FIELD_AMOUNT, NULL, NULL, "10"), FIELD(LEADLINE_FIELD_CURRENCY, "currency", NULL, NULL)};
    CHECK_OK(read_text(engine, "date,currency\n2024-03-01,USD\n2024-03-01,EUR\n2024-03-01,JPY\n", constants, 4, 0, &result));
    check_sales(engine, "3 1906");
    CHECK_OK(leadline_close(engine));
}

/* Blocks of many rows, rows left out among them, beside the same facts as a batch. */
static void test_long_files(void) {
    part("long files beside batches");
    const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "t", NULL, NULL), FIELD(LEADLINE_FIELD_KIND, "k", NULL, NULL),
        FIELD(LEADLINE_FIELD_CURRENCY, "c", NULL, NULL), FIELD(LEADLINE_FIELD_AMOUNT, "a", NULL, NULL),
        FIELD(LEADLINE_FIELD_DIMENSION, "d", "campaign", NULL), FIELD(LEADLINE_FIELD_DIMENSION, "e", "channel", NULL)};
    for (uint64_t seed = 1; seed <= 8; seed++) {
        uint64_t random = seed;
        uint32_t mode = (uint32_t)(seed % 6);
        leadline_engine *wanted = open_euros(2, mode, 0, 1), *engine = open_euros(2, mode, 0, 1);
        world w;
        make_world(&w, wanted, 2, &random);
        give_names(wanted);
        give_names(engine);
        give_rates(&w, engine, seed);
        text t = {NULL, 0, 0};
        add_text(&t, "t,k,c,a,d,e\n");
        static const char *const names[] = {"north", "south", "east", "west"};
        for (int turn = 0; turn < 4; turn++) {
            make_facts(&w, mode, 0, &random);
            leadline_batch batch = batch_of(&plain, 2);
            CHECK_OK(leadline_record_batch(wanted, &batch, 0, NULL));
            for (size_t i = 0; i < given.count; i++) {
                int c = given_currency[i];
                uint32_t scale = c ? w.scales[c - 1] : 2;
                leadline_int128 number = {(uint64_t)given.amount[i], given.amount[i] < 0 ? -1 : 0}, ten = {1, 0};
                for (uint32_t s = 0; s < scale; s++) ten.low *= 10;
                char amount[80];
                size_t size = 0;
                CHECK_OK(leadline_ratio_format(number, ten, (uint32_t)scale, LEADLINE_ROUND_HALF_EVEN, amount, sizeof amount, &size));
                int64_t us = given.time[i];
                add_text(&t, "%" PRId64 ",%u,%s,%s,%s,%s\n", us, given.kind[i], c ? currency_names[c - 1] : i % 2 ? "EUR" : "", amount,
                    names[given.codes[0][i] - 2], names[given.codes[1][i] - 2]);
                if (next_random(&random) % 50 == 0) add_text(&t, "%" PRId64 ",sale,GBP,1,north,south\n", us);
                if (next_random(&random) % 50 == 0) add_text(&t, "%" PRId64 ",sale,USD,1,north,south\n", w.rates[0][0].from - 1);
            }
        }
        leadline_csv_options options = LEADLINE_CSV_INIT;
        options.fields = fields;
        options.field_count = 6;
        options.time_format = "epoch_us";
        options.flags = LEADLINE_CSV_SKIP_INVALID;
        leadline_csv *csv = NULL;
        CHECK_OK(leadline_csv_open(engine, &options, &csv));
        for (size_t at = 0; at < t.size;) {
            size_t size = 1 + next_random(&random) % 9000;
            if (size > t.size - at) size = t.size - at;
            CHECK_OK(leadline_csv_feed(csv, t.bytes + at, size));
            at += size;
        }
        CHECK_OK(leadline_csv_finish(csv));
        leadline_csv_result result = LEADLINE_CSV_RESULT_INIT;
        CHECK_OK(leadline_csv_read_result(csv, &result));
        CHECK_INT(result.facts, 6000);
        CHECK(result.rejected > 100 && result.rejected == result.rejected_by_fact[7]);
        leadline_csv_close(csv);
        char *is = describe(engine), *answer = describe(wanted);
        CHECK_TEXT(is, answer);
        if (strcmp(is, answer) != 0) printf("seed %" PRIu64 "\n", seed);
        free(is);
        free(answer);
        free(t.bytes);
        CHECK_OK(leadline_close(engine));
        CHECK_OK(leadline_close(wanted));
    }
}

/* Every allocation of a file in currencies fails in its turn; a second attempt is as if there had been no first. */
static void test_exhausted_files(void) {
    part("files without memory");
    static counter memory;
    const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_AMOUNT, "amount", NULL, NULL), FIELD(LEADLINE_FIELD_KIND, NULL, NULL, "sale"),
        FIELD(LEADLINE_FIELD_CURRENCY, "currency", NULL, "JPY"), FIELD(LEADLINE_FIELD_TIME, "date", NULL, NULL)};
    static const char *const bytes = "date,amount,currency\n2024-03-01,10.00,USD\n2024-03-01,1000,\n2024-03-01,10,\"U\"\"S\"\n2024-03-01,1,USD\n";
    leadline_allocator allocator = counter_allocator(&memory);
    int failures = 0;
    for (long at = 1;; at++) {
        leadline_options options = LEADLINE_OPTIONS_INIT;
        options.allocator = &allocator;
        options.money_scale = 2;
        leadline_engine *engine = NULL;
        arm(&memory, 0, 0);
        CHECK_OK(leadline_open(&options, &engine, NULL, 0));
        CHECK_OK(set_rate(engine, "USD", INT64_MIN, "0.5", -1));
        CHECK_OK(set_rate(engine, "JPY", INT64_MIN, "0.005", 0));
        leadline_csv_result result = LEADLINE_CSV_RESULT_INIT;
        arm(&memory, at, 1);
        leadline_status status = read_text(engine, bytes, fields, 4, LEADLINE_CSV_SKIP_INVALID, &result);
        long refused = memory.refused;
        memory.fail_at = 0;
        if (status != LEADLINE_OK) {
            CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            CHECK_INT(info_of(engine).facts, 0);
            failures++;
            CHECK_OK(read_text(engine, bytes, fields, 4, LEADLINE_CSV_SKIP_INVALID, &result));
        }
        CHECK_INT(result.rejected_by_fact[7], 1);
        check_sales(engine, "3 1050"); /* 500 + 500 + 50 */
        CHECK_OK(leadline_close(engine));
        CHECK_INT(memory.held, 0);
        CHECK_INT(memory.mistakes, 0);
        if (refused == 0) break;
    }
    CHECK(failures > 20);
}

/* ---- Threads ---- */

enum { THREADS = 4, ROUNDS = 200 };

static leadline_engine *shared;

static void *record_on(void *argument) {
    int64_t day = *(const int64_t *)argument;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t times[64], amounts[64];
        uint16_t codes[64];
        for (int row = 0; row < 64; row++) {
            times[row] = day + row;
            amounts[row] = 100;
            codes[row] = (uint16_t)(row % 3);
        }
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = 64;
        batch.time = times;
        batch.one_kind = SALE;
        batch.amount = amounts;
        batch.currency = codes;
        CHECK_OK(leadline_record_batch(shared, &batch, 0, NULL));
    }
    return NULL;
}

static void test_threads(void) {
    part("rates while others record");
    shared = open_euros(2, 0, 0, 3);
    int64_t day = day_of(shared, MARCH_1);
    CHECK_OK(set_rate(shared, "USD", INT64_MIN, "0.5", -1));
    CHECK_OK(set_rate(shared, "CHF", INT64_MIN, "1.1", -1));
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&threads[i], NULL, record_on, &day), 0);
    int64_t later = day;
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof name, "X%d", i);
        CHECK_OK(set_rate(shared, name, INT64_MIN, "7", -1));
        later = day_of(shared, later + 26 * HOUR);
        CHECK_OK(set_rate(shared, "USD", later, i % 2 ? "3" : "4", -1));
        CHECK_INT(leadline_rate_count(shared), 2 * i + 4);
    }
    for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_join(threads[i], NULL), 0);
    /* Of 64 rows 22 are at 100, 21 at 50 and 21 at 110. */
    check_sales(shared, "51200 4448000");
    CHECK_STATUS(set_rate(shared, "CHF", day, "2", -1), LEADLINE_RATE_USED);
    CHECK_OK(leadline_close(shared));
}

int main(void) {
    printf("currencies\n");
    test_rates();
    test_model();
    test_refusals();
    test_extremes();
    test_used();
    test_merging();
    test_repeats();
    test_files();
    test_long_files();
    test_exhausted_files();
    test_threads();
    return finish();
}
