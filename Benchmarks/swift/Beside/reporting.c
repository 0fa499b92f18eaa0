/* The report of the C programs, for Swift. */
#include "bench.h"
#include "beside.h"

static runs kept[BESIDE_SIDES];
static int all_right = 1;

void beside_begin(void)
{
    open_report();
    for (unsigned i = 0; i < BESIDE_SIDES; i++)
        kept[i].count = 0;
    all_right = 1;
}

double beside_now(void)
{
    return now_seconds();
}

double beside_cpu(void)
{
    return cpu_seconds();
}

void beside_add(int side, double seconds, double cpu_before, int right)
{
    add_run(&kept[side], seconds, cpu_before);
    all_right = all_right && right;
}

int beside_end(const char *workload, size_t count)
{
    const double swift = median(kept[0].seconds, kept[0].count);
    static const char *const sides[BESIDE_SIDES] = {"", "the same calls in C", "the C library"};
    for (unsigned i = 1; i < BESIDE_SIDES; i++) {
        report(&(row){workload, "1000-ordered", "cold", 1, count, &kept[0], sides[i], &kept[i], NULL, all_right});
        note("%s: %.3f times %s, best runs %.3f times\n", workload, swift / median(kept[i].seconds, kept[i].count), sides[i],
             least(&kept[0]) / least(&kept[i]));
    }
    return close_report();
}
