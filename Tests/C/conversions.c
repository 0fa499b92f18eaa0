/* What open leads are worth: which leads became a sale is worked out here, fact by fact, and what comes of it is compared.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "models.h"

enum { LEAD_REJECTED = 58, DEAL_LOST = 68 };

#define BUYERS 10
#define EVENTS 9
#define LONGEST (BUYERS * EVENTS)

typedef struct event {
    int64_t time;
    uint16_t kind;
    uint32_t channel;
    int buyer;
    int64_t amount;
    uint64_t id, ref;
    int fate; /* of a lead: 0 open, 1 settled, 2 sold */
    int64_t sold_at; /* of such a lead, when it first became one */
    int64_t worth; /* of such a lead, what the sales came to that it became */
} event;

static event all[LONGEST];
static int count;

static int is_lead(const event *e) { return e->kind == LEAD || e->kind == LEAD_FORM; }
static int is_sale(const event *e) { return e->kind == SALE || e->kind == SALE_REPEAT; }

/* Every fact has an hour of its own, so that time alone puts them in order. */
static void make_round(void) {
    static const uint16_t kinds[] = {LEAD, LEAD, LEAD_FORM, LEAD_REJECTED, DEAL_LOST, SALE, SALE_REPEAT, REFUND};
    count = 0;
    for (int b = 0; b < BUYERS; b++) {
        int first = count, events = (int)any(EVENTS + 1);
        for (int i = 0; i < events; i++) {
            uint32_t channel = any(3);
            event e = {MARCH_1 + (int64_t)(i * 7 + b) * 3 * HOUR, kinds[any(8)], channel == 0 ? 0 : channel + 1, b, 0, (uint64_t)count + 1, 0, 0, 0, 0};
            if (is_sale(&e)) e.amount = 100 + 10 * (int64_t)any(9);
            if (!is_lead(&e) && any(2) == 0) e.ref = (uint64_t)first + 1 + any((uint32_t)events);
            if (e.kind == REFUND) e.amount = any(2) == 0 ? 40 : 1000;
            all[count++] = e;
        }
    }
}

/* Refunds name their sale here, and take all of it or 40. */
static int is_undone(const event *sale) {
    int64_t taken = 0;
    for (int i = 0; i < count; i++) {
        if (all[i].kind == REFUND && all[i].buyer == sale->buyer && all[i].ref == sale->id) taken += all[i].amount;
    }
    return taken >= sale->amount;
}

static void settle(int stands) {
    for (int s = 0; s < count; s++) all[s].fate = 0, all[s].worth = 0;
    for (int s = 0; s < count; s++) {
        const event *e = &all[s];
        if (is_lead(e) || e->kind == REFUND) continue;
        int sells = is_sale(e) && !(stands && is_undone(e)), named = -1, latest = -1;
        for (int i = 0; i < count; i++) {
            if (all[i].buyer != e->buyer || !is_lead(&all[i])) continue;
            if (e->ref != 0 && all[i].id == e->ref) named = i;
            if (i < s && all[i].fate == 0) latest = i;
        }
        int sold = !sells ? -1 : named >= 0 ? named : latest;
        if (sold >= 0) {
            all[sold].worth += e->amount;
            if (all[sold].fate != 2) all[sold].sold_at = e->time;
        }
        if (named >= 0) {
            if (sells) all[named].fate = 2;
            else if (all[named].fate == 0) all[named].fate = 1;
            continue;
        }
        for (int i = 0; i < s; i++) {
            if (all[i].buyer == e->buyer && is_lead(&all[i]) && all[i].fate == 0) all[i].fate = i == latest && sells ? 2 : 1;
        }
    }
}

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.journeys = 1;
    options.threads = 1 + any(3);
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

static void record(leadline_engine *engine) {
    static rows r;
    uint64_t refs[LONGEST];
    r.count = 0;
    for (int i = 0; i < count; i++) {
        /* From the middle outwards, so that no order of arrival is that of the facts. */
        const event *e = &all[i % 2 == 0 ? i / 2 : count - 1 - i / 2];
        refs[i] = e->ref;
        add_row(&r, e->time, e->kind, e->channel, 0, e->amount, 1, e->id);
        r.person[i] = (uint64_t)e->buyer + 1;
    }
    leadline_batch batch = batch_of(&r, 1);
    batch.ref = refs;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void test_model(void) {
    part("beside the model");
    static const char *const by[] = {"channel"}, *const shown[] = {"-", "", "a", "b"};
    static const char *const wanted_columns[] = {"channel", "leads", "open_leads", "open_lead_value", "conversion"};
    int sold_rows = 0, late_rows = 0, early_rows = 0;
    for (int round = 0; round < 1500; round++) {
        seed = (uint64_t)round * 7919 + 17;
        make_round();
        if (count == 0) continue;
        int stands = (int)any(2), by_channel = (int)any(2);
        int64_t given_up = any(2) == 0 ? 0 : (1 + any(300)) * HOUR, last = 0;
        leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
        options.flags = LEADLINE_OPEN_LEADS_VALUE | (stands ? LEADLINE_STANDING : 0);
        options.by = by;
        options.by_count = (size_t)by_channel;
        options.given_up_after_us = given_up;
        if (any(2) == 0) {
            options.flags |= LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO;
            options.from_us = MARCH_1 + any(100) * HOUR;
            options.to_us = options.from_us + any(200) * HOUR;
        }
        /* A ref that names no sale of the buyer takes nothing off any; these refunds all have one. */
        for (int i = 0; i < count; i++) {
            if (all[i].kind == REFUND && all[i].ref == 0) all[i].ref = 99999;
            if (all[i].time > last) last = all[i].time;
        }
        settle(stands);
        text wanted = {NULL, 0, 0}, is = {NULL, 0, 0};
        add_text(&wanted, "");
        add_text(&is, "");
        for (uint32_t c = 0; c <= (by_channel ? 3 : 0); c++) {
            int64_t leads = 0, open = 0, hopeful = 0, decided = 0, sold = 0, worth = 0;
            for (int i = 0; i < count; i++) {
                const event *e = &all[i];
                if (by_channel && e->channel != c) continue;
                if (!is_lead(e)) continue;
                int is_old = given_up > 0 && last - e->time >= given_up;
                int is_sold = e->fate == 2 && (given_up == 0 || (is_old && e->sold_at <= e->time + given_up));
                decided += given_up == 0 ? e->fate != 0 : is_old;
                sold += is_sold;
                if (is_sold) worth += e->worth;
                if ((options.flags & LEADLINE_QUERY_FROM) && (e->time < options.from_us || e->time >= options.to_us)) continue;
                leads++;
                open += e->fate == 0;
                hopeful += e->fate == 0 && !is_old;
            }
            if (leads == 0) continue;
            if (by_channel) add_text(&wanted, " %s", shown[c]);
            add_text(&wanted, " %" PRId64 " %" PRId64, leads, open);
            const char *state = decided == 0 ? " !1" : given_up == 0 && sold == decided ? " !3" : NULL;
            late_rows += given_up > 0 && sold > 0 && sold < decided;
            early_rows += decided > 0 && state != NULL;
            if (hopeful == 0) add_text(&wanted, " 0/1");
            else if (state != NULL) add_text(&wanted, "%s", state);
            else add_ratio(&wanted, hopeful * worth, decided);
            if (state != NULL) add_text(&wanted, "%s", state);
            else add_ratio(&wanted, sold, decided);
            add_text(&wanted, "\n");
            sold_rows += sold > 0 && sold < decided;
        }
        leadline_engine *engine = open_engine();
        record(engine);
        leadline_table *table = NULL;
        leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
        CHECK_OK(leadline_open_leads(engine, &options, &table));
        CHECK_OK(leadline_table_read_info(table, &info));
        for (size_t row = 0; row < info.rows; row++) {
            for (size_t w = 0; w < 5; w++) {
                for (size_t i = 0; i < info.columns; i++) {
                    leadline_column column = LEADLINE_COLUMN_INIT;
                    CHECK_OK(leadline_table_column(table, i, &column));
                    if (strcmp(column.name, wanted_columns[w]) != 0) continue;
                    add_text(&is, " ");
                    add_value(&is, &column, row);
                }
            }
            add_text(&is, "\n");
        }
        if (strcmp(is.bytes, wanted.bytes) != 0) printf("  round %d\n", round);
        CHECK_TEXT(is.bytes, wanted.bytes);
        leadline_table_close(table);
        free(is.bytes);
        free(wanted.bytes);
        CHECK_OK(leadline_close(engine));
    }
    CHECK(sold_rows > 500 && late_rows > 100 && early_rows > 50);
}

/* One sale is what one lead became, so the conversion never exceeds 1, however many sales a lead brings. */
static void test_bounds(void) {
    part("three sales of one lead, and one sale of three leads");
    leadline_engine *engine = open_engine();
    count = 0;
    all[count++] = (event){MARCH_1, LEAD, 2, 0, 0, 1, 0, 0, 0, 0};
    for (int i = 1; i <= 3; i++) all[count++] = (event){MARCH_1 + i * HOUR, SALE, 2, 0, 100, 0, 0, 0, 0, 0};
    for (int i = 0; i < 3; i++) all[count++] = (event){MARCH_1 + i * HOUR, LEAD, 3, 1, 0, 0, 0, 0, 0, 0};
    all[count++] = (event){MARCH_1 + 9 * HOUR, SALE, 3, 1, 300, 0, 0, 0, 0, 0};
    all[count++] = (event){MARCH_1 + 10 * HOUR, LEAD, 2, 2, 0, 0, 0, 0, 0, 0};
    all[count++] = (event){MARCH_1 + 10 * HOUR, LEAD, 3, 3, 0, 0, 0, 0, 0, 0};
    record(engine);
    static const char *const by[] = {"channel"};
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_OPEN_LEADS_VALUE;
    text t = {NULL, 0, 0};
    leadline_table *table = NULL;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "a 2 1 !3 !2 !3\nb 4 1 100/1 !2 1/3\n");
    free(t.bytes);
    options.given_up_after_us = -1;
    CHECK_STATUS(leadline_open_leads(engine, &options, &table), LEADLINE_ERROR_ARGUMENT);
    /* The size of the first version ends before it. */
    options.struct_size -= 8;
    CHECK_OK(leadline_open_leads(engine, &options, &table));
    leadline_table_close(table);
    CHECK_OK(leadline_close(engine));
}

/* The page's example: all leads are given the same time. */
static void test_given_up(void) {
    part("leads of one age and of another");
    leadline_engine *engine = open_engine();
    count = 0;
    for (int i = 0; i < 4; i++) all[count++] = (event){.time = MARCH_1, .kind = LEAD, .channel = 2, .buyer = i};
    all[count++] = (event){.time = MARCH_1 + 10 * 24 * HOUR, .kind = SALE, .buyer = 0, .amount = 300};
    all[count++] = (event){.time = MARCH_1 + 100 * 24 * HOUR, .kind = SALE, .buyer = 1, .amount = 500};
    for (int i = 4; i < 6; i++) all[count++] = (event){.time = MARCH_1 + 100 * 24 * HOUR, .kind = LEAD, .channel = 2, .buyer = i};
    all[count++] = (event){.time = MARCH_1 + 101 * 24 * HOUR, .kind = SALE, .buyer = 4, .amount = 900};
    record(engine);
    static const char *const wanted[] = {"6 3 !3 !2 !3\n", "6 3 75/1 !2 1/4\n", "6 3 200/1 !2 1/2\n", "6 3 75/1 !2 1/4\n"};
    static const int64_t days[] = {0, 90, 100, 10};
    for (int i = 0; i < 4; i++) {
        leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
        options.flags = LEADLINE_OPEN_LEADS_VALUE;
        options.given_up_after_us = days[i] * 24 * HOUR;
        leadline_table *table = NULL;
        text t = {NULL, 0, 0};
        CHECK_OK(leadline_open_leads(engine, &options, &table));
        add_table(&t, table);
        leadline_table_close(table);
        CHECK_TEXT(t.bytes, wanted[i]);
        free(t.bytes);
    }
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("conversions\n");
    test_bounds();
    test_given_up();
    test_model();
    return finish();
}
