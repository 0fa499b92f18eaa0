/* A few people whose facts of chance make small journeys, beside how an engine takes them in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CROWD_H
#define CROWD_H

#include "funnel_model.h"
#include "models.h"

static const char *const channel_names[] = {"", "a", "b"};

static inline leadline_engine *open_with_journeys(uint32_t shards, uint32_t threads, int ids) {
    return open_channels(NULL, shards, threads, (uint32_t)ids, 0);
}

/* ---- Facts of a round, and the journeys that they make ---- */

static rows facts;

#define ROUND_LINKS 8

typedef struct round_link {
    uint32_t target; /* LEADLINE_PERSON or LEADLINE_ACCOUNT */
    uint64_t from, to;
} round_link;

typedef struct round_of {
    event events[LONGEST];
    int count;
    int has_ids, has_accounts, merges, clears;
    round_link links[ROUND_LINKS];
    int link_count;
} round_of;

static inline uint64_t person_of(int p) { return (uint64_t)p * UINT64_C(0x9E3779B97F4A7C15) + 1; }

static inline void make_round(round_of *r) {
    r->count = r->link_count = 0;
    r->has_ids = any(3) == 0;
    r->has_accounts = any(3) == 0;
    r->merges = any(3) == 0;
    r->clears = any(4) == 0;
    for (int p = 0; p < PERSONS; p++) {
        int count = (int)any(r->has_accounts ? 4 : EVENTS + 1);
        for (int i = 0; i < count; i++) {
            uint32_t channel = any(3);
            event e = {MARCH_1 + any(20), (int)any(KINDS), channel == 0 ? 0 : channel + 1, person_of(p), 0, (uint64_t)r->count + 1,
                10 * (int64_t)any(5)};
            if (r->has_accounts && any(6) == 0) e.account = 1 + any(3);
            if (e.account != 0 && any(4) == 0) e.person = 0;
            r->events[r->count++] = e;
        }
    }
}

/* Where the link of a person that stands leads, 0 for none: of several the one to the smallest id. */
static inline uint64_t link_of(const round_of *r, uint32_t target, uint64_t person) {
    uint64_t least = 0;
    for (int i = 0; i < r->link_count; i++) {
        const round_link *l = &r->links[i];
        if (l->target == target && l->from == person && l->to != person && (least == 0 || l->to < least)) least = l->to;
    }
    return least;
}

/* The person whom all who are one are known by: where links end, or the smallest of those they come round to. */
static inline uint64_t end_of(const round_of *r, uint64_t person) {
    for (int i = 0; i < ROUND_LINKS; i++) {
        uint64_t next = link_of(r, LEADLINE_PERSON, person);
        if (next == 0) return person;
        person = next;
    }
    uint64_t least = person;
    for (uint64_t next = link_of(r, LEADLINE_PERSON, person); next != person; next = link_of(r, LEADLINE_PERSON, next)) {
        if (next < least) least = next;
    }
    return least;
}

/* Whose a fact is: an account's number above all persons', or the person. */
static inline uint64_t buyer_of(const round_of *r, const event *e) {
    if (e->account != 0) return e->account | UINT64_C(1) << 63;
    uint64_t end = end_of(r, e->person), linked = 0;
    for (int i = 0; i < r->link_count; i++) {
        if (r->links[i].target != LEADLINE_ACCOUNT || end_of(r, r->links[i].from) != end) continue;
        if (linked == 0 || r->links[i].to < linked) linked = r->links[i].to;
    }
    if (linked != 0) return linked | UINT64_C(1) << 63;
    const event *first = NULL;
    for (int i = 0; i < r->count; i++) {
        const event *other = &r->events[i];
        if (other->person == 0 || other->account == 0 || end_of(r, other->person) != end) continue;
        if (first == NULL || compare_events(other, first) < 0) first = other;
    }
    return first != NULL ? first->account | UINT64_C(1) << 63 : end;
}

/* By buyer, or by person, whoever they buy for. */
static inline int make_journeys_by(const round_of *r, journey *journeys, int by_person) {
    uint64_t buyers[LONGEST];
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        const event *e = &r->events[i];
        if (by_person && e->person == 0) continue;
        uint64_t buyer = by_person ? e->person : buyer_of(r, e);
        int j = 0;
        while (j < count && buyers[j] != buyer) j++;
        if (j == count) {
            int is_account = !by_person && buyer != (e->account == 0 ? end_of(r, e->person) : 0);
            buyers[count] = buyer;
            journeys[count].person = is_account ? 0 : buyer;
            journeys[count].account = is_account ? buyer & ~(UINT64_C(1) << 63) : 0;
            journeys[count++].count = 0;
        }
        journeys[j].events[journeys[j].count++] = *e;
    }
    for (int j = 0; j < count; j++) qsort(journeys[j].events, (size_t)journeys[j].count, sizeof(event), compare_events);
    return count;
}

static inline int make_journeys(const round_of *r, journey *journeys) { return make_journeys_by(r, journeys, 0); }

/* Events up to an instant. */
static inline int seen_of(const journey *j, int64_t as_of) {
    int count = 0;
    while (count < j->count && j->events[count].time <= as_of) count++;
    return count;
}

/* Records the facts in an order of chance, in batches, on one engine or two; with ids some of them twice, of which the first
 * in the order of facts stands. The account of a fact decides nothing in the order where the rest is alike. */
static inline void record_shuffled(leadline_engine *engine, leadline_engine *other, round_of *r) {
    event given[2 * LONGEST];
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        event *e = &r->events[i];
        given[count++] = *e;
        if (!r->has_ids || any(4) != 0) continue;
        event again = *e;
        again.time = MARCH_1 + any(20);
        given[count++] = again;
        if (compare_events(&again, e) < 0) *e = again;
    }
    for (int i = count - 1; i > 0; i--) {
        int to = (int)any((uint32_t)i + 1);
        event kept = given[i];
        given[i] = given[to];
        given[to] = kept;
    }
    uint64_t persons[2 * LONGEST], accounts[2 * LONGEST];
    facts.count = 0;
    for (int i = 0; i <= count; i++) {
        if (i == count || any(5) == 0) {
            leadline_batch batch = batch_of(&facts, 1);
            batch.person = persons;
            batch.account = r->has_accounts ? accounts : NULL;
            if (!r->has_ids) batch.id = NULL;
            CHECK_OK(leadline_record_batch(other != NULL && any(2) == 0 ? other : engine, &batch, 0, NULL));
            facts.count = 0;
            if (i == count) break;
        }
        persons[facts.count] = given[i].person;
        accounts[facts.count] = given[i].account;
        add_row(&facts, given[i].time, kinds[given[i].kind], given[i].channel, 0, given[i].amount, 1, given[i].id);
    }
}

/* Links between the persons of a round, one of whom nobody names, and to accounts. */
static inline void make_links(round_of *r) {
    r->link_count = (int)any(ROUND_LINKS + 1);
    for (int i = 0; i < r->link_count; i++) {
        round_link *l = &r->links[i];
        l->target = any(4) == 0 ? LEADLINE_ACCOUNT : LEADLINE_PERSON;
        l->from = person_of((int)any(PERSONS));
        l->to = l->target == LEADLINE_ACCOUNT ? 1 + any(4) : person_of((int)any(PERSONS + 1));
    }
}

static inline void link_some(leadline_engine *engine, leadline_engine *other, const round_of *r, int from, int to) {
    for (int i = from; i < to; i++) {
        const round_link *l = &r->links[i];
        CHECK_OK(leadline_link(other != NULL && any(2) == 0 ? other : engine, l->target, l->from, l->to));
    }
}

/* Gives an engine the facts and links of a round, by way of another where there is one, which is closed. */
static inline void fill(leadline_engine *engine, leadline_engine *other, round_of *r) {
    int early = (int)any((uint32_t)r->link_count + 1);
    link_some(engine, other, r, 0, early);
    record_shuffled(engine, other, r);
    link_some(engine, other, r, early, r->link_count);
    if (other == NULL) return;
    CHECK_OK(leadline_merge(engine, other, 0));
    CHECK_OK(leadline_close(other));
}

/* ---- Steps of chance ---- */

static inline void make_step(model_step *s) {
    uint32_t first = any(KINDS), second = any(KINDS);
    s->channel = any(4) == 0 ? (int)(2 + any(2)) : -1;
    s->kinds = 1 << first | (first == 2 ? 1 << 3 : 0);
    snprintf(s->text, sizeof s->text, "%s", kind_names[first]);
    if (any(4) == 0) {
        s->kinds |= 1 << second | (second == 2 ? 1 << 3 : 0);
        snprintf(s->text, sizeof s->text, "%s|%s", kind_names[first], kind_names[second]);
    }
}

#endif /* CROWD_H */
