/* Every exported function with NULL, and structs of every size: nothing traps, each gives its status, nothing is read or
 * written behind a struct, and what should have been filled in stays untouched.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <sys/mman.h>
#include <unistd.h>

#include "calls.h"

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

/* An option struct of `size` bytes, `first` in its first version: whatever struct_size says, no byte behind it is read. */
static void check_grown(const char *name, const void *good, size_t first, size_t size, leadline_status (*use)(void *)) {
    printf("    %s\n", name);
    static const size_t wrong[] = {0, 1, 7, SIZE_MAX, SIZE_MAX - 7, SIZE_MAX / 2, SIZE_MAX / 2 + 1, (size_t)1 << 40, 1 << 16};
    char *at = page_end - size;
    memcpy(at, good, size);
    CHECK_OK(use(at));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        memcpy(at, &wrong[i], sizeof wrong[i]);
        CHECK_STATUS(use(at), LEADLINE_ERROR_STRUCT_SIZE);
    }
    /* Too small by a little: of an earlier version, or of none. */
    for (size_t less = sizeof(size_t); less < size; less++) {
        char *end = page_end - less;
        uintptr_t misfit = (uintptr_t)end % sizeof(size_t);
        end -= misfit;
        memcpy(end, good, less);
        memcpy(end, &less, sizeof less);
        CHECK_STATUS(use(end), less >= first && less % 8 == 0 ? LEADLINE_OK : LEADLINE_ERROR_STRUCT_SIZE);
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

static void check_options(const char *name, const void *good, size_t size, leadline_status (*use)(void *)) {
    check_grown(name, good, size, size, use);
}

static leadline_status fill_engine_info(void *given) { return leadline_engine_read_info(engine, given); }
static leadline_status fill_kind_info(void *given) { return leadline_kind_at(engine, 0, given); }

static leadline_status fill_alert(void *given) { return leadline_alert_at(engine, 0, given); }
static leadline_status fill_benchmark(void *given) { return leadline_benchmark_at(0, given); }
static leadline_status fill_target_info(void *given) { return leadline_target_at(engine, 0, given); }
static leadline_status fill_indicator_info(void *given) { return leadline_indicator_at(engine, 0, given); }

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
    check_grown("options", &options, offsetof(leadline_options, distinct_kinds), sizeof options, use_options);
    leadline_allocator allocator = {sizeof allocator, &memory, counter_allocate, counter_deallocate};
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
    check_grown("batch", &batch, offsetof(leadline_batch, currency), sizeof batch, use_batch);
    leadline_writer_options writer = {sizeof writer, 0, 0, 0};
    check_options("writer", &writer, sizeof writer, use_writer);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    check_grown("query", &query, offsetof(leadline_query_options, measured), sizeof query, use_query);
    check_grown("query for alerts", &query, offsetof(leadline_query_options, measured), sizeof query, use_alerts);
    leadline_target target = LEADLINE_TARGET_INIT;
    target.indicator = "cpc";
    target.value = "2";
    check_options("target", &target, sizeof target, use_target);
    leadline_health health = {sizeof health, "cpc", "1", "2"};
    check_options("health", &health, sizeof health, use_health);
    leadline_alert alert = {sizeof alert, "dear", "cpc > 1", NULL};
    check_options("alert", &alert, sizeof alert, use_alert);
    leadline_filter filter = {sizeof filter, "campaign", NULL, 0};
    check_options("filter", &filter, sizeof filter, use_filter);
    const char *dimensions[] = {"channel", "campaign"};
    leadline_point_options point = {sizeof point, NULL, dimensions, 2, NULL, 0};
    check_options("point", &point, sizeof point, use_point);
    leadline_price price = LEADLINE_PRICE_INIT;
    price.model = LEADLINE_PRICE_CPC;
    check_options("price", &price, sizeof price, use_price);
    const char *by[] = {"campaign"};
    query.by = by;
    query.by_count = 1;
    CHECK_OK(leadline_query(engine, &query, &table));
    check_result("engine info", sizeof(leadline_engine_info), fill_engine_info);
    check_result("kind info", sizeof(leadline_kind_info), fill_kind_info);
    check_result("table info", sizeof(leadline_table_info), fill_table_info);
    check_result("column", sizeof(leadline_column), fill_column);
    leadline_target kept = LEADLINE_TARGET_INIT;
    kept.indicator = "cpm";
    kept.value = "2";
    CHECK_OK(leadline_set_target(engine, &kept));
    check_result("target info", sizeof(leadline_target_info), fill_target_info);
    check_result("alert", sizeof(leadline_alert), fill_alert);
    check_result("benchmark", sizeof(leadline_benchmark), fill_benchmark);
    check_result("indicator info", sizeof(leadline_indicator_info), fill_indicator_info);
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
    leadline_engine_info info = LEADLINE_ENGINE_INFO_INIT;
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
    CHECK_STATUS(leadline_writer_flush(NULL, NULL), null);
    leadline_batch_result total = LEADLINE_BATCH_RESULT_INIT;
    CHECK_STATUS(leadline_writer_read_result(NULL, &total), null);
    CHECK_STATUS(leadline_writer_read_result(writer, NULL), null);
    total.struct_size = 7;
    CHECK_STATUS(leadline_writer_read_result(writer, &total), LEADLINE_ERROR_STRUCT_SIZE);
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
    CHECK_STATUS(leadline_ratio_reduce(NULL, &one), null);
    CHECK_STATUS(leadline_ratio_reduce(&one, NULL), null);
    CHECK_STATUS(leadline_ratio_round(one, one, 0, 1, NULL), null);
    CHECK_STATUS(leadline_ratio_double(one, one, NULL), null);
    CHECK_STATUS(leadline_ratio_format(one, one, 0, 1, NULL, 9, &size), null);
    CHECK_STATUS(leadline_ratio_format(one, one, 0, 1, bytes, 9, NULL), null);
    CHECK_STATUS(leadline_period_bounds(NULL, 3, 0, &start, &end), null);
    CHECK_STATUS(leadline_period_bounds(engine, 3, 0, NULL, &end), null);
    CHECK_STATUS(leadline_period_bounds(engine, 3, 0, &start, NULL), null);
    CHECK(code == 77 && codes[0] == 77 && codes[1] == 77 && number == 77 && start == 77 && end == 77 && d == 7 && size == 77);
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
    test_texts();
    CHECK_OK(leadline_close(engine));
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    return finish();
}
