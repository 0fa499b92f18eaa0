/* Names whose whole hashes agree: XXH64 can be run backwards, so whoever chooses names can choose such ones.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "support.h"

#define NAMES 300

/* The constants of XXH64, and its steps there and back. */
#define P1 UINT64_C(0x9E3779B185EBCA87)
#define P2 UINT64_C(0xC2B2AE3D27D4EB4F)
#define P4 UINT64_C(0x85EBCA77C2B2AE63)
#define P5 UINT64_C(0x27D4EB2F165667C5)

static uint64_t left(uint64_t x, int n) { return x << n | x >> (64 - n); }
static uint64_t right(uint64_t x, int n) { return x >> n | x << (64 - n); }

static uint64_t inverse(uint64_t odd) {
    uint64_t x = odd;
    for (int i = 0; i < 6; i++) x *= 2 - odd * x;
    return x;
}

/* 16 bytes each: any eight, and the eight after which the state is what it is after all others. */
static void make_names(char names[NAMES][17]) {
    for (uint64_t i = 0, n = 0; n < NAMES; i++) {
        uint64_t first = 0, rest = i;
        for (int byte = 0; byte < 8; byte++, rest /= 26) first |= ('a' + rest % 26) << 8 * byte;
        uint64_t state = left((P5 + 16) ^ left(first * P2, 31) * P1, 27) * P1 + P4;
        uint64_t second = right((state ^ UINT64_C(0x123456789ABCDEF0)) * inverse(P1), 31) * inverse(P2);
        int is_fine = 1;
        for (int byte = 0; byte < 8; byte++) is_fine &= (second >> 8 * byte & 255) > 32;
        if (!is_fine) continue;
        for (int byte = 0; byte < 8; byte++) {
            names[n][byte] = (char)(first >> 8 * byte);
            names[n][8 + byte] = (char)(second >> 8 * byte);
        }
        names[n++][16] = 0;
    }
}

int main(void) {
    static char names[NAMES][17];
    make_names(names);
    printf("name_collisions\n");
    part("hashes agree");
    for (int i = 1; i < NAMES; i++) CHECK(leadline_id_from_bytes(names[i], 16) == leadline_id_from_bytes(names[0], 16));
    part("each has a code of its own and is found again");
    leadline_dimension_options dimension = {sizeof dimension, "name", NULL, NULL, 0, 0, 0};
    leadline_options options = LEADLINE_OPTIONS_INIT;
    options.dimensions = &dimension;
    options.dimension_count = 1;
    leadline_engine *engine = NULL;
    CHECK_OK(leadline_open(&options, &engine, NULL, 0));
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < NAMES; i++) {
            char text[32];
            uint32_t code = 0;
            CHECK_OK(leadline_intern(engine, 0, names[i], 16, &code));
            CHECK_INT(code, 2 + 2 * i);
            int size = snprintf(text, sizeof text, "plain %u", i);
            CHECK_OK(leadline_intern(engine, 0, text, (size_t)size, &code));
            CHECK_INT(code, 3 + 2 * i);
        }
    }
    CHECK_OK(leadline_close(engine));
    return finish();
}
