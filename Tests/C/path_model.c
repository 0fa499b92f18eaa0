/* Paths and scores of journeys of chance beside the models.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "path_model.h"
#include "score_model.h"

/* ---- Paths ---- */

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

int main(void) {
    printf("path_model\n");
    test_model();
    return finish();
}
