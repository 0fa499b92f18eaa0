/* Times, bounds and numbers at their ends, and points asked for what is not there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "calls.h"

static void test_extreme_times(void) {
    part("extreme times and bounds");
    static const int64_t times[] = {INT64_MIN, INT64_MIN + 1, FIRST_TIME - 1, FIRST_TIME, FIRST_TIME + 1, -1, 0, 1, LAST_TIME - 1,
        LAST_TIME, LAST_TIME + 1, INT64_MAX - 1, INT64_MAX};
    enum { COUNT = sizeof times / sizeof times[0] };
    static const char *const zones[] = {NULL, "Europe/Berlin", "Pacific/Apia", "America/New_York"};
    for (size_t z = 0; z < 4; z++) {
        for (uint32_t period = 1; period <= 7; period++) {
            leadline_rollup_options rollup = {sizeof rollup, NULL, NULL, 0, period, 0};
            leadline_options options = LEADLINE_OPTIONS_INIT;
            options.rollups = &rollup;
            options.rollup_count = 1;
            options.time_zone = zones[z];
            leadline_engine *e = NULL;
            CHECK_OK(leadline_open(&options, &e, NULL, 0));
            leadline_point_options p = {sizeof p, NULL, NULL, 0, NULL, 0};
            const char *columns[] = {"clicks"};
            p.columns = columns;
            p.column_count = 1;
            leadline_point *point = NULL;
            CHECK_OK(leadline_point_open(e, &p, &point));
            for (int i = 0; i < COUNT; i++) {
                int is_time = times[i] >= FIRST_TIME && times[i] <= LAST_TIME;
                leadline_batch batch = LEADLINE_BATCH_INIT;
                batch.rows = 1;
                batch.time = &times[i];
                batch.one_kind = CLICK;
                CHECK_STATUS(leadline_record_batch(e, &batch, 0, NULL), is_time ? LEADLINE_OK : LEADLINE_FACT_TIME);
                int64_t start = 0, end = 0;
                leadline_status status = leadline_period_bounds(e, period, times[i], &start, &end);
                CHECK_STATUS(status, is_time ? LEADLINE_OK : LEADLINE_ERROR_ARGUMENT);
                if (is_time) {
                    CHECK(start <= times[i] && times[i] < end);
                }
            }
            for (int i = 0; i < COUNT; i++) {
                for (int j = 0; j < COUNT; j++) {
                    for (uint32_t flags = 0; flags < 8; flags++) {
                        leadline_query_options q = LEADLINE_QUERY_INIT;
                        q.columns = columns;
                        q.column_count = 1;
                        q.period = flags & 1 ? LEADLINE_PERIOD_YEAR : LEADLINE_PERIOD_ALL;
                        if (flags & LEADLINE_QUERY_FROM) q.from_us = times[i];
                        if (flags & LEADLINE_QUERY_TO) q.to_us = times[j];
                        if (flags & LEADLINE_QUERY_AS_OF) q.as_of_us = times[(i + j) % COUNT];
                        q.flags = flags | LEADLINE_QUERY_TOTALS;
                        leadline_table *answer = NULL;
                        leadline_status status = leadline_query(e, &q, &answer);
                        CHECK(status == LEADLINE_OK || status == LEADLINE_QUERY_BOUNDARY || status == LEADLINE_QUERY_NO_ROLLUP);
                        leadline_table_close(answer);
                    }
                    leadline_value value = {{7, 7}, {7, 7}, 7, 7};
                    leadline_status status = leadline_point_read(point, NULL, 0, times[i], times[j], &value, 1);
                    CHECK(i >= j ? status == LEADLINE_ERROR_ARGUMENT : status == LEADLINE_OK || status == LEADLINE_QUERY_BOUNDARY);
                    CHECK(status == LEADLINE_OK || (value.numerator.low == 7 && value.state == 7));
                    if (i == 0 && j == COUNT - 1) {
                        CHECK_OK(status);
                        CHECK_INT(value.numerator.low, 7);
                    }
                }
            }
            leadline_point_close(point);
            CHECK_OK(leadline_close(e));
        }
    }
}

static void test_points(void) {
    part("points out of range");
    const char *dimensions[] = {"channel", "campaign"};
    const char *columns[] = {"clicks", "cpc"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 2};
    leadline_point *point = NULL;
    CHECK_OK(leadline_point_open(engine, &options, &point));
    leadline_value values[2];
    memset(values, 0x5A, sizeof values);
    uint32_t codes[2] = {0, alpha};
    static const size_t counts[] = {0, 1, 3, 17, SIZE_MAX, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        CHECK_STATUS(leadline_point_read(point, codes, counts[i], INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, values, counts[i]), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(leadline_point_read(point, NULL, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read(point, (uint32_t *)(void *)((char *)codes + 1), 2, INT64_MIN, INT64_MAX, values, 2),
        LEADLINE_ERROR_MISALIGNED);
    const char *names[2] = {"web", "alpha"};
    size_t sizes[2] = {3, 5};
    CHECK_STATUS(leadline_point_read_names(point, NULL, sizes, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read_names(point, names, NULL, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    for (size_t b = 0; b < sizeof values; b++) {
        if (((unsigned char *)values)[b] != 0x5A) {
            CHECK(0);
            break;
        }
    }
    sizes[0] = SIZE_MAX;
    CHECK(leadline_point_read_names(point, names, sizes, 2, INT64_MIN, INT64_MAX, values, 2) != LEADLINE_OK);
    sizes[0] = 3;
    CHECK_OK(leadline_point_read_names(point, names, sizes, 2, INT64_MIN, INT64_MAX, values, 2));
    static const uint32_t wild[] = {1, 2, 3, 999, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) {
            codes[0] = wild[i];
            codes[1] = wild[j];
            leadline_status status = leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, values, 2);
            CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_NAME);
        }
    }
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    leadline_point_close(point);
    const char *strange[] = {"channel", "programme"};
    options.dimensions = strange;
    CHECK_STATUS(use_point(&options), LEADLINE_ERROR_NAME);
    strange[1] = "channel";
    CHECK_STATUS(use_point(&options), LEADLINE_ERROR_DUPLICATE_NAME);
    options.dimension_count = 1;
    CHECK_STATUS(use_point(&options), LEADLINE_QUERY_NO_ROLLUP);
}

static void test_numbers(void) {
    part("numbers at their ends");
    static const leadline_int128 numbers[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {10, 0}, {UINT64_MAX, 0}, {0, 1}, {UINT64_MAX, INT64_MAX},
        {UINT64_MAX - 1, INT64_MAX}, {0, INT64_MIN}, {1, INT64_MIN}, {UINT64_MAX, -1}, {UINT64_MAX - 1, -1}, {0, -1},
        {UINT64_C(0x98A224000000000), 0x4B3B4CA85A86C47A}};
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    static const uint32_t decimals[] = {0, 1, 2, 37, 38, 39, UINT32_MAX};
    static const int32_t powers[] = {0, 1, -1, 38, -38, 40, -40, 41, -41, INT32_MAX, INT32_MIN};
    for (int n = 0; n < COUNT; n++) {
        for (int d = 0; d < COUNT; d++) {
            int is_zero = numbers[d].low == 0 && numbers[d].high == 0;
            for (size_t p = 0; p < sizeof powers / sizeof powers[0]; p++) {
                leadline_int128 top = numbers[n], bottom = numbers[d];
                leadline_status status = leadline_ratio_shift(&top, &bottom, powers[p]);
                if (is_zero || powers[p] > 40 || powers[p] < -40) {
                    CHECK_STATUS(status, LEADLINE_ERROR_ARGUMENT);
                } else {
                    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_TOO_MANY);
                }
                if (status != LEADLINE_OK) {
                    CHECK(memcmp(&top, &numbers[n], sizeof top) == 0 && memcmp(&bottom, &numbers[d], sizeof bottom) == 0);
                } else {
                    CHECK(bottom.high >= 0 && (bottom.high > 0 || bottom.low > 0));
                }
            }
            double nearest = 7;
            CHECK_STATUS(leadline_ratio_double(numbers[n], numbers[d], &nearest), is_zero ? LEADLINE_ERROR_ARGUMENT : LEADLINE_OK);
            CHECK(is_zero ? nearest == 7 : nearest == nearest);
            for (uint32_t mode = 0; mode < 8; mode++) {
                for (size_t i = 0; i < sizeof decimals / sizeof decimals[0]; i++) {
                    int is_bad = is_zero || mode == 0 || mode > 5 || decimals[i] > 38;
                    leadline_int128 whole = {77, 77};
                    leadline_status status = leadline_ratio_round(numbers[n], numbers[d], decimals[i], mode, &whole);
                    CHECK(is_bad ? status == LEADLINE_ERROR_ARGUMENT : status == LEADLINE_OK || status == LEADLINE_ERROR_TOO_MANY);
                    CHECK(status == LEADLINE_OK || (whole.low == 77 && whole.high == 77));
                    char text[100];
                    memset(text, 'x', sizeof text);
                    size_t size = 777;
                    status = leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, text, sizeof text, &size);
                    CHECK_STATUS(status, is_bad ? LEADLINE_ERROR_ARGUMENT : LEADLINE_OK);
                    CHECK(is_bad ? size == 777 && text[0] == 'x' : size < sizeof text && text[size] == 0 && strlen(text) == size);
                    if (!is_bad) {
                        char small[100];
                        memset(small, 'y', sizeof small);
                        size_t needed = 0;
                        CHECK_STATUS(leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, small, size, &needed),
                            LEADLINE_ERROR_BUFFER);
                        CHECK(needed == size && small[size] == 'y');
                        CHECK_OK(leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, small, SIZE_MAX, &needed));
                        CHECK(strcmp(small, text) == 0);
                    }
                }
            }
        }
    }
}

int main(void) {
    printf("extremes\n");
    engine = open_engine();
    alpha = name(engine, 0, "alpha");
    test_extreme_times();
    test_points();
    test_numbers();
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
