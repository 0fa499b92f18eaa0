/*
 * defaults.c - the columns of a report that names none: what the files have something for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "report.h"

/* In the order of the chain, each step followed by its price. */
static const struct {
    const char *name;
    int needs_cost;
    int needs_worth;
} candidates[] = {{"impressions", 0, 0}, {"clicks", 0, 0}, {"ctr", 0, 0}, {"media_spend", 1, 0}, {"cpc", 1, 0}, {"visits", 0, 0},
                  {"leads", 0, 0}, {"cpl", 1, 0}, {"mql", 0, 0}, {"sql", 0, 0}, {"sales", 0, 0}, {"cost_per_order", 1, 0},
                  {"revenue", 0, 1}, {"roas", 1, 1}};

/* Kinds whose count or amount these show; parts are shown with the kind they are part of. */
static const char *const counts_shown[] = {"impression", "click", "visit", "lead", "mql", "sql", "sale", "media_spend"};
static const char *const amounts_shown[] = {"impression", "view", "click", "media_spend", "spend_credit", "impression_invalid",
                                            "click_invalid", "sale"};

void defaults_read_totals(const report *r, const char *const *names, size_t count, cell *totals) {
    static const cell nothing = {{0, 0}, {1, 0}, 0, LEADLINE_UNDEFINED_NO_DATA, 0};
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *table = NULL;
    for (size_t i = 0; i < count; i++) totals[i] = nothing;
    query.columns = names;
    query.column_count = count;
    query.measured = r->measured;
    query.measured_count = r->measured_count;
    query.flags = LEADLINE_QUERY_TOTALS; /* there may be no row */
    if (leadline_query(r->in.engine, &query, &table) != LEADLINE_OK) return;
    leadline_table_info info = {0};
    info.struct_size = sizeof info;
    CHECK(leadline_table_read_info(table, &info));
    for (size_t i = 0; i < count; i++) {
        leadline_column column = {0};
        column.struct_size = sizeof column;
        CHECK(leadline_table_column(table, i, &column));
        totals[i] = cell_read(&column, info.rows);
    }
    leadline_table_close(table);
}

static int is_zero(const cell *value) {
    return value->numerator.low == 0 && value->numerator.high == 0;
}

static int is_shown(const report *r, const leadline_kind_info *kind, const char *const *shown, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint16_t number = 0;
        if (leadline_kind_number(r->in.engine, shown[i], &number) != LEADLINE_OK) continue;
        if (kind->number == number || kind->parent == number) return 1;
    }
    return 0;
}

/* Adds count(KIND), then amount(KIND), where it is not nothing and no column shows it already. */
static void add_sums(report *r, const char *what, const char *const *shown, size_t shown_count) {
    size_t kinds = leadline_kind_count(r->in.engine), count = 0;
    const char **names = arena_get(&r->in.memory, kinds * sizeof *names);
    cell *totals = arena_get(&r->in.memory, kinds * sizeof *totals);
    for (size_t i = 0; i < kinds; i++) {
        char text[96];
        leadline_kind_info kind = {0};
        kind.struct_size = sizeof kind;
        CHECK(leadline_kind_at(r->in.engine, i, &kind));
        if (is_shown(r, &kind, shown, shown_count) || (shown == amounts_shown && kind.unit == LEADLINE_UNIT_NONE)) continue;
        snprintf(text, sizeof text, "%s(%s)", what, kind.name);
        names[count++] = arena_text(&r->in.memory, text, strlen(text));
    }
    defaults_read_totals(r, names, count, totals);
    for (size_t i = 0; i < count; i++) {
        if (totals[i].state != LEADLINE_DEFINED || is_zero(&totals[i])) continue;
        list_add(&r->in.memory, &r->question.columns, names[i]);
    }
}

/* What the prices make, on the sides that they have. */
static void add_accrued(report *r) {
    int has_spend = 0, has_payout = 0;
    for (size_t i = 0; i < leadline_price_count(r->in.engine); i++) {
        leadline_price price = LEADLINE_PRICE_INIT;
        CHECK(leadline_price_at(r->in.engine, i, &price));
        has_spend = has_spend || price.side != LEADLINE_SIDE_PAYOUT;
        has_payout = has_payout || price.side == LEADLINE_SIDE_PAYOUT;
    }
    if (has_spend) list_add(&r->in.memory, &r->question.columns, "spend_accrued");
    if (has_payout) list_add(&r->in.memory, &r->question.columns, "payout_accrued");
}

void defaults_choose(report *r) {
    text_list *columns = &r->question.columns;
    /* Clicks may carry their cost, so media_spend is 0 and not unknown as soon as there are clicks; prices of 0 would say
     * that the media are free, when the files just do not tell. */
    const char *media_spend = "media_spend";
    cell spent, total;
    defaults_read_totals(r, &media_spend, 1, &spent);
    int costs = spent.state == LEADLINE_DEFINED && (!is_zero(&spent) || measured_has_costs(r));
    /* The same of sales that nobody says the worth of. */
    const char *revenue = "revenue", *sales = "sales";
    cell earned, sold;
    defaults_read_totals(r, &revenue, 1, &earned);
    defaults_read_totals(r, &sales, 1, &sold);
    int worth = earned.state == LEADLINE_DEFINED && (!is_zero(&earned) || sold.state != LEADLINE_DEFINED || is_zero(&sold));
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        defaults_read_totals(r, &candidates[i].name, 1, &total);
        if (total.state == LEADLINE_UNDEFINED_NO_DATA || (candidates[i].needs_cost && !costs) || (candidates[i].needs_worth && !worth)) continue;
        list_add(&r->in.memory, columns, candidates[i].name);
    }
    if (r->prices.count > 0) add_accrued(r);
    add_sums(r, "count", counts_shown, sizeof counts_shown / sizeof *counts_shown);
    add_sums(r, "amount", amounts_shown, sizeof amounts_shown / sizeof *amounts_shown);
    /* Nothing came in: the usual columns say so better than none. */
    size_t usual = columns->count == 0 ? 3 : 0;
    for (size_t i = 0; i < usual; i++) list_add(&r->in.memory, columns, candidates[i].name);
}
