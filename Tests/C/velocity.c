/* The time between stages, the stages that buyers are in, and lists of stages, beside models that follow each buyer.
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

/* ---- Vectors ---- */

static char *lead_to_sale(const leadline_engine *engine, int64_t as_of, int64_t window) {
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "lead";
    steps[1].kinds = "sale";
    static const uint16_t median[] = {500, 900};
    leadline_velocity_options options = LEADLINE_VELOCITY_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.window_us = window;
    options.as_of_us = as_of;
    options.flags = as_of == INT64_MIN ? 0 : LEADLINE_QUERY_AS_OF;
    options.quantiles = median;
    options.quantile_count = 2;
    leadline_table *table = NULL;
    leadline_status status = leadline_velocity(engine, &options, &table);
    return text_of(engine, status, table);
}

#define CHECK_ANSWER(call, wanted) do { char *answer = (call); CHECK_TEXT(answer, wanted); free(answer); } while (0)

static void test_vectors(void) {
    part("the catalogue's durations");
    leadline_engine *engine = open_people(1, 1, NULL);
    static const int hours[] = {1, 2, 3, 4, 10};
    world.count = 0;
    for (uint64_t i = 0; i < 5; i++) {
        add_event(&world, i + 1, MARCH_1, LEAD);
        add_event(&world, i + 1, MARCH_1 + hours[i] * HOUR, SALE);
    }
    record_people(engine, &world);
    /* Mean 4 h, median 3 h, 90 % within 10 h; nobody is waiting, so the estimate is the same. */
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN, 0),
        "1 lead sale 5 5 0 14400000000/1 10800000000/1 36000000000/1 10800000000/1 36000000000/1\n");
    /* Within 3 h, exactly at the edge counts. */
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN, 3 * HOUR),
        "1 lead sale 5 3 0 7200000000/1 7200000000/1 10800000000/1 10800000000/1 !2\n");
    CHECK_OK(leadline_close(engine));

    part("the catalogue's unfinished journeys");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, MARCH_1, LEAD);
    add_event(&world, 1, MARCH_1 + 2, SALE);
    add_event(&world, 2, MARCH_1 + 1, LEAD);
    add_event(&world, 2, MARCH_1 + 5, SALE);
    add_event(&world, 3, MARCH_1 + 4, LEAD);
    add_event(&world, 4, MARCH_1 + 2, LEAD);
    record_people(engine, &world);
    /* Finished at 2 and 4, open at 3 and 5 as of 7: the curve is at 3/4 from 2, at 3/8 from 4, and never at a tenth. */
    CHECK_ANSWER(lead_to_sale(engine, MARCH_1 + 7, 0), "1 lead sale 4 2 2 3/1 2/1 4/1 4/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, MARCH_1 - 1, 0), "");
    CHECK_OK(leadline_close(engine));

    part("as of the end of all time, facts before 1970");
    engine = open_people(1, 1, NULL);
    world.count = 0;
    add_event(&world, 1, FIRST_TIME, LEAD);
    add_event(&world, 2, -5, LEAD);
    add_event(&world, 2, -5, SALE);
    record_people(engine, &world);
    CHECK_ANSWER(lead_to_sale(engine, INT64_MAX, 0), "1 lead sale 2 1 1 0/1 0/1 0/1 0/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, INT64_MAX, INT64_MAX), "1 lead sale 2 1 1 0/1 0/1 0/1 0/1 !2\n");
    CHECK_ANSWER(lead_to_sale(engine, INT64_MIN + 1, 0), "");
    leadline_step step = LEADLINE_STEP_INIT;
    step.kinds = "lead";
    leadline_funnel_options funnel = LEADLINE_FUNNEL_OPTIONS_INIT;
    funnel.steps = &step;
    funnel.step_count = 1;
    funnel.window_us = 7;
    funnel.as_of_us = INT64_MAX;
    funnel.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES;
    leadline_table *table = NULL;
    leadline_status status = leadline_funnel(engine, &funnel, &table, NULL);
    CHECK_ANSWER(text_of(engine, status, table), "1 lead 2 0 0 !2 1/1 !2 !2 !2 !2\n");
    leadline_stage_options stages = LEADLINE_STAGE_OPTIONS_INIT;
    stages.stages = "pipeline";
    stages.as_of_us = INT64_MAX;
    stages.flags = LEADLINE_QUERY_AS_OF;
    status = leadline_stage_population(engine, &stages, &table);
    CHECK_ANSWER(text_of(engine, status, table), "1 lead 1\n2 mql 0\n3 sql 0\n4 opportunity 0\n5 quote 0\n6 sale 1\n");
    stages.period = LEADLINE_PERIOD_YEAR;
    stages.from_us = INT64_MIN;
    stages.flags |= LEADLINE_QUERY_FROM;
    status = leadline_stage_population(engine, &stages, &table);
    char *years = text_of(engine, status, table);
    CHECK(strncmp(years, "0001 -62135596800000000 1 lead 1\n", 32) == 0);
    CHECK(strstr(years, "1969 -31536000000000 6 sale 1\n") != NULL && strstr(years, "1968 -63158400000000 6 sale 0\n") != NULL);
    free(years);
    stages.period = LEADLINE_PERIOD_MONTH;
    status = leadline_stage_population(engine, &stages, &table);
    CHECK_ANSWER(text_of(engine, status, table), "LEADLINE_ERROR_TOO_MANY: more than 36600 periods\n");
    CHECK_OK(leadline_close(engine));
}

/* ---- Many ---- */

#define MANY 1500

/* The estimate in floating point, of times rounded to the sketch's buckets where `rounds`. */
static double survival_before(const int64_t *finished, int finished_count, const int64_t *open, int open_count, int64_t until) {
    double curve = 1;
    for (int i = 0; i < finished_count; i++) {
        if (finished[i] >= until) continue;
        int ended = 0, under_way = 0, is_first = 1;
        for (int j = 0; j < finished_count; j++) {
            if (finished[j] == finished[i]) ended++, is_first = is_first && j >= i;
            under_way += finished[j] >= finished[i];
        }
        for (int j = 0; j < open_count; j++) under_way += open[j] >= finished[i];
        if (is_first) curve *= 1 - (double)ended / under_way;
    }
    return curve;
}

/* With up to 256 of either the estimate is that of the times themselves; with more it is near it. Threads change nothing. */
static void test_many(void) {
    part("more than are kept as they are");
    static int64_t finished[MANY], open[MANY];
    for (int round = 0; round < 12; round++) {
        seed = (uint64_t)round + 99;
        int persons = round < 6 ? 300 + round * 30 : MANY / 3 * 2, finished_count = 0, open_count = 0;
        int64_t as_of = MARCH_1 + 2000;
        world.count = 0;
        for (int i = 0; i < persons; i++) {
            int64_t start = MARCH_1 + any(round % 2 == 0 ? 300 : 1000), time = 1 + any(900) + any(900);
            add_event(&world, (uint64_t)i + 1, start, LEAD);
            int is_finished = start + time <= as_of && (round >= 6 || finished_count < 256);
            if (round < 6 && !is_finished && open_count == 256) {
                world.count--;
                continue;
            }
            if (is_finished) {
                finished[finished_count++] = time;
                if (world.count == PEOPLE_MOST) break;
                add_event(&world, (uint64_t)i + 1, start + time, SALE);
            } else {
                open[open_count++] = as_of - start;
            }
        }
        char *answers[3];
        for (int i = 0; i < 3; i++) {
            leadline_engine *engine = open_people(1 + (uint32_t)i, 1 + (uint32_t)i, NULL);
            record_people(engine, &world);
            answers[i] = lead_to_sale(engine, as_of, 0);
            CHECK_OK(leadline_close(engine));
        }
        CHECK_TEXT(answers[1], answers[0]);
        CHECK_TEXT(answers[2], answers[0]);
        long long entered, completed, waiting, a, b, median, c, censored;
        CHECK_INT(sscanf(answers[0], "1 lead sale %lld %lld %lld %lld/%lld %lld/1 %lld/1 %lld/1", &entered, &completed, &waiting, &a, &b, &median, &c, &censored), 8);
        CHECK_INT(entered, finished_count + open_count);
        CHECK_INT(completed, finished_count);
        CHECK_INT(waiting, open_count);
        int64_t slack = round < 6 ? 0 : censored / 64 + 1;
        CHECK(survival_before(finished, finished_count, open, open_count, censored - slack) > 0.5 - 1e-9);
        CHECK(survival_before(finished, finished_count, open, open_count, censored + 1 + slack) <= 0.5 + 1e-9);
        for (int i = 0; i < 3; i++) free(answers[i]);
    }
}

/* ---- Lists of stages ---- */

static char *funnel_of(const leadline_engine *engine, const char *stages, uint32_t flags) {
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.stages = stages;
    options.flags = flags;
    leadline_table *table = NULL;
    leadline_status status = leadline_funnel(engine, &options, &table, NULL);
    return text_of(engine, status, table);
}

static void test_lists(void) {
    part("the ready-made lists");
    static const char *const wanted[] = {
        "digital 7 2: impression, click, lead, mql, sql, sale, sale_repeat",
        "classic 6 3: awareness=impression|view, interest=click|visit, consideration=soft_conversion|content_use|registration, "
        "intent=lead|enquiry, evaluation=meeting|quote, purchase=sale",
        "aidal 5 1: awareness=impression|view, interest=lead|subscription|registration, desire=sql|meeting|quote, action=sale, "
        "loyalty=sale_repeat|advocacy",
        "pipeline 6 0: lead, mql, sql, opportunity, quote, sale"};
    leadline_engine *engine = open_people(1, 1, NULL);
    for (int with = 0; with < 2; with++) {
        const leadline_engine *asked_of = with ? engine : NULL;
        CHECK_INT(leadline_stage_list_count(asked_of), 4);
        for (size_t i = 0; i < 4; i++) {
            leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
            CHECK_OK(leadline_stage_list_at(asked_of, i, &list));
            text t = {NULL, 0, 0};
            add_text(&t, "%s %d %d:", list.name, (int)list.step_count, (int)list.boundary);
            for (size_t k = 0; k < list.step_count; k++) {
                leadline_step step = LEADLINE_STEP_INIT;
                CHECK_OK(leadline_stage_at(asked_of, i, k, &step));
                CHECK(step.filters == NULL && step.filter_count == 0 && step.struct_size == sizeof step);
                add_text(&t, "%s %s%s%s", k == 0 ? "" : ",", step.name == NULL ? "" : step.name, step.name == NULL ? "" : "=", step.kinds);
            }
            CHECK_TEXT(t.bytes, wanted[i]);
            free(t.bytes);
            leadline_step step = LEADLINE_STEP_INIT;
            CHECK_STATUS(leadline_stage_at(asked_of, i, list.step_count, &step), LEADLINE_ERROR_ARGUMENT);
        }
        leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
        CHECK_STATUS(leadline_stage_list_at(asked_of, 4, &list), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_stage_list_at(asked_of, SIZE_MAX, &list), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_stage_list_at(asked_of, 0, NULL), LEADLINE_ERROR_NULL);
        CHECK_STATUS(leadline_stage_at(asked_of, 0, SIZE_MAX, &(leadline_step)LEADLINE_STEP_INIT), LEADLINE_ERROR_ARGUMENT);
    }

    part("lists by name, and their parts");
    world.count = 0;
    add_event(&world, 1, MARCH_1, IMPRESSION);
    add_event(&world, 1, MARCH_1 + 1, CLICK)->channel = 2;
    add_event(&world, 1, MARCH_1 + 2, LEAD_FORM);
    add_event(&world, 1, MARCH_1 + 3, SALE);
    add_event(&world, 2, MARCH_1, CLICK)->channel = 3;
    add_event(&world, 3, MARCH_1, LEAD);
    add_event(&world, 3, MARCH_1, 61);
    record_people(engine, &world);
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_TOP), "1 impression 1 0 0 !2 1/1\n2 click 1 0 0 1/1 1/1\n");
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_BOTTOM),
        "1 lead 2 0 1 !2 1/1\n2 mql 1 0 1 1/2 1/2\n3 sql 0 0 0 0/1 0/1\n4 sale 0 0 0 !1 0/1\n5 sale_repeat 0 0 0 !1 0/1\n");
    CHECK_ANSWER(funnel_of(engine, "classic", LEADLINE_STAGES_BOTTOM | LEADLINE_FUNNEL_OPEN),
        "1 intent 1 0 1 !2 1/1 0 1\n2 evaluation 0 0 0 0/1 0/1 0 0\n3 purchase 1 0 0 !1 0/1 0 0\n");
    CHECK_ANSWER(funnel_of(engine, "pipeline", LEADLINE_STAGES_TOP),
        "LEADLINE_ERROR_ARGUMENT: that part of the list of stages has no steps: pipeline\n");
    CHECK_ANSWER(funnel_of(engine, "digital", LEADLINE_STAGES_TOP | LEADLINE_STAGES_BOTTOM),
        "LEADLINE_ERROR_ARGUMENT: either the top or the bottom of a list of stages\n");
    CHECK_ANSWER(funnel_of(engine, "none", 0), "LEADLINE_ERROR_NAME: no list of stages is called none\n");
    CHECK_ANSWER(funnel_of(engine, NULL, 0), "LEADLINE_ERROR_ARGUMENT: there are no steps\n");

    part("the host's own");
    char channel[] = "channel", first[] = "a", kind_text[] = "click|view", step_name[] = "came";
    const char *names[] = {first, ""};
    leadline_filter filter = {sizeof filter, channel, names, 2};
    leadline_step steps[2] = {{sizeof steps[0], step_name, kind_text, &filter, 1, 0, 0}, LEADLINE_STEP_INIT};
    steps[1].kinds = "lead";
    CHECK_OK(leadline_define_stages(engine, "own", steps, 2, 1));
    memset(channel, 'x', 7); /* it was copied */
    memset(kind_text, 'x', 10);
    memset(step_name, 'x', 4);
    first[0] = 'x';
    CHECK_INT(leadline_stage_list_count(engine), 5);
    leadline_stage_list list = LEADLINE_STAGE_LIST_INIT;
    leadline_step step = LEADLINE_STEP_INIT;
    CHECK_OK(leadline_stage_list_at(engine, 4, &list));
    CHECK_TEXT(list.name, "own");
    CHECK(list.step_count == 2 && list.boundary == 1);
    CHECK_OK(leadline_stage_at(engine, 4, 0, &step));
    CHECK_TEXT(step.name, "came");
    CHECK_TEXT(step.kinds, "click|view");
    CHECK_TEXT(step.filters[0].dimension, "channel");
    CHECK_TEXT(step.filters[0].names[0], "a");
    CHECK_TEXT(step.filters[0].names[1], "");
    CHECK(step.filter_count == 1 && step.filters[0].name_count == 2);
    CHECK_OK(leadline_stage_at(engine, 4, 1, &step));
    CHECK(step.name == NULL && step.filter_count == 0);
    CHECK_ANSWER(funnel_of(engine, "own", 0), "1 came 1 0 0 !2 1/1\n2 lead 1 0 0 1/1 1/1\n");
    CHECK_ANSWER(funnel_of(engine, "own", LEADLINE_STAGES_BOTTOM), "1 lead 2 0 0 !2 1/1\n");
    CHECK_STATUS(leadline_define_stages(engine, "own", &step, 1, 0), LEADLINE_ERROR_DUPLICATE_NAME);
    CHECK_STATUS(leadline_define_stages(engine, "digital", &step, 1, 0), LEADLINE_ERROR_DUPLICATE_NAME);
    CHECK_STATUS(leadline_define_stages(engine, "Own two", &step, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "", &step, 1, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 0, 0), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1025, 0), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_define_stages(engine, "two", NULL, 1, 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_define_stages(engine, NULL, &step, 1, 0), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_define_stages(NULL, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.kinds = NULL;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.kinds = "lead|nothing";
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NAME);
    step.kinds = "lead";
    filter.dimension = "country";
    step.filters = &filter;
    step.filter_count = 1;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NAME);
    filter.struct_size--;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_STRUCT_SIZE);
    step.filters = NULL;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_NULL);
    step.filter_count = 0;
    step.struct_size--;
    CHECK_STATUS(leadline_define_stages(engine, "two", &step, 1, 0), LEADLINE_ERROR_STRUCT_SIZE);
    CHECK_INT(leadline_stage_list_count(engine), 5);
    CHECK_OK(leadline_close(engine));
}

/* ---- Mistakes ---- */

static void test_arguments(void) {
    part("mistakes");
    leadline_engine *engine = open_people(1, 1, NULL);
    leadline_table *table = NULL;
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "lead";
    steps[1].kinds = "sale";
    const leadline_velocity_options right = {sizeof right, steps, 2, NULL, NULL, 0, NULL, 0, 0, 0, 0, 0, 0, 0, NULL, 0};
    leadline_velocity_options o = right;
#define WRONG(change, wanted) do { o = right; change; CHECK_STATUS(leadline_velocity(engine, &o, &table), wanted); CHECK(table == NULL); } while (0)
    leadline_stage_pair pair = {1, 3};
    WRONG(o.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG(o.steps = NULL, LEADLINE_ERROR_NULL);
    WRONG(o.step_count = 0, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.step_count = 1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.step_count = LEADLINE_MAX_STEPS + 1, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.stages = "digital", LEADLINE_ERROR_ARGUMENT);
    WRONG(o.stages = "nothing"; o.step_count = 0, LEADLINE_ERROR_NAME);
    WRONG(o.flags = LEADLINE_STAGES_TOP, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.pair_count = 1, LEADLINE_ERROR_NULL);
    WRONG(o.pair_count = LEADLINE_MAX_STEPS + 1, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.pairs = &pair; o.pair_count = 1, LEADLINE_ERROR_ARGUMENT);
    pair = (leadline_stage_pair){0, 1};
    WRONG(o.pairs = &pair; o.pair_count = 1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.window_us = -1, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.flags = 0x20, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.period = 99, LEADLINE_ERROR_ARGUMENT);
    WRONG(o.by_count = 1, LEADLINE_ERROR_NULL);
    WRONG(o.by_count = 65, LEADLINE_ERROR_TOO_MANY);
    const char *by[] = {"channel", "channel"}, *unknown[] = {"country"};
    WRONG(o.by = by; o.by_count = 2, LEADLINE_ERROR_DUPLICATE_NAME);
    WRONG(o.by = unknown; o.by_count = 1, LEADLINE_ERROR_NAME);
    WRONG(o.quantile_count = 17, LEADLINE_ERROR_TOO_MANY);
    WRONG(o.quantile_count = 1, LEADLINE_ERROR_NULL);
    WRONG(steps[0].kinds = "leads", LEADLINE_ERROR_NAME);
    steps[0].kinds = "lead";
    CHECK_STATUS(leadline_velocity(NULL, &right, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_velocity(engine, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_velocity(engine, &right, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_velocity(engine, &right, &table));
    leadline_table_close(table);
    table = NULL;

    const leadline_stage_options good = {sizeof good, steps, 2, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, NULL, 0};
    leadline_stage_options s = good;
#define WRONG_BOTH(change, wanted) do { s = good; change; \
        CHECK_STATUS(leadline_stage_population(engine, &s, &table), wanted); \
        CHECK_STATUS(leadline_stage_times(engine, &s, &table), wanted); CHECK(table == NULL); } while (0)
    WRONG_BOTH(s.struct_size--, LEADLINE_ERROR_STRUCT_SIZE);
    WRONG_BOTH(s.step_count = 0, LEADLINE_ERROR_ARGUMENT);
    WRONG_BOTH(s.flags = 0x10, LEADLINE_ERROR_ARGUMENT);
    WRONG_BOTH(s.period = 99, LEADLINE_ERROR_ARGUMENT);
    leadline_step exit = LEADLINE_STEP_INIT;
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_NULL);
    exit.kinds = "nothing";
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_NAME);
    exit.struct_size = 3;
    WRONG_BOTH(s.exit = &exit, LEADLINE_ERROR_STRUCT_SIZE);
    s = good;
    s.flags = LEADLINE_QUERY_FROM;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s.flags = LEADLINE_QUERY_TO;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s.flags = 0;
    s.period = LEADLINE_PERIOD_DAY;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    s = good;
    s.quantiles = quantiles;
    s.quantile_count = 1;
    CHECK_STATUS(leadline_stage_population(engine, &s, &table), LEADLINE_ERROR_ARGUMENT);
    CHECK(table == NULL);
    CHECK_OK(leadline_stage_population(engine, &good, &table));
    leadline_table_close(table);
    CHECK_OK(leadline_stage_times(engine, &good, &table));
    leadline_table_close(table);
    table = NULL;
    CHECK_OK(leadline_close(engine));

    leadline_options options = LEADLINE_OPTIONS_INIT;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_STATUS(leadline_velocity(engine, &right, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_stage_population(engine, &good, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_stage_times(engine, &good, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_define_stages(engine, "own", steps, 2, 0));
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("velocity\n");
    test_model();
    test_vectors();
    test_many();
    test_lists();
    test_arguments();
    return finish();
}
