/* Fixed fees: what they accrue, beside a model that lays days out, and that nothing is laid out where fees are long and many.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

static rows facts;

static leadline_engine *open_zone(const char *zone) {
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.time_zone = zone;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static void check_answer(const leadline_engine *engine, const char *columns, uint32_t period, const char *wanted) {
    char *answer = ask(engine, "", columns, period, 0);
    CHECK_TEXT(answer, wanted);
    free(answer);
}

static leadline_price price_of(const char *campaign, int64_t from, int64_t to) {
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = LEADLINE_PRICE_FIXED;
    price.dimension = campaign ? "campaign" : NULL;
    price.name = campaign;
    price.rate = 36500;
    price.from_us = from;
    price.to_us = to;
    return price;
}

/* Fees of a hundred years, for thousands of names: what other periods lend of them is worked out, not laid out. */
static void test_fees(void) {
    part("long fees");
    leadline_engine *engine = open_zone(NULL);
    /* 365 days of 1.00 from 2024-01-01. */
    const int64_t january = MARCH_1 - 60 * DAY;
    leadline_price price = price_of("a", january, january + 365 * DAY);
    CHECK_OK(leadline_set_price(engine, &price));
    facts.count = 0;
    add_row(&facts, january, 20, name(engine, 0, "a"), 0, 0, 1, 0);
    add_row(&facts, january + 69 * DAY + 5, 20, name(engine, 0, "a"), 0, 0, 1, 0);
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    const char *columns = "accrued(spend) previous(accrued(spend)) balance(accrued(spend)) opening(accrued(spend))";
    check_answer(engine, columns, LEADLINE_PERIOD_MONTH,
        "2024-01 1704067200000000 3100/1 0/1 3100/1 0/1\n2024-02 1706745600000000 2900/1 3100/1 6000/1 3100/1\n"
        "2024-03 1709251200000000 1000/1 1000/1 7000/1 6000/1\n");
    /* The query ends before the as-of instant, and so do the days, whatever another column looks at. */
    for (size_t count = 1; count <= 2; count++) {
        const char *two[] = {"accrued(spend)", "previous(accrued(spend))"};
        leadline_query_options query = LEADLINE_QUERY_INIT;
        query.columns = two;
        query.column_count = count;
        query.to_us = january + 80 * DAY;
        query.as_of_us = january + 100 * DAY - 1;
        query.flags = LEADLINE_QUERY_TO | LEADLINE_QUERY_AS_OF;
        leadline_table *table = NULL;
        CHECK_OK(leadline_query(engine, &query, &table));
        leadline_column column = LEADLINE_COLUMN_INIT;
        CHECK_OK(leadline_table_column(table, 0, &column));
        CHECK_INT(column.numerators[0].low / (column.denominators ? column.denominators[0].low : 1), 8000);
        leadline_table_close(table);
    }
    for (int i = 0; i < 20000; i++) {
        char campaign[16];
        snprintf(campaign, sizeof campaign, "n%d", i);
        price = price_of(campaign, january - 30000 * DAY, january + 6600 * DAY);
        CHECK_OK(leadline_set_price(engine, &price));
    }
    price = price_of("b", january, january + 36601 * DAY);
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    price = price_of("b", INT64_C(-62135596800000000), INT64_C(253402300800000000));
    CHECK_STATUS(leadline_set_price(engine, &price), LEADLINE_ERROR_ARGUMENT);
    char *answer = ask(engine, "campaign", "balance(accrued(spend))", LEADLINE_PERIOD_ALL, 0);
    size_t lines = 0;
    for (char *at = answer; *at; at++) {
        lines += *at == '\n';
    }
    CHECK(lines == 20001);
    free(answer);
    leadline_close(engine);
}

enum { DAYS = 160 };

/* What days that begin in [from, end) accrue of a fee, in millionths, laid out day by day. */
static int64_t accrued(const int64_t *starts, int64_t fee, int64_t from, int64_t end) {
    int64_t sum = 0;
    for (int64_t i = 0; i < DAYS; i++) {
        if (starts[i] >= from && starts[i] < end) {
            sum += fee * 1000000 * (i + 1) / DAYS - fee * 1000000 * i / DAYS;
        }
    }
    return sum;
}

static void check_sum(const leadline_column *column, size_t row, int64_t wanted, const char *zone, uint32_t period) {
    leadline_int128 top = column->numerators[row], bottom = {1, 0};
    if (column->denominators) {
        bottom = column->denominators[row];
    }
    if (column->states[row] != LEADLINE_DEFINED || (int64_t)top.low * 1000000 != wanted * (int64_t)bottom.low) {
        printf("%s, period %u, row %zu, column %s\n", zone, period, row, column->name);
        CHECK(column->states[row] == LEADLINE_DEFINED);
        CHECK_INT((int64_t)top.low * 1000000, wanted * (int64_t)bottom.low);
    }
}

/* Two fees beside a model that lays days out, in a zone that skipped one as well. */
static void test_fee_days(void) {
    part("fees by days");
    static const char *const zones[] = {"UTC", "Europe/Berlin", "Pacific/Apia"};
    for (size_t z = 0; z < 3; z++) {
        leadline_engine *engine = open_zone(zones[z]);
        int64_t starts[2][DAYS + 1];
        static const int64_t rates[2] = {1007, 3};
        for (int f = 0; f < 2; f++) {
            int64_t end = 0;
            /* From November 2011 and from January 2012 on. */
            CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, INT64_C(1320500000000000) + f * 70 * DAY, &starts[f][0], &end));
            for (int i = 1; i <= DAYS; i++) {
                starts[f][i] = end;
                int64_t start = 0;
                CHECK_OK(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, starts[f][i], &start, &end));
            }
            leadline_price price = price_of(f ? "b" : "a", starts[f][0], starts[f][DAYS]);
            price.rate = rates[f];
            CHECK_OK(leadline_set_price(engine, &price));
        }
        facts.count = 0;
        int64_t last = starts[1][DAYS - 20];
        add_row(&facts, starts[0][3], 20, name(engine, 0, "a"), 0, 0, 1, 0);
        add_row(&facts, last + HOUR, 20, name(engine, 0, "b"), 0, 0, 1, 0);
        leadline_batch batch = batch_of(&facts, 1);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_YEAR; period++) {
            for (int turn = 0; turn < 4; turn++) {
                if (period == LEADLINE_PERIOD_HOUR) {
                    continue;
                }
                const char *columns[] = {"accrued(spend)", "balance(accrued(spend))", "previous(accrued(spend))"};
                leadline_query_options query = LEADLINE_QUERY_INIT;
                query.columns = columns;
                query.column_count = turn == 3 ? 1 : period == LEADLINE_PERIOD_ALL ? 2 : 3;
                query.period = period;
                int64_t from = INT64_MIN, to = INT64_MAX;
                if (turn & 1) {
                    from = query.from_us = starts[0][40];
                    to = query.to_us = starts[1][31];
                    query.flags = LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
                }
                if (turn == 2) {
                    query.as_of_us = last + 2 * DAY - 1;
                    query.flags |= LEADLINE_QUERY_AS_OF;
                }
                int64_t seen = turn == 2 ? query.as_of_us + 1 : last + HOUR + 1;
                leadline_table *table = NULL;
                CHECK_OK(leadline_query(engine, &query, &table));
                leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
                CHECK_OK(leadline_table_read_info(table, &info));
                leadline_column cells[5];
                for (size_t i = 0; i < info.columns; i++) {
                    memset(&cells[i], 0, sizeof cells[i]);
                    cells[i].struct_size = sizeof cells[i];
                    CHECK_OK(leadline_table_column(table, i, &cells[i]));
                }
                size_t first = period == LEADLINE_PERIOD_ALL ? 0 : 2;
                int64_t total = 0;
                for (size_t row = 0; row < info.rows; row++) {
                    int64_t start = INT64_MIN, end = INT64_MAX, before = 0, unused = 0, own = 0, all = 0, lent = 0;
                    if (first) {
                        CHECK_OK(leadline_period_bounds(engine, period, cells[1].integers[row], &start, &end));
                        CHECK_OK(leadline_period_bounds(engine, period, start - 1, &before, &unused));
                    }
                    for (int f = 0; f < 2; f++) {
                        int64_t lo = start > from ? start : from, hi = end < to ? end : to;
                        own += accrued(starts[f], rates[f], lo, hi < seen ? hi : seen);
                        all += accrued(starts[f], rates[f], INT64_MIN, end < seen ? end : seen);
                        lent += accrued(starts[f], rates[f], before, start);
                    }
                    total += own;
                    check_sum(&cells[first], row, own, zones[z], period);
                    if (turn == 3 || (first == 0 && turn == 1)) {
                        continue;
                    }
                    /* What the query or the facts cut short is compared with a part; see the header. */
                    int isWhole = cells[1].states && cells[1].states[row] == LEADLINE_DEFINED;
                    if (first && isWhole) {
                        check_sum(&cells[first + 1], row, all, zones[z], period);
                        check_sum(&cells[first + 2], row, lent, zones[z], period);
                    }
                }
                int64_t wanted = 0;
                for (int f = 0; f < 2; f++) {
                    wanted += accrued(starts[f], rates[f], from, to < seen ? to : seen);
                }
                CHECK_INT(total, wanted);
                leadline_table_close(table);
            }
        }
        leadline_close(engine);
    }
}

int main(void) {
    printf("fees\n");
    test_fees();
    test_fee_days();
    return finish();
}
