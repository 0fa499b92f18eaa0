/* The return on campaigns with the leads that are still open, beside a model.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people.h"

enum { REJECTED = 58, GOODS = 98, MEDIA = 90, CREATIVE = 92, REPEAT = 72, DAYS = 3, PEOPLE = 60, FACTS = 400 };

static const char *const by[] = {"channel"};
static const char *const day_names[DAYS] = {"2024-03-01", "2024-03-02", "2024-03-03"};

typedef struct fact {
    int64_t time, amount;
    uint64_t person;
    uint32_t channel;
    uint16_t kind;
} fact;

static fact facts[FACTS];
static int count;

static void add_fact(int64_t time, uint16_t kind, uint32_t channel, uint64_t person, int64_t amount) {
    facts[count++] = (fact){time, amount, person, channel, kind};
}

/* An engine with all facts, in an order of chance. */
static leadline_engine *engine_of_facts(uint32_t shards) {
    static rows r;
    leadline_engine *engine = open_people(shards, shards, NULL);
    r.count = 0;
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        fact kept = facts[i];
        facts[i] = facts[to];
        facts[to] = kept;
    }
    for (int i = 0; i < count; i++) {
        add_row(&r, facts[i].time, facts[i].kind, facts[i].channel, 0, facts[i].amount, 1, 0);
        r.person[r.count - 1] = facts[i].person;
    }
    leadline_batch batch = batch_of(&r, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    return engine;
}

static char *answer(const leadline_engine *engine, const leadline_open_leads_options *options) {
    leadline_table *table = NULL;
    leadline_status status = leadline_open_leads(engine, options, &table);
    return text_of(engine, status, table);
}

static void check_answer(const leadline_engine *engine, const leadline_open_leads_options *options, const char *wanted) {
    char *is = answer(engine, options);
    CHECK_TEXT(is, wanted);
    free(is);
}

/* Revenue 40000, media 10000, creative 2000, goods 22000, 20 open leads worth 250 each. */
static void test_vector(void) {
    part("the catalogue's vector");
    count = 0;
    for (uint64_t p = 1; p <= 180; p++) add_fact(MARCH_1, LEAD, 2, p, 0);
    for (uint64_t p = 1; p <= 160; p++) add_fact(MARCH_1 + DAY, p <= 10 ? SALE : REJECTED, 2, p, p <= 10 ? 4000 : 0);
    add_fact(MARCH_1, MEDIA, 2, 0, 10000);
    add_fact(MARCH_1 + DAY, CREATIVE, 2, 0, 2000);
    add_fact(MARCH_1 + DAY, GOODS, 2, 0, 22000);
    leadline_engine *engine = engine_of_facts(1);
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN;
    check_answer(engine, &options, "180 20 5000/1 2250/1 1/16 40000 12000 15/4\n");
    options.by = by;
    options.by_count = 1;
    options.period = LEADLINE_PERIOD_DAY;
    /* The cost is of the day of the leads, the revenue of what they became later. */
    check_answer(engine, &options, "a 2024-03-01 1709251200000000 180 20 5000/1 2250/1 1/16 40000 10000 9/2\n");
    options.flags = LEADLINE_OPEN_LEADS_RETURN;
    check_answer(engine, &options, "LEADLINE_ERROR_ARGUMENT: a return on open leads without their value\n");
    options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN | LEADLINE_QUERY_FROM;
    options.from_us = MARCH_1 + 5;
    char *is = answer(engine, &options);
    CHECK(strncmp(is, "LEADLINE_QUERY_BOUNDARY", 23) == 0);
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* The names and the day of a sale are of no account, and what no lead became is not in it. */
static void test_names(void) {
    part("sales of other names than their leads");
    count = 0;
    add_fact(MARCH_1, LEAD, 2, 1, 0);
    add_fact(MARCH_1, LEAD, 2, 2, 0);
    add_fact(MARCH_1 + DAY, SALE, 0, 1, 600);
    add_fact(MARCH_1 + DAY, SALE, 3, 2, 400);
    add_fact(MARCH_1 + 2 * DAY, SALE, 2, 3, 90);
    add_fact(MARCH_1 + 2 * DAY, SALE, 2, 2, 70);
    add_fact(MARCH_1, MEDIA, 2, 0, 100);
    leadline_engine *engine = engine_of_facts(1);
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN;
    check_answer(engine, &options, "a 2 0 0/1 0/1 !3 1000 100 10/1\n");
    CHECK_OK(leadline_close(engine));
    /* With a lead that is open and one that was lost it is worth what the three brought. */
    add_fact(MARCH_1, LEAD, 2, 4, 0);
    add_fact(MARCH_1, LEAD, 2, 5, 0);
    add_fact(MARCH_1 + 1, REJECTED, 0, 5, 0);
    engine = engine_of_facts(1);
    options.period = LEADLINE_PERIOD_DAY;
    check_answer(engine, &options, "a 2024-03-01 1709251200000000 4 1 1000/3 !2 2/3 1000 100 40/3\n");
    CHECK_OK(leadline_close(engine));
}

static void test_undefined(void) {
    part("what is undefined");
    leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
    options.by = by;
    options.by_count = 1;
    options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN;
    count = 0;
    add_fact(MARCH_1, LEAD, 2, 1, 0);
    leadline_engine *engine = engine_of_facts(1);
    check_answer(engine, &options, "a 1 1 !1 !2 !1 0 !2 !2\n");
    CHECK_OK(leadline_close(engine));
    /* b has a sale but no cost, and no lead that is open; a has cost and no sale. */
    add_fact(MARCH_1, MEDIA, 2, 0, 50);
    add_fact(MARCH_1, LEAD, 3, 2, 0);
    add_fact(MARCH_1 + 1, SALE, 3, 2, 100);
    engine = engine_of_facts(1);
    check_answer(engine, &options, "a 1 1 !1 !2 !1 0 50 !1\nb 1 0 0/1 0/1 !3 100 0 !1\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Beside the model ---- */

typedef struct sums {
    int64_t leads, open, revenue, cost;
} sums;

static int is_sale(uint16_t kind) { return kind == SALE || kind == REPEAT; }

/* Facts of a person are at different instants. The first that settles a lead; NULL: it is open. */
static const fact *settled_by(const fact *lead, int64_t as_of) {
    const fact *first = NULL;
    for (int i = 0; i < count; i++) {
        const fact *f = &facts[i];
        if (f->person != lead->person || f->time <= lead->time || f->time > as_of || !(is_sale(f->kind) || f->kind == REJECTED)) continue;
        if (first == NULL || f->time < first->time) first = f;
    }
    return first;
}

/* A sale is what the latest lead became that it settles. */
static int is_sold(const fact *lead, int64_t as_of) {
    const fact *sale = settled_by(lead, as_of);
    if (sale == NULL || !is_sale(sale->kind)) return 0;
    for (int i = 0; i < count; i++) {
        const fact *f = &facts[i];
        if (f->kind == LEAD && f->person == lead->person && f->time > lead->time && settled_by(f, as_of) == sale) return 0;
    }
    return 1;
}

static void add_quotient(text *t, int is_defined, __int128 top, __int128 bottom) {
    if (!is_defined || bottom <= 0) {
        add_text(t, " !1");
        return;
    }
    CHECK(top < INT64_MAX && bottom < INT64_MAX);
    add_ratio(t, (int64_t)top, (int64_t)bottom);
}

static char *wanted_of(int by_channel, int by_day, int first_day, int last_day, int64_t as_of) {
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (uint32_t c = 0; c < (by_channel ? 4u : 1u); c++) {
        int64_t decided = 0, sold = 0, worth = 0;
        sums days[DAYS] = {{0, 0, 0, 0}};
        for (int i = 0; i < count; i++) {
            const fact *f = &facts[i];
            if (f->time > as_of || (by_channel && f->channel != c)) continue;
            int day = (int)((f->time - MARCH_1) / DAY);
            sums *of = &days[by_day ? day : 0];
            decided += f->kind == LEAD && settled_by(f, as_of) != NULL;
            int64_t revenue = f->kind == LEAD && is_sold(f, as_of) ? settled_by(f, as_of)->amount : 0;
            sold += f->kind == LEAD && is_sold(f, as_of);
            worth += revenue;
            if (day < first_day || day > last_day) continue;
            of->leads += f->kind == LEAD;
            of->open += f->kind == LEAD && settled_by(f, as_of) == NULL;
            of->revenue += revenue;
            of->cost += f->kind == MEDIA || f->kind == CREATIVE ? f->amount : 0;
        }
        for (int d = 0; d < (by_day ? DAYS : 1); d++) {
            const sums *of = &days[d];
            if (of->leads == 0) continue;
            if (by_channel) add_text(&t, "%s ", c == 0 ? "-" : channel_names[c - 1]);
            if (by_day) add_text(&t, "%s %" PRId64 " ", day_names[d], MARCH_1 + d * DAY);
            add_text(&t, "%" PRId64 " %" PRId64, of->leads, of->open);
            /* open x sold / decided x worth / sold */
            __int128 top = (__int128)of->open * worth, bottom = decided;
            int is_early = decided > 0 && sold == decided;
            if (of->open == 0) add_text(&t, " 0/1");
            else if (is_early) add_text(&t, " !3");
            else add_quotient(&t, 1, top, bottom);
            if (is_early) add_text(&t, " !3");
            else add_quotient(&t, 1, sold, decided);
            add_text(&t, " %" PRId64 " %" PRId64, of->revenue, of->cost);
            if (of->open == 0) add_quotient(&t, 1, of->revenue, of->cost);
            else if (is_early) add_text(&t, " !3");
            else add_quotient(&t, bottom > 0, (__int128)of->revenue * bottom + top, bottom * of->cost);
            add_text(&t, "\n");
        }
    }
    return t.bytes;
}

/* Without the margin, whose goods the model does not know. */
static char *without_margin(char *is, int keys) {
    text t = {NULL, 0, 0};
    add_text(&t, "");
    int field = 0;
    for (char *at = is; *at; at++) {
        if (*at == ' ') field++;
        if (field != keys + 3) add_text(&t, "%c", *at);
        if (*at == '\n') field = 0;
    }
    free(is);
    return t.bytes;
}

static void test_model(void) {
    part("random leads beside the model");
    for (int round = 0; round < 800; round++) {
        seed = (uint64_t)round * 6151 + 17;
        count = 0;
        int people = 1 + (int)any(PEOPLE);
        for (int p = 1; p <= people; p++) {
            int64_t time = MARCH_1 + any(DAYS) * DAY + any(1000);
            int n = (int)any(4);
            for (int i = 0; i < n; i++) {
                static const uint16_t kinds[] = {LEAD, LEAD, SALE, REPEAT, REJECTED};
                uint16_t kind = kinds[any(5)];
                uint32_t channel = any(3);
                if (time < MARCH_1 + DAYS * DAY) add_fact(time, kind, channel == 0 ? 0 : channel + 1, (uint64_t)p, is_sale(kind) ? any(500) : 0);
                time += 1 + any(2) * DAY + any(1000);
            }
        }
        /* So that nothing is without data. */
        add_fact(MARCH_1, SALE, 0, 1000, 10);
        add_fact(MARCH_1, LEAD, 0, 1001, 0);
        for (int i = 0; i < 4; i++) {
            uint32_t channel = any(3);
            add_fact(MARCH_1 + any(DAYS) * DAY, any(3) == 0 ? CREATIVE : MEDIA, channel == 0 ? 0 : channel + 1, 0, any(300));
        }
        add_fact(MARCH_1, MEDIA, 0, 0, 7);
        leadline_engine *engine = engine_of_facts(1 + any(3));
        for (int n = 0; n < 4; n++) {
            int by_channel = any(2) == 0, by_day = any(2) == 0, first_day = 0, last_day = DAYS - 1;
            leadline_open_leads_options options = LEADLINE_OPEN_LEADS_OPTIONS_INIT;
            options.by = by;
            options.by_count = (size_t)by_channel;
            options.period = by_day ? LEADLINE_PERIOD_DAY : 0;
            options.flags = LEADLINE_OPEN_LEADS_VALUE | LEADLINE_OPEN_LEADS_RETURN | LEADLINE_QUERY_AS_OF;
            if (any(2) == 0) {
                first_day = (int)any(DAYS);
                options.flags |= LEADLINE_QUERY_FROM;
                options.from_us = MARCH_1 + first_day * DAY;
            }
            if (any(2) == 0) {
                last_day = first_day + (int)any((uint32_t)(DAYS - first_day));
                options.flags |= LEADLINE_QUERY_TO;
                options.to_us = MARCH_1 + (last_day + 1) * DAY;
            }
            options.as_of_us = MARCH_1 + (1 + any(DAYS)) * DAY - 1;
            char *wanted = wanted_of(by_channel, by_day, first_day, last_day, options.as_of_us);
            char *is = without_margin(answer(engine, &options), by_channel + 2 * by_day);
            if (strcmp(is, wanted) != 0) printf("  round %d, question %d\n", round, n);
            CHECK_TEXT(is, wanted);
            free(is);
            free(wanted);
        }
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("returns\n");
    test_vector();
    test_names();
    test_undefined();
    test_model();
    return finish();
}
