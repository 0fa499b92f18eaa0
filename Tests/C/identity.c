/* Links and forgetting beside a model: the same facts, links and calls in any order give the same answers, and what is
 * forgotten leaves what an engine has that never saw it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>

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

static uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

/* Small and large ids, so that their order is not that of their numbers. Accounts have the ids of persons, too. */
static uint64_t id_of(int i) { return i % 3 == 0 ? (uint64_t)i + 1 : (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15); }

static int compare_events(const void *left, const void *right) {
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

static void make_world(world *w, int large) {
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

static int is_in(const uint64_t *ids, int count, uint64_t id) {
    for (int i = 0; i < count; i++) {
        if (ids[i] == id) return 1;
    }
    return 0;
}

static int is_gone(const world *w, const event *e) {
    return is_in(w->forgotten, w->forgotten_count, e->person) || is_in(w->lost, w->lost_count, e->account);
}

/* The world without those who are forgotten. */
static void forget_in(const world *w, world *clean) {
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

static leadline_engine *open_for(const world *w, uint32_t shards, uint32_t threads) {
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

static leadline_status record_events(leadline_engine *engine, const event *events, int count) {
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

static void link_all(leadline_engine *engine, const one_link *links, int count) {
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

static void forget_all(leadline_engine *engine, const world *w) {
    if (any(2) == 0) {
        CHECK_OK(leadline_forget_many(engine, LEADLINE_PERSON, w->forgotten, (size_t)w->forgotten_count));
        CHECK_OK(leadline_forget_many(engine, LEADLINE_ACCOUNT, w->lost, (size_t)w->lost_count));
    } else {
        for (int i = 0; i < w->lost_count; i++) CHECK_OK(leadline_forget(engine, LEADLINE_ACCOUNT, w->lost[i]));
        for (int i = w->forgotten_count; i > 0; i--) CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, w->forgotten[i - 1]));
    }
}

/* Facts in an order of chance, some of those with an id twice, links in between, on one engine or two. */
static void take_in(const world *w, leadline_engine *engine, leadline_engine *other) {
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
static void clear_some(world *w, leadline_engine *engine, leadline_engine *other) {
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

static void add_funnel(text *t, const world *w, leadline_engine *engine, int first, int second, const char *by) {
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = kind_names[first];
    steps[1].kinds = kind_names[second];
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.by = &by;
    options.by_count = by != NULL;
    options.window_us = by != NULL ? 2 * DAY : 0;
    options.as_of_us = MARCH_1 + 30 * DAY;
    options.flags = (first % 3 == 0 || w->is_cleared ? LEADLINE_QUERY_AS_OF : 0) | LEADLINE_FUNNEL_TIMES;
    leadline_table *table = NULL, *exits = NULL;
    CHECK_OK(leadline_funnel(engine, &options, &table, &exits));
    add_text(t, "%s %s %s\n", kind_names[first], kind_names[second], by != NULL ? by : "");
    add_table(t, table);
    add_table(t, exits);
    leadline_table_close(table);
    leadline_table_close(exits);
}

static char *describe(const world *w, leadline_engine *engine) {
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

static void compare_engines(const world *w, leadline_engine *engine, leadline_engine *wanted, int round, const char *what) {
    char *is = describe(w, engine), *should = describe(w, wanted);
    if (strcmp(is, should) != 0) printf("  round %d, %s\n", round, what);
    CHECK_TEXT(is, should);
    free(is);
    free(should);
}

/* ---- The model of who is who ---- */

static uint64_t linked_to(const world *w, uint32_t target, uint64_t person) {
    uint64_t least = 0;
    for (int i = 0; i < w->link_count; i++) {
        const one_link *l = &w->links[i];
        if (l->target != target || l->from != person || (target == LEADLINE_PERSON && l->to == person)) continue;
        if (least == 0 || l->to < least) least = l->to;
    }
    return least;
}

/* Goes on for so long that it is at the end, or in the circle, whose smallest it then looks for. */
static uint64_t end_of(const world *w, uint64_t person) {
    for (int i = 0; i <= w->persons; i++) {
        uint64_t next = linked_to(w, LEADLINE_PERSON, person);
        if (next == 0) return person;
        person = next;
    }
    uint64_t least = person;
    for (int i = 0; i <= w->persons; i++) {
        person = linked_to(w, LEADLINE_PERSON, person);
        if (person < least) least = person;
    }
    return least;
}

typedef struct buyer {
    uint64_t id;
    int is_account;
} buyer;

static buyer buyer_of(const world *w, const event *e, const uint64_t *ends) {
    if (e->account != 0) return (buyer){e->account, 1};
    uint64_t end = 0, account = 0;
    for (int p = 0; p < w->persons; p++) {
        if (id_of(p) == e->person) end = ends[p];
    }
    for (int p = 0; p < w->persons; p++) {
        uint64_t linked = ends[p] == end ? linked_to(w, LEADLINE_ACCOUNT, id_of(p)) : 0;
        if (linked != 0 && (account == 0 || linked < account)) account = linked;
    }
    if (account != 0) return (buyer){account, 1};
    const event *first = NULL;
    for (int i = 0; i < w->fact_count; i++) {
        const event *other = &w->facts[i];
        if (other->person == 0 || other->account == 0) continue;
        int is_same = 0;
        for (int p = 0; p < w->persons; p++) is_same |= id_of(p) == other->person && ends[p] == end;
        if (is_same && (first == NULL || compare_events(other, first) < 0)) first = other;
    }
    if (first != NULL) return (buyer){first->account, 1};
    return (buyer){end, 0};
}

/* How many buyers have a fact of one kind, and how many of them one of another behind it. */
static void count_buyers(const world *w, int first, int second, int64_t *some, int64_t *both) {
    static buyer buyers[FACTS];
    static uint64_t ends[PERSONS];
    for (int p = 0; p < w->persons; p++) ends[p] = end_of(w, id_of(p));
    for (int i = 0; i < w->fact_count; i++) {
        if (w->facts[i].person == 0 && w->facts[i].account == 0) continue;
        buyers[i] = buyer_of(w, &w->facts[i], ends);
    }
    *some = *both = 0;
    for (int i = 0; i < w->fact_count; i++) {
        const event *e = &w->facts[i];
        if (kinds[e->kind] != kinds[first] || (e->person == 0 && e->account == 0)) continue;
        int is_first = 1, is_met = 0;
        for (int j = 0; j < w->fact_count; j++) {
            const event *other = &w->facts[j];
            if (i == j || (other->person == 0 && other->account == 0)) continue;
            if (buyers[i].id != buyers[j].id || buyers[i].is_account != buyers[j].is_account) continue;
            int order = compare_events(other, e);
            if (order == 0) order = j < i ? -1 : 1;
            if (other->kind == first && order < 0) is_first = 0;
            if (other->kind == second && order > 0) is_met = 1;
        }
        if (!is_first) continue;
        (*some)++;
        *both += is_met;
    }
}

static void compare_model(const world *w, leadline_engine *engine, int round) {
    /* Kinds without parts, so that a step is one kind. */
    static const int plain[] = {0, 1, 3, 4, 5, 6, 7};
    int first = plain[any(7)], second = plain[any(7)];
    int64_t some, both;
    count_buyers(w, first, second, &some, &both);
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = kind_names[first];
    steps[1].kinds = kind_names[second];
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, 2, &column));
    int64_t reached[2] = {0, 0};
    for (size_t i = 0; i < info.rows && i < 2; i++) reached[i] = column.integers[i];
    if (reached[0] != some || reached[1] != both) printf("  round %d, %s to %s\n", round, kind_names[first], kind_names[second]);
    CHECK_INT(reached[0], some);
    CHECK_INT(reached[1], both);
    leadline_table_close(table);
}

static void test_model(void) {
    part("random facts, links, merges and forgetting beside the model");
    static world w, clean;
    for (int round = 0; round < 615; round++) {
        seed = (uint64_t)round * 7919 + 23;
        make_world(&w, round % 41 == 40);
        uint32_t shards = 1 + any(3);
        int merges = any(3) == 0, forgets_before = any(2) == 0;
        leadline_engine *engine = open_for(&w, shards, 1 + any(3));
        leadline_engine *other = merges ? open_for(&w, 1, 1) : NULL;
        take_in(&w, engine, other);
        if (w.is_cleared) clear_some(&w, engine, other);
        if (!merges && any(2) == 0) compare_model(&w, engine, round); /* so that facts are in order already */
        leadline_engine *same = open_for(&w, 1, 1), *wanted = open_for(&w, 1, 1);
        CHECK_OK(record_events(same, w.facts, w.fact_count));
        link_all(same, w.links, w.link_count);
        forget_in(&w, &clean);
        CHECK_OK(record_events(wanted, clean.facts, clean.fact_count));
        link_all(wanted, clean.links, clean.link_count);
        if (merges && forgets_before) {
            forget_all(engine, &w);
            forget_all(other, &w);
            CHECK_OK(leadline_merge(engine, other, 0));
        } else {
            if (merges) CHECK_OK(leadline_merge(engine, other, 0));
            compare_engines(&w, engine, same, round, "before");
            compare_model(&w, engine, round);
            forget_all(engine, &w);
        }
        compare_engines(&w, engine, wanted, round, "forgotten");
        compare_model(&clean, engine, round);
        /* What comes later is new. */
        for (int i = 0; i < w.fact_count; i++) {
            if (is_gone(&w, &w.facts[i])) CHECK_OK(record_events(engine, &w.facts[i], 1));
        }
        link_all(engine, w.links, w.link_count);
        compare_engines(&w, engine, same, round, "come again");
        CHECK_OK(leadline_close(same));
        CHECK_OK(leadline_close(wanted));
        CHECK_OK(leadline_close(other));
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Links one by one ---- */

static world plain = {.persons = 1};

/* A click of each person of a list that 0 ends, then how many buyers that makes. */
static int64_t buyers_of(leadline_engine *engine, const uint64_t *persons) {
    for (int i = 0; persons[i] != 0; i++) {
        event e = {MARCH_1 + i * HOUR, 0, 1, 1, 0, 0, persons[i], 0, 0, 0};
        CHECK_OK(record_events(engine, &e, 1));
    }
    leadline_step step = LEADLINE_STEP_INIT;
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    leadline_table *table = NULL;
    leadline_column column = LEADLINE_COLUMN_INIT;
    step.kinds = "click";
    options.steps = &step;
    options.step_count = 1;
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    CHECK_OK(leadline_table_column(table, 2, &column));
    int64_t count = column.integers[0];
    leadline_table_close(table);
    return count;
}

static leadline_engine_info info_of(const leadline_engine *engine) {
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
    CHECK_OK(leadline_engine_read_info(engine, &info));
    return info;
}

static void test_links(void) {
    part("chains, circles and conflicts");
    static const uint64_t five[] = {1, 2, 3, 4, 5, 0}, none[] = {0};
    leadline_engine *engine = open_for(&plain, 1, 1);
    CHECK_INT(buyers_of(engine, five), 5);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 2));
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 2, 3));
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1)); /* a circle */
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 5)); /* that to 2 stands */
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_INT(info_of(engine).links, 4);
    CHECK_INT(info_of(engine).link_conflicts, 1);
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 3, 70));
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 4, 70));
    CHECK_INT(buyers_of(engine, none), 2);
    CHECK_OK(leadline_link(engine, LEADLINE_ACCOUNT, 4, 9));
    CHECK_INT(buyers_of(engine, none), 3);
    CHECK_INT(info_of(engine).link_conflicts, 2);
    /* Who is forgotten takes his links along: then 1 goes to 5, and 3 to 1. */
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 2));
    CHECK_INT(info_of(engine).links, 5);
    CHECK_INT(info_of(engine).link_conflicts, 1);
    CHECK_INT(buyers_of(engine, none), 2);
    CHECK_OK(leadline_forget(engine, LEADLINE_ACCOUNT, 9));
    CHECK_INT(info_of(engine).link_conflicts, 0);
    CHECK_INT(buyers_of(engine, none), 1);
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 99));
    CHECK_INT(info_of(engine).journey_facts, 4);
    CHECK_INT(info_of(engine).links, 4);
    /* Links that come time and again take no memory. */
    for (int i = 0; i < 200; i++) CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1));
    uint64_t held = info_of(engine).journey_memory;
    for (int i = 0; i < 20000; i++) CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 3, 1));
    CHECK_INT(info_of(engine).journey_memory, held);
    CHECK_INT(info_of(engine).links, 4);
    CHECK_OK(leadline_close(engine));
}

/* ---- Files ---- */

static leadline_status read_text(leadline_engine *engine, const char *bytes) {
#define FIELD(use, column, name) {sizeof(leadline_csv_field), (use), 0, (column), (name), NULL}
    static const leadline_csv_field fields[] = {FIELD(LEADLINE_FIELD_TIME, "day", NULL), FIELD(LEADLINE_FIELD_PERSON, "who", NULL),
        FIELD(LEADLINE_FIELD_DIMENSION, "channel", "channel"), FIELD(LEADLINE_FIELD_KIND, "kind", NULL)};
    leadline_csv_options options = LEADLINE_CSV_INIT;
    options.fields = fields;
    options.field_count = 4;
    leadline_csv *csv = NULL;
    CHECK_OK(leadline_csv_open(engine, &options, &csv));
    leadline_status status = leadline_csv_feed(csv, bytes, strlen(bytes));
    if (status == LEADLINE_OK) status = leadline_csv_finish(csv);
    leadline_csv_close(csv);
    return status;
}

static void test_files(void) {
    part("files");
    world w = plain;
    w.has_ids = w.has_distinct = 1;
    leadline_engine *engine = open_for(&w, 2, 1), *wanted = open_for(&w, 1, 1);
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,ann,a,click\n2024-03-02,bob,a,click\n2024-03-03,,b,click\n2024-03-09,ann,b,sale\n"));
    CHECK_OK(read_text(engine, "day,who,channel,kind\n2024-03-01,ann,b,click\n2024-03-05,bob,b,sale\n2024-03-09,ann,,lead\n"));
    CHECK_OK(read_text(wanted, "day,who,channel,kind\n2024-03-02,bob,a,click\n2024-03-03,,b,click\n2024-03-05,bob,b,sale\n"));
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, leadline_id_from_bytes("ann", 3)));
    compare_engines(&w, engine, wanted, 0, "ann");
    CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, leadline_id_from_bytes("bob", 3)));
    CHECK_INT(info_of(engine).greatest_time, MARCH_1 + 2 * DAY); /* of a fact without a person */
    CHECK_OK(leadline_close(engine));
    CHECK_OK(leadline_close(wanted));
}

/* ---- Visits ---- */

/* Page views of some persons, those of every third of them or all but these. */
static void view_pages(leadline_engine *engine, int persons, int others_only) {
    static rows pages;
    pages.count = 0;
    seed = 77;
    for (int i = 0; i < 400; i++) {
        uint64_t person = 1 + any((uint32_t)persons);
        int64_t time = MARCH_1 + any(3) * DAY + any(200) * (HOUR / 30);
        uint32_t channel = 2 + any(2);
        if (others_only && person % 3 == 0) continue;
        add_row(&pages, time, LEADLINE_KIND_PAGE_VIEW, channel, 0, 0, 1, 0);
        pages.person[pages.count - 1] = person;
    }
    leadline_batch batch = batch_of(&pages, 1);
    batch.id = NULL;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

static void test_visits(void) {
    part("visits that were made of page views");
    enum { VISITORS = 20 };
    leadline_engine *engines[2];
    char *answers[2];
    for (int i = 0; i < 2; i++) {
        leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
        leadline_allocator allocator = counter_allocator(&memory);
        leadline_options options = LEADLINE_OPTIONS_INIT;
        options.allocator = &allocator;
        options.dimensions = &dimension;
        options.dimension_count = 1;
        options.journeys = 1;
        options.visits = 1;
        options.shards = i == 0 ? 3 : 1;
        CHECK_OK(leadline_open(&options, &engines[i], NULL, 0));
        CHECK_INT(name(engines[i], 0, "a"), 2);
        CHECK_INT(name(engines[i], 0, "b"), 3);
        view_pages(engines[i], VISITORS, i);
        if (i == 0) {
            free(ask(engines[0], "channel", "visits bounces visit_time", LEADLINE_PERIOD_DAY, 0));
            for (uint64_t p = 3; p <= VISITORS; p += 3) CHECK_OK(leadline_forget(engines[0], LEADLINE_PERSON, p));
        }
        /* Several who are one make visits each for himself. */
        CHECK_OK(leadline_link(engines[i], LEADLINE_PERSON, 1, 2));
        text t = {NULL, 0, 0};
        char *answer = ask(engines[i], "channel", "visits bounces visit_time page_views count(visit_engaged)", LEADLINE_PERIOD_DAY, LEADLINE_QUERY_TOTALS);
        leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
        steps[0].kinds = "visit";
        steps[1].kinds = "bounce";
        leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
        funnel.steps = steps;
        funnel.step_count = 2;
        leadline_table *table = NULL;
        CHECK_OK(leadline_funnel(engines[i], &funnel, &table, NULL));
        leadline_engine_info info = info_of(engines[i]);
        add_text(&t, "%s%" PRIu64 " %" PRId64 "\n", answer, info.journey_facts, info.greatest_time);
        add_table(&t, table);
        leadline_table_close(table);
        free(answer);
        answers[i] = t.bytes;
    }
    CHECK_TEXT(answers[0], answers[1]);
    CHECK(strstr(answers[0], "ERROR") == NULL);
    for (int i = 0; i < 2; i++) {
        free(answers[i]);
        CHECK_OK(leadline_close(engines[i]));
    }
}

/* ---- Refusals ---- */

static leadline_engine *open_plain(leadline_options options) {
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* Whether forgetting is refused for a reason that a word tells, and nothing changes. */
static void check_refused(leadline_engine *engine, const char *word) {
    uint64_t facts = info_of(engine).journey_facts;
    char detail[400] = "";
    CHECK_STATUS(leadline_forget(engine, LEADLINE_PERSON, 7), LEADLINE_ERROR_UNSUPPORTED);
    leadline_engine_error(engine, detail, sizeof detail);
    CHECK(strstr(detail, word) != NULL);
    CHECK_INT(info_of(engine).journey_facts, facts);
}

static void test_refusals(void) {
    part("what is refused");
    static const uint64_t good[] = {7, 8}, bad[] = {7, 0};
    const uint64_t *odd = (const uint64_t *)((const char *)good + 1);
    leadline_options options = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = open_plain(options);
    CHECK_STATUS(leadline_link(engine, LEADLINE_PERSON, 1, 2), LEADLINE_ERROR_UNSUPPORTED);
    check_refused(engine, "without journeys");
    CHECK_OK(leadline_close(engine));
    options.journeys = 1;
    engine = open_plain(options);
    CHECK_STATUS(leadline_link(NULL, LEADLINE_PERSON, 1, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link(engine, 0, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, 3, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, LEADLINE_PERSON, 0, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link(engine, LEADLINE_ACCOUNT, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link_many(NULL, LEADLINE_PERSON, good, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, NULL, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, odd, good, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, odd, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, good, SIZE_MAX), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, good, ((size_t)1 << 31) + 1), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, good, bad, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, bad, good, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_link_many(engine, LEADLINE_PERSON, NULL, NULL, 0));
    CHECK_INT(info_of(engine).links, 0);
    CHECK_STATUS(leadline_forget(NULL, LEADLINE_PERSON, 7), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget(engine, 0, 7), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget(engine, LEADLINE_PERSON, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget_many(NULL, LEADLINE_PERSON, good, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget_many(engine, 3, good, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, odd, 1), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, good, SIZE_MAX), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, bad, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_forget_many(engine, LEADLINE_PERSON, NULL, 0));
    CHECK_OK(leadline_forget_many(engine, LEADLINE_ACCOUNT, good, 2)); /* nobody was there */
    CHECK_OK(leadline_close(engine));

    static const uint16_t some[] = {CLICK};
    options.journey_kinds = some;
    options.journey_kind_count = 1;
    engine = open_plain(options);
    check_refused(engine, "all kinds");
    CHECK_OK(leadline_link(engine, LEADLINE_PERSON, 1, 2)); /* links need nothing of that */
    CHECK_OK(leadline_close(engine));
    options.journey_kinds = NULL;
    options.journey_kind_count = 0;

    options.journey_limit = 10;
    options.journey_lookback_us = DAY;
    engine = open_plain(options);
    leadline_engine *other = open_plain(options);
    for (int i = 0; i < 15; i++) {
        event e = {MARCH_1 + i * DAY, 0, 1, 1, 0, 0, 7, 0, 0, 0};
        static uint16_t kind;
        kind = kinds[e.kind];
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = 1;
        batch.time = &e.time;
        batch.kind = &kind;
        batch.person = &e.person;
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
    check_refused(engine, "dropped");
    CHECK_OK(leadline_forget(other, LEADLINE_PERSON, 7));
    CHECK_OK(leadline_merge(other, engine, 0));
    CHECK_INT(info_of(other).journey_dropped, info_of(engine).journey_dropped);
    check_refused(other, "dropped"); /* which a merge does not cure */
    CHECK_OK(leadline_close(other));
    CHECK_OK(leadline_close(engine));

    /* Beyond a limit of cells no person is told from another's; counts are. */
    for (int with = 0; with < 2; with++) {
        static const char *const channel[] = {"channel"};
        leadline_dimension_options dimension = {sizeof dimension, "channel", NULL, NULL, 0, 0, 0};
        leadline_rollup_options rollup = {sizeof rollup, "one", channel, 1, LEADLINE_PERIOD_DAY, 2};
        leadline_options limited = LEADLINE_OPTIONS_INIT;
        limited.dimensions = &dimension;
        limited.dimension_count = 1;
        limited.rollups = &rollup;
        limited.rollup_count = 1;
        limited.journeys = 1;
        limited.distinct_kinds = some;
        limited.distinct_kind_count = (size_t)with;
        engine = open_plain(limited);
        static rows facts;
        facts.count = 0;
        for (int i = 0; i < 6; i++) {
            char text[2] = {(char)('a' + i), 0};
            for (int p = 0; p < 2; p++) {
                add_row(&facts, MARCH_1, CLICK, name(engine, 0, text), 0, 5, 1, 0);
                facts.person[facts.count - 1] = 7 + (uint64_t)p;
            }
        }
        leadline_batch batch = batch_of(&facts, 1);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
        char *both = ask(engine, "channel", "count(click) amount(click)", 0, 0);
        if (with) {
            check_refused(engine, "cell limit");
            char *still = ask(engine, "channel", "count(click) amount(click)", 0, 0);
            CHECK_TEXT(still, both);
            free(still);
        } else {
            CHECK_OK(leadline_forget(engine, LEADLINE_PERSON, 7));
            char *one = ask(engine, "channel", "2*count(click) 2*amount(click)", 0, 0);
            CHECK_TEXT(one, both);
            free(one);
        }
        free(both);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Threads ---- */

#define THREADS 4
#define EACH 400

typedef struct work {
    leadline_engine *engine;
    int number;
} work;

/* The facts and links of a thread's own persons, of which each third is forgotten. */
static void *take_part(void *given) {
    work *w = given;
    for (int i = 0; i < EACH; i++) {
        uint64_t person = (uint64_t)(w->number * EACH + i + 1);
        int64_t time[] = {MARCH_1 + i * HOUR, MARCH_1 + (i + 2) * HOUR};
        uint16_t kind[] = {CLICK, SALE};
        uint64_t persons[] = {person, person};
        leadline_batch batch = LEADLINE_BATCH_INIT;
        batch.rows = 2;
        batch.time = time;
        batch.kind = kind;
        batch.person = persons;
        CHECK_OK(leadline_record_batch(w->engine, &batch, 0, NULL));
        if (i > 0) CHECK_OK(leadline_link(w->engine, LEADLINE_PERSON, person, person - (uint64_t)(i % 5)));
        if (i % 7 == 0) CHECK_OK(leadline_link(w->engine, LEADLINE_ACCOUNT, person, 1 + person % 50));
        if (i % 3 == 0) CHECK_OK(leadline_forget(w->engine, LEADLINE_PERSON, person));
    }
    return NULL;
}

static void test_threads(void) {
    part("threads");
    char *wanted = NULL;
    for (int together = 0; together < 2; together++) {
        static world w;
        w.has_distinct = 1;
        w.persons = 1;
        leadline_engine *engine = open_for(&w, together ? 4 : 1, together ? 3 : 1);
        pthread_t threads[THREADS];
        work works[THREADS];
        for (int t = 0; t < THREADS; t++) {
            works[t] = (work){engine, t};
            if (together) {
                CHECK_INT(pthread_create(&threads[t], NULL, take_part, &works[t]), 0);
            } else {
                take_part(&works[t]);
            }
        }
        for (int t = 0; t < THREADS && together; t++) CHECK_INT(pthread_join(threads[t], NULL), 0);
        char *is = describe(&w, engine);
        if (together) {
            CHECK_TEXT(is, wanted);
            free(is);
        } else {
            wanted = is;
        }
        CHECK_OK(leadline_close(engine));
    }
    free(wanted);
}

int main(void) {
    printf("identity\n");
    test_links();
    test_refusals();
    test_files();
    test_visits();
    test_model();
    test_threads();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
