/* Facts in several currencies, beside a model that converts them first; rates while others record.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>

#include "currencies.h"

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
    printf("currency_model\n");
    test_model();
    test_threads();
    return finish();
}
