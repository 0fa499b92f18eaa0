/* A model of paths, which writes each of them out as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef PATH_MODEL_H
#define PATH_MODEL_H

#include "paths.h"

#define ROWS 4096

typedef struct question {
    model_step steps[TOUCHES];
    int count; /* 0: every fact */
    model_step outcome;
    uint32_t naming, order, flags, most;
    uint64_t limit;
    int by_channel;
    int64_t window, from, to, as_of;
} question;

static const char *const step_names[] = {"one", "two", "two"}; /* two of which read alike */

/* A step's text and its place among those that read alike. */
typedef struct called {
    char text[40];
    int number;
} called;

static inline int compare_called(const called *a, const called *b) {
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : a->number - b->number;
}

static inline called call(const question *q, const event *e) {
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

static inline int compare_steps(const path_row *a, const path_row *b) {
    for (int i = 0; i < a->length && i < b->length; i++) {
        int order = compare_called(&a->steps[i], &b->steps[i]);
        if (order != 0) return order;
    }
    return a->length - b->length;
}

static inline int64_t weight(const path_row *r) {
    return model_order == LEADLINE_PATHS_BY_PATHS ? r->paths : model_order == LEADLINE_PATHS_BY_OUTCOMES ? r->outcomes
           : model_order == LEADLINE_PATHS_BY_DROPS ? r->dropped : r->value;
}

static inline int compare_paths(const void *left, const void *right) {
    const path_row *a = left, *b = right;
    if (a->channel != b->channel) return a->channel < b->channel ? -1 : 1;
    if (weight(a) != weight(b)) return weight(a) > weight(b) ? -1 : 1;
    return compare_steps(a, b);
}

static inline int compare_moves(const void *left, const void *right) {
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

static inline void add_move(uint32_t channel, called from, called to) {
    for (int i = 0; i < move_count; i++) {
        if (move_rows[i].channel == channel && compare_called(&move_rows[i].from, &from) == 0 && compare_called(&move_rows[i].to, &to) == 0) {
            move_rows[i].times++;
            return;
        }
    }
    move_rows[move_count++] = (move_row){channel, from, to, 1};
}

/* One path: the events of a journey from `first` to before `end` that meet a step; an outcome at `end`, if there is one. */
static inline void add_model_path(const question *q, const journey *j, int first, int end, int has_outcome) {
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

static inline char *wanted_of(const question *q, const journey *journeys, int count) {
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

#endif /* PATH_MODEL_H */
