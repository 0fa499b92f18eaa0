/* Facts in several currencies: rates, what is refused, what is in already, merges, repeats.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "currencies.h"

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
        {day, 999, 100, 1, 7, LEADLINE_FACT_KIND, LEADLINE_COLUMN_KIND, "row 2, column kind: kind unknown to the engine, or one that it derives"},
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

int main(void) {
    printf("currencies\n");
    test_rates();
    test_refusals();
    test_extremes();
    test_used();
    test_merging();
    test_repeats();
    return finish();
}
