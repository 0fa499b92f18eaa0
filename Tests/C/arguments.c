/* Every exported function with arguments that are wrong: nothing traps, each gives its status, and what it should have
 * filled in stays untouched.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <sys/mman.h>
#include <unistd.h>

#include "support.h"

static leadline_engine *engine;
static uint32_t alpha;

/* The end of a page that nothing may be read behind. */
static char *page_end;
static size_t page_size;

static void make_pages(void) {
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 3 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + 2 * page_size, page_size, PROT_NONE) != 0) {
        printf("no pages\n");
        exit(1);
    }
    page_end = pages + 2 * page_size;
}

static leadline_engine *open_engine(void) {
    leadline_dimension_options dimensions[3] = {{sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "channel", NULL, NULL, 0, 2, 0}, {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = dimensions;
    options.dimension_count = 3;
    options.ids = 1;
    leadline_engine *made = NULL;
    CHECK_OK(leadline_open(&options, &made, NULL, 0));
    return made;
}

/* ---- struct_size ---- */

static leadline_status use_options(void *given) {
    leadline_engine *made = NULL;
    leadline_status status = leadline_open(given, &made, NULL, 0);
    CHECK(status == LEADLINE_OK || made == NULL);
    CHECK_OK(leadline_close(made));
    return status;
}

static void *c_allocate(void *context, size_t size, size_t alignment) {
    (void)context;
    void *memory = NULL;
    return posix_memalign(&memory, alignment < sizeof(void *) ? sizeof(void *) : alignment, size) == 0 ? memory : NULL;
}

static void c_deallocate(void *context, void *pointer, size_t size, size_t alignment) {
    (void)context;
    (void)size;
    (void)alignment;
    free(pointer);
}

static leadline_status use_allocator(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = given;
    return use_options(&options);
}

static leadline_status use_dimension(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = given;
    options.dimension_count = 1;
    return use_options(&options);
}

static leadline_status use_kind(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.kinds = given;
    options.kind_count = 1;
    return use_options(&options);
}

static leadline_status use_rollup(void *given) {
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.rollups = given;
    options.rollup_count = 1;
    return use_options(&options);
}

static leadline_status use_batch(void *given) { return leadline_record_batch(engine, given, 0, NULL); }

static leadline_status use_writer(void *given) {
    leadline_writer *writer = NULL;
    leadline_status status = leadline_writer_open(engine, given, &writer);
    CHECK((status == LEADLINE_OK) == (writer != NULL));
    CHECK_OK(leadline_writer_close(writer));
    return status;
}

static leadline_status use_query(void *given) {
    leadline_table *table = NULL;
    leadline_status status = leadline_query(engine, given, &table);
    CHECK((status == LEADLINE_OK) == (table != NULL));
    leadline_table_close(table);
    return status;
}

static leadline_status use_filter(void *given) {
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.filters = given;
    query.filter_count = 1;
    return use_query(&query);
}

static leadline_status use_point(void *given) {
    leadline_point *point = NULL;
    leadline_status status = leadline_point_open(engine, given, &point);
    CHECK((status == LEADLINE_OK) == (point != NULL));
    leadline_point_close(point);
    return status;
}

/* An option struct of `size` bytes: whatever struct_size says, no byte behind it is read. */
static void check_options(const char *name, const void *good, size_t size, leadline_status (*use)(void *)) {
    printf("    %s\n", name);
    static const size_t wrong[] = {0, 1, 7, SIZE_MAX, SIZE_MAX - 7, SIZE_MAX / 2, SIZE_MAX / 2 + 1, (size_t)1 << 40, 1 << 16};
    char *at = page_end - size;
    memcpy(at, good, size);
    CHECK_OK(use(at));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        memcpy(at, &wrong[i], sizeof wrong[i]);
        CHECK_STATUS(use(at), LEADLINE_ERROR_STRUCT_SIZE);
    }
    /* Too small by a little: no version ever had less. */
    for (size_t less = sizeof(size_t); less < size; less++) {
        char *end = page_end - less;
        uintptr_t misfit = (uintptr_t)end % sizeof(size_t);
        end -= misfit;
        memcpy(end, good, less);
        memcpy(end, &less, sizeof less);
        CHECK_STATUS(use(end), LEADLINE_ERROR_STRUCT_SIZE);
    }
    /* A newer program's: fine while what this version does not know is zero. */
    for (size_t more = 8; more <= 64; more += 8) {
        size_t longer = size + more;
        at = page_end - longer;
        memset(at, 0, longer);
        memcpy(at, good, size);
        memcpy(at, &longer, sizeof longer);
        CHECK_OK(use(at));
        page_end[-1] = 1;
        CHECK_STATUS(use(at), LEADLINE_ERROR_STRUCT_SIZE);
        page_end[-1] = 0;
        page_end[-(ptrdiff_t)more] = 1;
        CHECK_STATUS(use(at), LEADLINE_ERROR_STRUCT_SIZE);
        page_end[-(ptrdiff_t)more] = 0;
    }
    at = page_end - size - 16;
    memcpy(at + 4, good, size);
    CHECK_STATUS(use(at + 4), LEADLINE_ERROR_MISALIGNED);
    CHECK_STATUS(use(at + 1), LEADLINE_ERROR_MISALIGNED);
}

static leadline_status fill_engine_info(void *given) { return leadline_engine_read_info(engine, given); }
static leadline_status fill_kind_info(void *given) { return leadline_kind_at(engine, 0, given); }

static leadline_table *table;
static leadline_status fill_table_info(void *given) { return leadline_table_read_info(table, given); }
static leadline_status fill_column(void *given) { return leadline_table_column(table, 0, given); }

static leadline_status fill_batch_result(void *given) {
    leadline_batch batch = LEADLINE_BATCH_INIT;
    return leadline_record_batch(engine, &batch, 0, given);
}

/* A result struct: min(struct_size, known) bytes are written, and none on failure. */
static void check_result(const char *name, size_t size, leadline_status (*fill)(void *)) {
    printf("    %s\n", name);
    unsigned char *bytes = (unsigned char *)page_end - size;
    unsigned char whole[512];
    memset(bytes, 0x5A, size);
    memcpy(bytes, &size, sizeof size);
    CHECK_OK(fill(bytes));
    memcpy(whole, bytes, size);
    static const size_t wrong[] = {0, 1, 7, SIZE_MAX, SIZE_MAX / 2 + 1, (size_t)1 << 40};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        memset(bytes, 0x5A, size);
        memcpy(bytes, &wrong[i], sizeof wrong[i]);
        CHECK_STATUS(fill(bytes), LEADLINE_ERROR_STRUCT_SIZE);
        for (size_t b = sizeof size; b < size; b++) {
            if (bytes[b] != 0x5A) {
                CHECK(bytes[b] == 0x5A);
                break;
            }
        }
    }
    for (size_t less = sizeof size; less < size + 32; less += 8) {
        unsigned char *at = (unsigned char *)page_end - (less > size ? less : size);
        memset(at, 0x5A, (size_t)((unsigned char *)page_end - at));
        memcpy(at, &less, sizeof less);
        CHECK_OK(fill(at));
        int is_right = 1;
        for (size_t b = sizeof size; at + b < (unsigned char *)page_end; b++) {
            is_right &= at[b] == (b < less && b < size ? whole[b] : 0x5A);
        }
        CHECK(is_right);
    }
    CHECK_STATUS(fill(bytes - 4), LEADLINE_ERROR_MISALIGNED);
}

static void test_sizes(void) {
    part("struct sizes");
    leadline_options options = LEADLINE_OPTIONS_INIT;
    check_options("options", &options, sizeof options, use_options);
    leadline_allocator allocator = {sizeof allocator, NULL, c_allocate, c_deallocate};
    check_options("allocator", &allocator, sizeof allocator, use_allocator);
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    check_options("dimension", &dimension, sizeof dimension, use_dimension);
    leadline_kind_options kind = {sizeof kind, "trial", 1000, 0, 0, 50, 0, LEADLINE_UNIT_MONEY};
    check_options("kind", &kind, sizeof kind, use_kind);
    leadline_rollup_options rollup = {sizeof rollup, "all", NULL, 0, LEADLINE_PERIOD_ALL, 0};
    check_options("rollup", &rollup, sizeof rollup, use_rollup);
    leadline_batch batch = LEADLINE_BATCH_INIT;
    int64_t time[1] = {0};
    batch.rows = 1;
    batch.time = time;
    batch.one_kind = CLICK;
    check_options("batch", &batch, sizeof batch, use_batch);
    leadline_writer_options writer = {sizeof writer, 0, 0, 0};
    check_options("writer", &writer, sizeof writer, use_writer);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    check_options("query", &query, sizeof query, use_query);
    leadline_filter filter = {sizeof filter, "campaign", NULL, 0};
    check_options("filter", &filter, sizeof filter, use_filter);
    const char *dimensions[] = {"channel", "campaign"};
    leadline_point_options point = {sizeof point, NULL, dimensions, 2, NULL, 0};
    check_options("point", &point, sizeof point, use_point);
    const char *by[] = {"campaign"};
    query.by = by;
    query.by_count = 1;
    CHECK_OK(leadline_query(engine, &query, &table));
    check_result("engine info", sizeof(leadline_engine_info), fill_engine_info);
    check_result("kind info", sizeof(leadline_kind_info), fill_kind_info);
    check_result("table info", sizeof(leadline_table_info), fill_table_info);
    check_result("column", sizeof(leadline_column), fill_column);
    check_result("batch result", sizeof(leadline_batch_result), fill_batch_result);
    leadline_table_close(table);
    /* Elements of an array share one size. */
    leadline_dimension_options two[2] = {dimension, dimension};
    two[1].name = "channel";
    two[1].struct_size += 8;
    options.dimensions = two;
    options.dimension_count = 2;
    CHECK_STATUS(use_options(&options), LEADLINE_ERROR_STRUCT_SIZE);
}

/* ---- NULL ---- */

static void test_nulls(void) {
    part("NULL");
    leadline_engine *made = NULL;
    char bytes[64];
    size_t size = 77;
    uint32_t code = 77;
    uint16_t number = 77;
    int64_t start = 77, end = 77;
    leadline_status null = LEADLINE_ERROR_NULL;
    CHECK_STATUS(leadline_open(NULL, NULL, bytes, sizeof bytes), null);
    CHECK(strlen(bytes) > 0);
    CHECK_STATUS(leadline_open(NULL, NULL, NULL, SIZE_MAX), null);
    CHECK_OK(leadline_open(NULL, &made, NULL, 0));
    CHECK_OK(leadline_close(made));
    CHECK_OK(leadline_close(NULL));
    CHECK_INT(leadline_engine_error(NULL, bytes, sizeof bytes), 0);
    CHECK_INT(leadline_engine_error(engine, NULL, 9), 0);
    leadline_engine_info info = {sizeof info, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    CHECK_STATUS(leadline_engine_read_info(NULL, &info), null);
    CHECK_STATUS(leadline_engine_read_info(engine, NULL), null);
    CHECK_STATUS(leadline_dimension_index(NULL, "campaign", &code), null);
    CHECK_STATUS(leadline_dimension_index(engine, NULL, &code), null);
    CHECK_STATUS(leadline_dimension_index(engine, "campaign", NULL), null);
    CHECK_STATUS(leadline_intern(NULL, 0, "a", 1, &code), null);
    CHECK_STATUS(leadline_intern(engine, 0, NULL, 1, &code), null);
    CHECK_STATUS(leadline_intern(engine, 0, "a", 1, NULL), null);
    const char *names[] = {"a", NULL};
    size_t sizes[] = {1, 1};
    uint32_t codes[] = {77, 77};
    CHECK_STATUS(leadline_intern_many(NULL, 0, names, sizes, 1, codes), null);
    CHECK_STATUS(leadline_intern_many(engine, 0, NULL, sizes, 1, codes), null);
    CHECK_STATUS(leadline_intern_many(engine, 0, names, NULL, 1, codes), null);
    CHECK_STATUS(leadline_intern_many(engine, 0, names, sizes, 1, NULL), null);
    CHECK_STATUS(leadline_intern_many(engine, 0, names, sizes, 2, codes), null);
    CHECK_OK(leadline_intern_many(engine, 0, NULL, NULL, 0, NULL));
    CHECK_STATUS(leadline_find(NULL, 0, "a", 1, &code), null);
    CHECK_STATUS(leadline_find(engine, 0, NULL, 1, &code), null);
    CHECK_STATUS(leadline_find(engine, 0, "a", 1, NULL), null);
    CHECK_STATUS(leadline_find(engine, 0, "a", 1, &code), LEADLINE_ERROR_NAME); /* nothing above gave it out */
    CHECK_STATUS(leadline_name(NULL, 0, alpha, bytes, sizeof bytes, &size), null);
    CHECK_STATUS(leadline_name(engine, 0, alpha, NULL, sizeof bytes, &size), null);
    CHECK_STATUS(leadline_name(engine, 0, alpha, bytes, sizeof bytes, NULL), null);
    CHECK_INT(size, 77);
    CHECK_STATUS(leadline_set_attribute(NULL, 2, alpha, "a", 1), null);
    CHECK_STATUS(leadline_set_attribute(engine, 2, alpha, NULL, 1), null);
    CHECK_OK(leadline_set_attribute(engine, 2, alpha, NULL, 0));
    CHECK_INT(leadline_kind_count(NULL), 0);
    leadline_kind_info kind = {sizeof kind, NULL, 0, 0, 0, 0, 0, 0};
    CHECK_STATUS(leadline_kind_at(NULL, 0, &kind), null);
    CHECK_STATUS(leadline_kind_at(engine, 0, NULL), null);
    CHECK_STATUS(leadline_kind_number(NULL, "click", &number), null);
    CHECK_STATUS(leadline_kind_number(engine, NULL, &number), null);
    CHECK_STATUS(leadline_kind_number(engine, "click", NULL), null);
    CHECK_INT(leadline_id_from_bytes(NULL, 0), 0);
    leadline_batch batch = LEADLINE_BATCH_INIT;
    CHECK_STATUS(leadline_record_batch(NULL, &batch, 0, NULL), null);
    CHECK_STATUS(leadline_record_batch(engine, NULL, 0, NULL), null);
    batch.rows = 1;
    CHECK_STATUS(leadline_record_batch(engine, &batch, 0, NULL), null);
    int64_t time[1] = {0};
    batch.time = time;
    batch.one_kind = CLICK;
    batch.dimension_count = 1;
    CHECK_STATUS(leadline_record_batch(engine, &batch, 0, NULL), null);
    leadline_writer *writer = NULL;
    CHECK_STATUS(leadline_writer_open(NULL, NULL, &writer), null);
    CHECK_STATUS(leadline_writer_open(engine, NULL, NULL), null);
    leadline_event event = LEADLINE_EVENT_INIT;
    CHECK_STATUS(leadline_writer_record(NULL, &event), null);
    CHECK_OK(leadline_writer_open(engine, NULL, &writer));
    CHECK_STATUS(leadline_writer_record(writer, NULL), null);
    event.code_count = 1;
    CHECK_STATUS(leadline_writer_record(writer, &event), null);
    event.code_count = 4;
    CHECK_STATUS(leadline_writer_record(writer, &event), LEADLINE_ERROR_ARGUMENT);
    event.code_count = UINT32_MAX;
    CHECK_STATUS(leadline_writer_record(writer, &event), LEADLINE_ERROR_ARGUMENT);
    event.code_count = 0;
    event.reserved = 1;
    CHECK_STATUS(leadline_writer_record(writer, &event), LEADLINE_ERROR_ARGUMENT);
    CHECK_STATUS(leadline_writer_flush(NULL, NULL), null);
    CHECK_INT(leadline_writer_discard(NULL), 0);
    CHECK_INT(leadline_writer_discard(writer), 0);
    CHECK_OK(leadline_writer_close(writer));
    CHECK_OK(leadline_writer_close(NULL));
    CHECK_STATUS(leadline_clear(NULL, 0, names, sizes, 1, 0, 1), null);
    CHECK_STATUS(leadline_clear(engine, 0, NULL, sizes, 1, INT64_MIN, INT64_MAX), null);
    CHECK_STATUS(leadline_clear(engine, 0, names, NULL, 1, INT64_MIN, INT64_MAX), null);
    CHECK_STATUS(leadline_clear(engine, 0, names + 1, sizes, 1, INT64_MIN, INT64_MAX), null);
    CHECK_OK(leadline_clear(engine, 0, NULL, NULL, 0, INT64_MIN, INT64_MAX));
    CHECK_STATUS(leadline_merge(NULL, engine, 0), null);
    CHECK_STATUS(leadline_merge(engine, NULL, 0), null);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *answer = NULL;
    CHECK_STATUS(leadline_query(NULL, &query, &answer), null);
    CHECK_STATUS(leadline_query(engine, NULL, &answer), null);
    CHECK_STATUS(leadline_query(engine, &query, NULL), null);
    query.by_count = 1;
    CHECK_STATUS(leadline_query(engine, &query, &answer), null);
    query.by = &names[1];
    CHECK_STATUS(leadline_query(engine, &query, &answer), null);
    query.by_count = 0;
    query.filter_count = 1;
    CHECK_STATUS(leadline_query(engine, &query, &answer), null);
    query.filter_count = 0;
    query.column_count = 1;
    CHECK_STATUS(leadline_query(engine, &query, &answer), null);
    query.column_count = 0;
    query.order_count = 1;
    CHECK_STATUS(leadline_query(engine, &query, &answer), null);
    CHECK(answer == NULL);
    leadline_table_close(NULL);
    leadline_table_info table_info = {sizeof table_info, 0, 0, 0, 0, 0, 0, NULL, NULL};
    CHECK_STATUS(leadline_table_read_info(NULL, &table_info), null);
    leadline_column column;
    memset(&column, 0, sizeof column);
    column.struct_size = sizeof column;
    CHECK_STATUS(leadline_table_column(NULL, 0, &column), null);
    leadline_point_options options = {sizeof options, NULL, NULL, 2, NULL, 0};
    leadline_point *point = NULL;
    CHECK_STATUS(leadline_point_open(NULL, &options, &point), null);
    CHECK_STATUS(leadline_point_open(engine, NULL, &point), null);
    CHECK_STATUS(leadline_point_open(engine, &options, NULL), null);
    CHECK_STATUS(leadline_point_open(engine, &options, &point), null);
    const char *dimensions[] = {"campaign", "channel"};
    options.dimensions = dimensions;
    options.column_count = 1;
    CHECK_STATUS(leadline_point_open(engine, &options, &point), null);
    CHECK(point == NULL);
    leadline_value value;
    CHECK_STATUS(leadline_point_read(NULL, codes, 2, 0, 1, &value, 1), null);
    CHECK_STATUS(leadline_point_read_names(NULL, names, sizes, 2, 0, 1, &value, 1), null);
    leadline_point_close(NULL);
    leadline_int128 one = {1, 0};
    double d = 7;
    CHECK_STATUS(leadline_ratio_shift(NULL, &one, 1), null);
    CHECK_STATUS(leadline_ratio_shift(&one, NULL, 1), null);
    CHECK_STATUS(leadline_ratio_round(one, one, 0, 1, NULL), null);
    CHECK_STATUS(leadline_ratio_double(one, one, NULL), null);
    CHECK_STATUS(leadline_ratio_format(one, one, 0, 1, NULL, 9, &size), null);
    CHECK_STATUS(leadline_ratio_format(one, one, 0, 1, bytes, 9, NULL), null);
    CHECK_STATUS(leadline_period_bounds(NULL, 3, 0, &start, &end), null);
    CHECK_STATUS(leadline_period_bounds(engine, 3, 0, NULL, &end), null);
    CHECK_STATUS(leadline_period_bounds(engine, 3, 0, &start, NULL), null);
    CHECK(code == 77 && codes[0] == 77 && codes[1] == 77 && number == 77 && start == 77 && end == 77 && d == 7 && size == 77);
}

/* ---- Counts, codes, bounds ---- */

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
    leadline_allocator half = {sizeof half, NULL, c_allocate, NULL};
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
    for (int i = 0; i < 3; i++) {
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
    for (uint32_t flag = 0x10; flag != 0; flag <<= 1) {
        leadline_query_options q = good;
        q.flags = flag;
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_ARGUMENT);
    }
    static const char *const names[] = {"", "nothing", "count", "count(", "count()", "count(click", "count(click))", "COUNT(click)",
        "amount(impression_viewable)", "amount(nobody)", "cpc ", " cpc", "cpc\n", "count( click)", "period", "campaign", "-clicks"};
    char *endless = malloc(1 << 20);
    memset(endless, 'c', (1 << 20) - 1);
    endless[(1 << 20) - 1] = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0] + 1; i++) {
        const char *word = i < sizeof names / sizeof names[0] ? names[i] : endless;
        const char *list[] = {word};
        leadline_query_options q = good;
        q.columns = list;
        q.column_count = 1;
        CHECK_STATUS(use_query(&q), LEADLINE_ERROR_NAME);
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

static void test_extreme_times(void) {
    part("extreme times and bounds");
    static const int64_t times[] = {INT64_MIN, INT64_MIN + 1, FIRST_TIME - 1, FIRST_TIME, FIRST_TIME + 1, -1, 0, 1, LAST_TIME - 1,
        LAST_TIME, LAST_TIME + 1, INT64_MAX - 1, INT64_MAX};
    enum { COUNT = sizeof times / sizeof times[0] };
    static const char *const zones[] = {NULL, "Europe/Berlin", "Pacific/Apia", "America/New_York"};
    for (size_t z = 0; z < 4; z++) {
        for (uint32_t period = 1; period <= 7; period++) {
            leadline_rollup_options rollup = {sizeof rollup, NULL, NULL, 0, period, 0};
            leadline_options options = LEADLINE_OPTIONS_INIT;
            options.rollups = &rollup;
            options.rollup_count = 1;
            options.time_zone = zones[z];
            leadline_engine *e = NULL;
            CHECK_OK(leadline_open(&options, &e, NULL, 0));
            leadline_point_options p = {sizeof p, NULL, NULL, 0, NULL, 0};
            const char *columns[] = {"clicks"};
            p.columns = columns;
            p.column_count = 1;
            leadline_point *point = NULL;
            CHECK_OK(leadline_point_open(e, &p, &point));
            for (int i = 0; i < COUNT; i++) {
                int is_time = times[i] >= FIRST_TIME && times[i] <= LAST_TIME;
                leadline_batch batch = LEADLINE_BATCH_INIT;
                batch.rows = 1;
                batch.time = &times[i];
                batch.one_kind = CLICK;
                CHECK_STATUS(leadline_record_batch(e, &batch, 0, NULL), is_time ? LEADLINE_OK : LEADLINE_FACT_TIME);
                int64_t start = 0, end = 0;
                leadline_status status = leadline_period_bounds(e, period, times[i], &start, &end);
                CHECK_STATUS(status, is_time ? LEADLINE_OK : LEADLINE_ERROR_ARGUMENT);
                if (is_time) {
                    CHECK(start <= times[i] && times[i] < end);
                }
            }
            for (int i = 0; i < COUNT; i++) {
                for (int j = 0; j < COUNT; j++) {
                    for (uint32_t flags = 0; flags < 8; flags++) {
                        leadline_query_options q = LEADLINE_QUERY_INIT;
                        q.columns = columns;
                        q.column_count = 1;
                        q.period = flags & 1 ? LEADLINE_PERIOD_YEAR : LEADLINE_PERIOD_ALL;
                        q.from_us = times[i];
                        q.to_us = times[j];
                        q.as_of_us = times[(i + j) % COUNT];
                        q.flags = flags | LEADLINE_QUERY_TOTALS;
                        leadline_table *answer = NULL;
                        leadline_status status = leadline_query(e, &q, &answer);
                        CHECK(status == LEADLINE_OK || status == LEADLINE_QUERY_BOUNDARY || status == LEADLINE_QUERY_NO_ROLLUP);
                        leadline_table_close(answer);
                    }
                    leadline_value value = {{7, 7}, {7, 7}, 7, 7};
                    leadline_status status = leadline_point_read(point, NULL, 0, times[i], times[j], &value, 1);
                    CHECK(i >= j ? status == LEADLINE_ERROR_ARGUMENT : status == LEADLINE_OK || status == LEADLINE_QUERY_BOUNDARY);
                    CHECK(status == LEADLINE_OK || (value.numerator.low == 7 && value.state == 7));
                    if (i == 0 && j == COUNT - 1) {
                        CHECK_OK(status);
                        CHECK_INT(value.numerator.low, 7);
                    }
                }
            }
            leadline_point_close(point);
            CHECK_OK(leadline_close(e));
        }
    }
}

static void test_points(void) {
    part("points out of range");
    const char *dimensions[] = {"channel", "campaign"};
    const char *columns[] = {"clicks", "cpc"};
    leadline_point_options options = {sizeof options, NULL, dimensions, 2, columns, 2};
    leadline_point *point = NULL;
    CHECK_OK(leadline_point_open(engine, &options, &point));
    leadline_value values[2];
    memset(values, 0x5A, sizeof values);
    uint32_t codes[2] = {0, alpha};
    static const size_t counts[] = {0, 1, 3, 17, SIZE_MAX, SIZE_MAX / 2 + 1};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        CHECK_STATUS(leadline_point_read(point, codes, counts[i], INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_ARGUMENT);
        CHECK_STATUS(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, values, counts[i]), LEADLINE_ERROR_ARGUMENT);
    }
    CHECK_STATUS(leadline_point_read(point, NULL, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, NULL, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read(point, (uint32_t *)(void *)((char *)codes + 1), 2, INT64_MIN, INT64_MAX, values, 2),
        LEADLINE_ERROR_MISALIGNED);
    const char *names[2] = {"web", "alpha"};
    size_t sizes[2] = {3, 5};
    CHECK_STATUS(leadline_point_read_names(point, NULL, sizes, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    CHECK_STATUS(leadline_point_read_names(point, names, NULL, 2, INT64_MIN, INT64_MAX, values, 2), LEADLINE_ERROR_NULL);
    for (size_t b = 0; b < sizeof values; b++) {
        if (((unsigned char *)values)[b] != 0x5A) {
            CHECK(0);
            break;
        }
    }
    sizes[0] = SIZE_MAX;
    CHECK(leadline_point_read_names(point, names, sizes, 2, INT64_MIN, INT64_MAX, values, 2) != LEADLINE_OK);
    sizes[0] = 3;
    CHECK_OK(leadline_point_read_names(point, names, sizes, 2, INT64_MIN, INT64_MAX, values, 2));
    static const uint32_t wild[] = {1, 2, 3, 999, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < 8; i++) {
        for (size_t j = 0; j < 8; j++) {
            codes[0] = wild[i];
            codes[1] = wild[j];
            leadline_status status = leadline_point_read(point, codes, 2, INT64_MIN, INT64_MAX, values, 2);
            CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_NAME);
        }
    }
    CHECK_STATUS(leadline_close(engine), LEADLINE_ERROR_IN_USE);
    leadline_point_close(point);
    const char *strange[] = {"channel", "programme"};
    options.dimensions = strange;
    CHECK_STATUS(use_point(&options), LEADLINE_ERROR_NAME);
    strange[1] = "channel";
    CHECK_STATUS(use_point(&options), LEADLINE_ERROR_DUPLICATE_NAME);
    options.dimension_count = 1;
    CHECK_STATUS(use_point(&options), LEADLINE_QUERY_NO_ROLLUP);
}

/* ---- Numbers ---- */

static void test_numbers(void) {
    part("numbers at their ends");
    static const leadline_int128 numbers[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {10, 0}, {UINT64_MAX, 0}, {0, 1}, {UINT64_MAX, INT64_MAX},
        {UINT64_MAX - 1, INT64_MAX}, {0, INT64_MIN}, {1, INT64_MIN}, {UINT64_MAX, -1}, {UINT64_MAX - 1, -1}, {0, -1},
        {UINT64_C(0x98A224000000000), 0x4B3B4CA85A86C47A}};
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    static const uint32_t decimals[] = {0, 1, 2, 37, 38, 39, UINT32_MAX};
    static const int32_t powers[] = {0, 1, -1, 38, -38, 40, -40, 41, -41, INT32_MAX, INT32_MIN};
    for (int n = 0; n < COUNT; n++) {
        for (int d = 0; d < COUNT; d++) {
            int is_zero = numbers[d].low == 0 && numbers[d].high == 0;
            for (size_t p = 0; p < sizeof powers / sizeof powers[0]; p++) {
                leadline_int128 top = numbers[n], bottom = numbers[d];
                leadline_status status = leadline_ratio_shift(&top, &bottom, powers[p]);
                if (is_zero || powers[p] > 40 || powers[p] < -40) {
                    CHECK_STATUS(status, LEADLINE_ERROR_ARGUMENT);
                } else {
                    CHECK(status == LEADLINE_OK || status == LEADLINE_ERROR_TOO_MANY);
                }
                if (status != LEADLINE_OK) {
                    CHECK(memcmp(&top, &numbers[n], sizeof top) == 0 && memcmp(&bottom, &numbers[d], sizeof bottom) == 0);
                } else {
                    CHECK(bottom.high >= 0 && (bottom.high > 0 || bottom.low > 0));
                }
            }
            double nearest = 7;
            CHECK_STATUS(leadline_ratio_double(numbers[n], numbers[d], &nearest), is_zero ? LEADLINE_ERROR_ARGUMENT : LEADLINE_OK);
            CHECK(is_zero ? nearest == 7 : nearest == nearest);
            for (uint32_t mode = 0; mode < 8; mode++) {
                for (size_t i = 0; i < sizeof decimals / sizeof decimals[0]; i++) {
                    int is_bad = is_zero || mode == 0 || mode > 5 || decimals[i] > 38;
                    leadline_int128 whole = {77, 77};
                    leadline_status status = leadline_ratio_round(numbers[n], numbers[d], decimals[i], mode, &whole);
                    CHECK(is_bad ? status == LEADLINE_ERROR_ARGUMENT : status == LEADLINE_OK || status == LEADLINE_ERROR_TOO_MANY);
                    CHECK(status == LEADLINE_OK || (whole.low == 77 && whole.high == 77));
                    char text[100];
                    memset(text, 'x', sizeof text);
                    size_t size = 777;
                    status = leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, text, sizeof text, &size);
                    CHECK_STATUS(status, is_bad ? LEADLINE_ERROR_ARGUMENT : LEADLINE_OK);
                    CHECK(is_bad ? size == 777 && text[0] == 'x' : size < sizeof text && text[size] == 0 && strlen(text) == size);
                    if (!is_bad) {
                        char small[100];
                        memset(small, 'y', sizeof small);
                        size_t needed = 0;
                        CHECK_STATUS(leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, small, size, &needed),
                            LEADLINE_ERROR_BUFFER);
                        CHECK(needed == size && small[size] == 'y');
                        CHECK_OK(leadline_ratio_format(numbers[n], numbers[d], decimals[i], mode, small, SIZE_MAX, &needed));
                        CHECK(strcmp(small, text) == 0);
                    }
                }
            }
        }
    }
}

static void test_texts(void) {
    part("texts of statuses and states, the unknown among them");
    for (int64_t status = -3; status < 1100; status++) {
        const char *text = leadline_status_text((leadline_status)status);
        const char *title = leadline_status_name((leadline_status)status);
        CHECK(text != NULL && strlen(text) > 3 && title != NULL && strncmp(title, "LEADLINE_", 9) == 0);
    }
    CHECK_TEXT(leadline_status_name(INT32_MIN), "LEADLINE_UNKNOWN");
    CHECK_TEXT(leadline_status_name(INT32_MAX), "LEADLINE_UNKNOWN");
    CHECK_TEXT(leadline_status_name(LEADLINE_FACT_COUNT_PERSON), "LEADLINE_FACT_COUNT_PERSON");
    CHECK_TEXT(leadline_state_name(LEADLINE_UNDEFINED_NO_DATA), "undefined_no_data");
    CHECK_TEXT(leadline_state_name(UINT32_MAX), "unknown");
    CHECK_INT(leadline_version_number(), LEADLINE_VERSION_NUMBER);
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", LEADLINE_VERSION_MAJOR, LEADLINE_VERSION_MINOR, LEADLINE_VERSION_PATCH);
    CHECK_TEXT(leadline_version_text(), version);
    CHECK_INT(leadline_engine_error(engine, version, 0) > 0, 1);
    CHECK(leadline_engine_error(engine, version, 5) > 4 && strlen(version) == 4);
    char whole[500];
    CHECK(leadline_engine_error(engine, whole, SIZE_MAX) == strlen(whole));
}

int main(void) {
    printf("arguments\n");
    make_pages();
    engine = open_engine();
    alpha = name(engine, 0, "alpha");
    test_sizes();
    test_nulls();
    test_opening();
    test_names();
    test_batches();
    test_queries();
    test_extreme_times();
    test_points();
    test_numbers();
    test_texts();
    CHECK_OK(leadline_close(engine));
    return finish();
}
