/* Amounts of files in several currencies.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "currencies.h"

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

int main(void) {
    printf("currency_files\n");
    test_files();
    test_long_files();
    test_exhausted_files();
    return finish();
}
