/* Counts, codes, flags, periods and names out of range: nothing traps, and each gives its status.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "calls.h"

static void test_opening(void) {
    part("options out of range");
    leadline_options good = LEADLINE_OPTIONS_INIT;
    leadline_dimension_options dimensions[70];
    char names[70][8];
    for (int i = 0; i < 70; i++) {
        snprintf(names[i], sizeof names[i], "d%d", i);
        leadline_dimension_options d = {sizeof d, names[i], NULL, NULL, 0, 0, 0};
        dimensions[i] = d;
    }
    static const size_t counts[] = {65, SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX / 16};
    char error[64];
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        leadline_engine *made = NULL;
        leadline_options o = good;
        o.dimension_count = counts[i];
        o.dimensions = dimensions;
        memset(error, 'x', sizeof error);
        CHECK_STATUS(leadline_open(&o, &made, error, 10), LEADLINE_ERROR_TOO_MANY);
        CHECK(strlen(error) == 9 && error[10] == 'x');
        o = good;
        o.kind_count = counts[i] < 100 ? 32769 : counts[i];
        leadline_kind_options kind = {sizeof kind, "trial", 1000, 0, 0, 50, 0, 0};
        o.kinds = &kind;
        CHECK_STATUS(leadline_open(&o, &made, NULL, 0), LEADLINE_ERROR_TOO_MANY);
        o = good;
        o.rollup_count = counts[i];
        leadline_rollup_options rollup = {sizeof rollup, NULL, NULL, 0, 0, 0};
        o.rollups = &rollup;
        CHECK_STATUS(leadline_open(&o, &made, NULL, 0), LEADLINE_ERROR_TOO_MANY);
        rollup.dimension_count = counts[i];
        o.rollup_count = 1;
        CHECK_STATUS(leadline_open(&o, &made, NULL, 0), LEADLINE_ERROR_TOO_MANY);
        o = good;
        leadline_dimension_options d = dimensions[0];
        d.declared_count = counts[i] < 100 ? SIZE_MAX / 8 : counts[i];
        o.dimensions = &d;
        o.dimension_count = 1;
        CHECK_STATUS(leadline_open(&o, &made, NULL, 0), LEADLINE_ERROR_TOO_MANY);
        CHECK(made == NULL);
    }
    /* 17 dimensions need rollups declared; 64 are fine with one. */
    leadline_options o = good;
    o.dimensions = dimensions;
    o.dimension_count = 17;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_TOO_MANY);
    const char *sixteen[17];
    for (int i = 0; i < 17; i++) {
        sixteen[i] = names[63 - i];
    }
    leadline_rollup_options rollup = {sizeof rollup, "r", sixteen, 16, 0, 5};
    o.dimension_count = 64;
    o.rollups = &rollup;
    o.rollup_count = 1;
    CHECK_OK(use_options(&o));
    o = good;
    o.money_scale = 10;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o.money_scale = UINT32_MAX;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o = good;
    o.shards = 65;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o.shards = 64;
    CHECK_OK(use_options(&o));
    o = good;
    o.threads = UINT32_MAX;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o = good;
    o.ids = 2;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o = good;
    o.id_window_us = -1;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o.id_window_us = INT64_MAX;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    o.ids = 1;
    CHECK_OK(use_options(&o));
    o.id_limit = UINT64_MAX;
    (void)use_options(&o); /* either is fine, a trap is not */
    o = good;
    o.currency = "sixteen bytes !!";
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    static const char *const zones[] = {"", "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/Berlin/", "posixrules\n",
        "..", ".", "Europe/../Europe/Berlin"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        o = good;
        o.time_zone = zones[i];
        CHECK_STATUS(use_options(&o), LEADLINE_ERROR_TIME_ZONE);
    }
    char long_name[400];
    memset(long_name, 'n', sizeof long_name);
    long_name[256] = 0;
    leadline_dimension_options d = dimensions[0];
    o = good;
    o.dimensions = &d;
    o.dimension_count = 1;
    d.name = long_name;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    long_name[255] = 0;
    CHECK_OK(use_options(&o));
    d.name = "";
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    d.name = NULL;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_NULL);
    d = dimensions[0];
    d.reserved = 1;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    d = dimensions[0];
    d.attribute_of = "d0";
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_NAME);
    static const struct {
        leadline_kind_options kind;
        leadline_status status;
    } kinds[] = {{{sizeof(leadline_kind_options), "trial", 999, 0, 0, 50, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "Trial", 1000, 0, 0, 50, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "", 1000, 0, 0, 50, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), NULL, 1000, 0, 0, 50, 0, 0}, LEADLINE_ERROR_NULL},
        {{sizeof(leadline_kind_options), "click", 1000, 0, 0, 50, 0, 0}, LEADLINE_ERROR_DUPLICATE_NAME},
        {{sizeof(leadline_kind_options), "trial", 1000, 1000, 0, 50, 0, 0}, LEADLINE_ERROR_NAME},
        {{sizeof(leadline_kind_options), "trial", 1000, 9, 0, 50, 0, 0}, LEADLINE_ERROR_NAME},
        {{sizeof(leadline_kind_options), "trial", 1000, 70, 0, 50, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "trial", 1000, 0, 9999, 50, 0, 0}, LEADLINE_ERROR_NAME},
        {{sizeof(leadline_kind_options), "trial", 65535, 0, 70, 0, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "trial", 65535, 0, 70, 100, 0, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "trial", 65535, 0, 70, 99, 0x2000, 0}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "trial", 65535, 0, 70, 99, 0x1FFF, 4}, LEADLINE_ERROR_ARGUMENT},
        {{sizeof(leadline_kind_options), "trial", 65535, 0, 70, 99, 0x1FFF, 3}, LEADLINE_OK}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        leadline_kind_options kind = kinds[i].kind;
        CHECK_STATUS(use_kind(&kind), kinds[i].status);
    }
    o = good;
    o.dimensions = dimensions;
    o.dimension_count = 2;
    o.rollups = &rollup;
    o.rollup_count = 1;
    rollup.dimension_count = 1;
    rollup.period = 8;
    sixteen[0] = "d0";
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_ARGUMENT);
    rollup.period = 0;
    sixteen[0] = "d2";
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_NAME);
    sixteen[0] = sixteen[1] = "d1";
    rollup.dimension_count = 2;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_DUPLICATE_NAME);
    sixteen[0] = NULL;
    CHECK_STATUS(use_options(&o), LEADLINE_ERROR_NULL);
    leadline_allocator half = {sizeof half, &memory, counter_allocate, NULL};
    CHECK_STATUS(use_allocator(&half), LEADLINE_ERROR_NULL);
}

static void test_names(void) {
    part("names and codes out of range");
    static char long_name[70000];
    memset(long_name, 'n', sizeof long_name);
    uint32_t code = 77;
    static const size_t sizes[] = {65536, 70000, SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX / 2};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        CHECK_STATUS(leadline_intern(engine, 0, long_name, sizes[i], &code), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_find(engine, 0, long_name, sizes[i], &code), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_set_attribute(engine, 2, alpha, long_name, sizes[i]), LEADLINE_ERROR_TOO_MANY);
        const char *names[] = {"fresh", long_name};
        size_t both[] = {5, sizes[i]};
        uint32_t codes[] = {77, 77};
        CHECK_STATUS(leadline_intern_many(engine, 0, names, both, 2, codes), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_intern_many(engine, 0, names, both, sizes[i] < 70001 ? SIZE_MAX : sizes[i], codes), LEADLINE_ERROR_TOO_MANY);
        CHECK(codes[0] == 77 && codes[1] == 77);
        CHECK_STATUS(leadline_clear(engine, 0, names, both, 2, INT64_MIN, INT64_MAX), LEADLINE_ERROR_TOO_MANY);
        CHECK_STATUS(leadline_find(engine, 0, "fresh", 5, &code), LEADLINE_ERROR_NAME);
    }
    CHECK_INT(code, 77);
    CHECK_OK(leadline_intern(engine, 0, long_name, 65535, &code));
    char buffer[8];
    size_t size = 0;
    CHECK_STATUS(leadline_name(engine, 0, code, buffer, 8, &size), LEADLINE_ERROR_BUFFER);
    CHECK_INT(size, 65535);
    CHECK_OK(leadline_name(engine, 0, alpha, buffer, SIZE_MAX, &size));
    CHECK(size == 5 && memcmp(buffer, "alpha", 5) == 0);
    CHECK_STATUS(leadline_name(engine, 0, alpha, NULL, 0, &size), LEADLINE_ERROR_BUFFER);
    CHECK_OK(leadline_name(engine, 0, 0, NULL, 0, &size));
    CHECK_INT(size, 0);
    static const uint32_t codes[] = {999, UINT32_MAX, 0x7FFFFFFF, 0x80000000};
    for (size_t i = 0; i < 4; i++) {
        size = 77;
        CHECK_STATUS(leadline_name(engine, 0, codes[i], buffer, 8, &size), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_set_attribute(engine, 2, codes[i], "x", 1), LEADLINE_ERROR_ARGUMENT);
        CHECK_INT(size, 77);
    }
    CHECK_STATUS(leadline_set_attribute(engine, 2, 0, "x", 1), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_set_attribute(engine, 2, 1, "x", 1), LEADLINE_ERROR_ARGUMENT);
    static const uint32_t dimensions[] = {3, 64, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < 4; i++) {
        CHECK_STATUS(leadline_intern(engine, dimensions[i], "a", 1, &code), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_find(engine, dimensions[i], "a", 1, &code), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_name(engine, dimensions[i], 0, buffer, 8, &size), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_set_attribute(engine, dimensions[i], alpha, "x", 1), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_clear(engine, dimensions[i], NULL, NULL, 0, 0, 1), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(leadline_set_attribute(engine, 0, alpha, "x", 1), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_clear(engine, 2, NULL, NULL, 0, 0, 1), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_clear(engine, 0, NULL, NULL, 0, 1, 1), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_clear(engine, 0, NULL, NULL, 0, INT64_MAX, INT64_MIN), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_clear(engine, 0, NULL, NULL, SIZE_MAX, 0, 1), LEADLINE_ERROR_TOO_MANY);
    CHECK_STATUS(leadline_dimension_index(engine, "period", &code), LEADLINE_ERROR_NAME);
    uint16_t number = 77;
    CHECK_STATUS(leadline_kind_number(engine, "clicks", &number), LEADLINE_ERROR_NAME);
    CHECK_STATUS(leadline_kind_number(engine, "", &number), LEADLINE_ERROR_NAME);
    CHECK_INT(number, 77);
    leadline_kind_info kind = {sizeof kind, NULL, 0, 0, 0, 0, 0, 0};
    CHECK_STATUS(leadline_kind_at(engine, leadline_kind_count(engine), &kind), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_kind_at(engine, SIZE_MAX, &kind), LEADLINE_ERROR_ARGUMENT);
    CHECK_INT(leadline_id_from_bytes("1", SIZE_MAX), 0);
    CHECK_INT(leadline_id_from_bytes("1", ((size_t)1 << 62) + 1), 0);
}

static void test_batches(void) {
    part("batches out of range");
    static int64_t words[8];
    static const uint32_t *columns[4] = {(const uint32_t *)words, NULL, (const uint32_t *)1, NULL};
    leadline_batch good = LEADLINE_BATCH_INIT;
    good.rows = 2;
    good.time = words;
    good.one_kind = CLICK;
    static const size_t counts[] = {LEADLINE_MAX_BATCH_ROWS + 1, SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < 4; i++) {
        leadline_batch b = good;
        b.rows = counts[i];
        CHECK_STATUS(leadline_record_batch(engine, &b, 0, NULL), LEADLINE_ERROR_TOO_MANY);
        b = good;
        b.codes = columns;
        b.dimension_count = i == 0 ? 4 : counts[i];
        CHECK_STATUS(leadline_record_batch(engine, &b, 0, NULL), LEADLINE_ERROR_ARGUMENT);
    }
    for (int column = 0; column < 11; column++) {
        leadline_batch b = good;
        void *odd = (char *)words + 1;
        const uint32_t *odd_columns[1] = {odd};
        switch (column) {
        case 0: b.time = odd; break;
        case 1: b.kind = odd; break;
        case 2: b.amount = odd; break;
        case 3: b.count = odd; break;
        case 4: b.person = odd; break;
        case 5: b.account = odd; break;
        case 6: b.id = odd; break;
        case 7: b.ref = odd; break;
        case 8: b.codes = odd; b.dimension_count = 1; break;
        case 9: b.codes = odd_columns; b.dimension_count = 1; break;
        default: b.time = (const int64_t *)(const void *)((char *)words + 4);
        }
        CHECK_STATUS(leadline_record_batch(engine, &b, 0, NULL), LEADLINE_ERROR_MISALIGNED);
    }
    for (int i = 0; i < 2; i++) {
        leadline_batch b = good;
        b.reserved[i] = 1;
        CHECK_STATUS(leadline_record_batch(engine, &b, 0, NULL), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(leadline_record_batch(engine, &good, 2, NULL), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_record_batch(engine, &good, UINT32_MAX, NULL), LEADLINE_ERROR_ARGUMENT);
    /* The places of attributes are ignored, whatever stands there. */
    leadline_batch b = good;
    b.codes = columns;
    b.dimension_count = 3;
    CHECK_OK(leadline_record_batch(engine, &b, 0, NULL));
    leadline_writer *writer = NULL;
    static const leadline_writer_options wrong[] = {{sizeof(leadline_writer_options), LEADLINE_MAX_BATCH_ROWS + 1, 0, 0},
        {sizeof(leadline_writer_options), 0, 2, 0}, {sizeof(leadline_writer_options), 0, 0, -1},
        {sizeof(leadline_writer_options), UINT32_MAX, UINT32_MAX, INT64_MIN}};
    for (size_t i = 0; i < 4; i++) {
        CHECK_STATUS(leadline_writer_open(engine, &wrong[i], &writer), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK(writer == NULL);
    CHECK_STATUS(leadline_merge(engine, engine, 0), LEADLINE_ERROR_ARGUMENT);
    leadline_engine *other = open_engine();
    CHECK_STATUS(leadline_merge(other, engine, 2), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_merge(other, engine, UINT32_MAX), LEADLINE_ERROR_ARGUMENT);
    CHECK_OK(leadline_close(other));
}

static void test_queries(void) {
    part("queries out of range");
    static const char *const good_by[] = {"campaign"};
    leadline_query_options good = LEADLINE_QUERY_INIT;
    good.by = good_by;
    good.by_count = 1;
    static const size_t counts[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX / 8, 65537};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        leadline_query_options q = good;
        q.by_count = counts[i];
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_TOO_MANY);
        q = good;
        q.filter_count = counts[i];
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_TOO_MANY);
        q = good;
        q.column_count = counts[i];
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_TOO_MANY);
        q = good;
        q.order_count = counts[i];
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_TOO_MANY);
        leadline_filter filter = {sizeof filter, "campaign", good_by, counts[i]};
        if (counts[i] > 65537) CHECK_STATUS(use_filter(&filter), LEADLINE_ERROR_TOO_MANY);
        leadline_point_options p = {sizeof p, NULL, good_by, counts[i], NULL, 0};
        CHECK_STATUS(use_point(&p), LEADLINE_ERROR_TOO_MANY);
        p.dimension_count = 1;
        p.column_count = counts[i];
        CHECK_STATUS(use_point(&p), LEADLINE_ERROR_TOO_MANY);
    }
    static const uint32_t periods[] = {8, 100, UINT32_MAX, 0x80000000};
    int64_t start = 77, end = 77;
    for (size_t i = 0; i < 4; i++) {
        leadline_query_options q = good;
        q.period = periods[i];
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_period_bounds(engine, periods[i], 0, &start, &end), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(leadline_period_bounds(engine, 0, 0, &start, &end), LEADLINE_ERROR_ARGUMENT);
    for (uint32_t flag = 0x20; flag != 0; flag <<= 1) {
        leadline_query_options q = good;
        q.flags = flag;
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_ARGUMENT);
    }
    static const char *const names[] = {"", "nothing", "count", "count(", "count()", "count(click", "count(click))", "COUNT(click)",
        "amount(impression_viewable)", "amount(nobody)", "cpc ", " cpc", "cpc\n", "count( click)", "period", "campaign", "-clicks"};
    /* As columns they are expressions: blanks around a name are fine there, and so is a minus. */
    static const leadline_status malformed[] = {LEADLINE_EXPRESSION_SYNTAX, LEADLINE_ERROR_NAME, LEADLINE_ERROR_NAME,
        LEADLINE_EXPRESSION_SYNTAX, LEADLINE_EXPRESSION_SYNTAX, LEADLINE_EXPRESSION_SYNTAX, LEADLINE_EXPRESSION_SYNTAX,
        LEADLINE_EXPRESSION_SYNTAX, LEADLINE_EXPRESSION_UNIT, LEADLINE_EXPRESSION_NAME, LEADLINE_OK, LEADLINE_OK, LEADLINE_OK,
        LEADLINE_OK, LEADLINE_ERROR_NAME, LEADLINE_ERROR_NAME, LEADLINE_OK, LEADLINE_ERROR_NAME};
    char *endless = malloc(1 << 20);
    memset(endless, 'c', (1 << 20) - 1);
    endless[(1 << 20) - 1] = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0] + 1; i++) {
        const char *word = i < sizeof names / sizeof names[0] ? names[i] : endless;
        const char *list[] = {word};
        leadline_query_options q = good;
        q.columns = list;
        q.column_count = 1;
        CHECK_STATUS(use_query(&q), malformed[i]);
        q = good;
        q.rollup = word;
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_NAME);
        q = good;
        if (strcmp(word, "campaign") != 0) {
            q.by = list;
            CHECK_STATUS(use_query(&q), LEADLINE_ERROR_NAME);
            q = good;
            q.order = list;
            q.order_count = 1;
            CHECK_STATUS(use_query(&q), LEADLINE_QUERY_ORDER);
            leadline_filter filter = {sizeof filter, word, NULL, 0};
            CHECK_STATUS(use_filter(&filter), LEADLINE_ERROR_NAME);
        }
        leadline_filter filter = {sizeof filter, "campaign", list, 1};
        CHECK_OK(use_filter(&filter));
    }
    free(endless);
    leadline_query_options q = good;
    q.period = LEADLINE_PERIOD_HOUR;
    CHECK_STATUS(use_query(&q), LEADLINE_QUERY_NO_ROLLUP);
    static const char *const twice[] = {"campaign", "campaign"};
    q = good;
    q.by = twice;
    q.by_count = 2;
    CHECK_STATUS(use_query(&q), LEADLINE_ERROR_DUPLICATE_NAME);
}

int main(void) {
    printf("ranges\n");
    engine = open_engine();
    alpha = name(engine, 0, "alpha");
    test_opening();
    test_names();
    test_batches();
    test_queries();
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
