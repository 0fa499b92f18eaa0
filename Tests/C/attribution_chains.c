/* Attribution of counted paths: removal effects beside a dense solve of the chain without each key, Shapley values beside all orders
 * of keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "attribution_counted.h"
#include <math.h>

#define STATES 512

/* By place in the order of bytes. */
static const int in_order[KEYS] = {1, 0, 4, 2, 5, 6, 3};

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

static __int128 whole(leadline_int128 number) { return (__int128)((unsigned __int128)number.high << 64 | number.low); }

static __int128 sum_of(const leadline_table *table, const char *name) {
    leadline_column column = column_of(table, name);
    __int128 sum = 0;
    for (size_t row = 0; row < rows_of(table); row++) sum += whole(column.numerators[row]);
    return sum;
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
    leadline_counted_paths asked = paths_to_ask(key_names, paths, count);
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
        if (met >> in_order[i] & 1) CHECK_INT(row_of(credits, key_names[in_order[i]]), row++);
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
        int at = row_of(credits, key_names[k]);
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
            int at = row_of(credits, key_names[k]);
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

int main(int argc, char **argv) {
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 77;
    int rounds = argc > 2 ? atoi(argv[2]) : 400;
    printf("attribution, chains, seeds from %" PRIu64 "\n", first);
    leadline_engine *engine = open_plain(NULL);
    for (int round = 0; round < rounds; round++) {
        seed = first + (uint64_t)round;
        unsigned long failed = check_failed;
        counted paths[PATHS];
        int count = make_paths(paths, 1 + pick(KEYS), round % 3 == 0);
        check_one(engine, paths, count, 1 + (uint32_t)round % 4);
        if (check_failed != failed) printf("    seed %" PRIu64 "\n", first + (uint64_t)round);
    }
    CHECK_OK(leadline_close(engine));
    return finish();
}
