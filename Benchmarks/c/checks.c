/* What was fed, added up the slow way, and whether an engine says the same. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

const uint16_t kinds[KINDS] = {10, 20, 50, 70};
static const char *const columns[2 * KINDS] = {
    "count(impression)", "amount(impression)", "count(click)", "amount(click)",
    "count(lead)",       "amount(lead)",       "count(sale)",  "amount(sale)",
};

static unsigned place_of(uint16_t kind)
{
    for (unsigned k = 0; k < KINDS; k++)
        if (kinds[k] == kind)
            return k;
    fprintf(stderr, "bench: the facts hold a kind of their own\n");
    exit(1);
}

/* The ids of the latest facts. A repeat stands at most 10 000 rows behind its fact, so what all occurrences of an id can
 * be apart is less than the window, and nothing older need be remembered. */
enum { WINDOW = 1 << 15, LISTS = 1 << 16 };
typedef struct recent {
    size_t head[LISTS], next[WINDOW]; /* rows, counted from 1 */
    uint64_t id[WINDOW];
} recent;

static int is_repeat(recent *seen, size_t row, uint64_t id)
{
    size_t *head = &seen->head[id >> 48];
    for (size_t r = *head; r != 0 && r + WINDOW > row; r = seen->next[r % WINDOW])
        if (seen->id[r % WINDOW] == id)
            return 1;
    seen->id[row % WINDOW] = id;
    seen->next[row % WINDOW] = *head;
    *head = row;
    return 0;
}

sums sums_of_facts(const facts *f, size_t rows)
{
    const uint16_t *kind = f->kind.values;
    const int64_t *amount = f->amount.values;
    const uint64_t *id = f->id.values;
    recent *seen = id ? calloc(1, sizeof *seen) : NULL;
    sums all = {{0}, {0}};
    if (id && !seen)
        abort();
    for (size_t row = 0; row < rows; row++) {
        if (seen && is_repeat(seen, row + 1, id[row]))
            continue;
        const unsigned k = place_of(kind[row]);
        all.count[k]++;
        all.amount[k] += amount[row];
    }
    free(seen);
    return all;
}

/* Of "time,kind,campaign,amount" lines with two decimals, none of it quoted. */
sums sums_of_csv(const char *path)
{
    static const char first_letters[KINDS] = "icls";
    char line[256];
    sums all = {{0}, {0}};
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file)) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, file)) {
        const char *kind = strchr(line, ',') + 1, *amount = strrchr(line, ',') + 1, *point = strchr(amount, '.');
        const unsigned k = (unsigned)((const char *)memchr(first_letters, *kind, KINDS) - first_letters);
        all.count[k]++;
        all.amount[k] += strtoll(amount, NULL, 10) * 100 + strtoll(point + 1, NULL, 10);
    }
    fclose(file);
    return all;
}

static int64_t only_value(const leadline_table *table, size_t index)
{
    leadline_column c = {.struct_size = sizeof c};
    CHECK(leadline_table_column(table, index, &c));
    if (c.states && c.states[0] != LEADLINE_DEFINED)
        return 0;
    return c.type == LEADLINE_TYPE_INT64 ? c.integers[0] : (int64_t)c.numerators[0].low;
}

int holds(const leadline_engine *engine, unsigned rollups, const sums *expected, int64_t times)
{
    static const char *const names[] = {"fine", "coarse"};
    int right = 1;
    for (unsigned r = 0; r < rollups; r++) {
        leadline_query_options query = LEADLINE_QUERY_INIT;
        leadline_table *table = NULL;
        leadline_table_info info = {.struct_size = sizeof info};
        query.rollup = names[r];
        query.columns = columns;
        query.column_count = 2 * KINDS;
        CHECK(leadline_query(engine, &query, &table));
        CHECK(leadline_table_read_info(table, &info));
        right = right && info.rows == 1;
        for (size_t k = 0; right && k < KINDS; k++)
            right = only_value(table, 2 * k) == times * expected->count[k] && only_value(table, 2 * k + 1) == times * expected->amount[k];
        leadline_table_close(table);
    }
    return right;
}

void save(const char *directory, const char *name, const void *values, size_t width, size_t count)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(values, width, count, file) != count || fclose(file) != 0) {
        fprintf(stderr, "bench: %s cannot be written\n", path);
        exit(1);
    }
}
