/* The calls of C on the engine that is linked with the Swift API: what the API itself costs is the difference. */
#define BESIDE(name) linked_##name
#include "calls.h"
#include "beside.h"

static facts all;
static sums batch_sums, event_sums;

static size_t first_rows(size_t rows)
{
    return rows < all.time.count ? rows : all.time.count;
}

beside_facts beside_load(const char *directory)
{
    all.path = directory;
    all.threads = 1;
    load_facts(&all);
    batch_sums = sums_of_facts(&all, all.time.count);
    event_sums = sums_of_facts(&all, first_rows(BESIDE_EVENTS));
    return (beside_facts){all.time.count, all.names[0], all.time.values, all.kind.values, all.codes[0].values, all.amount.values,
                          first_rows(BESIDE_EVENTS)};
}

const facts *beside_all_facts(void)
{
    return &all;
}

const sums *beside_sums(int of_events)
{
    return of_events ? &event_sums : &batch_sums;
}

int64_t beside_expected(int of_events, int of_amounts, unsigned place)
{
    return of_amounts ? beside_sums(of_events)->amount[place] : beside_sums(of_events)->count[place];
}

double beside_linked(int events, int *right)
{
    return measure(&all, events ? first_rows(BESIDE_EVENTS) : all.time.count, events, beside_sums(events), right);
}
