/* The semantics cases that ClickHouse publishes for its aggregate function windowFunnel, asked of leadline_funnel.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Inputs and answers are those of ClickHouse's own tests, 00632_aggregation_window_funnel and
 * 01646_fix_window_funnel_inconistency of tests/queries/0_stateless (github.com/ClickHouse/ClickHouse); only these facts come
 * from there. Its default mode is LEADLINE_FUNNEL_ORDERED; LEADLINE_FUNNEL_STRICT is nearest to 'strict_deduplication' together with
 * 'strict_order'. Where our rules demand another answer, the case says why:
 *
 * - ONCE: one fact meets one step of a run. There a fact that meets several conditions counts for all of them.
 * - FURTHEST: the furthest run over all beginnings counts. There 'strict_order' ends with what breaks the run that began first,
 *   unless 'allow_reentry' is said, too.
 * - BETWEEN: strictly one after the other means that nothing lies between, a repeat of a step neither. There 'strict_order'
 *   alone lets repeats pass.
 * - INSTANT: facts at one instant have an order, that of their kinds in the chain, whatever the order of arrival. There each
 *   of them may come before the others, so that two facts at one instant meet two steps in either order.
 * - SEVERAL: a kind may be several steps of a strict run. There a fact that meets a step anew begins the run anew.
 * - NO_INCREASE: there is no mode 'strict_increase', since facts at one instant have an order.
 */
#include "support.h"

/* ---- Cases ---- */

#define ONCE "one fact meets one step"
#define FURTHEST "the furthest run over all beginnings counts"
#define BETWEEN "nothing lies between, a repeat neither"
#define SEVERAL "a kind may be several steps"
#define INSTANT "facts at one instant come in the order of their kinds"
#define NO_INCREASE "facts at one instant come one after the other"

/* Facts are USER:KIND@TIME, or USER:any@TIME/A/B for names in two dimensions ('-': none). */
#define LINE "1:e0@0 1:e1@1 1:e2@2 1:e3@3 1:e4@4 1:e5@5 1:e6@6 1:e7@7 1:e8@8"
#define DATES "1:e1@1 1:e2@2 1:e3@3 1:e4@4 1:e5@5 1:e6@6 1:e7@7 1:e8@8"
#define LATE "1:e1@100000000000001 1:e2@100000000000002 1:e3@100000000000003 1:e4@100000000000004 1:e5@100000000000005 " \
             "1:e6@100000000000006 1:e7@100000000000007 1:e8@100000000000008"
#define REPEAT "1:e0@0 1:e1@10 1:e2@20 1:e3@30 1:e4@40 1:e5@50 1:e5@51 1:e6@60 1:e7@70 1:e8@80"
#define USERS "1:a@1 1:b@2 1:c@3 2:a@1 2:d@2 2:b@3 2:c@4 3:a@1 3:a@2 3:b@3 3:b@4 3:c@5 3:c@6 4:a@1 4:a@2 4:a@3 4:a@4 4:b@5 4:b@6 4:c@7 4:c@8 " \
              "5:a@1 5:a@2 5:b@3 5:b@4 5:d@5 5:c@6 5:c@7 6:c@1 6:c@2 6:b@3 6:b@4 6:a@5 6:a@6"
#define NAMES "1:any@1/a1/b1 1:any@2/a2/b2 2:any@1/a1/- 2:any@2/a2/- 3:any@1/-/- 4:any@1/-/b1 4:any@2/a2/- 4:any@3/-/b3"
#define INCREASE "1:e0@0 1:e1@1 1:e2@1 1:e3@1 1:e4@2"
#define RESULTS "234:failure@100 345:success@200 345:failure@210 345:success@230 234:failure@250 123:failure@180 123:failure@220 123:success@250"
#define REENTRY "1:a@1 1:b@2 1:a@3 1:c@4 2:a@1 2:b@2 2:a@3 2:b@4 2:c@5 3:a@1 3:b@2 3:c@3 3:b@4 3:d@5 4:a@1 4:c@2 4:b@3 " \
                "5:a@1 5:b@2 5:c@3 5:a@4 5:b@5 5:c@6 5:d@7"
#define SHOP "1:checkout@100 1:detail@200 1:checkout@300 1:paid@400 2:checkout@100 2:detail@200 2:detail@250 2:checkout@300 2:paid@400 " \
             "3:checkout@100 3:detail@200 3:paid@300"
#define UP_TO_7 "e0|e1|e2|e3|e4|e5|e6|e7"
#define UP_TO_6 "e0|e1|e2|e3|e4|e5|e6"
#define FROM_2 "e2|e3|e4|e5|e6|e7|e8"
#define FROM_4 "e4|e5|e6|e7|e8"

/* Steps stand apart by blanks: KINDS, or KINDS/DIMENSION=NAME{/DIMENSION=NAME}. */
typedef struct funnel_case {
    const char *facts;
    int64_t unit; /* of times and the window, in microseconds */
    const char *steps;
    int64_t window;
    uint32_t mode;
    const char *modes;     /* ClickHouse's */
    const char *published; /* USER:LEVEL, users who met no step left out */
    const char *ours;      /* NULL: the same */
    const char *why;
} funnel_case;

#define SECOND INT64_C(1000000)
#define ORDERED LEADLINE_FUNNEL_ORDERED
#define STRICT LEADLINE_FUNNEL_STRICT

static const funnel_case cases[] = {
    {LINE, SECOND, "e0", 10000, ORDERED, "", "1:1", NULL, NULL},
    {LINE, SECOND, "e0 e1", 10000, ORDERED, "", "1:2", NULL, NULL},
    {LINE, SECOND, "e0 e1 e2", 10000, ORDERED, "", "1:3", NULL, NULL},
    {LINE, SECOND, "e0 e1 e2 e8", 10000, ORDERED, "", "1:4", NULL, NULL},
    {LINE, SECOND, "e0", 1, ORDERED, "", "1:1", NULL, NULL},
    {LINE, SECOND, "e3 e4 e5 e6 e7", 2, ORDERED, "", "1:3", NULL, NULL},
    {LINE, SECOND, "e3 e4 e5 e6 e7", 3, ORDERED, "", "1:4", NULL, NULL},
    {LINE, SECOND, "e3 e4 e5 e6 e7", 4, ORDERED, "", "1:5", NULL, NULL},
    {DATES, SECOND, "e3 e4 e5 e6 e7", 4, ORDERED, "", "1:5", NULL, NULL},
    {DATES, SECOND, "e1 e8", 10000, ORDERED, "", "1:2", NULL, NULL},
    {DATES, SECOND, "e8 e1", 10000, ORDERED, "", "1:1", NULL, NULL},
    {DATES, SECOND, UP_TO_7 " " FROM_2 " " UP_TO_6 " " FROM_4, 4, ORDERED, "", "1:4", NULL, NULL},
    {LATE, 1, "e3 e4 e5 e6 e7", 4, ORDERED, "", "1:5", NULL, NULL},
    {LATE, 1, "e1 e8", 10000, ORDERED, "", "1:2", NULL, NULL},
    {LATE, 1, "e8 e1", 10000, ORDERED, "", "1:1", NULL, NULL},
    {LATE, 1, UP_TO_7 " " FROM_2 " " UP_TO_6 " " FROM_4, 4, ORDERED, "", "1:4", NULL, NULL},
    {REPEAT, SECOND, "e0 e1 e2 e3 e4 e5 e6", 10000, STRICT, "strict_deduplication", "1:6", NULL, NULL},
    {REPEAT, SECOND, "e0 e1 e2 e3 e4 e5 e6", 10000, ORDERED, "", "1:7", NULL, NULL},
    {USERS, SECOND, "a b c", 86400, ORDERED, "", "1:3 2:3 3:3 4:3 5:3 6:1", NULL, NULL},
    {USERS, SECOND, "a b c", 86400, STRICT, "strict_order", "1:3 2:1 3:3 4:3 5:2 6:1", "1:3 2:1 3:2 4:2 5:2 6:1", BETWEEN},
    {USERS, SECOND, "a b c", 86400, STRICT, "strict_deduplication, strict_order", "1:3 2:1 3:2 4:2 5:2 6:1", NULL, NULL},
    {"7:a@1 7:c@2 7:b@3", SECOND, "a b c", 10, STRICT, "strict_order", "7:1", NULL, NULL},
    {"1:a@1 1:b@2 1:c@3 1:b@4 1:d@5", SECOND, "a b c d", 86400, STRICT, "strict_deduplication", "1:3", NULL, NULL},
    {NAMES, SECOND, "any/a=a1 any/a=a2", 86400, ORDERED, "", "1:2 2:2", NULL, NULL},
    {NAMES, SECOND, "any/a=a1 any/b=b2", 86400, ORDERED, "", "1:2 2:1", NULL, NULL},
    {NAMES, SECOND, "any/a=/b=", 86400, ORDERED, "", "3:1", NULL, NULL},
    {NAMES, SECOND, "any/a= any/b=b3", 86400, ORDERED, "", "3:1 4:2", NULL, NULL},
    {NAMES, SECOND, "any/a= any/b=b3", 86400, STRICT, "strict_order", "3:1 4:1", NULL, NULL},
    {INCREASE, SECOND, "e0 e1 e2 e3 e4", 10000, ORDERED, "", "1:5", NULL, NULL},
    {INCREASE, SECOND, "e0 e1 e2 e3 e4", 10000, ORDERED, "strict_increase", "1:2", "1:5", NO_INCREASE},
    {INCREASE, SECOND, "e4 e4 e4", 10000, ORDERED, "", "1:3", "1:1", ONCE},
    {INCREASE, SECOND, "e4 e4 e4", 10000, ORDERED, "strict_once", "1:1", NULL, NULL},
    {INCREASE, SECOND, "e4 e4 e4", 10000, ORDERED, "strict_increase", "1:1", NULL, NULL},
    {RESULTS, SECOND, "failure failure success", 200, ORDERED, "strict_once, strict_increase", "123:3 234:2 345:1", NULL, NULL},
    {RESULTS, SECOND, "failure failure success", 200, ORDERED, "strict_once", "123:3 234:2 345:1", NULL, NULL},
    {RESULTS, SECOND, "failure failure success", 200, ORDERED, "strict_once, strict_deduplication", "123:3 234:2 345:1", NULL, NULL},
    {REENTRY, SECOND, "a b c", 86400, STRICT, "strict_order", "1:2 2:2 3:3 4:1 5:3", "1:2 2:3 3:3 4:1 5:3", FURTHEST},
    {REENTRY, SECOND, "a b c d", 86400, STRICT, "strict_order", "1:2 2:2 3:4 4:1 5:3", "1:2 2:3 3:3 4:1 5:4", FURTHEST " (2, 5); " BETWEEN " (3)"},
    {SHOP, SECOND, "checkout detail paid", 600, STRICT, "strict_order", "1:2 2:2 3:3", NULL, NULL},
    {SHOP, SECOND, "checkout detail checkout paid", 600, STRICT, "strict_order", "1:1 2:1 3:1", "1:4 2:2 3:2", SEVERAL},
    /* 01646: both orders of arrival. */
    {"1:e4@86400 1:e3@86400 1:e2@0", SECOND, "e4 e3 e2", INT64_C(604800000), ORDERED, "", "1:2", "1:1", INSTANT},
    {"1:e3@86400 1:e4@86400 1:e2@0", SECOND, "e4 e3 e2", INT64_C(604800000), ORDERED, "", "1:2", "1:1", INSTANT},
    /* The same with a chain in which 4 comes before 3. */
    {"1:r4@86400 1:r3@86400 1:r2@0", SECOND, "r4 r3 r2", INT64_C(604800000), ORDERED, "", "1:2", NULL, NULL},
    {"1:r3@86400 1:r4@86400 1:r2@0", SECOND, "r4 r3 r2", INT64_C(604800000), ORDERED, "", "1:2", NULL, NULL},
};

/* ---- Ours ---- */

static const struct {
    const char *name;
    uint16_t order;
} kinds[] = {{"e0", 1}, {"e1", 2}, {"e2", 3}, {"e3", 4}, {"e4", 5}, {"e5", 6}, {"e6", 7}, {"e7", 8}, {"e8", 9}, {"a", 1}, {"b", 2}, {"c", 3},
             {"d", 4}, {"any", 1}, {"failure", 1}, {"success", 2}, {"checkout", 1}, {"detail", 2}, {"paid", 3}, {"r4", 1}, {"r3", 2}, {"r2", 3}};
#define KINDS (sizeof kinds / sizeof *kinds)

static leadline_engine *open_engine(void) {
    static const char *const names[] = {"user", "a", "b"};
    leadline_dimension_options dimensions[3];
    leadline_kind_options own[KINDS];
    memset(dimensions, 0, sizeof dimensions);
    memset(own, 0, sizeof own);
    for (size_t i = 0; i < 3; i++) {
        dimensions[i].struct_size = sizeof dimensions[i];
        dimensions[i].name = names[i];
    }
    for (size_t i = 0; i < KINDS; i++) {
        own[i].struct_size = sizeof own[i];
        own[i].name = kinds[i].name;
        own[i].number = (uint16_t)(1000 + i);
        own[i].order = kinds[i].order;
    }
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.kinds = own;
    options.kind_count = KINDS;
    options.journeys = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

static rows facts;

static void record(leadline_engine *engine, const funnel_case *c) {
    facts.count = 0;
    const char *at = c->facts;
    while (*at != '\0') {
        char user[8], kind[16], a[8] = "-", b[8] = "-";
        long long time = 0;
        int size = 0;
        if (sscanf(at, "%7[0-9]:%15[a-z0-9]@%lld%n", user, kind, &time, &size) != 3) break;
        at += size;
        if (*at == '/' && sscanf(at, "/%7[a-z0-9-]/%7[a-z0-9-]%n", a, b, &size) == 2) at += size;
        while (*at == ' ') at++;
        uint16_t number = 0;
        CHECK_OK(leadline_kind_number(engine, kind, &number));
        add_row(&facts, time * c->unit, number, name(engine, 0, user), strcmp(a, "-") == 0 ? 0 : name(engine, 1, a), 0, 1, 0);
        facts.codes[2][facts.count - 1] = strcmp(b, "-") == 0 ? 0 : name(engine, 2, b);
        facts.person[facts.count - 1] = leadline_id_from_bytes(user, strlen(user));
    }
    CHECK(*at == '\0');
    leadline_batch batch = batch_of(&facts, 3);
    batch.amount = NULL;
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
}

#define STEPS 8

/* USER:LEVEL of all users with a level. */
static void ask_funnel(leadline_engine *engine, const funnel_case *c, char answer[256]) {
    static const char *const by[] = {"user"};
    char list[256], part[STEPS][96];
    const char *words[STEPS], *names[STEPS][2];
    leadline_step steps[STEPS];
    leadline_filter filters[STEPS][2];
    snprintf(list, sizeof list, "%s", c->steps);
    size_t count = split(list, words, STEPS);
    memset(steps, 0, sizeof steps);
    for (size_t k = 0; k < count; k++) {
        snprintf(part[k], sizeof part[k], "%s", words[k]);
        steps[k].struct_size = sizeof steps[k];
        steps[k].kinds = part[k];
        steps[k].filters = filters[k];
        for (char *at = strchr(part[k], '/'); at != NULL && steps[k].filter_count < 2;) {
            size_t i = steps[k].filter_count++;
            char *equals = strchr(at, '='), *next = strchr(at + 1, '/');
            *at = *equals = '\0';
            if (next != NULL) *next = '\0';
            names[k][i] = equals + 1;
            filters[k][i] = (leadline_filter){sizeof filters[k][i], at + 1, &names[k][i], 1};
            if (next != NULL) *next = '/';
            at = next;
        }
        /* A name ends where the next condition begins. */
        for (char *at = part[k]; at < part[k] + sizeof part[k] - 1; at++) {
            if (*at == '/') *at = '\0';
        }
    }
    leadline_funnel_options options = LEADLINE_FUNNEL_OPTIONS_INIT;
    options.steps = steps;
    options.step_count = count;
    options.by = by;
    options.by_count = 1;
    options.window_us = c->window * c->unit;
    options.mode = c->mode;
    leadline_table *table = NULL;
    answer[0] = '\0';
    CHECK_OK(leadline_funnel(engine, &options, &table, NULL));
    if (table == NULL) return;
    leadline_table_info info = LEADLINE_TABLE_INFO_INIT;
    leadline_column user = LEADLINE_COLUMN_INIT, step = LEADLINE_COLUMN_INIT, reached = LEADLINE_COLUMN_INIT;
    CHECK_OK(leadline_table_read_info(table, &info));
    CHECK_OK(leadline_table_column(table, 0, &user));
    CHECK_OK(leadline_table_column(table, 1, &step));
    CHECK_OK(leadline_table_column(table, 3, &reached));
    for (size_t row = 0; row < info.rows; row++) {
        int is_last = step.integers[row] == (int64_t)count || reached.integers[row + 1] == 0;
        if (reached.integers[row] == 0 || !is_last) continue;
        size_t size = strlen(answer);
        snprintf(answer + size, 256 - size, "%s%.*s:%" PRId64, size > 0 ? " " : "", (int)(user.offsets[row + 1] - user.offsets[row]),
            user.bytes + user.offsets[row], step.integers[row]);
    }
    leadline_table_close(table);
}

int main(void) {
    printf("window_funnel\n");
    part("the cases that ClickHouse publishes");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const funnel_case *c = &cases[i];
        leadline_engine *engine = open_engine();
        char answer[256];
        record(engine, c);
        ask_funnel(engine, c, answer);
        const char *wanted = c->ours != NULL ? c->ours : c->published;
        if (strcmp(answer, wanted) != 0) printf("  case %zu: %s (%s)\n", i, c->steps, c->modes);
        CHECK_TEXT(answer, wanted);
        /* What deviates says why, and what says why deviates. */
        CHECK((c->ours == NULL) == (c->why == NULL));
        CHECK(c->ours == NULL || strcmp(c->ours, c->published) != 0);
        CHECK_OK(leadline_close(engine));
    }
    return finish();
}
