/* Attribution of counted paths: removal effects beside a dense solve of the chain without each key, Shapley values beside all orders
 * of keys, what degenerate, and what is refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"
#include <math.h>

#define KEYS 7
#define LONGEST 8
#define PATHS 24
#define STATES 512

typedef struct counted {
    int keys[LONGEST], length;
    uint64_t outcomes, lost;
    int64_t value;
} counted;

static uint64_t seed;

static int any(int below) { return (int)(next_random(&seed) % (uint64_t)below); }

static const char *const names[KEYS] = {"a", "B", "direct", "\xc3\xa4\xc3\xb6", "a b", "search", "zz"};
/* By place in the order of bytes. */
static const int in_order[KEYS] = {1, 0, 4, 2, 5, 6, 3};

/* ---- Asking ---- */

static char texts[PATHS][LONGEST * 12];
static const char *paths_of[PATHS];
static uint64_t outcomes_of[PATHS], lost_of[PATHS];
static int64_t values_of[PATHS];

static leadline_counted_paths paths_to_ask(const counted *paths, int count) {
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    for (int p = 0; p < count; p++) {
        texts[p][0] = 0;
        for (int i = 0; i < paths[p].length; i++) {
            static const char *const between[] = {" > ", ">", "> ", "  >\t"};
            if (i > 0) strcat(texts[p], between[(p + i) % 4]);
            strcat(texts[p], names[paths[p].keys[i]]);
        }
        paths_of[p] = texts[p];
        outcomes_of[p] = paths[p].outcomes;
        lost_of[p] = paths[p].lost;
        values_of[p] = paths[p].value;
    }
    asked.paths = paths_of;
    asked.outcomes = outcomes_of;
    asked.values = values_of;
    asked.lost = lost_of;
    asked.count = (size_t)count;
    return asked;
}

static leadline_column column_of(const leadline_table *table, const char *name) {
    leadline_table_info info = {sizeof info, 0, 0, 0, 0, 0, 0, NULL, NULL};
    CHECK_OK(leadline_table_read_info(table, &info));
    leadline_column column;
    for (size_t i = 0; i < info.columns; i++) {
        memset(&column, 0, sizeof column);
        column.struct_size = sizeof column;
        CHECK_OK(leadline_table_column(table, i, &column));
        if (strcmp(column.name, name) == 0) return column;
    }
    CHECK(!"a column of that name");
    memset(&column, 0, sizeof column);
    return column;
}

static size_t rows_of(const leadline_table *table) {
    leadline_table_info info = {sizeof info, 0, 0, 0, 0, 0, 0, NULL, NULL};
    CHECK_OK(leadline_table_read_info(table, &info));
    return info.rows;
}

/* The row of a key, -1 if it has none. */
static int row_of(const leadline_table *table, const char *key) {
    leadline_column column = column_of(table, "key");
    for (size_t row = 0; row < rows_of(table); row++) {
        size_t size = column.offsets[row + 1] - column.offsets[row];
        if (size == strlen(key) && memcmp(column.bytes + column.offsets[row], key, size) == 0) return (int)row;
    }
    return -1;
}

static __int128 whole(leadline_int128 number) { return ((__int128)number.high << 64) | number.low; }

static __int128 sum_of(const leadline_table *table, const char *name) {
    leadline_column column = column_of(table, name);
    __int128 sum = 0;
    for (size_t row = 0; row < rows_of(table); row++) sum += whole(column.numerators[row]);
    return sum;
}

static leadline_model model_of(uint32_t kind, const char *name) {
    leadline_model m = LEADLINE_MODEL_INIT;
    m.kind = kind;
    m.name = name;
    return m;
}

static char *text_of(leadline_table *table) {
    text t = {NULL, 0, 0};
    add_text(&t, "%s", "");
    add_table(&t, table);
    leadline_table_close(table);
    return t.bytes;
}

static leadline_engine *open_engine(const leadline_allocator *allocator) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    if (allocator != NULL) options.allocator = allocator;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* ---- The chain, solved anew without each key ---- */

static int state_count;
static int state_words[STATES][4];
static double moves[STATES][STATES + 2];
static double system_of[STATES][STATES + 1];

static int state_of(const int *words, int order) {
    for (int s = 0; s < state_count; s++) {
        if (memcmp(state_words[s], words, (size_t)order * sizeof *words) == 0) return s;
    }
    if (state_count == STATES) abort();
    memcpy(state_words[state_count], words, (size_t)order * sizeof *words);
    return state_count++;
}

/* States are numbered from the start on; their words, the newest last. */
static void make_chain(const counted *paths, int count, int order) {
    state_count = 0;
    memset(moves, 0, sizeof moves);
    int words[4] = {-1, -1, -1, -1};
    state_of(words, order);
    for (int p = 0; p < count; p++) {
        double times = (double)(paths[p].outcomes + paths[p].lost);
        if (times == 0) continue;
        int at = 0;
        for (int i = 0; i < 4; i++) words[i] = -1;
        for (int i = 0; i < paths[p].length; i++) {
            memmove(words, words + 1, (size_t)(order - 1) * sizeof *words);
            words[order - 1] = paths[p].keys[i];
            int to = state_of(words, order);
            moves[at][to] += times;
            at = to;
        }
        moves[at][STATES] += (double)paths[p].outcomes;
        moves[at][STATES + 1] += (double)paths[p].lost;
    }
}

/* P(outcome), where who comes to a key is lost; -1: no key. Gauss, the greatest pivot of each column. */
static double chance_without(int key, int order) {
    int n = state_count;
    for (int i = 0; i < n; i++) {
        double sum = moves[i][STATES] + moves[i][STATES + 1];
        for (int j = 0; j < n; j++) sum += moves[i][j];
        int is_gone = key >= 0 && state_words[i][order - 1] == key;
        for (int j = 0; j < n; j++) system_of[i][j] = (i == j) - (is_gone || sum == 0 ? 0 : moves[i][j] / sum);
        system_of[i][n] = is_gone || sum == 0 ? 0 : moves[i][STATES] / sum;
    }
    for (int k = 0; k < n; k++) {
        int best = k;
        for (int i = k + 1; i < n; i++) {
            if (fabs(system_of[i][k]) > fabs(system_of[best][k])) best = i;
        }
        for (int j = 0; j <= n; j++) {
            double other = system_of[k][j];
            system_of[k][j] = system_of[best][j];
            system_of[best][j] = other;
        }
        for (int i = 0; i < n; i++) {
            if (i == k || system_of[i][k] == 0) continue;
            double factor = system_of[i][k] / system_of[k][k];
            for (int j = k; j <= n; j++) system_of[i][j] -= factor * system_of[k][j];
        }
    }
    return system_of[0][n] / system_of[0][0];
}

/* ---- The game, over all orders of keys ---- */

static double worth(const counted *paths, int count, int set, int is_value) {
    double came = 0, all = 0;
    for (int p = 0; p < count; p++) {
        int keys = 0;
        for (int i = 0; i < paths[p].length; i++) keys |= 1 << paths[p].keys[i];
        if (keys == 0 || (keys & ~set) != 0) continue;
        came += is_value ? (double)paths[p].value : (double)paths[p].outcomes;
        all += (double)(paths[p].outcomes + paths[p].lost);
    }
    return all == 0 ? 0 : came / all;
}

static double worths[1 << KEYS], parts[KEYS];
static long orders;

static void go_on(int set) {
    if (set == (1 << KEYS) - 1) {
        orders++;
        return;
    }
    for (int k = 0; k < KEYS; k++) {
        if (set >> k & 1) continue;
        long before = orders;
        go_on(set | 1 << k);
        parts[k] += (double)(orders - before) * (worths[set | 1 << k] - worths[set]);
    }
}

static void find_shapley(const counted *paths, int count, int is_value) {
    for (int set = 0; set < 1 << KEYS; set++) worths[set] = worth(paths, count, set, is_value);
    memset(parts, 0, sizeof parts);
    orders = 0;
    go_on(0);
    for (int k = 0; k < KEYS; k++) parts[k] /= (double)orders;
}

/* ---- Random paths ---- */

static int make_paths(counted *paths, int keys, int is_huge) {
    int count = 1 + any(PATHS - 1);
    for (int p = 0; p < count; p++) {
        counted *c = &paths[p];
        memset(c, 0, sizeof *c);
        c->length = any(4) == 0 ? any(LONGEST) : any(4);
        for (int i = 0; i < c->length; i++) c->keys[i] = any(keys);
        c->outcomes = (uint64_t)any(4);
        c->lost = any(2) ? 0 : (uint64_t)any(9);
        if (is_huge && any(3) == 0) c->outcomes = UINT64_C(1) << any(37);
        if (is_huge && any(3) == 0) c->lost = UINT64_C(1) << any(37);
        if (c->outcomes > 0) c->value = (int64_t)any(5000) - 1500;
        if (is_huge && c->value != 0) c->value *= INT64_C(1) << any(48);
    }
    return count;
}

/* Does a credit come near a share of all of it? */
static int is_near(__int128 credit, double share, __int128 all, double scale) {
    double wanted = share * (double)all;
    return fabs((double)credit - wanted) <= 1.01 + 1e-9 * fabs((double)all) * scale;
}

static void check_one(const leadline_engine *engine, const counted *paths, int count, uint32_t order) {
    leadline_model models[2] = {model_of(LEADLINE_MODEL_MARKOV, "chain"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "game")};
    models[0].order = order;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 2;
    leadline_counted_paths asked = paths_to_ask(paths, count);
    leadline_table *credits = NULL, *totals = NULL;
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
    if (credits == NULL) return;
    __int128 units = 0, value = 0, touched_units = 0, touched_value = 0;
    int met = 0;
    for (int p = 0; p < count; p++) {
        units += (__int128)paths[p].outcomes * 1000000;
        value += paths[p].value;
        if (paths[p].length > 0) {
            touched_units += (__int128)paths[p].outcomes * 1000000;
            touched_value += paths[p].value;
        }
        for (int i = 0; i < paths[p].length && paths[p].outcomes + paths[p].lost > 0; i++) met |= 1 << paths[p].keys[i];
    }
    /* The sums, to the last unit. */
    static const char *const columns[4] = {"chain", "chain_value", "game", "game_value"};
    for (int c = 0; c < 4; c++) CHECK(sum_of(credits, columns[c]) + sum_of(totals, columns[c]) == (c % 2 == 0 ? units : value));
    size_t rows = rows_of(credits);
    CHECK_INT(rows, __builtin_popcount((unsigned)met));
    int row = 0;
    for (int i = 0; i < KEYS; i++) {
        if (met >> in_order[i] & 1) CHECK_INT(row_of(credits, names[in_order[i]]), row++);
    }
    /* The chain. */
    make_chain(paths, count, (int)order);
    double all = units > 0 ? chance_without(-1, (int)order) : 0, effects[KEYS], sum = 0;
    for (int k = 0; k < KEYS; k++) {
        effects[k] = units > 0 ? 1 - chance_without(k, (int)order) / all : 0;
        if (fabs(effects[k]) < 1e-13) effects[k] = 0;
        sum += effects[k];
    }
    leadline_column removal = column_of(credits, "chain_removal"), lost = column_of(credits, "chain_lost");
    leadline_column chain[2] = {column_of(credits, columns[0]), column_of(credits, columns[1])};
    leadline_column game[2] = {column_of(credits, columns[2]), column_of(credits, columns[3])};
    for (int k = 0; k < KEYS; k++) {
        int at = row_of(credits, names[k]);
        if (at < 0) continue;
        CHECK_INT(removal.states[at], units > 0 ? LEADLINE_DEFINED : LEADLINE_UNDEFINED_ZERO_DENOMINATOR);
        if (units == 0) continue;
        CHECK(fabs(removal.doubles[at] - effects[k]) <= 1e-9);
        CHECK(fabs(lost.doubles[at] - effects[k] * (double)(units / 1000000)) <= 1e-9 * (double)(units / 1000000));
        if (sum <= 0) continue;
        CHECK(is_near(whole(chain[0].numerators[at]), effects[k] / sum, touched_units, 1 + 1e-6 / sum));
        CHECK(is_near(whole(chain[1].numerators[at]), effects[k] / sum, touched_value, 1 + 1e-6 / sum));
    }
    /* The game: efficiency is in the sums above; symmetry and dummies in those of all orders. */
    for (int v = 0; v < 2; v++) {
        find_shapley(paths, count, v);
        double together = 0, greatest = 0;
        for (int k = 0; k < KEYS; k++) {
            together += parts[k];
            greatest = fmax(greatest, fabs(parts[k]));
        }
        /* What is nearly nothing by rounding is no proportion to compare with. */
        if (fabs(together) <= 1e-9 * greatest) continue;
        for (int k = 0; k < KEYS; k++) {
            int at = row_of(credits, names[k]);
            if (at < 0) continue;
            CHECK(is_near(whole(game[v].numerators[at]), parts[k] / together, v ? touched_value : touched_units, greatest / fabs(together) * greatest / fabs(together)));
        }
    }
    if (rows_of(totals) > 0) {
        CHECK_INT(column_of(totals, "game_samples").integers[0], 0);
        CHECK_INT(column_of(totals, "chain_order").integers[0], order);
    }
    leadline_table_close(credits);
    leadline_table_close(totals);
}

static void test_random(const leadline_engine *engine) {
    part("random paths");
    for (int round = 0; round < 400; round++) {
        seed = 77 + (uint64_t)round;
        unsigned long failed = check_failed;
        counted paths[PATHS];
        int count = make_paths(paths, 1 + any(KEYS), round % 3 == 0);
        check_one(engine, paths, count, 1 + (uint32_t)round % 4);
        if (check_failed != failed) printf("    seed %" PRIu64 "\n", 77 + (uint64_t)round);
    }
}

/* ---- The catalogue's vector ---- */

static char *answer(const leadline_engine *engine, const leadline_counted_paths *asked, const leadline_attribution_options *options,
                    int which) {
    leadline_table *tables[3] = {NULL, NULL, NULL};
    leadline_status status = leadline_attribute_paths(engine, asked, options, &tables[0], &tables[1], &tables[2]);
    CHECK_STATUS(status, LEADLINE_OK);
    if (status != LEADLINE_OK) return calloc(1, 1);
    for (int t = 0; t < 3; t++) {
        if (t != which) leadline_table_close(tables[t]);
    }
    return text_of(tables[which]);
}

#define CHECK_ANSWER(engine, asked, options, which, wanted)         \
    do {                                                            \
        char *is = answer((engine), (asked), (options), (which));   \
        CHECK_TEXT(is, (wanted));                                   \
        free(is);                                                   \
    } while (0)

static void test_vector(const leadline_engine *engine) {
    part("5.10 A, B and B sell, A does not");
    const char *texts_510[] = {"A > B", "A", "B"};
    uint64_t outcomes[] = {1, 0, 1}, lost[] = {0, 1, 0};
    int64_t values[] = {600, 0, 300};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = texts_510;
    asked.outcomes = outcomes;
    asked.lost = lost;
    asked.values = values;
    asked.count = 3;
    leadline_model models[3] = {model_of(LEADLINE_MODEL_MARKOV, NULL), model_of(LEADLINE_MODEL_SHAPLEY, NULL),
                                model_of(LEADLINE_MODEL_SHAPLEY_RATE, NULL)};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 3;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "A outcome 666667 300 0.500000 1.000000 500000 300 -500000 0\n"
        "B outcome 1333333 600 1.000000 2.000000 1500000 600 2500000 900\n");
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 2 900 0 0 0 0 0 1 0 0 0 0 0 3/2 1/1 !2 !2\n");
    CHECK_ANSWER(engine, &asked, &options, 2, "A B outcome 1 600 2 1/2 1 600\n");
    part("rule models, transforms and names");
    leadline_model rules[3] = {model_of(LEADLINE_MODEL_FIRST, NULL), model_of(LEADLINE_MODEL_LAST_NON_DIRECT, NULL),
                               model_of(LEADLINE_MODEL_LINEAR, NULL)};
    const char *others[] = {"a|| b||b || direct", "direct", "", "b"};
    uint64_t times[] = {2, 1, 3, 0};
    asked.paths = others;
    asked.outcomes = times;
    asked.values = NULL;
    asked.lost = NULL;
    asked.count = 4;
    asked.separator = "||";
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    outcome.name = "order";
    options.outcomes = &outcome;
    options.outcome_count = 1;
    options.models = rules;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "a order 2000000 0 0 0 500000 0\n"
        "b order 0 0 2000000 0 1000000 0\n"
        "direct order 1000000 0 1000000 0 1500000 0\n");
    CHECK_ANSWER(engine, &asked, &options, 1, "order 6 0 3 0 0 3000000 0 3000000 0 3000000 0 3/2 0/1 !2 !2\n");
    options.flags = LEADLINE_ATTRIBUTE_COLLAPSE | LEADLINE_ATTRIBUTE_DROP_DIRECT | LEADLINE_ATTRIBUTE_BY_POSITION;
    CHECK_ANSWER(engine, &asked, &options, 0,
        "a 1 order 2000000 0 0 0 1000000 0\n"
        "b 2 order 0 0 2000000 0 1000000 0\n"
        "direct 1 order 1000000 0 1000000 0 1000000 0\n");
    const char *b[] = {"b", "x"};
    leadline_filter direct = {sizeof direct, "key", b, 2};
    options.direct = &direct;
    options.direct_count = 1;
    options.flags = LEADLINE_ATTRIBUTE_DROP_DIRECT;
    options.most_touches = 1;
    CHECK_ANSWER(engine, &asked, &options, 0, "direct order 3000000 0 3000000 0 3000000 0\n");
}

/* ---- What degenerates ---- */

static void test_degenerate(const leadline_engine *engine) {
    part("degenerate chains and games");
    leadline_model models[2] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s")};
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 2;
    const char *one[] = {"x>x>x>y"}, *none[] = {""};
    uint64_t outcomes[] = {1, 1}, zero[] = {0}, lost[] = {4};
    int64_t values[] = {-7};
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    CHECK_ANSWER(engine, &asked, &options, 0, "");
    CHECK_ANSWER(engine, &asked, &options, 1, "");
    asked.paths = one;
    asked.outcomes = outcomes;
    asked.values = values;
    asked.count = 1;
    /* One journey, one key of which goes round: both keys are needed. */
    CHECK_ANSWER(engine, &asked, &options, 0, "x outcome 500000 -4 1.000000 1.000000 500000 -4\ny outcome 500000 -3 1.000000 1.000000 500000 -3\n");
    /* Nothing came of anything. */
    asked.outcomes = zero;
    asked.values = NULL;
    asked.lost = lost;
    CHECK_ANSWER(engine, &asked, &options, 0, "x outcome 0 0 !1 !1 0 0\ny outcome 0 0 !1 !1 0 0\n");
    /* Only who was never touched. */
    asked.paths = none;
    asked.outcomes = outcomes;
    CHECK_ANSWER(engine, &asked, &options, 0, "");
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 1 0 1 0 0 1000000 0 1 1000000 0 0 0/1 0/1 !2 !2\n");
    /* A key that no path to an outcome meets. */
    const char *two[] = {"a", "b"};
    uint64_t a_alone[] = {3, 0}, both[] = {1, 5};
    asked.paths = two;
    asked.outcomes = a_alone;
    asked.lost = both;
    asked.count = 2;
    CHECK_ANSWER(engine, &asked, &options, 0, "a outcome 3000000 0 1.000000 3.000000 4875000 0\nb outcome 0 0 0.000000 0.000000 -1875000 0\n");
    /* Values that add up to nothing are given to nobody. */
    int64_t cancelled[] = {50, -50};
    asked.values = cancelled;
    asked.outcomes = outcomes;
    CHECK_ANSWER(engine, &asked, &options, 1, "outcome 2 0 0 0 0 0 0 1 0 0 0 1/1 1/1 !2 !2\n");
    part("a loop that is hardly ever left");
    static char text[400000];
    for (int i = 0; i < 99999; i++) memcpy(text + i * 4, i % 2 ? "p > " : "q > ", 4);
    strcpy(text + 399996, "r");
    const char *looping[] = {text, "p"};
    asked.paths = looping;
    asked.values = NULL;
    leadline_table *credits = NULL;
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, NULL, NULL));
    leadline_column removal = column_of(credits, "m_removal");
    /* Twice from q over and over to r, of which one is lost, and six times p alone, five of these lost. */
    double on = 99998.0 / 100004, back = 99998.0 / 100000;
    double from_p = (1.0 / 100004 + on * 1e-5) / (1 - on * back), from_q = back * from_p + 1e-5;
    double start = (2 * from_q + 6 * from_p) / 8, without_r = (2 * back + 6) / 8 * (1.0 / 100004) / (1 - on * back);
    CHECK(fabs(removal.doubles[row_of(credits, "r")] - (1 - without_r / start)) < 1e-9);
    leadline_table_close(credits);
}

/* ---- Many keys, orders, repeatability ---- */

static void test_many(const leadline_engine *engine) {
    part("many keys: estimates, and the same for any order of paths");
    enum { MANY = 300, WIDE = 1100 };
    static char many[WIDE][64];
    const char *there[WIDE], *back[WIDE];
    uint64_t outcomes[WIDE], lost[WIDE], outcomes_back[WIDE], lost_back[WIDE];
    for (int round = 0; round < 4; round++) {
        seed = 900 + (uint64_t)round;
        int count = round == 3 ? WIDE : MANY, keys = round == 0 ? 20 : round == 1 ? 21 : round == 2 ? 90 : WIDE;
        for (int p = 0; p < count; p++) {
            int length = 1 + any(4), at = 0;
            for (int i = 0; i < length; i++) {
                at += snprintf(many[p] + at, sizeof many[p] - (size_t)at, "%sk%d", i ? ">" : "", i ? any(keys) : p % keys);
            }
            there[p] = back[count - 1 - p] = many[p];
            outcomes[p] = outcomes_back[count - 1 - p] = (uint64_t)any(5);
            lost[p] = lost_back[count - 1 - p] = (uint64_t)any(9);
        }
        leadline_model models[4] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s"),
                                    model_of(LEADLINE_MODEL_MARKOV, "h"), model_of(LEADLINE_MODEL_MARKOV, "k")};
        models[0].order = 1 + (uint32_t)round % 2;
        models[2].order = LEADLINE_MARKOV_HELD_OUT;
        models[3].flags = LEADLINE_MODEL_BY_KIND;
        models[1].samples = 50;
        leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
        options.models = models;
        options.model_count = 4;
        leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
        asked.paths = there;
        asked.outcomes = outcomes;
        asked.lost = lost;
        asked.count = (size_t)count;
        leadline_table *totals = NULL, *credits = NULL;
        CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
        CHECK_INT(column_of(totals, "s_samples").integers[0], keys <= 20 ? 0 : 50);
        CHECK(column_of(totals, "h_order").integers[0] >= 1 && column_of(totals, "h_order").integers[0] <= 4);
        leadline_table_close(totals);
        char *first = text_of(credits);
        asked.paths = back;
        asked.outcomes = outcomes_back;
        asked.lost = lost_back;
        CHECK_ANSWER(engine, &asked, &options, 0, first);
        free(first);
    }
    part("the order that foretells best");
    const char *alternating[] = {"a>b>c", "c>b>a", "b>b>b"};
    uint64_t often[] = {3000, 3000, 0}, seldom[] = {0, 0, 3000};
    leadline_model model = model_of(LEADLINE_MODEL_MARKOV, "m");
    model.order = LEADLINE_MARKOV_HELD_OUT;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = &model;
    options.model_count = 1;
    leadline_counted_paths asked = LEADLINE_COUNTED_PATHS_INIT;
    asked.paths = alternating;
    asked.outcomes = often;
    asked.lost = seldom;
    asked.count = 3;
    leadline_table *totals = NULL, *credits = NULL;
    CHECK_OK(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL));
    /* What follows b depends on what was before it, and whether that was the beginning. */
    CHECK_INT(column_of(totals, "m_order").integers[0], 3);
    leadline_table_close(totals);
    leadline_table_close(credits);
}

/* ---- What is refused ---- */

#define CHECK_REFUSED(status)                                                                                   \
    do {                                                                                                        \
        leadline_table *credits = NULL, *totals = NULL;                                                         \
        CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, &credits, &totals, NULL), (status));    \
        CHECK(credits == NULL && totals == NULL);                                                               \
    } while (0)

static void test_refused(const leadline_engine *engine) {
    part("what is refused");
    const char *good[] = {"a > b"}, *bad[] = {"a > > b"}, *missing[] = {NULL}, *open_end[] = {"a >"};
    uint64_t most[] = {UINT64_C(1) << 40}, more[] = {(UINT64_C(1) << 40) + 1}, zero[] = {0};
    int64_t value[] = {5}, beyond[] = {(INT64_C(1) << 62) + 1};
    leadline_attribution_options fresh = LEADLINE_ATTRIBUTION_OPTIONS_INIT, options = fresh;
    leadline_counted_paths usual = LEADLINE_COUNTED_PATHS_INIT;
    usual.paths = good;
    usual.count = 1;
    leadline_counted_paths asked = usual;
    leadline_table *table = NULL, *other = NULL;
    CHECK_STATUS(leadline_attribute_paths(NULL, &asked, &options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, NULL, &options, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, NULL, &table, NULL, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, NULL, &other, NULL), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_attribute_paths(engine, &asked, &options, &table, &table, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK(table == NULL && other == NULL);
    asked.struct_size = 3;
    CHECK_REFUSED(LEADLINE_ERROR_STRUCT_SIZE);
#define WITH_PATHS(field, to, status) asked = usual, options = fresh, asked.field = (to); CHECK_REFUSED(status)
    WITH_PATHS(paths, NULL, LEADLINE_ERROR_NULL);
    WITH_PATHS(paths, missing, LEADLINE_ERROR_NULL);
    WITH_PATHS(paths, bad, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(paths, open_end, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(separator, "", LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(outcomes, more, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(lost, more, LEADLINE_ERROR_ARGUMENT);
    WITH_PATHS(values, beyond, LEADLINE_ERROR_ARGUMENT);
    asked = usual, asked.outcomes = zero, asked.values = value;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    const char *five[] = {"a", "a", "a", "a", "a"};
    uint64_t mosts[] = {most[0], most[0], most[0], most[0], 1};
    asked = usual, asked.paths = five, asked.outcomes = mosts, asked.count = 5;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
#define WITH_OPTION(field, to, status) asked = usual, options = fresh, options.field = (to); CHECK_REFUSED(status)
    leadline_touch touch = LEADLINE_TOUCH_INIT;
    const char *by[] = {"key"};
    WITH_OPTION(touch_count, 1, LEADLINE_ERROR_ARGUMENT);
    options.touches = &touch;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(by_count, 1, LEADLINE_ERROR_ARGUMENT);
    options.by = by;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(period, LEADLINE_PERIOD_DAY, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(cost, "cost", LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(reserved, 1, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(flags, LEADLINE_QUERY_FROM, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(flags, LEADLINE_ATTRIBUTE_BY_TOUCH, LEADLINE_ERROR_ARGUMENT);
    WITH_OPTION(model_count, 1, LEADLINE_ERROR_NULL);
    WITH_OPTION(outcome_count, 2, LEADLINE_ERROR_TOO_MANY);
    leadline_outcome outcome = LEADLINE_OUTCOME_INIT;
    outcome.kinds = "sale";
    asked = usual, options = fresh, options.outcomes = &outcome, options.outcome_count = 1;
    CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
    leadline_filter direct = {sizeof direct, "channel", good, 1};
    asked = usual, options = fresh, options.direct = &direct, options.direct_count = 1;
    CHECK_REFUSED(LEADLINE_ERROR_NAME);
    static const uint32_t kinds[] = {LEADLINE_MODEL_TIME_DECAY, LEADLINE_MODEL_STAGE, LEADLINE_MODEL_MARKOV, LEADLINE_MODEL_SHAPLEY_RATE};
    for (int k = 0; k < 4; k++) {
        leadline_model model = model_of(kinds[k], NULL);
        asked = usual, options = fresh, options.models = &model, options.model_count = 1;
        options.flags = LEADLINE_ATTRIBUTE_BY_POSITION;
        CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
        options.flags = 0;
        if (k < 2) {
            CHECK_REFUSED(LEADLINE_ERROR_ARGUMENT);
        }
    }
    leadline_model twice[2] = {model_of(LEADLINE_MODEL_FIRST, NULL), model_of(LEADLINE_MODEL_FIRST, NULL)};
    asked = usual, options = fresh, options.models = twice, options.model_count = 2;
    CHECK_REFUSED(LEADLINE_ERROR_DUPLICATE_NAME);
}

/* ---- No memory ---- */

static void test_memory(void) {
    part("no memory");
    counter c = {0};
    leadline_allocator allocator = counter_allocator(&c);
    leadline_engine *engine = open_engine(&allocator);
    leadline_model models[4] = {model_of(LEADLINE_MODEL_MARKOV, "m"), model_of(LEADLINE_MODEL_SHAPLEY_RATE, "s"),
                                model_of(LEADLINE_MODEL_MARKOV, "h"), model_of(LEADLINE_MODEL_MARKOV, "k")};
    models[0].order = 2;
    models[2].order = LEADLINE_MARKOV_HELD_OUT;
    models[3].flags = LEADLINE_MODEL_BY_KIND;
    leadline_attribution_options options = LEADLINE_ATTRIBUTION_OPTIONS_INIT;
    options.models = models;
    options.model_count = 4;
    options.flags = LEADLINE_ATTRIBUTE_DETAILS;
    seed = 5;
    counted paths[PATHS];
    int count = make_paths(paths, KEYS, 0);
    leadline_counted_paths asked = paths_to_ask(paths, count);
    for (long at = 1;; at++) {
        long held = c.held;
        leadline_table *tables[3] = {NULL, NULL, NULL};
        arm(&c, at, (int)(at & 1));
        leadline_status status = leadline_attribute_paths(engine, &asked, &options, &tables[0], &tables[1], &tables[2]);
        arm(&c, 0, 0);
        if (status == LEADLINE_OK) {
            for (int t = 0; t < 3; t++) leadline_table_close(tables[t]);
            CHECK_INT(c.held, held);
            break;
        }
        CHECK_STATUS(status, LEADLINE_ERROR_MEMORY);
        CHECK(tables[0] == NULL && tables[1] == NULL && tables[2] == NULL);
        CHECK_INT(c.held, held);
        if (at > 100000) {
            CHECK(!"an end");
            break;
        }
    }
    CHECK_OK(leadline_close(engine));
    CHECK_INT(c.held, 0);
    CHECK_INT(c.mistakes, 0);
}

int main(void) {
    leadline_engine *engine = open_engine(NULL);
    test_vector(engine);
    test_degenerate(engine);
    test_random(engine);
    test_many(engine);
    test_refused(engine);
    test_memory();
    CHECK_OK(leadline_close(engine));
    return finish();
}
