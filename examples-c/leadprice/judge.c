/*
 * judge.c - the channels' sums out of the engine, and what follows from them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "leadprice.h"

enum { SPEND = 1, CLICKS, LEADS, SALES, DECIDED, LEADS_PER_CLICK };

/* One element of a column of sums. What nobody took in is nothing. */
static leadline_int128 read_sum(const leadline_table *table, size_t index, size_t row) {
    leadline_int128 zero = {0, 0};
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, index, &column));
    CHECK_THAT(column.type == LEADLINE_TYPE_INT128);
    return column.states[row] == LEADLINE_DEFINED ? column.numerators[row] : zero;
}

static leadline_value read_ratio(const leadline_table *table, size_t index, size_t row) {
    leadline_value value = {{0, 0}, {0, 0}, LEADLINE_DEFINED, LEADLINE_UNIT_NONE};
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_column(table, index, &column));
    CHECK_THAT(column.type == LEADLINE_TYPE_RATIO);
    value.state = column.states[row];
    if (value.state != LEADLINE_DEFINED) return value;
    value.numerator = column.numerators[row];
    value.denominator = column.denominators[row];
    return value;
}

static leadline_lead_terms terms_of(const settings *s, const leadline_value *conversion) {
    leadline_lead_terms terms = LEADLINE_LEAD_TERMS_INIT;
    terms.average_check = s->check;
    terms.unit_cost = s->cost;
    terms.allowed_share = s->share;
    terms.conversion = *conversion;
    return terms;
}

static channel read_channel(const settings *s, const leadline_table *table, size_t row) {
    channel found;
    memset(&found, 0, sizeof found);
    found.spend = read_sum(table, SPEND, row);
    found.clicks = read_sum(table, CLICKS, row);
    found.leads = read_sum(table, LEADS, row);
    found.sales = read_sum(table, SALES, row);
    found.decided = read_sum(table, DECIDED, row);
    leadline_int128 none = {0, 0}; /* no other conversion is mixed in */
    CHECK(leadline_shrink_rate(found.sales, found.decided, none, none, 0, &found.conversion));

    leadline_lead_terms terms = terms_of(s, &found.conversion);
    leadline_channel_verdict verdict = LEADLINE_CHANNEL_VERDICT_INIT;
    CHECK(leadline_judge_channel(found.spend, found.leads, found.sales, found.decided, &terms, s->level, &verdict));
    found.verdict = verdict;

    /* The prices do not need a spend or a lead to be known. */
    leadline_lead_prices prices = LEADLINE_LEAD_PRICES_INIT;
    CHECK(leadline_plan_lead_price(&terms, &prices));
    found.verdict.allowed = prices.lead_price_forecast;
    found.verdict.breakeven = prices.lead_price_breakeven;
    leadline_value leads_per_click = read_ratio(table, LEADS_PER_CLICK, row);
    CHECK(leadline_plan_bid(&prices.lead_price_forecast, &leads_per_click, NULL, &found.max_cpc, NULL));
    return found;
}

judgement judge(arena *memory, const settings *s, const leadline_engine *engine, int has_decided) {
    const char *by[] = {"channel"}, *order[] = {"cpl"};
    const char *columns[] = {"media_spend", "clicks", "leads", "sales", has_decided ? "count(lead_decided)" : "leads",
                             "cr_click_to_lead", "cpl"};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.by = by;
    query.by_count = 1;
    query.columns = columns;
    query.column_count = sizeof columns / sizeof *columns;
    query.order = order;
    query.order_count = 1;
    query.flags = LEADLINE_QUERY_TOTALS;
    leadline_table *table = NULL;
    CHECK(leadline_query(engine, &query, &table));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column names = LEADLINE_COLUMN_INIT;
    CHECK(leadline_table_read_info(table, &info));
    CHECK(leadline_table_column(table, 0, &names));

    judgement found;
    memset(&found, 0, sizeof found);
    found.count = info.rows;
    found.channels = arena_get(memory, (info.rows + 1) * sizeof *found.channels);
    for (size_t row = 0; row < info.rows; row++) {
        size_t size = 0;
        const char *name = cell_bytes(&names, row, &size);
        found.channels[row] = read_channel(s, table, row);
        found.channels[row].name = arena_text(memory, name, size);
    }
    found.total = read_channel(s, table, info.rows);
    leadline_lead_terms terms = terms_of(s, &found.total.conversion);
    leadline_lead_prices prices = LEADLINE_LEAD_PRICES_INIT;
    CHECK(leadline_plan_lead_price(&terms, &prices));
    found.prices = prices;
    leadline_table_close(table);
    return found;
}
