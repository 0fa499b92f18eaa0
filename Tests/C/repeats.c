/* Repeats by id, merging, clearing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "engine.h"

static rows facts;
static rows other_facts;

/* ---- Repeats ---- */

static void test_conflicts(void) {
    part("of conflicting facts with one id the same stands, in any order of arrival");
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const struct {
        int64_t time;
        uint16_t kind;
        const char *campaign;
        const char *channel;
        int64_t amount;
        int64_t count;
    } trios[][3] = {
        {{0, LEAD_FORM, "b", "web", 5, 1}, {DAY, LEAD, "a", "web", 5, 1}, {DAY, LEAD_CALL, "a", "mail", 7, 1}},
        {{0, SALE, "b", "web", 5, 1}, {0, SALE, "a", "web", 5, 1}, {0, SALE, "ab", "web", 5, 1}},
        {{0, SALE, "a", "web", 5, 1}, {0, SALE, "a", "", 5, 1}, {0, SALE, "a", "mail", 5, 1}},
        {{0, SALE, "a", "web", 5, 1}, {0, SALE, "a", "web", -5, 1}, {0, SALE, "a", "web", 5, 0}},
        {{0, SALE_REPEAT, "a", "web", 5, 1}, {0, SALE, "a", "web", 5, 1}, {40 * DAY, SALE, "a", "web", 5, 1}},
        {{0, SALE, "a", "web", 5, 1}, {0, SALE, "a", "web", 5, 1}, {0, SALE, "a", "web", 6, 2}}};
    for (size_t t = 0; t < sizeof trios / sizeof trios[0]; t++) {
        char *first = NULL;
        for (size_t o = 0; o < 6; o++) {
            /* How the three arrive: in one batch, one by one, by merging, on two shards, around others. */
            for (int way = 0; way < 5; way++) {
                leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, way == 3 ? 2 : 1, 0});
                /* Codes in the order of arrival, so that they cannot decide. */
                leadline_engine *other = NULL;
                facts.count = 0;
                for (int i = 0; i < 3; i++) {
                    int n = orders[o][i];
                    leadline_engine *into = way == 2 ? open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0}) : engine;
                    if (way != 0) {
                        facts.count = 0;
                    }
                    add_row(&facts, MARCH_1 + trios[t][n].time, trios[t][n].kind, name(into, 0, trios[t][n].campaign),
                        name(into, 1, trios[t][n].channel), trios[t][n].amount, trios[t][n].count, 42);
                    if (way == 4) {
                        add_row(&facts, MARCH_1 + i * HOUR, CLICK, 0, 0, 1, 1, 42);
                    }
                    if (way != 0) {
                        CHECK_OK(record(into, &facts, 0, NULL));
                    }
                    if (way == 2) {
                        CHECK_OK(leadline_merge(engine, into, 0));
                        CHECK_OK(leadline_close(into));
                    }
                }
                if (way == 0) {
                    CHECK_OK(record(engine, &facts, 0, NULL));
                }
                leadline_engine_info info = info_of(engine);
                CHECK_INT(info.ids, way == 4 ? 2 : 1);
                CHECK_INT(info.duplicates, way == 4 ? 4 : 2);
                if (way == 4) {
                    leadline_engine *clean = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
                    CHECK_OK(leadline_close(clean));
                }
                char *is = ask(engine, "campaign channel", "count(lead) count(lead_form) count(sale) amount(sale) count(sale_repeat)",
                    LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
                if (way == 4) { /* without the row of the click */
                    free(is);
                } else if (first == NULL) {
                    first = is;
                } else {
                    CHECK_TEXT(is, first);
                    free(is);
                }
                (void)other;
                CHECK_OK(leadline_close(engine));
            }
        }
        if (t == 0) {
            CHECK_TEXT(first, "b web 2024-03-01 1709251200000000 1 1 !2 !2 !2\n= = = -9223372036854775808 1 1 !2 !2 !2\n");
        }
        free(first);
    }
}

static void test_families(void) {
    part("repeats are recognised within a family");
    leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
    facts.count = 0;
    add_row(&facts, MARCH_1, LEAD, 0, 0, 0, 1, 9);
    add_row(&facts, MARCH_1, LEAD_FORM, 0, 0, 0, 1, 9);
    add_row(&facts, MARCH_1, CLICK, 0, 0, 0, 1, 9);
    add_row(&facts, MARCH_1, SALE, 0, 0, 100, 1, 9);
    add_row(&facts, MARCH_1, REFUND, 0, 0, 40, 1, 9);
    add_row(&facts, MARCH_1, SALE, 0, 0, 100, 1, 9);
    add_row(&facts, MARCH_1, SALE, 0, 0, 100, 1, 0);
    add_row(&facts, MARCH_1, SALE, 0, 0, 100, 1, 0);
    leadline_batch_result result = result_of();
    CHECK_OK(record(engine, &facts, 0, &result));
    CHECK_INT(result.accepted, 8);
    CHECK_INT(result.duplicates, 2);
    CHECK_INT(result.conflicts, 1);
    char *answer = ask(engine, "", "count(lead) count(lead_form) count(click) count(sale) amount(sale) amount(refund)", 0, 0);
    CHECK_TEXT(answer, "1 !2 1 3 300 40\n");
    free(answer);
    CHECK_OK(leadline_close(engine));
    /* Without ids in the options they are ignored. */
    engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 0, 1, 0});
    CHECK_OK(record(engine, &facts, 0, &result));
    CHECK_INT(result.duplicates, 0);
    answer = ask(engine, "", "count(sale)", 0, 0);
    CHECK_TEXT(answer, "4\n");
    free(answer);
    CHECK_OK(leadline_close(engine));
}

static void test_id_limits(void) {
    part("id_limit bounds what is remembered, of one instant, too");
    for (int spread = 0; spread < 3; spread++) {
        leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 1000});
        uint64_t id = 1;
        for (int batch = 0; batch < 10; batch++) {
            facts.count = 0;
            for (int i = 0; i < 900; i++) {
                int64_t time = MARCH_1 + (spread == 0 ? 0 : spread == 1 ? batch * DAY : (int64_t)id * 1000);
                add_row(&facts, time, SALE, 0, 0, 1, 1, id++);
            }
            CHECK_OK(record(engine, &facts, 0, NULL));
            leadline_engine_info info = info_of(engine);
            CHECK(info.ids <= 1000);
            CHECK_INT(info.ids + info.ids_dropped, id - 1);
        }
        char *answer = ask(engine, "", "count(sale)", 0, 0);
        CHECK_TEXT(answer, "9000\n");
        free(answer);
        /* What is still known is recognised, and merging says what it cannot tell. */
        if (spread != 0) {
            leadline_batch_result result = result_of();
            facts.count = 0;
            add_row(&facts, MARCH_1 + (spread == 1 ? 9 * DAY : (int64_t)(id - 1) * 1000), SALE, 0, 0, 1, 1, id - 1);
            CHECK_OK(record(engine, &facts, 0, &result));
            CHECK_INT(result.duplicates, 1);
        }
        leadline_engine *other = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 1000});
        CHECK_STATUS(leadline_merge(other, engine, 0), LEADLINE_MERGE_OVERLAP);
        CHECK_STATUS(leadline_merge(engine, other, 0), LEADLINE_MERGE_OVERLAP);
        CHECK_OK(leadline_merge(other, engine, LEADLINE_MERGE_NO_OVERLAP));
        answer = ask(other, "", "count(sale)", 0, 0);
        CHECK_TEXT(answer, "9000\n");
        free(answer);
        CHECK_OK(leadline_close(other));
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Merging and clearing ---- */

static void test_merging(void) {
    part("merging in any grouping equals one engine");
    char *wanted = NULL;
    for (int grouping = 0; grouping < 4; grouping++) {
        leadline_engine *engines[4];
        leadline_engine *whole = open_engine((shape){LEADLINE_PERIOD_HOUR, "America/New_York", 1, 1, 0});
        uint64_t seed = 20240301;
        for (int e = 0; e < 4; e++) {
            engines[e] = open_engine((shape){LEADLINE_PERIOD_HOUR, "America/New_York", 1, e % 2 + 1, 0});
            facts.count = 0;
            other_facts.count = 0;
            for (int i = 0; i < 400; i++) {
                uint64_t r = next_random(&seed);
                char campaign[20], channel[20];
                snprintf(campaign, sizeof campaign, "c%d", (int)(r % 17));
                snprintf(channel, sizeof channel, "ch%d", (int)(r >> 8 & 255) % 3);
                channel[r % 5 ? 3 : 0] = 0;
                int64_t time = MARCH_1 + (int64_t)(r >> 16 & 1023) * HOUR / 3;
                uint16_t kind = r & 64 ? SALE : SALE_REPEAT;
                uint64_t id = r >> 40 & 511;
                add_row(&facts, time, kind, name(engines[e], 0, campaign), name(engines[e], 1, channel), (int64_t)(r & 7), 1, id);
                add_row(&other_facts, time, kind, name(whole, 0, campaign), name(whole, 1, channel), (int64_t)(r & 7), 1, id);
            }
            CHECK_OK(record(engines[e], &facts, 0, NULL));
            CHECK_OK(record(whole, &other_facts, 0, NULL));
        }
        if (wanted == NULL) {
            wanted = describe(whole);
        }
        leadline_engine *result = engines[0];
        switch (grouping) {
        case 0:
            for (int e = 1; e < 4; e++) CHECK_OK(leadline_merge(engines[0], engines[e], 0));
            break;
        case 1:
            for (int e = 2; e >= 0; e--) CHECK_OK(leadline_merge(engines[3], engines[e], 0));
            result = engines[3];
            break;
        case 2:
            CHECK_OK(leadline_merge(engines[0], engines[1], 0));
            CHECK_OK(leadline_merge(engines[2], engines[3], 0));
            CHECK_OK(leadline_merge(engines[2], engines[0], 0));
            result = engines[2];
            break;
        default: /* again and again: ids make it idempotent for the facts that carry one */
            CHECK_OK(leadline_merge(engines[1], engines[3], 0));
            CHECK_OK(leadline_merge(engines[1], engines[0], 0));
            CHECK_OK(leadline_merge(engines[1], engines[2], 0));
            result = engines[1];
        }
        char *is = describe(result);
        CHECK_TEXT(is, wanted);
        free(is);
        for (int e = 0; e < 4; e++) CHECK_OK(leadline_close(engines[e]));
        CHECK_OK(leadline_close(whole));
    }
    free(wanted);
}

static void test_clearing(void) {
    part("clearing a name's days, then taking them in again");
    for (uint32_t shards = 1; shards <= 2; shards++) {
        leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, "Europe/Berlin", 1, shards, 0});
        uint32_t a = name(engine, 0, "alpha"), b = name(engine, 0, "beta"), web = name(engine, 1, "web");
        facts.count = 0;
        for (int day = 0; day < 10; day++) {
            add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, a, web, 100 + day, 1, 1000 + (uint64_t)day);
            add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, b, web, 500 + day, 1, 2000 + (uint64_t)day);
            add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, 0, web, 900 + day, 1, 3000 + (uint64_t)day);
        }
        CHECK_OK(record(engine, &facts, 0, NULL));
        char *before = describe(engine);
        const char *names[] = {"alpha", "", "nobody"};
        size_t sizes[] = {5, 0, 6};
        int64_t from = MARCH_1 - HOUR + 2 * DAY, to = MARCH_1 - HOUR + 5 * DAY;
        CHECK_STATUS(leadline_clear(engine, 1, names, sizes, 3, from, to), LEADLINE_ERROR_UNSUPPORTED);
        CHECK_OK(leadline_clear(engine, 0, names, sizes, 0, from, to));
        char *after = describe(engine);
        CHECK_TEXT(after, before);
        free(after);
        CHECK_STATUS(leadline_clear(engine, 0, names, sizes, 3, from, to), LEADLINE_ERROR_UNSUPPORTED);
        free(before);
        CHECK_OK(leadline_close(engine));
    }
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    uint32_t a = name(engine, 0, "alpha"), b = name(engine, 0, "beta");
    facts.count = 0;
    for (int day = 0; day < 4; day++) {
        add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, a, 0, 100 + day, 1, 1000 + (uint64_t)day);
        add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, b, 0, 500 + day, 1, 2000 + (uint64_t)day);
        add_row(&facts, MARCH_1 + day * DAY, MEDIA_SPEND, 0, 0, 900 + day, 1, 3000 + (uint64_t)day);
    }
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    const char *names[] = {"alpha", "", "nobody"};
    size_t sizes[] = {5, 0, 6};
    CHECK_STATUS(leadline_clear(engine, 0, names, sizes, 3, MARCH_1 + DAY + 1, MARCH_1 + 3 * DAY), LEADLINE_QUERY_BOUNDARY);
    CHECK_STATUS(leadline_clear(engine, 0, names, sizes, 3, MARCH_1 + DAY, MARCH_1 + 3 * DAY - 1), LEADLINE_QUERY_BOUNDARY);
    CHECK_OK(leadline_clear(engine, 0, names + 2, sizes + 2, 1, MARCH_1 + DAY, MARCH_1 + 3 * DAY));
    CHECK_OK(leadline_clear(engine, 0, names, sizes, 3, MARCH_1 + DAY, MARCH_1 + 3 * DAY));
    char *answer = ask(engine, "campaign", "media_spend", 0, LEADLINE_QUERY_TOTALS);
    CHECK_TEXT(answer, "- 1803\nalpha 203\nbeta 2006\n= 4012\n");
    free(answer);
    CHECK_INT(info_of(engine).ids, 8);
    /* The same ids come in again with new figures, and are no repeats. */
    for (size_t i = 0; i < facts.count; i++) {
        facts.amount[i] = 1;
    }
    leadline_batch_result result = result_of();
    CHECK_OK(leadline_record_batch(engine, &batch, 0, &result));
    CHECK_INT(result.duplicates, 8);
    CHECK_OK(leadline_clear(engine, 0, names, sizes, 1, INT64_MIN, INT64_MAX));
    answer = ask(engine, "campaign", "count(media_spend)", 0, 0);
    CHECK_TEXT(answer, "- 4\nbeta 4\n");
    free(answer);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("repeats\n");
    test_conflicts();
    test_families();
    test_id_limits();
    test_merging();
    test_clearing();
    return finish();
}
