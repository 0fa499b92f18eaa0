/*
 * facts - writes the facts that Leadline and its peers are compared on.
 *
 *   facts SHAPE COUNT DIRECTORY
 *
 * SHAPE is one of
 *   1000-ordered      1 000 campaigns (skewed like Zipf's law) x 30 days, in time order
 *   1000-random       the very same facts in random order
 *   1000000-ordered   1 million campaigns (uniform) x 30 days, in time order
 *   1000000-random    the very same facts in random order
 *   dimensions        campaign, channel, region, creative: some 50 000 tuples, in time order
 *   1000-ids          as 1000-ordered, each fact with an id, one in 256 of them a repeat of a recent fact
 *   csv               as 1000-ordered, as a CSV file with money of two decimals
 *
 * Columns go to raw files in DIRECTORY, in the byte order of the machine: time.i64 (microseconds since 1970), kind.u16,
 * campaign.u32 (from 1), amount.i64 (millionths), and where the shape has them channel.u32, region.u32,
 * creative.u32 and id.u64. The CSV goes to DIRECTORY/facts.csv. Facts depend on SHAPE and COUNT alone: every
 * fact is computed from its number with integer arithmetic, so all machines write the same bytes.
 */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 30, FEW_CAMPAIGNS = 1000, MANY_CAMPAIGNS = 1000000 };
enum { CHUNK = 1 << 16, REPEAT_REACH = 10000 };
enum { IMPRESSION = 10, CLICK = 20, LEAD = 50, SALE = 70 };

#define START_DAY INT64_C(19773) /* 2024-02-20, so that the thirty days hold a leap day and two months */
#define DAY_MICROSECONDS INT64_C(86400000000)

typedef struct fact {
    int64_t time, amount;
    uint64_t id;
    uint32_t campaign, channel, region, creative;
    uint16_t kind;
} fact;

typedef struct shape {
    const char *name;
    int many, shuffled, dimensions, ids, csv;
} shape;

static const shape shapes[] = {
    {"1000-ordered", 0, 0, 0, 0, 0},   {"1000-random", 0, 1, 0, 0, 0}, {"1000000-ordered", 1, 0, 0, 0, 0},
    {"1000000-random", 1, 1, 0, 0, 0}, {"dimensions", 0, 0, 1, 0, 0},  {"1000-ids", 0, 0, 0, 1, 0},
    {"csv", 0, 0, 0, 0, 1},
};

static void fail(const char *what)
{
    fprintf(stderr, "facts: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* The n-th output of a splitmix64 generator. */
static uint64_t splitmix64(uint64_t seed, uint64_t n)
{
    uint64_t z = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Maps 32 random bits to 0 ..< bound. */
static uint32_t below(uint64_t bits, uint32_t bound)
{
    return (uint32_t)(((bits & 0xffffffff) * bound) >> 32);
}

/* Campaign of rank r has the weight 1 / (r + 1); a table of 2^16 entries holds the ranks in proportion. */
static uint16_t skewed[1 << 16];

static void fill_skewed(void)
{
    uint64_t total = 0, sum = 0;
    for (uint32_t rank = 0; rank < FEW_CAMPAIGNS; rank++)
        total += (UINT64_C(1) << 32) / (rank + 1);
    uint32_t filled = 0;
    for (uint32_t rank = 0; rank < FEW_CAMPAIGNS; rank++) {
        sum += (UINT64_C(1) << 32) / (rank + 1);
        uint32_t end = (uint32_t)((sum >> 16) * (1 << 16) / (total >> 16));
        for (; filled < end && filled < 1 << 16; filled++)
            skewed[filled] = (uint16_t)rank;
    }
    for (; filled < 1 << 16; filled++)
        skewed[filled] = FEW_CAMPAIGNS - 1;
}

/* Fact number n of count, in time order. */
static fact make_fact(const shape *s, uint64_t n, uint64_t count)
{
    uint64_t a = splitmix64(1, n), b = splitmix64(2, n);
    fact f = {0};
    uint64_t step = (uint64_t)(DAYS * DAY_MICROSECONDS) / count;
    f.time = START_DAY * DAY_MICROSECONDS + (int64_t)(n * step + (step > 1 ? (b >> 32) % step : 0));

    if (s->many)
        f.campaign = 1 + below(a, MANY_CAMPAIGNS);
    else /* 617 and 1000 have no common divisor: popular campaigns do not stand side by side */
        f.campaign = 1 + skewed[a & 0xffff] * 617 % FEW_CAMPAIGNS;

    uint32_t draw = below(a >> 32, 1000);
    uint32_t size = (uint32_t)b;
    if (draw < 920) {
        f.kind = IMPRESSION;
        f.amount = 800 + below(size, 4000);
    } else if (draw < 990) {
        f.kind = CLICK;
        f.amount = 90000 + below(size, 800000);
    } else if (draw < 999) {
        f.kind = LEAD;
    } else {
        f.kind = SALE;
        f.amount = 9000000 + below(size, 400000000);
    }
    if (s->csv) {
        f.amount = (f.amount + 9999) / 10000 * 10000;
        f.time -= f.time % 1000000;
    }
    if (s->dimensions) { /* ten creatives and five regions a campaign; a creative runs on one channel */
        uint64_t plan = splitmix64(3, f.campaign), pick = splitmix64(4, n);
        f.creative = 1 + (below(plan, 200) + 13 * below(pick, 10)) % 200;
        f.region = 1 + (below(plan >> 32, 50) + 7 * below(pick >> 32, 5)) % 50;
        f.channel = 1 + below(splitmix64(5, f.creative), 12);
    }
    if (s->ids)
        f.id = splitmix64(6, n) | 1;
    return f;
}

/* Which fact stands in row n. */
static uint64_t number_of_row(const shape *s, const uint32_t *order, uint64_t n)
{
    if (order)
        return order[n];
    if (s->ids && n >= REPEAT_REACH) {
        uint64_t r = splitmix64(7, n);
        if ((r & 255) == 0)
            return n - 1 - below(r >> 32, REPEAT_REACH);
    }
    return n;
}

static uint32_t *shuffled_order(uint64_t count)
{
    uint32_t *order = malloc(count * sizeof *order);
    if (!order)
        fail("order of the rows");
    for (uint64_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (uint64_t i = count; i > 1; i--) {
        uint32_t j = below(splitmix64(8, i) >> 32, (uint32_t)i), swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
    return order;
}

static FILE *create(const char *directory, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (!file)
        fail(path);
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    return file;
}

/* Writes one column: size bytes at offset in each fact of the chunk, in the byte order of this machine. */
static void put_column(FILE *file, const fact *chunk, size_t count, size_t offset, size_t size)
{
    static unsigned char out[CHUNK * 8];
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * size, (const unsigned char *)&chunk[i] + offset, size);
    if (fwrite(out, size, count, file) != count)
        fail("column");
}

static void write_columns(const shape *s, const uint32_t *order, uint64_t count, const char *directory)
{
    const struct { const char *name; size_t offset, size; int present; } columns[] = {
        {"time.i64", offsetof(fact, time), 8, 1},          {"kind.u16", offsetof(fact, kind), 2, 1},
        {"campaign.u32", offsetof(fact, campaign), 4, 1},  {"amount.i64", offsetof(fact, amount), 8, 1},
        {"channel.u32", offsetof(fact, channel), 4, s->dimensions},
        {"region.u32", offsetof(fact, region), 4, s->dimensions},
        {"creative.u32", offsetof(fact, creative), 4, s->dimensions},
        {"id.u64", offsetof(fact, id), 8, s->ids},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    static fact chunk[CHUNK];
    FILE *files[COLUMNS] = {0};
    for (size_t c = 0; c < COLUMNS; c++)
        if (columns[c].present)
            files[c] = create(directory, columns[c].name);
    for (uint64_t first = 0; first < count; first += CHUNK) {
        size_t n = count - first < CHUNK ? (size_t)(count - first) : CHUNK;
        for (size_t i = 0; i < n; i++)
            chunk[i] = make_fact(s, number_of_row(s, order, first + i), count);
        for (size_t c = 0; c < COLUMNS; c++)
            if (files[c])
                put_column(files[c], chunk, n, columns[c].offset, columns[c].size);
    }
    for (size_t c = 0; c < COLUMNS; c++)
        if (files[c] && fclose(files[c]) != 0)
            fail(columns[c].name);
}

static const char *kind_name(uint16_t kind)
{
    return kind == IMPRESSION ? "impression" : kind == CLICK ? "click" : kind == LEAD ? "lead" : "sale";
}

static void write_csv(const shape *s, uint64_t count, const char *directory)
{
    FILE *file = create(directory, "facts.csv");
    fprintf(file, "time,kind,campaign,amount\n");
    for (uint64_t n = 0; n < count; n++) {
        fact f = make_fact(s, n, count);
        int64_t second = f.time / 1000000 - START_DAY * 86400;
        int day = (int)(second / 86400), rest = (int)(second % 86400);
        fprintf(file, "2024-%02d-%02d %02d:%02d:%02d,%s,campaign-%04" PRIu32 ",%" PRId64 ".%02d\n",
                day < 10 ? 2 : 3, day < 10 ? 20 + day : day - 9, rest / 3600, rest / 60 % 60, rest % 60,
                kind_name(f.kind), f.campaign, f.amount / 1000000, (int)(f.amount / 10000 % 100));
    }
    if (fclose(file) != 0)
        fail("facts.csv");
}

int main(int argc, char **argv)
{
    uint64_t count = argc == 4 ? strtoull(argv[2], NULL, 10) : 0;
    if (count == 0 || count > UINT32_MAX) {
        fprintf(stderr, "usage: facts SHAPE COUNT DIRECTORY\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const shape *s = &shapes[i];
        if (strcmp(s->name, argv[1]) != 0)
            continue;
        fill_skewed();
        if (s->csv) {
            write_csv(s, count, argv[3]);
        } else {
            uint32_t *order = s->shuffled ? shuffled_order(count) : NULL;
            write_columns(s, order, count, argv[3]);
            free(order);
        }
        return 0;
    }
    fprintf(stderr, "facts: no shape is called %s\n", argv[1]);
    return 2;
}
