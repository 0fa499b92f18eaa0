/* Facts going in: batches as transactions, rules of rows, repeats by id, huge numbers, merging and clearing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

#define ALL_COLUMNS \
    "count(impression) amount(impression) count(click) amount(click) count(lead) count(lead_form) count(sale) amount(sale) " \
    "count(sale_repeat) amount(media_spend) amount(refund)"

static rows facts;
static rows other_facts;

typedef struct shape {
    uint32_t period;
    const char *zone;
    uint32_t ids;
    uint32_t shards;
    uint64_t id_limit;
} shape;

/* Two dimensions, campaign and channel, and rollups of both, of one and of none. */
static leadline_engine *open_engine(shape s) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    const char *both[] = {"channel", "campaign"};
    leadline_rollup_options rollups[3] = {
        {sizeof rollups[0], "both", both, 2, s.period, 0},
        {sizeof rollups[0], "one", both + 1, 1, s.period, 0},
        {sizeof rollups[0], "none", NULL, 0, s.period, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.rollups = rollups;
    options.rollup_count = 3;
    options.time_zone = s.zone;
    options.ids = s.ids;
    options.shards = s.shards;
    options.id_limit = s.id_limit;
    leadline_engine *engine = NULL;
    char error[200] = "";
    leadline_status status = leadline_open(&options, &engine, error, sizeof error);
    if (status != LEADLINE_OK) {
        printf("%s\n", error);
    }
    CHECK_OK(status);
    return engine;
}

/* Everything an engine answers, as text; to be freed. */
static char *describe(const leadline_engine *engine) {
    text t = {NULL, 0, 0};
    const char *by[] = {"campaign channel", "campaign", "channel", ""};
    for (size_t i = 0; i < 4; i++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_YEAR; period++) {
            char *answer = ask(engine, by[i], ALL_COLUMNS, period, LEADLINE_QUERY_TOTALS);
            add_text(&t, "by %s, period %u\n", by[i], period);
            for (char *line = answer; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&t, "%.*s", (int)size, line);
                line += size;
            }
            free(answer);
        }
    }
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    add_text(&t, "latest %" PRId64 " ids %" PRIu64 "\n", info.greatest_time, info.ids);
    return t.bytes;
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

static leadline_status record(leadline_engine *engine, rows *r, uint32_t flags, leadline_batch_result *result) {
    leadline_batch batch = batch_of(r, 2);
    return leadline_record_batch(engine, &batch, flags, result);
}

static leadline_batch_result result_of(void) {
    leadline_batch_result result;
    memset(&result, 0, sizeof result);
    result.struct_size = sizeof result;
    return result;
}

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
                snprintf(channel, sizeof channel, r % 5 ? "ch%d" : "", (int)(r >> 8) % 3);
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
    printf("facts\n");
    test_refusals();
    test_skipping();
    test_absent_columns();
    test_edges_of_time();
    test_awkward_periods();
    test_conflicts();
    test_families();
    test_id_limits();
    test_wide_sums();
    test_small_counts();
    test_merging();
    test_clearing();
    return finish();
}
