/* One fact at a time through a writer, beside the same facts in batches: opening the writer, building each event and
 * handing on what it buffered are in the time. */
#include "bench.h"

void bench_one_fact(facts *f, unsigned count)
{
    const size_t all = f->time.count, most = 5000000;
    f->time.count = all < most ? all : most;
    f->threads = 1;
    const sums expected = sums_of_facts(f, f->time.count);
    runs writer = {.count = 0}, batch = {.count = 0};
    int right = 1;
    for (unsigned i = 0; i < count; i++) {
        leadline_engine *engine = open_engine(f);
        double cpu = cpu_seconds();
        add_run(&writer, take_in_by_writer(f, engine, f->time.count), cpu);
        right = right && holds(engine, 1, &expected, 1);
        CHECK(leadline_close(engine));
        engine = open_engine(f);
        cpu = cpu_seconds();
        add_run(&batch, take_in_batches(f, engine), cpu);
        right = right && holds(engine, 1, &expected, 1);
        CHECK(leadline_close(engine));
    }
    report(&(row){"one fact", "1000-ordered", "cold", 1, f->time.count, &writer, "the same in batches", &batch, NULL, right});
    note("one fact through a writer: %.2f times its cost in a batch\n",
         median(writer.seconds, writer.count) / median(batch.seconds, batch.count));
    f->time.count = all;
}
