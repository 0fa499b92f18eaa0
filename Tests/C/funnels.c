/* Funnels beside a model that tries every run of every journey.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "crowd.h"

/* ---- Both ---- */

static void make_funnel(funnel *f) {
    memset(f, 0, sizeof *f);
    f->count = 1 + (int)any(STEPS);
    for (int k = 0; k < f->count; k++) make_step(&f->steps[k]);
    f->mode = any(3);
    f->is_open = any(3) == 0;
    f->counts_first = any(2) == 0;
    f->window = any(3) == 0 ? 0 : 1 + any(12);
    f->from = any(3) == 0 ? MARCH_1 + any(10) : INT64_MIN;
    f->to = any(3) == 0 ? MARCH_1 + 10 + any(12) : INT64_MAX;
    f->as_of = any(3) == 0 ? MARCH_1 + any(24) : MARCH_1 + 30;
    if (f->count > 1 && f->mode != LEADLINE_FUNNEL_ANY_ORDER && any(3) == 0) f->exclusion_count = 1 + (int)any(EXCLUSIONS);
    for (int x = 0; x < f->exclusion_count; x++) {
        make_step(&f->exclusions[x]);
        f->after[x] = (int)any((uint32_t)f->count - 1);
        f->before[x] = f->after[x] + 1 + (int)any((uint32_t)(f->count - f->after[x] - 1));
    }
}

/* Steps and an exclusion as C has them. */
typedef struct asked {
    leadline_step steps[STEPS];
    leadline_filter filters[STEPS + EXCLUSIONS];
    const char *names[STEPS + EXCLUSIONS];
    leadline_exclusion exclusions[EXCLUSIONS];
    leadline_funnel_options options;
} asked;

static void set_up(asked *a, const funnel *f) {
    memset(a, 0, sizeof *a);
    for (int k = 0; k < f->count + f->exclusion_count; k++) {
        int x = k - f->count;
        const model_step *s = x < 0 ? &f->steps[k] : &f->exclusions[x];
        if (s->channel >= 0) {
            a->names[k] = channel_names[s->channel - 1];
            a->filters[k] = (leadline_filter){sizeof a->filters[k], "channel", &a->names[k], 1};
        }
        if (x < 0) {
            a->steps[k] = (leadline_step){sizeof a->steps[k], NULL, s->text, &a->filters[k], s->channel >= 0, 0, 0};
        } else {
            a->exclusions[x] = (leadline_exclusion){sizeof a->exclusions[x], s->text, &a->filters[k], s->channel >= 0,
                (uint32_t)f->after[x] + 1, (uint32_t)f->before[x] + 1, 0, 0};
        }
    }
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = a->steps;
    options.step_count = (size_t)f->count;
    options.exclusions = a->exclusions;
    options.exclusion_count = (size_t)f->exclusion_count;
    options.window_us = f->window;
    options.from_us = f->from;
    options.to_us = f->to;
    options.as_of_us = f->as_of;
    options.mode = f->mode;
    options.flags = LEADLINE_QUERY_AS_OF | LEADLINE_FUNNEL_TIMES | (f->is_open ? LEADLINE_FUNNEL_OPEN : 0) |
                    (f->counts_first ? LEADLINE_FUNNEL_FIRST : 0) |
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

/* What the model wants to read up to the columns of times, and where people went. */
static char *wanted_of(const funnel *f, const journey *journeys, int count, int by_channel) {
    int64_t reached[GROUPS][STEPS] = {{0}}, dropped[GROUPS][STEPS] = {{0}}, open[GROUPS][STEPS] = {{0}};
    int64_t continued[GROUPS][STEPS] = {{0}}, from_first[GROUPS][STEPS] = {{0}};
    int64_t decided[GROUPS][STEPS] = {{0}}, final_continued[GROUPS][STEPS] = {{0}}, final_first[GROUPS][STEPS] = {{0}};
    int64_t exits[GROUPS][STEPS][KINDS + 1] = {{{0}}};
    int is_there[GROUPS] = {0};
    for (int p = 0; p < count; p++) {
        int seen = 0;
        best_run run = run_of(f, &journeys[p], &seen);
        if (run.start < 0) continue;
        uint32_t channel = journeys[p].events[run.start].channel;
        int g = by_channel && channel > 0 ? (int)channel - 1 : 0;
        is_there[g] = 1;
        int final = is_final(f, &journeys[p], seen, &run);
        for (int k = run.entry; k <= run.last; k++) {
            decided[g][k] += final;
            final_continued[g][k] += final && k > run.entry;
            final_first[g][k] += final && run.entry == 0;
            reached[g][k]++;
            continued[g][k] += k > run.entry;
            from_first[g][k] += run.entry == 0;
        }
        if (run.last == f->count - 1) continue;
        if (is_undecided(f, &journeys[p], seen, &run)) {
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
            add_text(&t, "%d %s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, k + 1, f->steps[k].text, reached[g][k], dropped[g][k],
                open[g][k], decided[g][k]);
            if (k == 0) {
                add_text(&t, " !2");
            } else {
                add_ratio(&t, final_continued[g][k], decided[g][k - 1]);
            }
            add_ratio(&t, final_first[g][k], final_first[g][0]);
            if (f->is_open) add_text(&t, " %" PRId64 " %" PRId64, continued[g][k], from_first[g][k]);
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

/* The median of the times from the step before and from the first, which are those of each step's soonest fact. */
static void compare_times(leadline_engine *engine, asked *a, const funnel *f, const journey *journeys, int count) {
    if (f->mode == LEADLINE_FUNNEL_ANY_ORDER || f->exclusion_count > 0) return;
    static int64_t from_before[STEPS][LONGEST], from_first[STEPS][LONGEST];
    int counts[STEPS] = {0};
    for (int p = 0; p < count; p++) {
        int seen = 0;
        best_run run = run_of(f, &journeys[p], &seen);
        int64_t start = run.start < 0 ? 0 : journeys[p].events[run.start].time, before = start;
        for (int k = run.entry + 1; k <= run.last; k++) {
            funnel up_to = *f;
            best_run best = {0, -1, -1, 0, 0};
            up_to.count = k + 1;
            try_next(&up_to, &journeys[p], seen, run.entry, run.start, run.entry, run.start, &best);
            int64_t time = journeys[p].events[best.end].time;
            from_before[k][counts[k]] = time - before;
            from_first[k][counts[k]++] = time - start;
            before = time;
        }
    }
    leadline_table *table = NULL;
    a->options.flags |= LEADLINE_FUNNEL_TIMES;
    a->options.by_count = 0;
    CHECK_OK(leadline_funnel(engine, &a->options, &table, NULL));
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column columns[2] = {LEADLINE_COLUMN_INIT, LEADLINE_COLUMN_INIT};
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, info.columns - 3, &columns[0]));
    CHECK_OK(leadline_table_column(table, info.columns - 1, &columns[1]));
    CHECK_TEXT(columns[0].name, "p500");
    CHECK_TEXT(columns[1].name, "total_p500");
    for (int k = 0; k < (int)info.rows; k++) {
        for (int i = 0; i < 2; i++) {
            CHECK_INT(columns[i].states[k], counts[k] == 0 ? LEADLINE_UNDEFINED_NO_DATA : LEADLINE_DEFINED);
            if (counts[k] > 0) CHECK_INT(columns[i].numerators[k].low, quantile_of(i == 0 ? from_before[k] : from_first[k], counts[k], 500));
        }
    }
    leadline_table_close(table);
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
            printf("  round %d, funnel %d: mode %u, open %d, first %d, window %lld, %d exclusions\n", round, i, f.mode, f.is_open, f.counts_first,
                (long long)f.window, f.exclusion_count);
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
        compare_times(engine, &a, &f, journeys, count);
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
