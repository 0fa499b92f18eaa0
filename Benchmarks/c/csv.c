/* A CSV file into the rollup, times and money parsed; one reader a thread. */
#include "bench.h"

void bench_csv(facts *f, unsigned most_threads, unsigned count)
{
    const sums expected = sums_of_csv(f->path);
    uint64_t rows = 0;
    for (unsigned k = 0; k < KINDS; k++)
        rows += (uint64_t)expected.count[k];
    for (f->threads = 1; f->threads <= most_threads; f->threads++) {
        runs ours = {.count = 0}, reads = {.count = 0};
        int right = 1;
        for (unsigned i = 0; i < count; i++) {
            leadline_engine *engine = open_engine(f);
            double cpu = cpu_seconds();
            add_run(&ours, run_csv(f, engine), cpu);
            right = right && holds(engine, 1, &expected, 1);
            CHECK(leadline_close(engine));
            cpu = cpu_seconds();
            add_run(&reads, run_csv(f, NULL), cpu);
        }
        report(&(row){"csv", "1000-ordered", "cold", f->threads, rows, &ours, NULL, NULL, &reads, right});
    }
}
