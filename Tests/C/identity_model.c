/* Who is one person, beside a model; forgetting, beside an engine that never saw.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "identity.h"

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

int main(void) {
    printf("identity_model\n");
    test_model();
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
