/* Every way in under an allocator that fails: the first allocation, the second, the third ... until the call succeeds.
 *
 * After each failure the status is LEADLINE_ERROR_MEMORY, out parameters are untouched and the engine answers what it
 * answered before; after success it answers as if nothing had ever failed; and in the end everything is given back.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sweeps-journeys.h"
#include "sweeps-settings.h"

/* Of the allocations behind the first 60, how many go by until one fails on an engine made anew. The ways of failing
 * and the engines take turns, and the run on one engine tries every one. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STEP 17
#endif
#endif
#ifndef STEP
#define STEP 6
#endif

static const sweep sweeps[] = {
    {"intern", no_preparation, act_intern, no_finish},
    {"intern_many", no_preparation, act_intern_many, no_finish},
    {"intern_many without a limit", no_preparation, act_intern_many_free, no_finish},
    {"set_attribute", no_preparation, act_attribute, no_finish},
    {"record_batch", prepare_batch, act_batch, no_finish},
    {"record_batch, skipping", prepare_batch, act_skipping, no_finish},
    {"record_batch of huge amounts", prepare_huge_batch, act_batch, no_finish},
    {"writer_open", no_preparation, act_writer_open, finish_writer},
    {"writer_record", prepare_writer, act_record, finish_writer},
    {"writer_flush", prepare_writer, act_flush, finish_writer},
    {"writer_close", prepare_writer, act_close, no_finish},
    {"query", no_preparation, act_query, no_finish},
    {"funnel", prepare_more, act_funnel, no_finish},
    {"cohorts", prepare_more, act_cohorts, no_finish},
    {"churn and open leads", prepare_more, act_customers, no_finish},
    {"velocity", prepare_more, act_velocity, no_finish},
    {"amounts", prepare_more, act_amounts, no_finish},
    {"response", prepare_more, act_response, no_finish},
    {"stage_times", prepare_more, act_stage_times, no_finish},
    {"stage_population", prepare_more, act_population, no_finish},
    {"define_stages", no_preparation, act_define_stages, no_finish},
    {"audiences", prepare_more, act_audiences, no_finish},
    {"scores", prepare_more, act_scores, no_finish},
    {"paths", prepare_more, act_paths, no_finish},
    {"attribution", no_preparation, act_attribution_once, no_finish},
    {"attribution_paths", no_preparation, act_counted_paths, no_finish},
    {"attribution_open", no_preparation, act_attribution_open, no_finish},
    {"attribution_read", prepare_attribution, act_attribution, finish_attribution},
    {"funnel of linked persons", prepare_links, act_funnel, no_finish},
    {"link_many", no_preparation, act_link, no_finish},
    {"forget_many", prepare_links, act_forget, no_finish},
    {"set_target", no_preparation, act_target, no_finish},
    {"set_health", prepare_health, act_health, no_finish},
    {"set_primary_kpi", no_preparation, act_primary_kpi, no_finish},
    {"define_alert", no_preparation, act_define_alert, no_finish},
    {"alerts", prepare_alerts, act_alerts, no_finish},
    {"point_open", no_preparation, act_point_open, finish_point},
    {"clear", prepare_clear, act_clear, no_finish},
    {"merge", prepare_merge, act_merge, finish_merge},
    {"set_rate", no_preparation, act_set_rate, no_finish},
    {"record_batch in currencies", prepare_currencies, act_currencies, no_finish},
    {"merge of rates", prepare_merge_of_rates, act_merge, finish_merge},
    {"merge of a wide engine", prepare_wide_merge, act_merge, finish_merge},
};

/* The end of the sweep without any failure, to compare with. */
static char *undisturbed(const sweep *w, const variant *v) {
    stage s = {NULL, NULL, NULL, NULL, NULL};
    s.engine = new_engine(v);
    w->prepare(&s, v);
    CHECK_OK(w->act(&s));
    w->finish(&s);
    char *answer = describe(s.engine);
    CHECK_OK(leadline_close(s.engine));
    return answer;
}

/* Fails at 1, 2, 3 ...: `fresh` with a new engine each time, else all on one. `on`: everything behind fails, too. */
static void run_sweep(const sweep *w, const variant *v, int fresh, int on) {
    arm(&memory, 0, 0);
    char *wanted = undisturbed(w, v);
    CHECK_INT(memory.held, 0);
    stage s = {NULL, NULL, NULL, NULL, NULL};
    s.engine = new_engine(v);
    w->prepare(&s, v);
    char *before = describe(s.engine);
    for (long at = 1; at < 2000; at++) {
        if (fresh && at > 60 && (at + on + 2 * (v - variants)) % STEP != 0) {
            continue;
        }
        arm(&memory, at, on);
        leadline_status status = w->act(&s);
        long refused = memory.refused;
        memory.fail_at = 0;
        if (status == LEADLINE_OK) {
            /* What failed on the way to success was not needed. */
            if (refused > 0 && fresh) {
                w->finish(&s);
                char *after = describe(s.engine);
                CHECK_TEXT(after, wanted);
                free(after);
                CHECK_OK(leadline_close(s.engine));
                s.engine = new_engine(v);
                w->prepare(&s, v);
                continue;
            }
            break;
        }
        CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
        char error[100] = "";
        CHECK(leadline_engine_error(s.engine, error, sizeof error) > 0);
        char *after = describe(s.engine);
        CHECK_TEXT(after, before);
        free(after);
        if (fresh) {
            /* Works afterwards: the same call, undisturbed, gives what it should. */
            CHECK_OK(w->act(&s));
            w->finish(&s);
            after = describe(s.engine);
            CHECK_TEXT(after, wanted);
            free(after);
            CHECK_OK(leadline_close(s.engine));
            CHECK_INT(memory.held, 0);
            s.engine = new_engine(v);
            w->prepare(&s, v);
        }
    }
    w->finish(&s);
    char *after = describe(s.engine);
    CHECK_TEXT(after, wanted);
    free(after);
    CHECK_OK(leadline_close(s.engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.bytes, 0);
    CHECK_INT(memory.mistakes, 0);
    free(before);
    free(wanted);
}

static void sweep_open(const variant *v) {
    for (int on = 0; on < 2; on++) {
        for (long at = 1; at < 2000; at++) {
            leadline_engine *const nothing = (leadline_engine *)(uintptr_t)8;
            leadline_engine *engine = nothing;
            arm(&memory, at, on);
            leadline_status status = open_engine(v, &engine);
            long refused = memory.refused;
            memory.fail_at = 0;
            if (status == LEADLINE_OK) {
                CHECK_INT(refused, 0);
                CHECK_OK(leadline_close(engine));
                CHECK_INT(memory.held, 0);
                break;
            }
            CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
            CHECK(engine == nothing);
            CHECK_INT(memory.held, 0);
        }
    }
}

int main(void) {
    printf("allocation\n");
    for (size_t v = 0; v < sizeof variants / sizeof variants[0]; v++) {
        printf("  open: %s\n", variants[v].name);
        sweep_open(&variants[v]);
        for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0]; i++) {
            printf("  %s: %s\n", sweeps[i].name, variants[v].name);
            fflush(stdout);
            run_sweep(&sweeps[i], &variants[v], 1, 0);
            run_sweep(&sweeps[i], &variants[v], 1, 1);
            run_sweep(&sweeps[i], &variants[v], 0, 1);
        }
    }
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
