/* Forking: in the child every call is refused but closing, and the parent does not notice.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static leadline_engine *engine;
static leadline_writer *writer;
static leadline_point *point;
static leadline_table *table;
static leadline_csv *csv;
static counter memory;

static void open_all(void) {
    leadline_allocator allocator = counter_allocator(&memory);
    leadline_dimension_options dimensions[2] = {{sizeof dimensions[0], "campaign", NULL, NULL, 0, 0, 0},
        {sizeof dimensions[0], "programme", "campaign", NULL, 0, 0, 0}};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.allocator = &allocator;
    options.dimensions = dimensions;
    options.dimension_count = 2;
    options.shards = 2;
    options.ids = 1;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    CHECK_OK(leadline_writer_open(engine, NULL, &writer));
    leadline_event event = LEADLINE_EVENT_INIT;
    event.kind = CLICK;
    event.time = MARCH_1;
    CHECK_OK(leadline_writer_record(writer, &event));
    const char *names[] = {"campaign"};
    const char *columns[] = {"clicks"};
    leadline_point_options point_options = {sizeof point_options, NULL, names, 1, columns, 1};
    CHECK_OK(leadline_point_open(engine, &point_options, &point));
    leadline_query_options query = LEADLINE_QUERY_INIT;
    query.columns = columns;
    query.column_count = 1;
    CHECK_OK(leadline_query(engine, &query, &table));
    leadline_csv_field fields[2] = {{sizeof fields[0], LEADLINE_FIELD_TIME, 1, NULL, NULL, NULL},
        {sizeof fields[0], LEADLINE_FIELD_KIND, 0, NULL, NULL, "click"}};
    leadline_csv_options csv_options = LEADLINE_CSV_INIT;
    csv_options.fields = fields;
    csv_options.field_count = 2;
    csv_options.flags = LEADLINE_CSV_NO_HEADER;
    CHECK_OK(leadline_csv_open(engine, &csv_options, &csv));
    CHECK_OK(leadline_csv_feed(csv, "2024-03-01\n", 11));
}

static void check_refusals(void) {
    leadline_status forked = LEADLINE_ERROR_FORKED;
    uint32_t code = 77;
    uint16_t number = 77;
    size_t size = 77;
    char bytes[16] = "x";
    const char *names[] = {"a"};
    size_t sizes[] = {1};
    int64_t start = 77, end = 77;
    leadline_engine_info info;
    memset(&info, 0, sizeof info);
    info.struct_size = sizeof info;
    CHECK_STATUS(leadline_engine_read_info(engine, &info), forked);
    CHECK_INT(leadline_engine_error(engine, bytes, sizeof bytes), 0);
    CHECK_STATUS(leadline_dimension_index(engine, "campaign", &code), forked);
    CHECK_STATUS(leadline_intern(engine, 0, "a", 1, &code), forked);
    CHECK_STATUS(leadline_intern_many(engine, 0, names, sizes, 1, &code), forked);
    CHECK_STATUS(leadline_find(engine, 0, "a", 1, &code), forked);
    CHECK_STATUS(leadline_name(engine, 0, 0, bytes, sizeof bytes, &size), forked);
    CHECK_STATUS(leadline_set_attribute(engine, 1, 2, "a", 1), forked);
    CHECK_INT(leadline_kind_count(engine), 0);
    leadline_kind_info kind = {sizeof kind, NULL, 0, 0, 0, 0, 0, 0};
    CHECK_STATUS(leadline_kind_at(engine, 0, &kind), forked);
    CHECK_STATUS(leadline_kind_number(engine, "click", &number), forked);
    leadline_batch batch = LEADLINE_BATCH_INIT;
    CHECK_STATUS(leadline_record_batch(engine, &batch, 0, NULL), forked);
    leadline_writer *new_writer = NULL;
    CHECK_STATUS(leadline_writer_open(engine, NULL, &new_writer), forked);
    leadline_event event = LEADLINE_EVENT_INIT;
    event.kind = CLICK;
    CHECK_STATUS(leadline_writer_record(writer, &event), forked);
    CHECK_STATUS(leadline_writer_flush(writer, NULL), forked);
    leadline_batch_result total = LEADLINE_BATCH_RESULT_INIT;
    CHECK_STATUS(leadline_writer_read_result(writer, &total), forked);
    CHECK_STATUS(leadline_clear(engine, 0, names, sizes, 1, INT64_MIN, INT64_MAX), forked);
    uint64_t ids[2] = {1, 2};
    CHECK_STATUS(leadline_link(engine, LEADLINE_PERSON, 1, 2), forked);
    CHECK_STATUS(leadline_link_many(engine, LEADLINE_PERSON, ids, ids, 2), forked);
    CHECK_STATUS(leadline_forget(engine, LEADLINE_PERSON, 1), forked);
    CHECK_STATUS(leadline_forget_many(engine, LEADLINE_PERSON, ids, 2), forked);
    leadline_engine *mine = NULL;
    CHECK_OK(leadline_open(NULL, &mine, NULL, 0)); /* a new one is the child's own */
    CHECK_STATUS(leadline_merge(engine, mine, 0), forked);
    CHECK_STATUS(leadline_merge(mine, engine, 0), forked);
    CHECK_OK(leadline_close(mine));
    leadline_price price = LEADLINE_PRICE_INIT;
    CHECK_STATUS(leadline_set_price(engine, &price), forked);
    CHECK_STATUS(leadline_price_at(engine, 0, &price), forked);
    CHECK_STATUS(leadline_remove_price(engine, 0), forked);
    CHECK_INT(leadline_price_count(engine), 0);
    leadline_query_options query = LEADLINE_QUERY_INIT;
    leadline_table *answer = NULL;
    CHECK_STATUS(leadline_query(engine, &query, &answer), forked);
    CHECK_STATUS(leadline_alerts(engine, &query, NULL, 0, &answer), forked);
    leadline_target target = LEADLINE_TARGET_INIT;
    leadline_target_info target_info = LEADLINE_TARGET_INFO_INIT;
    leadline_health health = LEADLINE_HEALTH_INIT;
    leadline_alert alert = LEADLINE_ALERT_INIT;
    CHECK_STATUS(leadline_set_target(engine, &target), forked);
    CHECK_STATUS(leadline_remove_target(engine, &target), forked);
    CHECK_STATUS(leadline_target_at(engine, 0, &target_info), forked);
    CHECK_INT(leadline_target_count(engine), 0);
    CHECK_STATUS(leadline_set_primary_kpi(engine, "cpc", 0), forked);
    CHECK_STATUS(leadline_primary_kpi(engine, 0, NULL, NULL), forked);
    CHECK_STATUS(leadline_set_health(engine, &health), forked);
    CHECK_STATUS(leadline_define_alert(engine, &alert, NULL), forked);
    CHECK_STATUS(leadline_remove_alert(engine, "a"), forked);
    CHECK_STATUS(leadline_alert_at(engine, 0, &alert), forked);
    CHECK_INT(leadline_alert_count(engine), 0);
    leadline_point_options options = {sizeof options, NULL, NULL, 0, NULL, 0};
    leadline_point *new_point = NULL;
    CHECK_STATUS(leadline_point_open(engine, &options, &new_point), forked);
    leadline_value value;
    CHECK_STATUS(leadline_point_read(point, &code, 1, INT64_MIN, INT64_MAX, &value, 1), forked);
    CHECK_STATUS(leadline_point_read_names(point, names, sizes, 1, INT64_MIN, INT64_MAX, &value, 1), forked);
    CHECK_STATUS(leadline_csv_feed(csv, "2024-03-01\n", 11), forked);
    CHECK_STATUS(leadline_csv_finish(csv), forked);
    leadline_csv_options csv_options = LEADLINE_CSV_INIT;
    leadline_csv *new_csv = NULL;
    CHECK_STATUS(leadline_csv_open(engine, &csv_options, &new_csv), forked);
    CHECK_STATUS(leadline_csv_file(engine, &csv_options, "/dev/null", NULL), forked);
    CHECK_STATUS(leadline_parse_time(engine, "2024-03-01", 10, NULL, &start), forked);
    CHECK_STATUS(leadline_period_bounds(engine, LEADLINE_PERIOD_DAY, 0, &start, &end), forked);
    CHECK(code == 77 && number == 77 && size == 77 && start == 77 && end == 77 && bytes[0] == 'x');
    CHECK(new_writer == NULL && new_point == NULL && answer == NULL && new_csv == NULL);
    /* A table is the program's own and can be read. */
    leadline_table_info table_info = {sizeof table_info, 0, 0, 0, 0, 0, 0, NULL, NULL};
    CHECK_OK(leadline_table_read_info(table, &table_info));
}

static void close_all(int handles_first) {
    if (handles_first) {
        leadline_csv_close(csv);
        CHECK_OK(leadline_writer_close(writer));
        leadline_point_close(point);
    }
    CHECK_OK(leadline_close(engine));
    leadline_table_close(table);
}

/* Runs a part of the test in a child and takes over what it found. */
static void in_child(void (*body)(int), int argument) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        check_failed = 0;
        body(argument);
        fflush(stdout);
        _exit(check_failed == 0 ? 0 : 1);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void child_checks(int handles_first) {
    check_refusals();
    close_all(handles_first);
    if (handles_first) {
        CHECK_INT(memory.held, 0);
        CHECK_INT(memory.mistakes, 0);
    }
}

static int stop;

static void *write_always(void *unused) {
    (void)unused;
    rows *r = malloc(sizeof *r);
    uint64_t seed = 5;
    while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
        r->count = 0;
        for (int i = 0; i < 300; i++) {
            char word[16];
            snprintf(word, sizeof word, "c%d", (int)(next_random(&seed) % 3000));
            add_row(r, MARCH_1 + (int64_t)(next_random(&seed) % 500) * DAY, CLICK, name(engine, 0, word), 0, 1, 1, next_random(&seed) | 1);
        }
        leadline_batch batch = batch_of(r, 1);
        CHECK_OK(leadline_record_batch(engine, &batch, 0, NULL));
    }
    free(r);
    return NULL;
}

static void child_closes(int unused) {
    (void)unused;
    uint32_t code;
    CHECK_STATUS(leadline_intern(engine, 0, "a", 1, &code), LEADLINE_ERROR_FORKED);
    CHECK_OK(leadline_close(engine));
}

int main(void) {
    printf("process\n");
    part("a child's calls");
    open_all();
    in_child(child_checks, 1);
    in_child(child_checks, 0);
    part("the parent goes on");
    CHECK_OK(leadline_writer_flush(writer, NULL));
    CHECK_OK(leadline_csv_finish(csv));
    char *answer = ask(engine, "", "clicks", 0, 0);
    CHECK_TEXT(answer, "2\n");
    free(answer);
    close_all(1);
    CHECK_INT(memory.held, 0);
    CHECK_INT(memory.mistakes, 0);
    part("a child closes while a thread of the parent writes");
    leadline_dimension_options dimension = {sizeof dimension, "campaign", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    options.ids = 1;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, write_always, NULL), 0);
    for (int i = 0; i < 30; i++) {
        in_child(child_closes, 0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
    pthread_join(thread, NULL);
    CHECK_OK(leadline_close(engine));
    return finish();
}
