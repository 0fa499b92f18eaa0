/* Many bytes at a time: what the CSV scanner needs of SIMD. */

#ifndef PLATFORM_BYTES_H
#define PLATFORM_BYTES_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* Bit i is set where byte i of the 64 at `p` is a, b, c or d. Fewer than four: repeat one. `p` needs no alignment, and
   all 64 bytes must be readable. */
static inline __attribute__((always_inline)) uint64_t platform_byte_mask64(const void *p, uint8_t a, uint8_t b,
                                                                           uint8_t c, uint8_t d) {
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b);
  const __m128i vc = _mm_set1_epi8((char)c), vd = _mm_set1_epi8((char)d);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    const __m128i v = _mm_loadu_si128((const __m128i *)p + i);
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb)),
                                     _mm_or_si128(_mm_cmpeq_epi8(v, vc), _mm_cmpeq_epi8(v, vd)));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
  }
  return mask;
#elif defined(__aarch64__)
  /* NEON has no movemask: each lane keeps its own bit, and three rounds of pairwise adds gather them. */
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t weight = vld1q_u8(bits);
  const uint8x16_t va = vdupq_n_u8(a), vb = vdupq_n_u8(b), vc = vdupq_n_u8(c), vd = vdupq_n_u8(d);
  uint8x16_t hit[4];
  for (int i = 0; i < 4; i++) {
    const uint8x16_t v = vld1q_u8((const uint8_t *)p + 16 * i);
    hit[i] = vandq_u8(weight, vorrq_u8(vorrq_u8(vceqq_u8(v, va), vceqq_u8(v, vb)),
                                       vorrq_u8(vceqq_u8(v, vc), vceqq_u8(v, vd))));
  }
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(hit[0], hit[1]), vpaddq_u8(hit[2], hit[3]));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
#else
  const uint8_t *bytes = (const uint8_t *)p;
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) {
    const uint8_t v = bytes[i];
    mask |= (uint64_t)((v == a) | (v == b) | (v == c) | (v == d)) << i;
  }
  return mask;
#endif
}

#endif
