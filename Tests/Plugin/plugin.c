/* Loads the shared library as a plugin, uses it and lets it go, again and again: `dlclose` is safe once all handles are
 * closed, and the library leaves nothing behind that would be called afterwards.
 *
 * usage: plugin LIBRARY
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leadline.h"

static void *library;

/* The function of that name, as `*function`; ISO C has no cast from an object's address. */
static void find(const char *name, void *function) {
    void *address = dlsym(library, name);
    if (address == NULL) {
        fprintf(stderr, "plugin: %s\n", dlerror());
        exit(1);
    }
    memcpy(function, &address, sizeof address);
}

static void check(int is_right, const char *what) {
    if (is_right) return;
    fprintf(stderr, "plugin: %s\n", what);
    exit(1);
}

static void use(const char *path) {
    leadline_status (*open)(const leadline_options *, leadline_engine **, char *, size_t);
    leadline_status (*close)(leadline_engine *);
    leadline_status (*record)(leadline_engine *, const leadline_batch *, uint32_t, leadline_batch_result *);
    leadline_status (*query)(const leadline_engine *, const leadline_query_options *, leadline_table **);
    leadline_status (*column)(const leadline_table *, size_t, leadline_column *);
    void (*close_table)(leadline_table *);
    library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) fprintf(stderr, "plugin: %s\n", dlerror());
    check(library != NULL, "the library cannot be loaded");
    find("leadline_open", &open);
    find("leadline_close", &close);
    find("leadline_record_batch", &record);
    find("leadline_query", &query);
    find("leadline_table_column", &column);
    find("leadline_table_close", &close_table);

    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.time_zone = "Europe/Berlin";
    leadline_engine *engine = NULL;
    leadline_status status = open(&options, &engine, NULL, 0);
    if (status == LEADLINE_ERROR_TIME_ZONE) {
        options.time_zone = NULL; /* a machine without a tz database */
        status = open(&options, &engine, NULL, 0);
    }
    check(status == LEADLINE_OK, "an engine cannot be opened");
    int64_t time[] = {1717200000000000, 1717200060000000};
    leadline_batch batch = LEADLINE_BATCH_INIT;
    batch.rows = 2;
    batch.time = time;
    batch.one_kind = LEADLINE_KIND_CLICK;
    check(record(engine, &batch, 0, NULL) == LEADLINE_OK, "a batch is refused");
    const char *columns[] = {"clicks"};
    leadline_query_options asked = LEADLINE_QUERY_INIT;
    asked.columns = columns;
    asked.column_count = 1;
    leadline_table *table = NULL;
    check(query(engine, &asked, &table) == LEADLINE_OK, "a query is refused");
    check(close(engine) == LEADLINE_OK, "the engine cannot be closed");
    /* A table outlives its engine. */
    leadline_column clicks = LEADLINE_COLUMN_INIT;
    check(column(table, 0, &clicks) == LEADLINE_OK && clicks.numerators[0].low == 2, "the answer is wrong");
    close_table(table);
    check(dlclose(library) == 0, "the library cannot be let go");
}

int main(int argc, char **argv) {
    check(argc == 2, "usage: plugin LIBRARY");
    for (int i = 0; i < 50; i++) use(argv[1]);
    check(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) == NULL, "the library stays behind");
    printf("plugin: loaded, used and let go 50 times\n");
    return 0;
}
