/* Paths and scores beside models that write each path out as text and add each buyer's points up; worked cases; what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "crowd.h"

#define TOUCHES 3
#define ROWS 4096

/* ---- Paths: the model ---- */

typedef struct question {
    model_step steps[TOUCHES];
    int count; /* 0: every fact */
    model_step outcome;
    uint32_t naming, order, flags, most;
    uint64_t limit;
    int by_channel;
    int64_t window, from, to, as_of;
} question;

static const char *const shown_channels[] = {"(not set)", "", "a", "b"};
static const char *const step_names[] = {"one", "two", "two"}; /* two of which read alike */

/* A step's text and its place among those that read alike. */
typedef struct called {
    char text[40];
    int number;
} called;

static int compare_called(const called *a, const called *b) {
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : a->number - b->number;
}

static called call(const question *q, const event *e) {
    called c = {"", 0};
    if (q->naming != LEADLINE_PATH_DIMENSION) {
        int s = 0;
        while (q->count > 0 && !meets(&q->steps[s], e)) s++;
        int by_step = q->count > 0 && q->naming != LEADLINE_PATH_KIND;
        snprintf(c.text, sizeof c.text, "%s", by_step ? step_names[s] : kind_names[e->kind]);
        c.number = by_step ? s : 0;
    }
    if (q->naming >= LEADLINE_PATH_DIMENSION) {
        if (c.text[0] != 0) strcat(c.text, ":");
        strcat(c.text, shown_channels[e->channel]);
    }
    return c;
}

typedef struct path_row {
    uint32_t channel;
    called steps[LONGEST];
    int length, paths, outcomes, dropped, open;
    int64_t value;
} path_row;

typedef struct move_row {
    uint32_t channel;
    called from, to; /* number 1000: none of a step, but a state */
    int times;
} move_row;

static path_row path_rows[ROWS];
static int path_count;
static move_row move_rows[ROWS];
static int move_count;
static int64_t touches[4][LONGEST * EVENTS];
static int touch_count[4];
static int64_t all_touches[4];
static uint32_t model_order;

static int compare_steps(const path_row *a, const path_row *b) {
    for (int i = 0; i < a->length && i < b->length; i++) {
        int order = compare_called(&a->steps[i], &b->steps[i]);
        if (order != 0) return order;
    }
    return a->length - b->length;
}

static int64_t weight(const path_row *r) {
    return model_order == LEADLINE_PATHS_BY_PATHS ? r->paths : model_order == LEADLINE_PATHS_BY_OUTCOMES ? r->outcomes
           : model_order == LEADLINE_PATHS_BY_DROPS ? r->dropped : r->value;
}

static int compare_paths(const void *left, const void *right) {
    const path_row *a = left, *b = right;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (weight(a) != weight(b)) return weight(a) > weight(b) ? -1 : 1;
    return compare_steps(a, b);
}

static int compare_moves(const void *left, const void *right) {
    const move_row *a = left, *b = right;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (a->from.number != 1000 && b->from.number == 1000) return 1;
    if (a->from.number == 1000 && b->from.number != 1000) return -1;
    int order = compare_called(&a->from, &b->from);
    if (order != 0) return order;
    if ((a->to.number >= 1000) != (b->to.number >= 1000)) return a->to.number >= 1000 ? 1 : -1;
    if (a->to.number >= 1000) return a->to.number - b->to.number;
    return compare_called(&a->to, &b->to);
}

static void add_move(uint32_t channel, called from, called to) {
    for (int i = 0; i < move_count; i++) {
        if (move_rows[i].channel == channel && compare_called(&move_rows[i].from, &from) == 0 && compare_called(&move_rows[i].to, &to) == 0) {
            move_rows[i].times++;
            return;
        }
    }
    move_rows[move_count++] = (move_row){channel, from, to, 1};
}

/* One path: the events of a journey from `first` to before `end` that meet a step; an outcome at `end`, if there is one. */
static void add_model_path(const question *q, const journey *j, int first, int end, int has_outcome) {
    const event *e[LONGEST];
    int count = 0;
    for (int i = first; i < end; i++) {
        int meets_any = q->count == 0;
        for (int s = 0; s < q->count; s++) meets_any |= meets(&q->steps[s], &j->events[i]);
        if (meets_any) e[count++] = &j->events[i];
    }
    if (!has_outcome && count == 0) return;
    const event *last = has_outcome ? &j->events[end] : e[count - 1];
    if (last->time < q->from || last->time >= q->to) return;
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (q->window == 0 || e[i]->time + q->window >= last->time) e[kept++] = e[i];
    }
    path_row row;
    memset(&row, 0, sizeof row);
    row.channel = q->by_channel ? (kept > 0 ? e[0] : last)->channel : 0;
    if (has_outcome) touches[row.channel][touch_count[row.channel]++] = kept;
    all_touches[row.channel] += count;
    for (int i = 0; i < kept; i++) {
        called c = call(q, e[i]);
        if ((q->flags & LEADLINE_PATH_COLLAPSE) && row.length > 0 && compare_called(&row.steps[row.length - 1], &c) == 0) continue;
        int is_there = 0;
        for (int s = 0; s < row.length; s++) is_there |= compare_called(&row.steps[s], &c) == 0;
        if ((q->flags & LEADLINE_PATH_FIRST) && is_there) continue;
        row.steps[row.length++] = c;
    }
    while (q->most != 0 && row.length > (int)q->most) {
        memmove(row.steps, row.steps + 1, sizeof(called) * (size_t)--row.length);
    }
    int is_open = !has_outcome && q->window != 0 && last->time + q->window > q->as_of;
    called from = {"(start)", 1000}, outcome = {"(outcome)", 1001}, dropped = {"(dropped)", 1002}, open = {"(open)", 1003};
    for (int i = 0; i < row.length; i++) {
        add_move(row.channel, from, row.steps[i]);
        from = row.steps[i];
    }
    add_move(row.channel, from, has_outcome ? outcome : is_open ? open : dropped);
    int at = 0;
    while (at < path_count && (path_rows[at].channel != row.channel || compare_steps(&path_rows[at], &row) != 0)) at++;
    if (at == path_count) path_rows[path_count++] = row;
    path_rows[at].paths++;
    path_rows[at].outcomes += has_outcome;
    path_rows[at].open += is_open;
    path_rows[at].dropped += !has_outcome && !is_open;
    path_rows[at].value += has_outcome ? last->amount : 0;
}

static const char *shown_key(uint32_t channel) { return channel == 0 ? "-" : shown_channels[channel]; }

static char *wanted_of(const question *q, const journey *journeys, int count) {
    path_count = move_count = 0;
    memset(touch_count, 0, sizeof touch_count);
    memset(all_touches, 0, sizeof all_touches);
    for (int p = 0; p < count; p++) {
        const journey *j = &journeys[p];
        int seen = seen_of(j, q->as_of), first = 0, is_over = 0;
        for (int i = 0; i < seen && !is_over; i++) {
            if (!meets(&q->outcome, &j->events[i])) continue;
            add_model_path(q, j, first, i, 1);
            first = i + 1;
            is_over = !(q->flags & LEADLINE_PATH_EVERY);
        }
        if (!is_over) add_model_path(q, j, first, seen, 0);
    }
    model_order = q->order;
    qsort(path_rows, (size_t)path_count, sizeof(path_row), compare_paths);
    qsort(move_rows, (size_t)move_count, sizeof(move_row), compare_moves);
    text t = {NULL, 0, 0};
    add_text(&t, "");
    uint64_t listed = 0;
    for (int i = 0; i < path_count; i++) {
        const path_row *r = &path_rows[i];
        if (i > 0 && r->channel != path_rows[i - 1].channel) listed = 0;
        if (q->limit != 0 && ++listed > q->limit) continue;
        if (q->by_channel) add_text(&t, "%s ", shown_key(r->channel));
        for (int s = 0; s < r->length; s++) add_text(&t, s == 0 ? "%s" : " > %s", r->steps[s].text);
        if (r->length == 0) add_text(&t, "-");
        add_text(&t, " %d %d %d %d %d %" PRId64, r->length, r->paths, r->outcomes, r->dropped, r->open, r->value);
        add_ratio(&t, r->outcomes, r->paths);
        int all = 0;
        for (int k = 0; k < path_count; k++) all += path_rows[k].channel == r->channel ? path_rows[k].paths : 0;
        add_ratio(&t, r->paths, all);
        add_text(&t, "\n");
    }
    add_text(&t, "--\n");
    for (int i = 0; i < move_count; i++) {
        const move_row *m = &move_rows[i];
        if (q->by_channel) add_text(&t, "%s ", shown_key(m->channel));
        add_text(&t, "%s %s %d", m->from.text, m->to.text, m->times);
        int all = 0;
        for (int k = 0; k < move_count; k++) {
            all += move_rows[k].channel == m->channel && compare_called(&move_rows[k].from, &m->from) == 0 ? move_rows[k].times : 0;
        }
        add_ratio(&t, m->times, all);
        add_text(&t, "\n");
    }
    add_text(&t, "--\n");
    for (uint32_t channel = 0; channel < 4; channel++) {
        int is_there = 0, n = touch_count[channel];
        for (int i = 0; i < path_count; i++) is_there |= path_rows[i].channel == channel;
        if (!is_there) continue;
        if (q->by_channel) add_text(&t, "%s ", shown_key(channel));
        int64_t sum = 0;
        for (int i = 0; i < n; i++) sum += touches[channel][i];
        add_text(&t, "%d %" PRId64, n, sum);
        if (n == 0) {
            add_text(&t, " !2 !2");
        } else {
            add_ratio(&t, sum, n);
            add_text(&t, " %" PRId64 "/1", quantile_of(touches[channel], n, 500));
        }
        add_text(&t, " %" PRId64, all_touches[channel]);
        add_ratio(&t, sum, all_touches[channel]);
        add_text(&t, "\n");
    }
    return t.bytes;
}

/* ---- Paths: both ---- */

static void make_question(question *q) {
    memset(q, 0, sizeof *q);
    q->count = (int)any(TOUCHES + 1);
    for (int s = 0; s < q->count; s++) make_step(&q->steps[s]);
    make_step(&q->outcome);
    q->naming = any(4);
    q->order = any(4);
    q->flags = any(8) << 4;
    q->most = any(2) == 0 ? 0 : 1 + any(3);
    q->limit = any(3) == 0 ? 1 + any(3) : 0;
    q->by_channel = any(2) == 0;
    q->window = any(3) == 0 ? 0 : 1 + any(12);
    q->from = any(4) == 0 ? MARCH_1 + any(10) : INT64_MIN;
    q->to = any(4) == 0 ? MARCH_1 + 10 + any(12) : INT64_MAX;
    q->as_of = any(3) == 0 ? MARCH_1 + any(24) : MARCH_1 + 30;
}

typedef struct asked {
    leadline_step steps[TOUCHES + 1];
    leadline_filter filters[TOUCHES + 1];
    const char *names[TOUCHES + 1];
    leadline_path_options options;
} asked;

static const char *const by[] = {"channel"};

static void set_up(asked *a, const question *q) {
    memset(a, 0, sizeof *a);
    for (int s = 0; s <= q->count; s++) {
        const model_step *step = s < q->count ? &q->steps[s] : &q->outcome;
        if (step->channel >= 0) {
            a->names[s] = channel_names[step->channel - 1];
            a->filters[s] = (leadline_filter){sizeof a->filters[s], "channel", &a->names[s], 1};
        }
        a->steps[s] = (leadline_step){sizeof a->steps[s], s < q->count ? step_names[s] : NULL, step->text, &a->filters[s], step->channel >= 0, 0, 0};
    }
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    options.steps = q->count == 0 ? NULL : a->steps;
    options.step_count = (size_t)q->count;
    options.outcome = &a->steps[q->count];
    options.dimension = q->naming >= LEADLINE_PATH_DIMENSION ? "channel" : NULL;
    options.by = by;
    options.by_count = (size_t)q->by_channel;
    options.window_us = q->window;
    options.from_us = q->from;
    options.to_us = q->to;
    options.as_of_us = q->as_of;
    options.limit = q->limit;
    options.most_steps = q->most;
    options.naming = q->naming;
    options.order = q->order;
    options.flags = q->flags | LEADLINE_QUERY_AS_OF | (q->from != INT64_MIN ? LEADLINE_QUERY_FROM : 0) |
                    (q->to != INT64_MAX ? LEADLINE_QUERY_TO : 0);
    a->options = options;
}

static char *answer_of(const leadline_engine *engine, const leadline_path_options *options) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    text t = {NULL, 0, 0};
    leadline_status status = leadline_paths(engine, options, &tables[0], &tables[1], &tables[2]);
    add_text(&t, "%s", status == LEADLINE_OK ? "" : leadline_status_name(status));
    for (int i = 0; i < 3 && status == LEADLINE_OK; i++) {
        if (i > 0) add_text(&t, "--\n");
        add_table(&t, tables[i]);
        leadline_table_close(tables[i]);
    }
    return t.bytes;
}

static void compare_questions(const leadline_engine *engine, const round_of *r, int round) {
    static journey journeys[LONGEST];
    static asked a;
    int count = make_journeys(r, journeys);
    for (int i = 0; i < 4; i++) {
        question q;
        make_question(&q);
        set_up(&a, &q);
        char *is = answer_of(engine, &a.options), *wanted = wanted_of(&q, journeys, count);
        if (strcmp(is, wanted) != 0) {
            printf("  round %d, question %d: naming %u, flags %x, most %u, window %d, by channel %d\n", round, i, q.naming, q.flags, q.most,
                (int)q.window, q.by_channel);
        }
        CHECK_TEXT(is, wanted);
        free(is);
        free(wanted);
    }
}

/* ---- Scores ---- */

typedef struct scoring {
    model_step steps[TOUCHES];
    int64_t points[TOUCHES], within[TOUCHES], from[3];
    uint32_t most[TOUCHES];
    int rules, classes, by_channel, by_person, least;
    int64_t as_of;
} scoring;

static const char *const class_names[] = {"red", "amber", "green"};

typedef struct scored {
    const journey *j;
    const event *first;
    int64_t score, reached;
    int place;
} scored;

static int compare_scored(const void *left, const void *right) {
    const scored *a = left, *b = right;
    if (a->j->account != b->j->account) return a->j->account < b->j->account ? -1 : 1;
    return a->j->person < b->j->person ? -1 : 1;
}

/* The points of the first events of a journey, rule by rule. */
static int64_t score_of(const scoring *s, const journey *j, int end, const event **first) {
    int64_t score = 0;
    *first = NULL;
    for (int r = 0; r < s->rules; r++) {
        uint32_t number = 0;
        for (int i = 0; i < end; i++) {
            const event *e = &j->events[i];
            if (!meets(&s->steps[r], e) || (s->within[r] != 0 && e->time < s->as_of - s->within[r])) continue;
            if (s->most[r] != 0 && number == s->most[r]) continue;
            number++;
            score += s->points[r];
            if (*first == NULL || e < *first) *first = e;
        }
    }
    return score;
}

static int class_of(const scoring *s, int64_t score) {
    int place = 0;
    for (int c = 1; c < s->classes; c++) place = score >= s->from[c] ? c : place;
    return place;
}

static int score_all(const scoring *s, const journey *journeys, int count, scored *all) {
    int number = 0;
    for (int p = 0; p < count; p++) {
        int seen = seen_of(&journeys[p], s->as_of);
        scored one = {&journeys[p], NULL, 0, 0, 0};
        const event *unused;
        one.score = score_of(s, one.j, seen, &one.first);
        if (one.first == NULL) continue;
        one.place = class_of(s, one.score);
        one.reached = one.first->time;
        for (int end = 1; one.place > 0; end++) {
            if (score_of(s, one.j, end, &unused) < s->from[one.place] || unused == NULL) continue;
            one.reached = one.j->events[end - 1].time;
            break;
        }
        all[number++] = one;
    }
    qsort(all, (size_t)number, sizeof(scored), compare_scored);
    return number;
}

static void compare_scores(const leadline_engine *engine, const round_of *r, int round) {
    static journey journeys[LONGEST];
    scoring s;
    memset(&s, 0, sizeof s);
    s.rules = 1 + (int)any(TOUCHES);
    s.classes = 1 + (int)any(3);
    s.by_channel = any(2) == 0;
    s.by_person = any(3) == 0;
    s.least = (int)any((uint32_t)s.classes + 1);
    s.as_of = any(3) == 0 ? MARCH_1 + any(24) : MARCH_1 + 30;
    s.from[1] = (int64_t)any(4) + 1;
    s.from[2] = s.from[1] + 1 + any(4);
    leadline_score_rule rules[TOUCHES];
    leadline_filter filters[TOUCHES];
    const char *names[TOUCHES];
    leadline_score_class classes[3];
    for (int i = 0; i < s.rules; i++) {
        make_step(&s.steps[i]);
        s.points[i] = (int64_t)any(6) - 1;
        s.within[i] = any(3) == 0 ? 1 + any(20) : 0;
        s.most[i] = any(3) == 0 ? 1 + any(2) : 0;
        if (s.steps[i].channel >= 0) names[i] = channel_names[s.steps[i].channel - 1];
        filters[i] = (leadline_filter){sizeof filters[i], "channel", &names[i], 1};
        rules[i] = (leadline_score_rule){sizeof rules[i], s.steps[i].text, &filters[i], s.steps[i].channel >= 0, s.points[i], s.within[i], s.most[i], 0};
    }
    for (int c = 0; c < 3; c++) classes[c] = (leadline_score_class){sizeof classes[c], class_names[c], c == 0 ? 77 : s.from[c]};
    leadline_score_options options = LEADLINE_SCORE_OPTIONS_INIT;
    options.rules = rules;
    options.rule_count = (size_t)s.rules;
    options.classes = classes;
    options.class_count = (size_t)s.classes;
    options.by = by;
    options.by_count = (size_t)s.by_channel;
    options.as_of_us = s.as_of;
    options.flags = LEADLINE_QUERY_AS_OF | (s.by_person ? LEADLINE_AUDIENCE_PERSONS : 0);

    static scored all[LONGEST];
    int count = score_all(&s, journeys, make_journeys_by(r, journeys, s.by_person), all);
    text is = {NULL, 0, 0}, wanted = {NULL, 0, 0};
    leadline_table *table = NULL;
    add_text(&is, "");
    add_text(&wanted, "");
    CHECK_OK(leadline_scores(engine, &options, &table));
    add_table(&is, table);
    leadline_table_close(table);
    for (uint32_t channel = 0; channel < 4; channel++) {
        int buyers[3] = {0}, everybody = 0;
        int64_t points[3] = {0};
        for (int i = 0; i < count; i++) {
            if (s.by_channel ? all[i].first->channel != channel : channel > 0) continue;
            buyers[all[i].place]++;
            points[all[i].place] += all[i].score;
            everybody++;
        }
        for (int c = 0; c < s.classes && everybody > 0; c++) {
            if (s.by_channel) add_text(&wanted, "%s ", shown_key(channel));
            add_text(&wanted, "%s %d", class_names[c], buyers[c]);
            add_ratio(&wanted, buyers[c], everybody);
            add_ratio(&wanted, points[c], buyers[c]);
            add_text(&wanted, "\n");
        }
    }
    options.by_count = 0;
    options.from_class = (uint32_t)s.least;
    CHECK_OK(leadline_score_members(engine, &options, &table));
    add_text(&is, "--\n");
    add_table(&is, table);
    leadline_table_close(table);
    add_text(&wanted, "--\n");
    for (int i = 0; i < count; i++) {
        if (all[i].place + 1 < s.least) continue;
        add_text(&wanted, "%" PRIu64 " %" PRIu64 " %" PRId64 " %s %" PRId64 "\n", all[i].j->person, all[i].j->account, all[i].score,
            class_names[all[i].place], all[i].reached);
    }
    if (strcmp(is.bytes, wanted.bytes) != 0) printf("  round %d\n", round);
    CHECK_TEXT(is.bytes, wanted.bytes);
    free(is.bytes);
    free(wanted.bytes);
}

static void test_model(void) {
    part("random journeys, links, paths and scores beside the models");
    static round_of r;
    for (int round = 0; round < 3000; round++) {
        seed = (uint64_t)round * 4513 + 9;
        make_round(&r);
        if (any(3) == 0) make_links(&r);
        uint32_t shards = 1 + any(3);
        leadline_engine *engine = open_with_journeys(shards, 1 + any(3), r.has_ids);
        leadline_engine *other = r.merges ? open_with_journeys(shards, 1, r.has_ids) : NULL;
        fill(engine, other, &r);
        compare_questions(engine, &r, round);
        compare_scores(engine, &r, round);
        CHECK_OK(leadline_close(engine));
    }
}

/* ---- Cases ---- */

static void record(leadline_engine *engine, int64_t time, uint16_t kind, const char *channel, uint64_t person, int64_t amount) {
    static rows one;
    one.count = 0;
    add_row(&one, time, kind, name(engine, 0, channel), 0, amount, 1, 0);
    one.person[0] = person;
    leadline_batch batch = batch_of(&one, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

/* The path of the catalogue's attribution vectors (5.10: video view, banner click, brand search, sale of 9000), and others. */
static leadline_engine *open_case(void) {
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, MARCH_1, IMPRESSION, "video", 1, 0);
    record(engine, MARCH_1 + HOUR, CLICK, "banner", 1, 0);
    record(engine, MARCH_1 + DAY, CLICK, "search", 1, 0);
    record(engine, MARCH_1 + DAY + HOUR, SALE, "", 1, 9000);
    record(engine, MARCH_1 + 2 * DAY, CLICK, "search", 1, 0);
    record(engine, MARCH_1 + 3 * DAY, SALE, "", 1, 500);
    record(engine, MARCH_1, CLICK, "banner", 2, 0);
    record(engine, MARCH_1 + HOUR, CLICK, "banner", 2, 0);
    record(engine, MARCH_1 + 2 * HOUR, CLICK, "search", 2, 0);
    record(engine, MARCH_1, SALE, "", 3, 100);
    record(engine, MARCH_1 + 3 * DAY, CLICK, "search", 4, 0);
    return engine;
}

static void test_cases(void) {
    part("worked cases");
    leadline_engine *engine = open_case();
    leadline_step steps[2] = {LEADLINE_STEP_INIT, LEADLINE_STEP_INIT};
    steps[0].kinds = "impression";
    steps[0].name = "view";
    steps[1].kinds = "click";
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = 2;
    options.dimension = "channel";
    options.naming = LEADLINE_PATH_STEP_DIMENSION;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 1 1 0 0 100 1/1 1/4\n"
                   "click:banner > click:banner > click:search 3 1 0 1 0 0 0/1 1/4\n"
                   "click:search 1 1 0 1 0 0 0/1 1/4\n"
                   "view:video > click:banner > click:search 3 1 1 0 0 9000 1/1 1/4\n--\n"
                   "(start) click:banner 1 1/4\n(start) click:search 1 1/4\n(start) view:video 1 1/4\n(start) (outcome) 1 1/4\n"
                   "click:banner click:banner 1 1/3\nclick:banner click:search 2 2/3\n"
                   "click:search (outcome) 1 1/3\nclick:search (dropped) 2 2/3\nview:video click:banner 1 1/1\n--\n"
                   "2 3 3/2 0/1 7 3/7\n");
    free(is);
    /* Every outcome, by its channel alone, collapsed, most valuable first, within two days. */
    options.naming = LEADLINE_PATH_DIMENSION;
    options.flags = LEADLINE_PATH_EVERY | LEADLINE_PATH_COLLAPSE;
    options.order = LEADLINE_PATHS_BY_VALUE;
    options.window_us = 2 * DAY;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "video > banner > search 3 1 1 0 0 9000 1/1 1/5\n"
                   "search 1 2 1 0 1 500 1/2 2/5\n"
                   "- 0 1 1 0 0 100 1/1 1/5\n"
                   "banner > search 2 1 0 1 0 0 0/1 1/5\n--\n"
                   "(start) banner 1 1/5\n(start) search 2 2/5\n(start) video 1 1/5\n(start) (outcome) 1 1/5\n"
                   "banner search 2 1/1\nsearch (outcome) 2 1/2\nsearch (dropped) 1 1/4\nsearch (open) 1 1/4\nvideo banner 1 1/1\n--\n"
                   "3 4 4/3 1/1 8 1/2\n");
    free(is);
    /* As of the first evening, the last step alone. */
    options.most_steps = 1;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = MARCH_1 + 12 * HOUR;
    options.order = LEADLINE_PATHS_BY_PATHS;
    options.limit = 2;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 1 1 0 0 100 1/1 1/3\nbanner 1 1 0 0 1 0 0/1 1/3\n--\n"
                   "(start) banner 1 1/3\n(start) search 1 1/3\n(start) (outcome) 1 1/3\nbanner (open) 1 1/1\nsearch (open) 1 1/1\n--\n"
                   "1 0 0/1 0/1 5 0/1\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* The first and the last instant there are, as of the ends of 64 bits. */
static void test_extremes(void) {
    part("extremes of time");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    record(engine, FIRST_TIME, CLICK, "a", 1, 0);
    record(engine, LAST_TIME, SALE, "a", 1, INT64_C(1) << 62);
    record(engine, LAST_TIME, SALE, "a", 2, INT64_C(1) << 62);
    record(engine, FIRST_TIME, CLICK, "a", 3, 0);
    leadline_path_options options = LEADLINE_PATH_OPTIONS_INIT;
    options.flags = LEADLINE_QUERY_AS_OF;
    options.as_of_us = INT64_MAX;
    options.window_us = LAST_TIME - FIRST_TIME - 1;
    char *is = answer_of(engine, &options);
    CHECK_TEXT(is, "- 0 2 2 0 0 9223372036854775808 1/1 2/3\nclick 1 1 0 1 0 0 0/1 1/3\n--\n"
                   "(start) click 1 1/3\n(start) (outcome) 2 2/3\nclick (dropped) 1 1/1\n--\n2 0 0/1 0/1 2 0/1\n");
    free(is);
    options.window_us++;
    options.as_of_us = LAST_TIME - 1;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "click 1 2 0 0 2 0 0/1 1/1\n--\n(start) click 2 1/1\nclick (open) 2 1/1\n--\n0 0 !2 !2 2 0/1\n");
    free(is);
    options.as_of_us = INT64_MIN;
    is = answer_of(engine, &options);
    CHECK_TEXT(is, "--\n--\n");
    free(is);
    CHECK_OK(leadline_close(engine));
}

/* Red, amber and green accounts, and when a lead was qualified. */
static void test_health(void) {
    part("account health");
    leadline_engine *engine = open_with_journeys(1, 1, 0);
    static const uint16_t kinds_of[] = {LEADLINE_KIND_VISIT, LEADLINE_KIND_ENQUIRY, LEADLINE_KIND_DEAL_LOST};
    for (int i = 0; i < 6; i++) record(engine, MARCH_1 + i * DAY, kinds_of[0], "a", 1, 0);
    record(engine, MARCH_1 + 6 * DAY, kinds_of[1], "a", 1, 0);
    record(engine, MARCH_1, kinds_of[1], "b", 2, 0);
    record(engine, MARCH_1 + DAY, kinds_of[2], "b", 2, 0);
    record(engine, MARCH_1, kinds_of[0], "b", 3, 0);
    record(engine, MARCH_1, SALE, "b", 4, 0); /* no signal */
    leadline_score_rule rules[3] = {LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT, LEADLINE_SCORE_RULE_INIT};
    rules[0].kinds = "visit";
    rules[0].points = 5;
    rules[0].most = 4;
    rules[1].kinds = "enquiry";
    rules[1].points = 30;
    rules[2].kinds = "deal_lost";
    rules[2].points = -20;
    leadline_score_class classes[3] = {LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT, LEADLINE_SCORE_CLASS_INIT};
    for (int c = 0; c < 3; c++) classes[c].name = class_names[c];
    classes[1].from = 10;
    classes[2].from = 40;
    leadline_score_options options = LEADLINE_SCORE_OPTIONS_INIT;
    options.rules = rules;
    options.rule_count = 3;
    options.classes = classes;
    options.class_count = 3;
    leadline_table *table = NULL;
    text t = {NULL, 0, 0};
    CHECK_OK(leadline_scores(engine, &options, &table));
    add_table(&t, table);
    leadline_table_close(table);
    options.from_class = 2;
    CHECK_OK(leadline_score_members(engine, &options, &table));
    add_table(&t, table);
    leadline_table_close(table);
    CHECK_TEXT(t.bytes, "red 1 1/3 5/1\namber 1 1/3 10/1\ngreen 1 1/3 50/1\n1 0 50 green 1709769600000000\n2 0 10 amber 1709251200000000\n");
    free(t.bytes);
    CHECK_OK(leadline_close(engine));
}

/* ---- What is refused ---- */

static leadline_engine *bare;
static leadline_path_options path_options;
static leadline_score_options score_options;
static leadline_score_rule score_rule;
static leadline_score_class score_classes[3];
static leadline_step one_step;

static void set_anew(void) {
    static const leadline_path_options paths = LEADLINE_PATH_OPTIONS_INIT;
    static const leadline_score_options scores = LEADLINE_SCORE_OPTIONS_INIT;
    static const leadline_score_rule rule = LEADLINE_SCORE_RULE_INIT;
    static const leadline_score_class class = LEADLINE_SCORE_CLASS_INIT;
    static const leadline_step step = LEADLINE_STEP_INIT;
    path_options = paths;
    score_options = scores;
    score_rule = rule;
    score_rule.kinds = "click";
    score_options.rules = &score_rule;
    score_options.rule_count = 1;
    score_options.classes = score_classes;
    score_options.class_count = 3;
    for (int c = 0; c < 3; c++) {
        score_classes[c] = class;
        score_classes[c].name = class_names[c];
        score_classes[c].from = c;
    }
    one_step = step;
}

static void refuse_paths(int line, leadline_status wanted, const char *says) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    char detail[400] = "";
    leadline_status status = leadline_paths(bare, &path_options, &tables[0], &tables[1], &tables[2]);
    check_statuses(status, wanted, "paths.c", line, "paths");
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL, "paths.c", line, "says", detail);
    for (int i = 0; i < 3; i++) {
        CHECK((tables[i] != NULL) == (wanted == LEADLINE_OK));
        leadline_table_close(tables[i]);
    }
}

static void refuse_scores(int line, leadline_status wanted, leadline_status of_list, const char *says) {
    leadline_table *table = NULL;
    char detail[400] = "";
    check_statuses(leadline_scores(bare, &score_options, &table), wanted, "paths.c", line, "scores");
    leadline_engine_error(bare, detail, sizeof detail);
    if (wanted != LEADLINE_OK) check_note(strstr(detail, says) != NULL && table == NULL, "paths.c", line, "says", detail);
    leadline_table_close(table);
    table = NULL;
    check_statuses(leadline_score_members(bare, &score_options, &table), of_list, "paths.c", line, "members");
    leadline_table_close(table);
}

#define REFUSE_PATHS(change, status, says) (set_anew(), change, refuse_paths(__LINE__, LEADLINE_##status, says))
#define REFUSE_SCORES(change, status, says) (set_anew(), change, refuse_scores(__LINE__, LEADLINE_##status, LEADLINE_##status, says))

static void test_refusals(void) {
    part("what is refused");
    static const char *const twice[] = {"channel", "channel"}, *const unknown[] = {"country"};
    bare = open_with_journeys(1, 1, 0);
    uint16_t quantile = 1001;
    REFUSE_PATHS((void)0, OK, "");
    REFUSE_PATHS(path_options.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE_PATHS(path_options.step_count = 1025, ERROR_TOO_MANY, "steps");
    REFUSE_PATHS(path_options.by_count = 65, ERROR_TOO_MANY, "keys");
    REFUSE_PATHS(path_options.step_count = 1, ERROR_NULL, "steps is NULL");
    REFUSE_PATHS((path_options.steps = &one_step, path_options.step_count = 1), ERROR_NULL, "step 1: kinds is NULL");
    REFUSE_PATHS((path_options.steps = &one_step, path_options.step_count = 1, one_step.kinds = "x"), ERROR_NAME, "no kind is called 'x'");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "x"), ERROR_NAME, "no kind is called 'x'");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "sale|visit"), ERROR_ARGUMENT, "different units");
    REFUSE_PATHS((path_options.outcome = &one_step, one_step.kinds = "sale|registration|lead"), OK, "");
    REFUSE_PATHS(path_options.flags = 0x80, ERROR_ARGUMENT, "unknown flags");
    REFUSE_PATHS(path_options.flags = LEADLINE_QUERY_TOTALS, ERROR_ARGUMENT, "unknown flags");
    REFUSE_PATHS(path_options.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE_PATHS(path_options.order = 4, ERROR_ARGUMENT, "order");
    REFUSE_PATHS(path_options.period = 99, ERROR_ARGUMENT, "period");
    REFUSE_PATHS(path_options.window_us = -1, ERROR_ARGUMENT, "window");
    REFUSE_PATHS(path_options.naming = 4, ERROR_ARGUMENT, "naming");
    REFUSE_PATHS(path_options.naming = UINT32_MAX, ERROR_ARGUMENT, "naming");
    REFUSE_PATHS(path_options.naming = LEADLINE_PATH_DIMENSION, ERROR_ARGUMENT, "dimension");
    REFUSE_PATHS(path_options.dimension = "channel", ERROR_ARGUMENT, "dimension");
    REFUSE_PATHS((path_options.naming = LEADLINE_PATH_DIMENSION, path_options.dimension = "country"), ERROR_NAME, "country");
    REFUSE_PATHS((path_options.by = unknown, path_options.by_count = 1), ERROR_NAME, "country");
    REFUSE_PATHS((path_options.by = twice, path_options.by_count = 2), ERROR_DUPLICATE_NAME, "channel");
    REFUSE_PATHS((path_options.quantiles = &quantile, path_options.quantile_count = 1), ERROR_ARGUMENT, "quantiles");
    REFUSE_PATHS(path_options.quantile_count = 17, ERROR_TOO_MANY, "quantiles");
    REFUSE_PATHS((path_options.limit = UINT64_MAX, path_options.most_steps = UINT32_MAX, path_options.window_us = INT64_MAX), OK, "");

    REFUSE_SCORES((void)0, OK, "");
    REFUSE_SCORES(score_options.struct_size = 8, ERROR_STRUCT_SIZE, "");
    REFUSE_SCORES(score_options.rule_count = 0, ERROR_ARGUMENT, "without rules");
    REFUSE_SCORES(score_options.class_count = 0, ERROR_ARGUMENT, "classes");
    REFUSE_SCORES(score_options.rule_count = 1025, ERROR_TOO_MANY, "rules");
    REFUSE_SCORES(score_options.class_count = 257, ERROR_TOO_MANY, "classes");
    REFUSE_SCORES(score_options.rules = NULL, ERROR_NULL, "rules");
    REFUSE_SCORES(score_options.classes = NULL, ERROR_NULL, "classes");
    REFUSE_SCORES(score_options.flags = LEADLINE_QUERY_FROM, ERROR_ARGUMENT, "unknown flags");
    REFUSE_SCORES(score_options.reserved = 1, ERROR_ARGUMENT, "reserved");
    REFUSE_SCORES(score_options.from_class = 4, ERROR_ARGUMENT, "class");
    REFUSE_SCORES(score_options.period = 99, ERROR_ARGUMENT, "period");
    REFUSE_SCORES(score_rule.struct_size = 8, ERROR_STRUCT_SIZE, "rule");
    REFUSE_SCORES(score_rule.kinds = NULL, ERROR_NULL, "kinds");
    REFUSE_SCORES(score_rule.kinds = "x", ERROR_NAME, "no kind is called 'x'");
    REFUSE_SCORES(score_rule.points = LEADLINE_MAX_POINTS + 1, ERROR_ARGUMENT, "points");
    REFUSE_SCORES(score_rule.points = INT64_MIN, ERROR_ARGUMENT, "points");
    REFUSE_SCORES(score_rule.within_us = -1, ERROR_ARGUMENT, "within");
    REFUSE_SCORES(score_rule.flags = 1, ERROR_ARGUMENT, "unknown flags");
    REFUSE_SCORES(score_classes[1].struct_size = 16, ERROR_STRUCT_SIZE, "class");
    REFUSE_SCORES(score_classes[2].name = NULL, ERROR_NULL, "class 3: name is NULL");
    REFUSE_SCORES(score_classes[2].from = 1, ERROR_ARGUMENT, "green");
    REFUSE_SCORES(score_classes[1].from = INT64_MIN, OK, "");
    set_anew();
    score_options.period = LEADLINE_PERIOD_WEEK;
    refuse_scores(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");
    score_options.period = 0;
    score_options.by = by;
    score_options.by_count = 1;
    refuse_scores(__LINE__, LEADLINE_OK, LEADLINE_ERROR_ARGUMENT, "");

    set_anew();
    leadline_table *table = NULL;
    CHECK_STATUS(leadline_paths(NULL, &path_options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, NULL, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, &path_options, NULL, &table, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_paths(bare, &path_options, &table, (leadline_table **)(void *)((char *)&table + 1), NULL), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(leadline_scores(bare, NULL, &table), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_scores(bare, &score_options, NULL), LEADLINE_ERROR_NULL);
    CHECK_OK(leadline_paths(bare, &path_options, &table, NULL, NULL));
    leadline_table_close(table);
    table = NULL;
    leadline_options without = LEADLINE_OPTIONS_INIT;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&without, &engine, NULL, 0));
    CHECK_STATUS(leadline_paths(engine, &path_options, &table, NULL, NULL), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_STATUS(leadline_scores(engine, &score_options, &table), LEADLINE_ERROR_UNSUPPORTED);
    CHECK_OK(leadline_close(engine));
    CHECK(table == NULL);
    CHECK_OK(leadline_close(bare));
}

int main(void) {
    printf("paths\n");
    test_cases();
    test_extremes();
    test_health();
    test_refusals();
    test_model();
    return finish();
}
