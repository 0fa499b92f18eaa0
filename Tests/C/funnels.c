/* Funnels beside a model that tries every run of every journey.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "funnel_model.h"

/* ---- Both ---- */

static uint64_t seed;

static uint32_t any(uint32_t below) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % below;
}

static void make_step(model_step *s) {
    uint32_t first = any(KINDS), second = any(KINDS);
    s->channel = any(4) == 0 ? (int)(2 + any(2)) : -1;
    s->kinds = 1 << first | (first == 2 ? 1 << 3 : 0);
    snprintf(s->text, sizeof s->text, "%s", kind_names[first]);
    if (any(4) == 0) {
        s->kinds |= 1 << second | (second == 2 ? 1 << 3 : 0);
        snprintf(s->text, sizeof s->text, "%s|%s", kind_names[first], kind_names[second]);
    }
}

static void make_funnel(funnel *f) {
    memset(f, 0, sizeof *f);
    f->count = 1 + (int)any(STEPS);
    for (int k = 0; k < f->count; k++) make_step(&f->steps[k]);
    f->mode = any(3);
    f->is_open = any(3) == 0;
    f->window = any(3) == 0 ? 0 : 1 + any(12);
    f->from = any(3) == 0 ? MARCH_1 + any(10) : INT64_MIN;
    f->to = any(3) == 0 ? MARCH_1 + 10 + any(12) : INT64_MAX;
    f->as_of = any(3) == 0 ? MARCH_1 + any(24) : MARCH_1 + 30;
    f->has_exclusion = f->count > 1 && f->mode != LEADLINE_FUNNEL_ANY_ORDER && any(3) == 0;
    if (f->has_exclusion) {
        make_step(&f->exclusion);
        f->after = (int)any((uint32_t)f->count - 1);
        f->before = f->after + 1 + (int)any((uint32_t)(f->count - f->after - 1));
    }
}

static const char *const channel_names[] = {"", "a", "b"};

static leadline_engine *open_with_journeys(uint32_t shards, uint32_t threads, int ids) {
    leadline_dimension_options dimensions[2] = {
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}, {sizeof dimensions[0], "group", "channel", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.journeys = 1;
    options.ids = (uint32_t)ids;
    options.shards = shards;
    options.threads = threads;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_INT(name(engine, 0, "a"), 2);
    CHECK_INT(name(engine, 0, "b"), 3);
    return engine;
}

/* Steps and an exclusion as C has them. */
typedef struct asked {
    leadline_step steps[STEPS];
    leadline_filter filters[STEPS + 1];
    const char *names[STEPS + 1];
    leadline_exclusion exclusion;
    leadline_funnel_options options;
} asked;

static void set_up(asked *a, const funnel *f) {
    memset(a, 0, sizeof *a);
    for (int k = 0; k <= f->count; k++) {
        const model_step *s = k < f->count ? &f->steps[k] : &f->exclusion;
        if (k == f->count && !f->has_exclusion) break;
        if (s->channel >= 0) {
            a->names[k] = channel_names[s->channel - 1];
            a->filters[k] = (leadline_filter){sizeof a->filters[k], "channel", &a->names[k], 1};
        }
        if (k < f->count) {
            a->steps[k] = (leadline_step){sizeof a->steps[k], NULL, s->text, &a->filters[k], s->channel >= 0};
        } else {
            a->exclusion = (leadline_exclusion){sizeof a->exclusion, s->text, &a->filters[k], s->channel >= 0,
                (uint32_t)f->after + 1, (uint32_t)f->before + 1};
        }
    }
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = a->steps;
    options.step_count = (size_t)f->count;
    options.exclusions = &a->exclusion;
    options.exclusion_count = (size_t)f->has_exclusion;
    options.window_us = f->window;
    options.from_us = f->from;
    options.to_us = f->to;
    options.as_of_us = f->as_of;
    options.mode = f->mode;
    options.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES | (f->is_open ? LEADLINE_FUNNEL_OPEN : 0) |
                    (f->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (f->to != INT64_MAX ? LEADLINE_QUERY_TO : 0);
    a->options = options;
}

static char *answer_of(leadline_engine *engine, const leadline_funnel_options *options) {
    leadline_table *table = NULL, *exits = NULL;
    text t = {NULL, 0, 0};
    leadline_status status = leadline_funnel(engine, options, &table, &exits);
    if (status != LEADLINE_OK) {
        char detail[400] = "";
        leadline_engine_error(engine, detail, sizeof detail);
        add_text(&t, "%s %s\n", leadline_status_name(status), detail);
        return t.bytes;
    }
    add_text(&t, "");
    add_table(&t, table);
    add_text(&t, "--\n");
    add_table(&t, exits);
    leadline_table_close(table);
    leadline_table_close(exits);
    return t.bytes;
}

static int64_t divisor_of(int64_t a, int64_t b) { return b == 0 ? a : divisor_of(b, a % b); }

static void add_ratio(text *t, int64_t top, int64_t bottom) {
    if (bottom <= 0) {
        add_text(t, " !1");
    } else {
        int64_t d = divisor_of(top, bottom);
        add_text(t, " %" PRId64 "/%" PRId64, top / d, bottom / d);
    }
}

/* What the model wants to read up to the columns of times, and where people went. */
static char *wanted_of(const funnel *f, const journey *journeys, int count, int by_channel) {
    int64_t reached[GROUPS][STEPS] = {{0}}, dropped[GROUPS][STEPS] = {{0}}, open[GROUPS][STEPS] = {{0}};
    int64_t exits[GROUPS][STEPS][KINDS + 1] = {{{0}}};
    int is_there[GROUPS] = {0};
    for (int p = 0; p < count; p++) {
        int seen = 0;
        best_run run = run_of(f, &journeys[p], &seen);
        if (run.start < 0) continue;
        uint32_t channel = journeys[p].events[run.start].channel;
        int g = by_channel && channel > 0 ? (int)channel - 1 : 0;
        is_there[g] = 1;
        for (int k = run.entry; k <= run.last; k++) reached[g][k]++;
        if (run.last == f->count - 1) continue;
        if (f->window == 0 || f->as_of - journeys[p].events[run.start].time < f->window) {
            open[g][run.last]++;
            continue;
        }
        dropped[g][run.last]++;
        exits[g][run.last][run.end + 1 < seen ? journeys[p].events[run.end + 1].kind : KINDS]++;
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int g = 0; g < GROUPS; g++) {
        for (int k = 0; k < f->count && is_there[g]; k++) {
            if (by_channel) add_text(&t, "%s ", g == 0 ? "-" : channel_names[g]);
            add_text(&t, "%d %s %" PRId64 " %" PRId64 " %" PRId64, k + 1, f->steps[k].text, reached[g][k], dropped[g][k], open[g][k]);
            if (k == 0) {
                add_text(&t, " !2");
            } else {
                add_ratio(&t, reached[g][k], reached[g][k - 1]);
            }
            add_ratio(&t, reached[g][k], reached[g][0]);
            add_text(&t, "\n");
        }
    }
    add_text(&t, "--\n");
    for (int g = 0; g < GROUPS; g++) {
        for (int k = 0; k < f->count; k++) {
            for (int i = 0; i <= KINDS; i++) {
                if (exits[g][k][i] == 0) continue;
                if (by_channel) add_text(&t, "%s ", g == 0 ? "-" : channel_names[g]);
                add_text(&t, "%d %s %" PRId64 "\n", k + 1, i == KINDS ? "-" : kind_names[i], exits[g][k][i]);
            }
        }
    }
    return t.bytes;
}

/* ---- Facts of a round, and the journeys that they make ---- */

static rows facts;

typedef struct round_of {
    event events[LONGEST];
    int count;
    int has_ids, has_accounts, merges, clears;
} round_of;

static uint64_t person_of(int p) { return (uint64_t)p * UINT64_C(0x9E3779B97F4A7C15) + 1; }

static void make_round(round_of *r) {
    r->count = 0;
    r->has_ids = any(3) == 0;
    r->has_accounts = any(3) == 0;
    r->merges = any(3) == 0;
    r->clears = any(4) == 0;
    for (int p = 0; p < PERSONS; p++) {
        int count = (int)any(r->has_accounts ? 4 : EVENTS + 1);
        for (int i = 0; i < count; i++) {
            uint32_t channel = any(3);
            event e = {MARCH_1 + any(20), (int)any(KINDS), channel == 0 ? 0 : channel + 1, person_of(p), 0, (uint64_t)r->count + 1};
            if (r->has_accounts && any(6) == 0) e.account = 1 + any(3);
            if (e.account != 0 && any(4) == 0) e.person = 0;
            r->events[r->count++] = e;
        }
    }
}

/* Whose a fact is: an account's number above all persons', or the person. */
static uint64_t buyer_of(const round_of *r, const event *e) {
    if (e->account != 0) return e->account | UINT64_C(1) << 63;
    const event *first = NULL;
    for (int i = 0; i < r->count; i++) {
        const event *other = &r->events[i];
        if (other->person == e->person && other->account != 0 && (first == NULL || compare_events(other, first) < 0)) first = other;
    }
    return first != NULL ? first->account | UINT64_C(1) << 63 : e->person;
}

static int make_journeys(const round_of *r, journey *journeys) {
    uint64_t buyers[LONGEST];
    int count = 0;
    for (int i = 0; i < r->count; i++) {
        uint64_t buyer = buyer_of(r, &r->events[i]);
        int j = 0;
        while (j < count && buyers[j] != buyer) j++;
        if (j == count) {
            buyers[count] = buyer;
            journeys[count++].count = 0;
        }
        journeys[j].events[journeys[j].count++] = r->events[i];
    }
    for (int j = 0; j < count; j++) qsort(journeys[j].events, (size_t)journeys[j].count, sizeof(event), compare_events);
    return count;
}

/* Records the facts in an order of chance, in batches, on one engine or two; with ids some of them twice, of which the first
 * in the order of facts stands. The account of a fact decides nothing in the order where the rest is alike. */
static void record_shuffled(leadline_engine *engine, leadline_engine *other, round_of *r) {
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
        add_row(&facts, given[i].time, kinds[given[i].kind], given[i].channel, 0, 0, 1, given[i].id);
    }
}

static void compare(leadline_engine *engine, const journey *journeys, int count, int round) {
    for (int i = 0; i < 3; i++) {
        funnel f;
        make_funnel(&f);
        static asked a;
        set_up(&a, &f);
        static const char *const by[] = {"channel"};
        int by_channel = any(2) == 0;
        a.options.by = by;
        a.options.by_count = (size_t)by_channel;
        a.options.flags &= ~LEADLINE_FUNNEL_TIMES;
        char *is = answer_of(engine, &a.options), *wanted = wanted_of(&f, journeys, count, by_channel);
        if (strcmp(is, wanted) != 0) {
            printf("  round %d, funnel %d: mode %u, open %d, window %lld, exclusion %s %d-%d\n", round, i, f.mode, f.is_open,
                (long long)f.window, f.has_exclusion ? f.exclusion.text : "-", f.after, f.before);
        }
        CHECK_TEXT(is, wanted);
        /* Without the second table a plain funnel is counted in another way. */
        text alone = {NULL, 0, 0};
        leadline_table *table = NULL;
        CHECK_OK(leadline_funnel(engine, &a.options, &table, NULL));
        add_text(&alone, "");
        add_table(&alone, table);
        leadline_table_close(table);
        *strstr(wanted, "--\n") = '\0';
        CHECK_TEXT(alone.bytes, wanted);
        free(alone.bytes);
        free(is);
        free(wanted);
    }
}

static void test_model(void) {
    part("random journeys and funnels beside the model");
    static journey journeys[LONGEST];
    static round_of r;
    for (int round = 0; round < 4000; round++) {
        seed = (uint64_t)round * 7919 + 11;
        make_round(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(shards, 1, r.has_ids) : NULL;
        record_shuffled(engine, other, &r);
        if (other != NULL) {
            if (any(2) == 0) {
                funnel f;
                static asked a;
                make_funnel(&f);
                set_up(&a, &f);
                free(answer_of(other, &a.options)); /* so that the facts of one are in order already, the other's are not */
            }
            CHECK_OK(leadline_merge(engine, other, 0));
            CHECK_OK(leadline_close(other));
        }
        compare(engine, journeys, make_journeys(&r, journeys), round);
        if (r.clears) {
            const char *names[] = {"a"};
            size_t sizes[] = {1};
            CHECK_OK(leadline_clear(engine, 0, names, sizes, 1, MARCH_1, MARCH_1 + DAY));
            int kept = 0;
            for (int i = 0; i < r.count; i++) {
                if (r.events[i].channel != 2) r.events[kept++] = r.events[i];
            }
            r.count = kept;
            compare(engine, journeys, make_journeys(&r, journeys), round);
        }
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("funnels\n");
    test_model();
    return finish();
}
