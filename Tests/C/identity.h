/* Facts of persons and accounts, and the links between them: a world of chance, and engines of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "support.h"

enum { APPROVED = 57, REJECTED = 58 };

#define PERSONS 200
#define ACCOUNTS 6
#define FACTS 700
#define LINKS 120

static const uint16_t kinds[] = {IMPRESSION, CLICK, LEAD, LEAD_FORM, APPROVED, REJECTED, SALE, REFUND};
static const int orders[] = {10, 20, 50, 50, 54, 95, 90, 96};
static const int carries[] = {1, 1, 1, 1, 0, 0, 1, 1};
static const char *const kind_names[] = {"impression", "click", "lead", "lead_form", "lead_approved", "lead_rejected", "sale", "refund"};
#define KINDS 8

typedef struct event {
    int64_t time, amount, count;
    int kind; /* index into kinds */
    uint32_t channel, campaign;
    uint64_t person, account, id, ref;
} event;

typedef struct one_link {
    uint32_t target;
    uint64_t from, to;
} one_link;

/* What a round is about. */
typedef struct world {
    event facts[FACTS];
    int fact_count;
    one_link links[LINKS];
    int link_count;
    int persons, accounts;
    int has_ids, has_refs, has_distinct, has_prices, is_cleared;
    uint64_t forgotten[PERSONS], lost[ACCOUNTS];
    int forgotten_count, lost_count;
} world;

static uint64_t seed;
static counter memory;

static inline uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

/* Small and large ids, so that their order is not that of their numbers. Accounts have the ids of persons, too. */
static inline uint64_t id_of(int i) { return i % 3 == 0 ? (uint64_t)i + 1 : (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15); }

static inline int compare_events(const void *left, const void *right) {
    const event *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (orders[a->kind] != orders[b->kind]) return orders[a->kind] < orders[b->kind] ? -1 : 1;
    if (kinds[a->kind] != kinds[b->kind]) return kinds[a->kind] < kinds[b->kind] ? -1 : 1;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (a->campaign != b->campaign) return a->campaign < b->campaign ? -1 : 1;
    if (a->person != b->person) return a->person < b->person ? -1 : 1;
    if (a->amount != b->amount) return a->amount < b->amount ? -1 : 1;
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    if (a->ref != b->ref) return a->ref < b->ref ? -1 : 1;
    return a->account < b->account ? -1 : a->account > b->account;
}

/* ---- Making a round ---- */

static inline void make_world(world *w, int large) {
    w->persons = large ? PERSONS : 2 + (int)any(10);
    w->accounts = 1 + (int)any(ACCOUNTS - 1);
    w->has_ids = any(2) == 0;
    w->has_refs = w->has_ids && any(2) == 0;
    w->has_distinct = large || any(2) == 0;
    w->has_prices = w->has_refs && any(2) == 0;
    w->is_cleared = !w->has_refs && any(4) == 0;
    w->fact_count = large ? FACTS : (int)any(60);
    int days = 1 + (int)any(large ? 2 : 6), names_accounts = any(3);
    for (int i = 0; i < w->fact_count; i++) {
        event *e = &w->facts[i];
        memset(e, 0, sizeof *e);
        e->time = MARCH_1 + any((uint32_t)days) * DAY + any(3) * HOUR;
        e->kind = (int)any(KINDS);
        e->amount = carries[e->kind] ? (int64_t)any(20) - (any(10) == 0 ? 5 : 0) : 0;
        e->count = any(8) == 0 ? any(4) : 1;
        e->channel = any(3) == 0 ? 0 : 2 + any(2);
        e->campaign = any(3) == 0 ? 0 : 2 + any(3);
        if (any(8) != 0) e->person = id_of((int)any((uint32_t)w->persons));
        if (names_accounts != 0 && any(5) == 0) e->account = id_of((int)any((uint32_t)w->accounts));
        if (any(6) != 0) e->id = (uint64_t)i + 1;
        if (any(2) == 0) e->ref = 1 + any((uint32_t)w->fact_count);
    }
    w->link_count = any(4) == 0 ? 0 : (int)any(large ? LINKS : 12);
    for (int i = 0; i < w->link_count; i++) {
        one_link *l = &w->links[i];
        l->target = any(3) == 0 ? LEADLINE_ACCOUNT : LEADLINE_PERSON;
        l->from = id_of((int)any((uint32_t)w->persons));
        l->to = id_of((int)any((uint32_t)(l->target == LEADLINE_ACCOUNT ? w->accounts : w->persons)));
    }
    w->forgotten_count = w->lost_count = 0;
    for (int p = 0; p < w->persons; p++) {
        if (any(4) == 0) w->forgotten[w->forgotten_count++] = id_of(p);
    }
    for (int a = 0; a < w->accounts; a++) {
        if (any(5) == 0) w->lost[w->lost_count++] = id_of(a);
    }
}

static inline int is_in(const uint64_t *ids, int count, uint64_t id) {
    for (int i = 0; i < count; i++) {
        if (ids[i] == id) return 1;
    }
    return 0;
}

static inline int is_gone(const world *w, const event *e) {
    return is_in(w->forgotten, w->forgotten_count, e->person) || is_in(w->lost, w->lost_count, e->account);
}

/* The world without those who are forgotten. */
static inline void forget_in(const world *w, world *clean) {
    *clean = *w;
    clean->fact_count = clean->link_count = 0;
    for (int i = 0; i < w->fact_count; i++) {
        if (!is_gone(w, &w->facts[i])) clean->facts[clean->fact_count++] = w->facts[i];
    }
    for (int i = 0; i < w->link_count; i++) {
        const one_link *l = &w->links[i];
        if (is_in(w->forgotten, w->forgotten_count, l->from)) continue;
        if (l->target == LEADLINE_PERSON && is_in(w->forgotten, w->forgotten_count, l->to)) continue;
        if (l->target == LEADLINE_ACCOUNT && is_in(w->lost, w->lost_count, l->to)) continue;
        clean->links[clean->link_count++] = *l;
    }
}

/* ---- Engines ---- */

static inline leadline_engine *open_for(const world *w, uint32_t shards, uint32_t threads) {
    static const char *const both[] = {"campaign", "channel"};
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "group", "channel", NULL, 0, 0, 0}, {sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0}};
    leadline_rollup_options rollups[3] = {{sizeof rollups[0], "both", both, 2, LEADLINE_PERIOD_DAY, 0},
        {sizeof rollups[0], "one", both + 1, 1, LEADLINE_PERIOD_HOUR, 0}, {sizeof rollups[0], "none", NULL, 0, LEADLINE_PERIOD_MONTH, 0}};
    static const uint16_t distinct[] = {CLICK, LEAD, SALE};
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.rollups = rollups;
    options.rollup_count = w->is_cleared ? 1 : 3;
    options.journeys = 1;
    options.ids = (uint32_t)w->has_ids;
    options.refs = (uint32_t)w->has_refs;
    if (w->has_distinct) {
        options.distinct_kinds = distinct;
        options.distinct_kind_count = 3;
        options.distinct_precision = 6;
    }
    options.shards = shards;
    options.threads = threads;
    leadline_engine *engine = NULL;
    char error[400] = "";
    CHECK_OK(leadline_open(&options, &engine, error, sizeof error));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    CHECK_INT(name(engine, 2, "x"), 2);
    CHECK_INT(name(engine, 2, "y"), 3);
    CHECK_INT(name(engine, 2, "z"), 4);
    if (w->has_prices) {
        leadline_price price = LEADLINE_PRICE_INIT;
        price.model = LEADLINE_PRICE_CPL;
        price.rate = 700;
        CHECK_OK(leadline_set_price(engine, &price));
        leadline_price other = LEADLINE_PRICE_INIT;
        other.model = LEADLINE_PRICE_REVENUE_SHARE;
        other.share_millionths = 250000;
        other.dimension = "channel";
        other.name = "a";
        CHECK_OK(leadline_set_price(engine, &other));
    }
    return engine;
}

static inline leadline_status record_events(leadline_engine *engine, const event *events, int count) {
    static int64_t time[2 * FACTS], amount[2 * FACTS], number[2 * FACTS];
    static uint16_t kind[2 * FACTS];
    static uint32_t channel[2 * FACTS], campaign[2 * FACTS];
    static uint64_t person[2 * FACTS], account[2 * FACTS], id[2 * FACTS], ref[2 * FACTS];
    for (int i = 0; i < count; i++) {
        const event *e = &events[i];
        time[i] = e->time;
        amount[i] = e->amount;
        number[i] = e->count;
        kind[i] = kinds[e->kind];
        channel[i] = e->channel;
        campaign[i] = e->campaign;
        person[i] = e->person;
        account[i] = e->account;
        id[i] = e->id;
        ref[i] = e->ref;
    }
    const uint32_t *codes[] = {channel, NULL, campaign};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = (size_t)count;
    batch.time = time;
    batch.kind = kind;
    batch.codes = codes;
    batch.dimension_count = 3;
    batch.amount = amount;
    batch.count = number;
    batch.person = person;
    batch.account = account;
    batch.id = id;
    batch.ref = ref;
    return leadline_record_batch(engine, &batch, 0, NULL);
}

static inline void link_all(leadline_engine *engine, const one_link *links, int count) {
    for (uint32_t target = LEADLINE_PERSON; target <= LEADLINE_ACCOUNT; target++) {
        uint64_t from[LINKS], to[LINKS];
        size_t found = 0;
        for (int i = 0; i < count; i++) {
            if (links[i].target != target) continue;
            from[found] = links[i].from;
            to[found++] = links[i].to;
        }
        if (any(2) == 0) {
            CHECK_OK(leadline_link_many(engine, target, from, to, found));
        } else {
            for (size_t i = 0; i < found; i++) CHECK_OK(leadline_link(engine, target, from[i], to[i]));
        }
    }
}

static inline void forget_all(leadline_engine *engine, const world *w) {
    if (any(2) == 0) {
        CHECK_OK(leadline_forget_many(engine, LEADLINE_PERSON, w->forgotten, (size_t)w->forgotten_count));
        CHECK_OK(leadline_forget_many(engine, LEADLINE_ACCOUNT, w->lost, (size_t)w->lost_count));
    } else {
        for (int i = 0; i < w->lost_count; i++) CHECK_OK(leadline_forget(engine, LEADLINE_ACCOUNT, w->lost[i]));
        for (int i = w->forgotten_count; i > 0; i--) CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, w->forgotten[i - 1]));
    }
}

/* Facts in an order of chance, some of those with an id twice, links in between, on one engine or two. */
static inline void take_in(const world *w, leadline_engine *engine, leadline_engine *other) {
    static event given[2 * FACTS];
    int count = 0, linked = 0;
    for (int i = 0; i < w->fact_count; i++) {
        given[count++] = w->facts[i];
        if (!w->has_ids || w->facts[i].id == 0 || any(5) != 0) continue;
        given[count] = w->facts[i];
        /* A repeat that differs comes behind in the order, in the same cells. */
        if (carries[given[count].kind] && any(2) == 0) given[count].amount += 1 + any(3);
        count++;
    }
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = given[i];
        given[i] = given[to];
        given[to] = kept;
    }
    for (int from = 0; from < count;) {
        int rows = 1 + (int)any(count < 100 ? 12 : 150);
        if (rows > count - from) rows = count - from;
        CHECK_OK(record_events(other != NULL && any(2) == 0 ? other : engine, given + from, rows));
        from += rows;
        while (linked < w->link_count && any(3) == 0) {
            link_all(other != NULL && any(2) == 0 ? other : engine, w->links + linked, 1);
            linked++;
        }
    }
    link_all(engine, w->links + linked, w->link_count - linked);
    /* Again, and of somebody to himself: says nothing. */
    if (any(2) == 0) link_all(engine, w->links, w->link_count);
    if (any(2) == 0) CHECK_OK(leadline_link(engine, LEADLINE_PERSON, id_of(0), id_of(0)));
}

/* Clears channel a of the first day. */
static inline void clear_some(world *w, leadline_engine *engine, leadline_engine *other) {
    const char *names[] = {"a"};
    size_t sizes[] = {1};
    CHECK_OK(leadline_clear(engine, 0, names, sizes, 1, MARCH_1, MARCH_1 + DAY));
    if (other != NULL) CHECK_OK(leadline_clear(other, 0, names, sizes, 1, MARCH_1, MARCH_1 + DAY));
    int kept = 0;
    for (int i = 0; i < w->fact_count; i++) {
        if (w->facts[i].channel != 2 || w->facts[i].time >= MARCH_1 + DAY) w->facts[kept++] = w->facts[i];
    }
    w->fact_count = kept;
}

/* ---- Answers ---- */

static inline void add_funnel(text *t, const world *w, leadline_engine *engine, int first, int second, const char *by) {
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = kind_names[first];
    steps[1].kinds = kind_names[second];
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.by = &by;
    options.by_count = by != NULL;
    options.window_us = by != NULL ? 2 * DAY : 0;
    options.flags = (first % 3 == 0 || w->is_cleared ? LEADLINE_QUERY_AS_OF : 0) | LEADLINE_FUNNEL_TIMES;
    if (options.flags & LEADLINE_QUERY_AS_OF) options.as_of_us = MARCH_1 + 30 * DAY;
    leadline_table *table = NULL, *exits = NULL;
    CHECK_OK(leadline_funnel(engine, &options, &table, &exits));
    add_text(t, "%s %s %s\n", kind_names[first], kind_names[second], by != NULL ? by : "");
    add_table(t, table);
    add_table(t, exits);
    leadline_table_close(table);
    leadline_table_close(exits);
}

static inline char *describe(const world *w, leadline_engine *engine) {
    static const char *const by[] = {"campaign channel", "channel", "campaign", ""};
    char columns[500] = "count(impression) amount(impression) count(click) amount(click) count(lead) count(lead_form) leads_approved "
                        "leads_rejected leads_pending count(sale) amount(sale) amount(refund) revenue_net average_check";
    if (w->has_prices) strcat(columns, " spend_accrued payout_accrued");
    if (w->has_distinct) strcat(columns, " distinct(click) identified(click) distinct(lead) distinct(sale) identified(sale)");
    text t = {NULL, 0, 0};
    for (int i = 0; i < 4; i++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_DAY; period++) {
            char *answer = ask(engine, by[i], columns, period, LEADLINE_QUERY_TOTALS);
            add_text(&t, "by %s, period %u\n", by[i], period);
            for (char *line = answer; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&t, "%.*s", (int)size, line);
                line += size;
            }
            free(answer);
        }
    }
    for (int first = 0; first < KINDS; first++) add_funnel(&t, w, engine, first, (first * 3 + 1) % KINDS, first % 2 ? "channel" : NULL);
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    /* What was cleared had its time, too. */
    if (!w->is_cleared) add_text(&t, "latest %" PRId64 " ", info.greatest_time);
    add_text(&t, "ids %" PRIu64 " refs %" PRIu64 " facts of journeys %" PRIu64 " links %" PRIu64 " conflicts %" PRIu64 "\n",
        info.ids, info.refs, info.journey_facts, info.links, info.link_conflicts);
    return t.bytes;
}

static inline void compare_engines(const world *w, leadline_engine *engine, leadline_engine *wanted, int round, const char *what) {
    char *is = describe(w, engine), *should = describe(w, wanted);
    if (strcmp(is, should) != 0) printf("  round %d, %s\n", round, what);
    CHECK_TEXT(is, should);
    free(is);
    free(should);
}

#endif /* IDENTITY_H */
