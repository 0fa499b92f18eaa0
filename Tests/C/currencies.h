/* An engine in euros, its rates and sales; facts of chance in several currencies, and a model of what they are in euros.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CURRENCIES_H
#define CURRENCIES_H

#include "engine.h"

#define BERLIN "Europe/Berlin"

/* Two dimensions as `describe` asks for them, in euros. */
static inline leadline_engine *open_euros(uint32_t scale, uint32_t rounding, uint32_t ids, uint32_t shards) {
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

static inline leadline_status set_rate(leadline_engine *engine, const char *currency, int64_t from, const char *text, int scale) {
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

static inline uint16_t code_of(leadline_engine *engine, const char *currency) {
    uint16_t code = UINT16_MAX;
    CHECK_OK(leadline_currency_code(engine, currency, &code));
    return code;
}

/* The beginning of the day, in Berlin, around an instant. */
static inline int64_t day_of(leadline_engine *engine, int64_t time) {
    int64_t start = 0, end = 0;
    CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, time, &start, &end));
    return start;
}

/* What is held of sales, as "count amount". */
static inline void check_sales(leadline_engine *engine, const char *wanted) {
    char *answer = ask(engine, "", "count(sale) amount(sale)", LEADLINE_PERIOD_ALL, 0);
    answer[strcspn(answer, "\n")] = 0;
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static inline leadline_status sell(leadline_engine *engine, int64_t time, int64_t amount, uint16_t currency) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 1;
    batch.time = &time;
    batch.one_kind = SALE;
    batch.amount = &amount;
    batch.one_currency = currency;
    return leadline_record_batch(engine, &batch, 0, NULL);
}

/* ---- A model: whole fractions of numbers that fit ---- */

typedef struct model_rate {
    int64_t from;
    int64_t numerator;
    int64_t denominator;
} model_rate;

static inline int64_t model_convert(int64_t amount, model_rate rate, uint32_t from_scale, uint32_t to_scale, uint32_t mode) {
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

static inline void make_world(world *w, leadline_engine *engine, uint32_t scale, uint64_t *random) {
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
static inline void give_rates(const world *w, leadline_engine *engine, uint64_t seed) {
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

static inline void make_facts(const world *w, uint32_t mode, int ids, uint64_t *random) {
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

static inline void give_names(leadline_engine *engine) {
    static const char *const texts[] = {"north", "south", "east", "west"};
    for (int i = 0; i < 4; i++) CHECK_INT(name(engine, 0, texts[i]), 2 + i);
    for (int i = 0; i < 2; i++) CHECK_INT(name(engine, 1, texts[i]), 2 + i);
}

/* Takes in given facts from `from` to `to`: as one batch, in small ones, or by a writer. */
static inline void record_given(leadline_engine *engine, const world *w, size_t from, size_t to, int how) {
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

#endif /* CURRENCIES_H */
