/* The calls of C on the C library, which is loaded into the same process, so that all take turns in one run. */
#define _GNU_SOURCE
#include "leadline.h"

#include <dlfcn.h>

#define CALLS(call)                                                                                                                \
    call(open) call(close) call(engine_error) call(engine_read_info) call(status_text) call(intern_many) call(record_batch)        \
    call(writer_open) call(writer_record) call(writer_close) call(query) call(table_read_info) call(table_column)                  \
    call(table_close) call(csv_open) call(csv_feed) call(csv_finish) call(csv_read_result) call(csv_close)

#define MEMBER(name) __typeof__(&leadline_##name) name;
static struct { CALLS(MEMBER) } library;

/* From here on a call goes to the library that was loaded. */
#define leadline_open library.open
#define leadline_close library.close
#define leadline_engine_error library.engine_error
#define leadline_engine_read_info library.engine_read_info
#define leadline_status_text library.status_text
#define leadline_intern_many library.intern_many
#define leadline_record_batch library.record_batch
#define leadline_writer_open library.writer_open
#define leadline_writer_record library.writer_record
#define leadline_writer_close library.writer_close
#define leadline_query library.query
#define leadline_table_read_info library.table_read_info
#define leadline_table_column library.table_column
#define leadline_table_close library.table_close
#define leadline_csv_open library.csv_open
#define leadline_csv_feed library.csv_feed
#define leadline_csv_finish library.csv_finish
#define leadline_csv_read_result library.csv_read_result
#define leadline_csv_close library.csv_close

#define BESIDE(name) loaded_##name
#include "calls.h"
#include "beside.h"

const facts *beside_all_facts(void);
const sums *beside_sums(int of_events);

int beside_open_library(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        fprintf(stderr, "swift-side: %s\n", dlerror());
        return -1;
    }
#define FIND(name) library.name = (__typeof__(library.name))dlsym(handle, "leadline_" #name);
    CALLS(FIND)
    return 0;
}

double beside_loaded(int events, int *right)
{
    const facts *f = beside_all_facts();
    const size_t most = events && f->time.count > BESIDE_EVENTS ? BESIDE_EVENTS : f->time.count;
    return measure(f, most, events, beside_sums(events), right);
}
