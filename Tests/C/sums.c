/* Huge numbers, and counts of zero and below.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "engine.h"

static rows facts;

/* ---- Huge numbers ---- */

static void test_wide_sums(void) {
    part("sums beyond 64 bits are exact, alone and merged");
    const int64_t most = (int64_t)1 << 62;
    for (int sign = -1; sign <= 1; sign += 2) {
        leadline_engine *wide = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
        leadline_engine *narrow = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
        leadline_engine *engines[2] = {wide, narrow};
        for (int e = 0; e < 2; e++) {
            uint32_t a = name(engines[e], 0, e ? "a" : "z");
            uint32_t b = name(engines[e], 0, e ? "z" : "a");
            facts.count = 0;
            add_row(&facts, MARCH_1, SALE, e ? a : b, 0, 11, 3, 1);
            add_row(&facts, MARCH_1 + DAY, SALE, e ? b : a, 0, 13, 5, 2);
            CHECK_OK(record(engines[e], &facts, 0, NULL));
        }
        uint32_t a = name(wide, 0, "a");
        for (int batch = 0; batch < 10; batch++) {
            facts.count = 0;
            for (int i = 0; i < 1500; i++) {
                add_row(&facts, MARCH_1, SALE, a, 0, sign * most, (int64_t)1 << 32, 0);
            }
            CHECK_OK(record(wide, &facts, 0, NULL));
        }
        /* 15 000 x 2^62 = 69175290276410818560000 */
        char wanted[300];
        snprintf(wanted, sizeof wanted,
            "a 2024-03-01 1709251200000000 64424509440003 %s\nz 2024-03-02 1709337600000000 5 13\n"
            "= = -9223372036854775808 64424509440008 %s\n",
            sign > 0 ? "69175290276410818560011" : "-69175290276410818559989",
            sign > 0 ? "69175290276410818560024" : "-69175290276410818559976");
        char *is = ask(wide, "campaign", "count(sale) amount(sale)", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
        CHECK_TEXT(is, wanted);
        free(is);
        /* The ids are the same, so merging adds nothing but what is new; either way round. */
        CHECK_OK(leadline_merge(wide, narrow, 0));
        is = ask(wide, "campaign", "count(sale) amount(sale)", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
        CHECK_TEXT(is, wanted);
        free(is);
        CHECK_OK(leadline_merge(narrow, wide, 0));
        is = ask(narrow, "campaign", "count(sale) amount(sale)", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
        CHECK_TEXT(is, wanted);
        free(is);
        /* Taking the huge amounts back leaves what was there. */
        facts.count = 0;
        for (int i = 0; i < 1500; i++) {
            add_row(&facts, MARCH_1, SALE, a, 0, -sign * most, -((int64_t)1 << 32), 0);
        }
        for (int batch = 0; batch < 10; batch++) {
            CHECK_OK(record(wide, &facts, 0, NULL));
        }
        is = ask(wide, "campaign", "count(sale) amount(sale)", 0, 0);
        CHECK_TEXT(is, "a 3 11\nz 5 13\n");
        free(is);
        /* A point reads the same. */
        const char *dimensions[] = {"campaign"};
        const char *columns[] = {"amount(sale)", "average_check"};
        leadline_point_options options = {sizeof options, "one", dimensions, 1, columns, 2};
        leadline_point *point = NULL;
        CHECK_OK(leadline_point_open(narrow, &options, &point));
        leadline_value values[2];
        uint32_t code = name(narrow, 0, "a");
        CHECK_OK(leadline_point_read(point, &code, 1, INT64_MIN, INT64_MAX, values, 2));
        text t = {NULL, 0, 0};
        add_whole(&t, values[0].numerator);
        CHECK_TEXT(t.bytes, sign > 0 ? "69175290276410818560011" : "-69175290276410818559989");
        free(t.bytes);
        leadline_point_close(point);
        CHECK_OK(leadline_close(wide));
        CHECK_OK(leadline_close(narrow));
    }
}

static void test_small_counts(void) {
    part("counts of zero and below");
    leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 0, 1, 0});
    facts.count = 0;
    add_row(&facts, MARCH_1, IMPRESSION, 0, 0, 0, 1200, 0);
    add_row(&facts, MARCH_1, IMPRESSION, 0, 0, 0, -200, 0);
    add_row(&facts, MARCH_1, CLICK, 0, 0, -300, 0, 0);
    add_row(&facts, MARCH_1, CLICK, 0, 0, 500, 20, 0);
    add_row(&facts, MARCH_1, MEDIA_SPEND, 0, 0, (int64_t)1 << 62, (int64_t)1 << 32, 0);
    add_row(&facts, MARCH_1, MEDIA_SPEND, 0, 0, -((int64_t)1 << 62), -((int64_t)1 << 32), 0);
    CHECK_OK(record(engine, &facts, 0, NULL));
    char *answer = ask(engine, "", "impressions clicks amount(click) amount(media_spend) ctr", 0, 0);
    CHECK_TEXT(answer, "1000 20 200 !2 1/50\n");
    free(answer);
    facts.count = 0;
    leadline_batch_result result = result_of();
    CHECK_OK(record(engine, &facts, 0, &result));
    CHECK_INT(result.accepted, 0);
    leadline_batch nothing = LEADLINE_BATCH_INIT;
    CHECK_OK(leadline_record_batch(engine, &nothing, 0, &result));
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("sums\n");
    test_wide_sums();
    test_small_counts();
    return finish();
}
