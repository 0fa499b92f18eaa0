/* Facts going in: batches as transactions, the rules of rows, times.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "engine.h"

static rows facts;
static rows other_facts;

/* ---- Batches are taken in whole or not at all ---- */

static void good_rows(rows *r, leadline_engine *engine, size_t count) {
    uint32_t a = name(engine, 0, "alpha");
    uint32_t b = name(engine, 1, "web");
    r->count = 0;
    for (size_t i = 0; i < count; i++) {
        add_row(r, MARCH_1 + (int64_t)i * HOUR, i % 3 ? CLICK : MEDIA_SPEND, a, i % 2 ? b : 0, 10 + (int64_t)i, 1, 0);
    }
}

static void test_refusals(void) {
    part("one bad row refuses the batch, wherever it stands");
    static const struct {
        leadline_status reason;
        uint32_t column;
    } faults[] = {{LEADLINE_FACT_TIME, LEADLINE_COLUMN_TIME}, {LEADLINE_FACT_KIND, LEADLINE_COLUMN_KIND},
        {LEADLINE_FACT_CODE, LEADLINE_COLUMN_DIMENSION}, {LEADLINE_FACT_CODE, LEADLINE_COLUMN_DIMENSION + 1},
        {LEADLINE_FACT_AMOUNT, LEADLINE_COLUMN_AMOUNT}, {LEADLINE_FACT_AMOUNT_UNIT, LEADLINE_COLUMN_AMOUNT},
        {LEADLINE_FACT_COUNT, LEADLINE_COLUMN_COUNT}, {LEADLINE_FACT_COUNT_PERSON, LEADLINE_COLUMN_COUNT}};
    static const size_t places[] = {0, 1, 700, 1023, 1024, 1025, 2999};
    for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_DAY; period++) {
        leadline_engine *engine = open_engine((shape){period, NULL, 1, 1, 0});
        good_rows(&facts, engine, 50);
        CHECK_OK(record(engine, &facts, 0, NULL));
        char *before = describe(engine);
        for (size_t f = 0; f < sizeof faults / sizeof faults[0]; f++) {
            for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
                good_rows(&facts, engine, 3000);
                size_t row = places[p];
                switch (f) {
                case 0: facts.time[row] = p % 2 ? LAST_TIME + 1 : FIRST_TIME - 1; break;
                case 1: facts.kind[row] = p % 2 ? 65535 : 0; break;
                case 2: facts.codes[0][row] = p % 2 ? 3 : UINT32_MAX; break;
                case 3: facts.codes[1][row] = p % 2 ? 3 : 0x80000000u; break;
                case 4: facts.amount[row] = p % 2 ? ((int64_t)1 << 62) + 1 : INT64_MIN; break;
                case 5: facts.kind[row] = 1; facts.amount[row] = p % 2 ? 1 : -1; break;
                case 6: facts.number[row] = p % 2 ? ((int64_t)1 << 32) + 1 : INT64_MIN; break;
                default: facts.number[row] = -1; facts.person[row] = 7;
                }
                leadline_batch_result result = result_of();
                CHECK_STATUS(record(engine, &facts, 0, &result), faults[f].reason);
                CHECK_INT(result.first_reason, faults[f].reason);
                CHECK_INT(result.first_column, faults[f].column);
                CHECK_INT(result.first_row, row);
                CHECK_INT(result.accepted, 0);
                CHECK_INT(result.rejected, 0);
                char error[200];
                CHECK(leadline_engine_error(engine, error, sizeof error) > 0);
                char wanted[40];
                snprintf(wanted, sizeof wanted, "row %zu,", row);
                CHECK(strncmp(error, wanted, strlen(wanted)) == 0);
            }
            char *after = describe(engine);
            CHECK_TEXT(after, before);
            free(after);
        }
        CHECK_INT(info_of(engine).facts, 50);
        free(before);
        CHECK_OK(leadline_close(engine));
    }
}

static void test_skipping(void) {
    part("skipping counts the bad by reason and takes in the good");
    leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 2, 0});
    leadline_engine *wanted = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
    good_rows(&facts, engine, 3000);
    good_rows(&other_facts, wanted, 3000);
    size_t kept = 0;
    uint64_t by[LEADLINE_FACT_REASONS] = {0};
    for (size_t i = 0; i < facts.count; i++) {
        facts.id[i] = i % 5 ? i / 2 + 1 : 0;
        int fault = i % 11 == 0 ? (int)(i / 11 % 7) : -1;
        switch (fault) {
        case 0: facts.time[i] = INT64_MAX; break;
        case 1: facts.kind[i] = 999; break;
        case 2: facts.codes[1][i] = 77; break;
        case 3: facts.amount[i] = INT64_MAX; break;
        case 4: facts.kind[i] = 111; break;
        case 5: facts.number[i] = INT64_MIN; break;
        case 6: facts.number[i] = -5; facts.person[i] = 1; break;
        default:
            other_facts.time[kept] = facts.time[i];
            other_facts.kind[kept] = facts.kind[i];
            other_facts.codes[0][kept] = facts.codes[0][i];
            other_facts.codes[1][kept] = facts.codes[1][i];
            other_facts.amount[kept] = facts.amount[i];
            other_facts.id[kept] = facts.id[i];
            kept++;
        }
        if (fault >= 0) {
            by[fault]++;
        }
    }
    other_facts.count = kept;
    leadline_batch_result result = result_of();
    leadline_batch_result wanted_result = result_of();
    CHECK_OK(record(engine, &facts, LEADLINE_SKIP_INVALID, &result));
    CHECK_OK(record(wanted, &other_facts, 0, &wanted_result));
    CHECK_INT(result.accepted, kept);
    CHECK_INT(result.rejected, 3000 - kept);
    CHECK_INT(result.first_row, 0);
    CHECK_INT(result.first_reason, LEADLINE_FACT_TIME);
    CHECK_INT(result.duplicates, wanted_result.duplicates);
    CHECK_INT(result.conflicts, wanted_result.conflicts);
    for (size_t i = 0; i < LEADLINE_FACT_REASONS; i++) {
        CHECK_INT(result.rejected_by[i], by[i]);
    }
    char *is = describe(engine);
    char *should = describe(wanted);
    CHECK_TEXT(is, should);
    free(is);
    free(should);
    /* Nothing but bad rows: nothing happens, and that is no failure. */
    for (size_t i = 0; i < facts.count; i++) {
        facts.kind[i] = 0;
    }
    is = describe(engine);
    result = result_of();
    CHECK_OK(record(engine, &facts, LEADLINE_SKIP_INVALID, &result));
    CHECK_INT(result.accepted, 0);
    CHECK_INT(result.rejected, 3000);
    should = describe(engine);
    CHECK_TEXT(should, is);
    free(is);
    free(should);
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(wanted));
}

static void test_absent_columns(void) {
    part("every column but time may be absent");
    leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
    good_rows(&facts, engine, 10);
    for (unsigned mask = 0; mask < 256; mask++) {
        leadline_batch batch = batch_of(&facts, 2);
        leadline_engine *fresh = open_engine((shape){LEADLINE_PERIOD_DAY, NULL, 1, 1, 0});
        name(fresh, 0, "alpha");
        name(fresh, 1, "web");
        batch.one_kind = SALE;
        if (mask & 1) batch.kind = NULL;
        if (mask & 2) batch.amount = NULL;
        if (mask & 4) batch.count = NULL;
        if (mask & 8) batch.person = NULL;
        if (mask & 16) batch.id = NULL;
        if (mask & 32) facts.columns[0] = NULL;
        if (mask & 64) batch.dimension_count = 1;
        if (mask & 128) batch.codes = NULL, batch.dimension_count = 0;
        CHECK_OK(leadline_record_batch(fresh, &batch, 0, NULL));
        char *is = ask(fresh, "campaign channel", "count(click) count(media_spend) count(sale) amount(click) amount(sale)", 0, 0);
        text t = {NULL, 0, 0};
        add_text(&t, "");
        int no_campaign = (mask & (32 | 128)) != 0;
        int no_channel = (mask & (64 | 128)) != 0;
        int count[2][3] = {{0}};
        int amount[2][3] = {{0}};
        for (int i = 0; i < 10; i++) {
            int kind = mask & 1 ? 2 : i % 3 ? 0 : 1;
            int channel = !no_channel && i % 2;
            count[channel][kind]++;
            amount[channel][kind] += mask & 2 ? 0 : 10 + i;
        }
        for (int channel = 0; channel < 2; channel++) {
            if (count[channel][0] + count[channel][1] + count[channel][2] == 0) {
                continue;
            }
            add_text(&t, "%s %s", no_campaign ? "-" : "alpha", channel ? "web" : "-");
            for (int kind = 0; kind < 3; kind++) {
                if (mask & 1 && kind < 2) add_text(&t, " !2");
                else if (!(mask & 1) && kind == 2) add_text(&t, " !2");
                else add_text(&t, " %d", count[channel][kind]);
            }
            if (mask & 1) add_text(&t, " !2 %d\n", amount[channel][2]);
            else add_text(&t, " %d !2\n", amount[channel][0]);
        }
        CHECK_TEXT(is, t.bytes);
        free(is);
        free(t.bytes);
        CHECK_OK(leadline_close(fresh));
    }
    CHECK_OK(leadline_close(engine));
}

/* ---- Times ---- */

static void test_edges_of_time(void) {
    part("years 1 and 9999, and one microsecond beyond");
    static const char *const zones[] = {NULL, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Australia/Lord_Howe"};
    for (size_t z = 0; z < sizeof zones / sizeof zones[0]; z++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_YEAR; period++) {
            leadline_engine *engine = open_engine((shape){period, zones[z], 0, 1, 0});
            if (engine == NULL) {
                continue;
            }
            static const int64_t times[][3] = {{LAST_TIME, LAST_TIME, LAST_TIME + 1}, {FIRST_TIME, FIRST_TIME, FIRST_TIME - 1},
                {MARCH_1, LAST_TIME, LAST_TIME + HOUR}, {MARCH_1, LAST_TIME, INT64_MAX}, {MARCH_1, FIRST_TIME, INT64_MIN},
                {LAST_TIME, MARCH_1, LAST_TIME + 400 * DAY}, {FIRST_TIME, LAST_TIME, FIRST_TIME - DAY}};
            for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
                facts.count = 0;
                for (size_t j = 0; j < 3; j++) {
                    add_row(&facts, times[i][j], CLICK, 0, 0, 1, 1, 0);
                }
                leadline_batch_result result = result_of();
                CHECK_STATUS(record(engine, &facts, 0, &result), LEADLINE_FACT_TIME);
                CHECK_INT(result.first_row, 2);
                facts.count = 2;
                CHECK_OK(record(engine, &facts, 0, NULL));
                facts.time[0] = times[i][2];
                CHECK_STATUS(record(engine, &facts, 0, NULL), LEADLINE_FACT_TIME);
            }
            char *answer = ask(engine, "", "count(click)", 0, 0);
            CHECK_TEXT(answer, "14\n");
            free(answer);
            CHECK_INT(info_of(engine).greatest_time, LAST_TIME);
            CHECK_OK(leadline_close(engine));
        }
    }
}

static void test_awkward_periods(void) {
    part("periods in awkward zones");
    static const struct {
        const char *zone;
        uint32_t period;
        int64_t time;
        const char *label;
        int64_t start;
    } cases[] = {
        /* 2024-03-31 01:30 UTC is 03:30 in Berlin, whose clocks went from 2 to 3 half an hour before. */
        {"Europe/Berlin", LEADLINE_PERIOD_DAY, INT64_C(1711848600000000), "2024-03-31", INT64_C(1711839600000000)},
        /* The day that clocks are set back has 25 hours: 22:59:59.999999 UTC is still the 27th. */
        {"Europe/Berlin", LEADLINE_PERIOD_DAY, INT64_C(1730069999999999), "2024-10-27", INT64_C(1729980000000000)},
        {"Asia/Kolkata", LEADLINE_PERIOD_DAY, INT64_C(1709231400000000), "2024-03-01", INT64_C(1709231400000000)},
        {"Asia/Kathmandu", LEADLINE_PERIOD_MONTH, INT64_C(1709230500000000), "2024-03", INT64_C(1709230500000000)},
        {"Pacific/Kiritimati", LEADLINE_PERIOD_YEAR, INT64_C(1704016800000000), "2024", INT64_C(1704016800000000)},
        {"Australia/Lord_Howe", LEADLINE_PERIOD_DAY, INT64_C(1712415600000000), "2024-04-07", INT64_C(1712408400000000)},
        {NULL, LEADLINE_PERIOD_WEEK, INT64_C(1735516800000000), "2025-W01", INT64_C(1735516800000000)},
        {NULL, LEADLINE_PERIOD_WEEK, INT64_C(1609459200000000), "2020-W53", INT64_C(1609113600000000)},
        {NULL, LEADLINE_PERIOD_QUARTER, -1, "1969-Q4", INT64_C(-7948800000000)}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        leadline_engine *engine = open_engine((shape){LEADLINE_PERIOD_DAY, cases[i].zone, 0, 1, 0});
        if (engine == NULL) {
            continue;
        }
        facts.count = 0;
        add_row(&facts, cases[i].time, CLICK, 0, 0, 1, 1, 0);
        CHECK_OK(record(engine, &facts, 0, NULL));
        char wanted[80];
        snprintf(wanted, sizeof wanted, "%s %" PRId64 " 1\n", cases[i].label, cases[i].start);
        char *answer = ask(engine, "", "clicks", cases[i].period, 0);
        CHECK_TEXT(answer, wanted);
        free(answer);
        int64_t start = 0, end = 0;
        CHECK_OK(leadline_period_bounds(engine, cases[i].period, cases[i].time, &start, &end));
        CHECK_INT(start, cases[i].start);
        CHECK(end > cases[i].time);
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("facts\n");
    test_refusals();
    test_skipping();
    test_absent_columns();
    test_edges_of_time();
    test_awkward_periods();
    return finish();
}
