/* The time between stages, and the stages that buyers are in, beside models that follow each buyer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people.h"

#define REJECTED 58
#define STEPS 4
#define DAYS 3
#define PERSONS 9
#define EVENTS 9
#define PAIRS 5
#define KINDS 6

static const uint16_t kinds[KINDS] = {IMPRESSION, CLICK, LEAD, LEAD_FORM, SALE, REJECTED};
static const char *const kind_names[KINDS] = {"impression", "click", "lead", "lead_form", "sale", "lead_rejected"};
static const char *const day_names[DAYS] = {"2024-03-01", "2024-03-02", "2024-03-03"};
static const uint16_t quantiles[] = {0, 250, 500, 900, 1000};
#define QUANTILES 5

typedef struct model_step {
    int kinds; /* a bit for each, parts among them */
    int channel; /* -1: any */
    char text[64];
} model_step;

typedef struct question {
    model_step steps[STEPS + 1]; /* the last is the exit */
    int count, has_exit, is_latest;
    leadline_stage_pair pairs[PAIRS];
    int pair_count, has_pairs;
    int64_t window; /* 0: none */
    int64_t from, to, as_of;
    int by_channel, by_day;
} question;

static people world;

static int meets(const model_step *s, const event *e) {
    int k = 0;
    while (kinds[k] != e->kind) k++;
    return (s->kinds >> k & 1) && (s->channel < 0 || (uint32_t)s->channel == e->channel);
}

static void make_step(model_step *s, int first) {
    uint32_t second = any(KINDS);
    s->channel = any(5) == 0 ? (int)(2 + any(2)) : -1;
    s->kinds = 1 << first | (first == 2 ? 1 << 3 : 0);
    snprintf(s->text, sizeof s->text, "%s", kind_names[first]);
    if (any(4) == 0) {
        s->kinds |= 1 << second | (second == 2 ? 1 << 3 : 0);
        snprintf(s->text, sizeof s->text, "%s|%s", kind_names[first], kind_names[second]);
    }
}

static void make_question(question *q) {
    memset(q, 0, sizeof *q);
    q->count = 2 + (int)any(STEPS - 1);
    for (int k = 0; k <= q->count; k++) make_step(&q->steps[k == q->count ? STEPS : k], (int)any(KINDS));
    q->has_exit = any(2) == 0;
    q->is_latest = any(2) == 0;
    q->has_pairs = any(2) == 0;
    if (q->has_pairs) {
        q->pair_count = 1 + (int)any(PAIRS);
        for (int i = 0; i < q->pair_count; i++) q->pairs[i] = (leadline_stage_pair){1 + any((uint32_t)q->count), 1 + any((uint32_t)q->count)};
    } else {
        for (uint32_t k = 1; k < (uint32_t)q->count; k++) q->pairs[q->pair_count++] = (leadline_stage_pair){k, k + 1};
        if (q->count > 2) q->pairs[q->pair_count++] = (leadline_stage_pair){1, (uint32_t)q->count};
    }
    q->window = any(3) == 0 ? 0 : 1 + any(3) * DAY / 2 + any(9);
    q->from = any(3) == 0 ? MARCH_1 + any(DAYS) * DAY + any(8) : INT64_MIN;
    q->to = any(3) == 0 ? MARCH_1 + any(DAYS) * DAY + any(12) : INT64_MAX;
    q->as_of = any(2) == 0 ? MARCH_1 + any(DAYS + 1) * DAY + any(12) : MARCH_1 + 40 * DAY;
    q->by_channel = any(2) == 0;
    q->by_day = any(2) == 0;
}

static void make_world(void) {
    world.count = 0;
    int persons = 1 + (int)any(PERSONS);
    for (int i = 0; i < persons; i++) {
        int count = (int)any(EVENTS + 1);
        for (int n = 0; n < count; n++) {
            event *e = add_event(&world, (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15) + 1, MARCH_1 + any(DAYS) * DAY + any(10), kinds[any(KINDS)]);
            uint32_t channel = any(CHANNELS);
            e->channel = channel == 0 ? 0 : channel + 1;
        }
    }
    sort_people(&world);
}

/* ---- Stretches of time by group and lane, as the model finds them ---- */

#define LANES 8
#define LANE_MOST 512

typedef struct lane {
    int64_t finished[LANE_MOST], open[LANE_MOST];
    int finished_count, open_count, waiting;
} lane;

static lane lanes[CHANNELS][DAYS][LANES];
static int is_there[CHANNELS][DAYS];

static lane *lane_of(const question *q, const event *e, int at) {
    int c = q->by_channel && e->channel > 0 ? (int)e->channel - 1 : 0;
    int d = q->by_day ? (int)((e->time - MARCH_1) / DAY) : 0;
    is_there[c][d] = 1;
    return &lanes[c][d][at];
}

static void add_keys(text *t, const question *q, int c, int d) {
    if (q->by_channel) add_text(t, "%s ", c == 0 ? "-" : channel_names[c]);
    if (q->by_day) add_text(t, "%s %" PRId64 " ", day_names[d], MARCH_1 + d * DAY);
}

static void add_lane_times(text *t, lane *l) {
    add_times(t, l->finished, l->finished_count, quantiles, QUANTILES);
    add_censored(t, l->finished, l->finished_count, l->open, l->open_count, quantiles, QUANTILES);
    add_text(t, "\n");
}

/* ---- Velocity ---- */

static char *wanted_velocity(const question *q) {
    memset(lanes, 0, sizeof lanes);
    memset(is_there, 0, sizeof is_there);
    for (int first = 0; first < world.count; first = behind_person(&world, first)) {
        int end = behind_person(&world, first);
        for (int i = 0; i < q->pair_count; i++) {
            const model_step *a = &q->steps[q->pairs[i].from - 1], *b = &q->steps[q->pairs[i].to - 1];
            int start = first;
            while (start < end && !(meets(a, &world.events[start]) && world.events[start].time <= q->as_of)) start++;
            if (start == end) continue;
            int64_t begun = world.events[start].time;
            if (begun < q->from || begun >= q->to) continue;
            lane *l = lane_of(q, &world.events[start], i);
            int stop = start + 1;
            while (stop < end && !(meets(b, &world.events[stop]) && world.events[stop].time <= q->as_of)) stop++;
            if (stop < end && (q->window == 0 || world.events[stop].time - begun <= q->window)) {
                l->finished[l->finished_count++] = world.events[stop].time - begun;
                continue;
            }
            int64_t passed = q->as_of - begun;
            l->open[l->open_count++] = q->window != 0 && passed > q->window ? q->window : passed;
            l->waiting += q->window == 0 || passed < q->window;
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int c = 0; c < CHANNELS; c++) {
        for (int d = 0; d < DAYS; d++) {
            for (int i = 0; i < q->pair_count && is_there[c][d]; i++) {
                lane *l = &lanes[c][d][i];
                add_keys(&t, q, c, d);
                add_text(&t, "%d %s %s %d %d %d", i + 1, q->steps[q->pairs[i].from - 1].text, q->steps[q->pairs[i].to - 1].text,
                    l->finished_count + l->open_count, l->finished_count, l->waiting);
                add_lane_times(&t, l);
            }
        }
    }
    return t.bytes;
}

typedef struct asked {
    leadline_step steps[STEPS + 1];
    leadline_filter filters[STEPS + 1];
    const char *names[STEPS + 1];
} asked;

static void set_up(asked *a, const question *q) {
    memset(a, 0, sizeof *a);
    for (int k = 0; k <= STEPS; k++) {
        const model_step *s = &q->steps[k];
        if (k >= q->count && k < STEPS) continue;
        if (s->channel >= 0) {
            a->names[k] = channel_names[s->channel - 1];
            a->filters[k] = (leadline_filter){sizeof a->filters[k], "channel", &a->names[k], 1};
        }
        a->steps[k] = (leadline_step){sizeof a->steps[k], NULL, s->text, &a->filters[k], s->channel >= 0, 0, 0};
    }
}

static const char *const by_channel[] = {"channel"};

static uint32_t flags_of(const question *q) {
    return LEADLINE_QUERY_AS_OF | (q->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) | (q->to != INT64_MAX ? LEADLINE_QUERY_TO : 0);
}

static char *velocity_of(const leadline_engine *engine, const question *q) {
    static asked a;
    set_up(&a, q);
    leadline_velocity_options options = LEADLINE_VELOCITY_OPTIONS_INIT;
    options.steps = a.steps;
    options.step_count = (size_t)q->count;
    options.pairs = q->pairs;
    options.pair_count = q->has_pairs ? (size_t)q->pair_count : 0;
    options.by = by_channel;
    options.by_count = (size_t)q->by_channel;
    options.window_us = q->window;
    options.from_us = q->from;
    options.to_us = q->to;
    options.as_of_us = q->as_of;
    options.period = q->by_day ? LEADLINE_PERIOD_DAY : 0;
    options.flags = flags_of(q);
    options.quantiles = quantiles;
    options.quantile_count = QUANTILES;
    leadline_table *table = NULL;
    leadline_status status = leadline_velocity(engine, &options, &table);
    return text_of(engine, status, table);
}

/* ---- Stages ---- */

/* The stage that a buyer is in once the events from `first` to `last` have happened; -1: none. */
static int stage_after(const question *q, int first, int last) {
    int furthest = -1;
    for (int i = last; i >= first; i--) {
        const event *e = &world.events[i];
        if (q->has_exit && meets(&q->steps[STEPS], e)) return furthest;
        int met = -1;
        for (int k = 0; k < q->count; k++) {
            if (meets(&q->steps[k], e)) met = k;
        }
        if (q->is_latest && met >= 0) return met;
        if (met > furthest) furthest = met;
    }
    return furthest;
}

/* The event with which the stay began that events up to `last` leave a buyer in. */
static int beginning_of(const question *q, int first, int last) {
    int stage = stage_after(q, first, last);
    while (last > first && stage_after(q, first, last - 1) == stage) last--;
    return last;
}

static char *wanted_stage_times(const question *q) {
    memset(lanes, 0, sizeof lanes);
    memset(is_there, 0, sizeof is_there);
    for (int first = 0; first < world.count; first = behind_person(&world, first)) {
        int end = behind_person(&world, first);
        while (end > first && world.events[end - 1].time > q->as_of) end--;
        for (int i = first; i < end; i++) {
            int stage = stage_after(q, first, i);
            if (stage < 0 || beginning_of(q, first, i) != i) continue;
            int64_t begun = world.events[i].time;
            if (begun < q->from || begun >= q->to) continue;
            lane *l = lane_of(q, &world.events[i], stage);
            int next = i + 1;
            while (next < end && stage_after(q, first, next) == stage) next++;
            if (next < end) l->finished[l->finished_count++] = world.events[next].time - begun;
            else l->open[l->open_count++] = q->as_of - begun;
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int c = 0; c < CHANNELS; c++) {
        for (int d = 0; d < DAYS; d++) {
            for (int k = 0; k < q->count && is_there[c][d]; k++) {
                lane *l = &lanes[c][d][k];
                add_keys(&t, q, c, d);
                add_text(&t, "%d %s %d %d %d", k + 1, q->steps[k].text, l->finished_count + l->open_count, l->finished_count, l->open_count);
                add_lane_times(&t, l);
            }
        }
    }
    return t.bytes;
}

static char *wanted_population(const question *q) {
    int buyers[CHANNELS][DAYS][STEPS] = {{{0}}}, is_any[CHANNELS] = {0}, first_day = 0, days = 1;
    if (q->by_day) {
        int64_t last = q->as_of;
        if (q->to != INT64_MAX && q->to - 1 < last) last = q->to - 1;
        if (last > MARCH_1 + DAYS * DAY - 1) last = MARCH_1 + DAYS * DAY - 1;
        first_day = (int)((q->from - MARCH_1) / DAY);
        days = last < q->from ? 0 : (int)((last - MARCH_1) / DAY) + 1;
    }
    for (int d = first_day; d < days; d++) {
        int64_t until = q->as_of;
        if (q->by_day && MARCH_1 + (d + 1) * DAY - 1 < until) until = MARCH_1 + (d + 1) * DAY - 1;
        for (int first = 0; first < world.count; first = behind_person(&world, first)) {
            int end = behind_person(&world, first);
            while (end > first && world.events[end - 1].time > until) end--;
            int stage = end > first ? stage_after(q, first, end - 1) : -1;
            if (stage < 0) continue;
            const event *e = &world.events[beginning_of(q, first, end - 1)];
            int c = q->by_channel && e->channel > 0 ? (int)e->channel - 1 : 0;
            buyers[c][d][stage]++;
            is_any[c] = 1;
        }
    }
    text t = {NULL, 0, 0};
    add_text(&t, "");
    for (int c = 0; c < CHANNELS; c++) {
        for (int d = first_day; d < days && is_any[c]; d++) {
            for (int k = 0; k < q->count; k++) {
                add_keys(&t, q, c, d);
                add_text(&t, "%d %s %d\n", k + 1, q->steps[k].text, buyers[c][d][k]);
            }
        }
    }
    return t.bytes;
}

static char *stages_of(const leadline_engine *engine, const question *q, int is_population) {
    static asked a;
    set_up(&a, q);
    leadline_stage_options options = LEADLINE_STAGE_OPTIONS_INIT;
    options.steps = a.steps;
    options.step_count = (size_t)q->count;
    options.exit = q->has_exit ? &a.steps[STEPS] : NULL;
    options.by = by_channel;
    options.by_count = (size_t)q->by_channel;
    options.from_us = q->from;
    options.to_us = q->to;
    options.as_of_us = q->as_of;
    options.period = q->by_day ? LEADLINE_PERIOD_DAY : 0;
    options.flags = flags_of(q) | (q->is_latest ? LEADLINE_STAGES_LATEST : 0);
    leadline_table *table = NULL;
    if (is_population) {
        leadline_status status = leadline_stage_population(engine, &options, &table);
        return text_of(engine, status, table);
    }
    options.quantiles = quantiles;
    options.quantile_count = QUANTILES;
    leadline_status status = leadline_stage_times(engine, &options, &table);
    return text_of(engine, status, table);
}

static void same(char *is, char *wanted, int round, const char *what) {
    if (strcmp(is, wanted) != 0) printf("  round %d, %s\n", round, what);
    CHECK_TEXT(is, wanted);
    free(is);
    free(wanted);
}

static void test_model(void) {
    part("random journeys beside the models");
    for (int round = 0; round < 3000; round++) {
        seed = (uint64_t)round * 7919 + 5;
        make_world();
        leadline_engine *engine = open_people(1 + any(3), 1 + any(3), NULL);
        record_people(engine, &world);
        for (int i = 0; i < 3; i++) {
            question q;
            make_question(&q);
            same(velocity_of(engine, &q), wanted_velocity(&q), round, "velocity");
            same(stages_of(engine, &q, 0), wanted_stage_times(&q), round, "stage times");
            if (q.by_day && q.from == INT64_MIN) q.from = MARCH_1;
            if (!q.by_day) q.from = INT64_MIN, q.to = INT64_MAX;
            if (q.by_day && q.to == INT64_MAX && q.as_of >= MARCH_1 + DAYS * DAY) q.to = MARCH_1 + DAYS * DAY;
            same(stages_of(engine, &q, 1), wanted_population(&q), round, "population");
        }
        CHECK_OK(leadline_close(engine));
    }
}

int main(void) {
    printf("velocity_model\n");
    test_model();
    return finish();
}
