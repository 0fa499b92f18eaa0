/* Limits of names and of cells: what is kept depends on the set of facts only, and the row of what is kept is complete.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

enum { FACTS = 1200, CAMPAIGNS = 60, CHANNELS = 7 };

static const char *const declared[] = {"c50", "c51"};
static rows facts;

typedef struct fact {
    int campaign;
    int channel;
    int64_t time;
    int64_t amount;
    uint64_t id;
} fact;

static fact all[FACTS];

static void make_facts(void) {
    uint64_t seed = 77;
    printf("  seed 77\n");
    for (int i = 0; i < FACTS; i++) {
        uint64_t r = next_random(&seed);
        all[i].campaign = (int)(r % CAMPAIGNS);
        all[i].channel = (int)(r >> 8 & 255) % CHANNELS;
        /* No two at one instant: of two facts with an id the time then decides, and a limit may not. */
        all[i].time = MARCH_1 + (int64_t)(r >> 16 & 255) % 10 * DAY + i * 1000;
        all[i].amount = (int64_t)(r >> 32 & 1023);
        all[i].id = i % 3 == 0 ? (r >> 48 & 255) + 1 : 0;
    }
}

static leadline_engine *open_engine(uint32_t names, uint32_t cells, uint32_t shards, uint32_t ids) {
    static const char *const both[] = {"campaign", "channel"};
    leadline_dimension_options dimensions[2] = {{sizeof dimensions[0], "campaign", NULL, declared, 2, names, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 0, 0}};
    leadline_rollup_options rollups[2] = {{sizeof rollups[0], "both", both, 2, 0, cells}, {sizeof rollups[0], "one", both, 1, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.rollups = rollups;
    options.rollup_count = 2;
    options.shards = shards;
    options.ids = ids;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    return engine;
}

/* Takes in facts `order[from ..< to]` in batches of `size`. */
static void take_in(leadline_engine *engine, const int *order, int from, int to, int size) {
    for (int start = from; start < to; start += size) {
        facts.count = 0;
        for (int i = start; i < to && i < start + size; i++) {
            const fact *f = &all[order[i]];
            char campaign[8], channel[8];
            snprintf(campaign, sizeof campaign, "c%d", f->campaign);
            snprintf(channel, sizeof channel, "ch%d", f->channel);
            channel[f->channel ? 3 : 0] = 0;
            add_row(&facts, f->time, SALE, name(engine, 0, campaign), name(engine, 1, channel), f->amount, 1, f->id);
        }
        leadline_batch batch = batch_of(&facts, 2);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
}

static char *describe(const leadline_engine *engine) {
    text t = {NULL, 0, 0};
    static const char *const by[] = {"campaign channel", "campaign", "channel", ""};
    for (int i = 0; i < 4; i++) {
        for (uint32_t period = LEADLINE_PERIOD_ALL; period <= LEADLINE_PERIOD_DAY; period += 2) {
            char *answer = ask(engine, by[i], "sales revenue average_check", period, LEADLINE_QUERY_TOTALS);
            for (char *line = answer; *line;) {
                size_t size = strcspn(line, "\n") + 1;
                add_text(&t, "%.*s", (int)size, line);
                line += size;
            }
            free(answer);
        }
    }
    return t.bytes;
}

static void shuffle(int *order, uint64_t seed) {
    for (int i = 0; i < FACTS; i++) {
        order[i] = i;
    }
    for (int i = FACTS - 1; i > 0; i--) {
        int j = (int)(next_random(&seed) % (uint64_t)(i + 1));
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* The rows that are shown are those of an engine without limits; the rest adds up in (other). */
static void check_complete(const leadline_engine *limited, const leadline_engine *whole, uint32_t names, uint32_t cells, uint32_t ids) {
    char *shown = ask(limited, "campaign channel", "sales revenue", 0, LEADLINE_QUERY_TOTALS);
    char *full = ask(whole, "campaign channel", "sales revenue", 0, LEADLINE_QUERY_TOTALS);
    int kept = 0, campaigns = 0, declared_rows = 0;
    char last[40] = "";
    for (char *line = shown; *line;) {
        size_t size = strcspn(line, "\n") + 1;
        char row[100];
        snprintf(row, sizeof row, "\n%.*s", (int)size, line);
        int is_other = strstr(row, "(other)") != NULL;
        int is_total = strstr(row, "= =") != NULL;
        if (!is_other) {
            /* The same row is in the whole answer, to the last digit. */
            int is_there = strstr(full, row) != NULL || strncmp(full, row + 1, size) == 0;
            if (!is_there) printf("%s", row);
            CHECK(is_there);
        }
        if (!is_other && !is_total) {
            kept++;
            size_t word = strcspn(row + 1, " ");
            declared_rows += strncmp(row + 1, "c50 ", 4) == 0 || strncmp(row + 1, "c51 ", 4) == 0;
            if (strncmp(last, row + 1, word + 1) != 0) {
                campaigns++;
                snprintf(last, sizeof last, "%.*s", (int)word + 1, row + 1);
            }
        }
        line += size;
    }
    CHECK(cells == 0 || kept <= (int)cells);
    CHECK(cells == 0 || names != 0 || ids != 0 || kept == (int)cells); /* repeats that gave way take part */
    CHECK(names == 0 || campaigns <= (int)names);
    CHECK(cells > 1 || cells == 0 ? declared_rows > 0 : 1);
    /* (other) and the rows that are kept make up the total. */
    const char *total = strstr(shown, "= =");
    CHECK(total != NULL && strstr(full, total) != NULL);
    free(shown);
    free(full);
}

static void test(uint32_t names, uint32_t cells, uint32_t ids) {
    printf("  names %u, cells %u, ids %u\n", names, cells, ids);
    char *wanted = NULL;
    int order[FACTS];
    for (uint64_t seed = 1; seed <= 4; seed++) {
        shuffle(order, seed);
        for (int way = 0; way < 4; way++) {
            leadline_engine *engine = open_engine(names, cells, way == 1 ? 2 : 1, ids);
            switch (way) {
            case 0: take_in(engine, order, 0, FACTS, FACTS); break;
            case 1: take_in(engine, order, 0, FACTS, 37); break;
            case 2: /* four engines, merged pairwise */
            case 3: {
                leadline_engine *parts[4];
                for (int p = 0; p < 4; p++) {
                    parts[p] = open_engine(names, cells, 1 + (uint32_t)p % 2, ids);
                    take_in(parts[p], order, p * FACTS / 4, (p + 1) * FACTS / 4, 50);
                }
                if (way == 2) {
                    for (int p = 3; p >= 0; p--) CHECK_OK(leadline_merge(engine, parts[p], 0));
                } else {
                    CHECK_OK(leadline_merge(parts[0], parts[1], 0));
                    CHECK_OK(leadline_merge(parts[3], parts[2], 0));
                    CHECK_OK(leadline_merge(parts[3], parts[0], 0));
                    CHECK_OK(leadline_merge(engine, parts[3], 0));
                }
                for (int p = 0; p < 4; p++) CHECK_OK(leadline_close(parts[p]));
            }
            }
            char *is = describe(engine);
            if (wanted == NULL) {
                wanted = is;
                leadline_engine *whole = open_engine(0, 0, 1, ids);
                take_in(whole, order, 0, FACTS, 500);
                check_complete(engine, whole, names, cells, ids);
                CHECK_OK(leadline_close(whole));
            } else {
                CHECK_TEXT(is, wanted);
                free(is);
            }
            CHECK_OK(leadline_close(engine));
        }
    }
    free(wanted);
}

static void test_small_limits(void) {
    part("declared names are kept though they are more than the limit");
    for (uint32_t limit = 1; limit <= 4; limit++) {
        leadline_engine *engine = open_engine(limit, 0, 1, 0);
        int order[FACTS];
        shuffle(order, 9);
        take_in(engine, order, 0, FACTS, 100);
        char *answer = ask(engine, "campaign", "sales", 0, 0);
        CHECK(strstr(answer, "c50 ") != NULL && strstr(answer, "c51 ") != NULL && strstr(answer, "(other) ") != NULL);
        size_t lines = 0;
        for (const char *at = answer; *at; at++) lines += *at == '\n';
        CHECK_INT(lines, limit <= 2 ? 3 : limit + 1);
        free(answer);
        /* A name beyond the limit is read as such, and cannot be cleared or pointed at. */
        int beyond = 0;
        for (int c = 0; c < CAMPAIGNS; c++) {
            char word[8], shown[16] = "";
            size_t size = 0;
            snprintf(word, sizeof word, "c%d", c);
            uint32_t code = name(engine, 0, word);
            CHECK_OK(leadline_name(engine, 0, code, shown, sizeof shown, &size));
            int is_beyond = size == 7 && memcmp(shown, "(other)", 7) == 0;
            CHECK(is_beyond || (size == strlen(word) && memcmp(shown, word, size) == 0));
            beyond += is_beyond;
            const char *dimensions[] = {"campaign"};
            const char *columns[] = {"sales"};
            leadline_point_options options = {sizeof options, NULL, dimensions, 1, columns, 1};
            leadline_point *point = NULL;
            leadline_value value;
            const char *names[] = {word};
            size_t sizes[] = {strlen(word)};
            CHECK_OK(leadline_point_open(engine, &options, &point));
            CHECK_STATUS(leadline_point_read(point, &code, 1, INT64_MIN, INT64_MAX, &value, 1), is_beyond ? LEADLINE_ERROR_NAME : LEADLINE_OK);
            CHECK_STATUS(leadline_point_read_names(point, names, sizes, 1, INT64_MIN, INT64_MAX, &value, 1),
                is_beyond ? LEADLINE_ERROR_NAME : LEADLINE_OK);
            leadline_point_close(point);
        }
        CHECK_INT(beyond, CAMPAIGNS - (limit <= 2 ? 2 : (int)limit));
        CHECK_OK(leadline_close(engine));
    }
    part("declared names that repeat, or are empty, count once or not at all");
    static const char *const twice[] = {"a", "a", "", "a"};
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, twice, 4, 3, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    facts.count = 0;
    for (int i = 0; i < 10; i++) {
        char word[8];
        snprintf(word, sizeof word, "%c", 'a' + i);
        add_row(&facts, MARCH_1, SALE, name(engine, 0, word), 0, 1, 1, 0);
    }
    leadline_batch batch = batch_of(&facts, 1);
    CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    char *answer = ask(engine, "campaign", "sales", 0, 0);
    size_t lines = 0;
    for (const char *at = answer; *at; at++) lines += *at == '\n';
    CHECK_INT(lines, 4);
    CHECK(strstr(answer, "(other) 7\n") != NULL);
    free(answer);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("limits\n");
    make_facts();
    for (uint32_t ids = 0; ids < 2; ids++) {
        test(0, 0, ids);
        test(10, 0, ids);
        test(0, 25, ids);
        test(12, 30, ids);
        test(1, 1, ids);
    }
    test_small_limits();
    return finish();
}
