#include "CAWSChecksums.h"

// The method is that of "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009), sections
// "Folding" and "Bit-Reflected": four registers of 16 bytes each take the next 64 bytes, after they were multiplied by the power
// of x that stands for the distance. What is left is 16 bytes that have the same CRC when they are read with a state of 0. The
// tables read them; so no reduction is needed, and the same loop serves every polynomial of up to 64 bits.

#if defined(__x86_64__) || defined(_M_X64)

#include <immintrin.h>

#define FOLDING __attribute__((target("pclmul,sse4.1")))

typedef __m128i vector;

FOLDING static inline vector load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }
FOLDING static inline void store(uint8_t *bytes, vector value) { _mm_storeu_si128((__m128i *)bytes, value); }
FOLDING static inline vector pair(uint64_t low, uint64_t high) {
  return _mm_set_epi64x((long long)high, (long long)low);
}
FOLDING static inline vector exclusive_or(vector left, vector right) { return _mm_xor_si128(left, right); }
FOLDING static inline vector moved(vector value, vector constants) {
  return _mm_xor_si128(_mm_clmulepi64_si128(value, constants, 0x00), _mm_clmulepi64_si128(value, constants, 0x11));
}

bool aws_crc_can_fold(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__) && (defined(__linux__) || defined(__APPLE__))

#include <arm_neon.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

#define FOLDING __attribute__((target("aes")))

typedef uint64x2_t vector;

FOLDING static inline vector load(const uint8_t *bytes) { return vreinterpretq_u64_u8(vld1q_u8(bytes)); }
FOLDING static inline void store(uint8_t *bytes, vector value) { vst1q_u8(bytes, vreinterpretq_u8_u64(value)); }
FOLDING static inline vector pair(uint64_t low, uint64_t high) {
  return vcombine_u64(vcreate_u64(low), vcreate_u64(high));
}
FOLDING static inline vector exclusive_or(vector left, vector right) { return veorq_u64(left, right); }
FOLDING static inline vector moved(vector value, vector constants) {
  poly128_t low = vmull_p64((poly64_t)vgetq_lane_u64(value, 0), (poly64_t)vgetq_lane_u64(constants, 0));
  poly128_t high = vmull_p64((poly64_t)vgetq_lane_u64(value, 1), (poly64_t)vgetq_lane_u64(constants, 1));
  return veorq_u64(vreinterpretq_u64_p128(low), vreinterpretq_u64_p128(high));
}

bool aws_crc_can_fold(void) {
#if defined(__linux__)
  // HWCAP_PMULL of Linux's <asm/hwcap.h>.
  return (getauxval(AT_HWCAP) & (1ul << 4)) != 0;
#else
  return true;
#endif
}

#else

bool aws_crc_can_fold(void) { return false; }

uint64_t aws_crc_fold(
  const uint8_t *bytes, size_t blocks, uint64_t state, const uint64_t *constants, const uint64_t *tables) {
  (void)constants;
  return aws_crc_update(bytes, blocks * 64, state, tables);
}

#endif

#ifdef FOLDING

FOLDING uint64_t aws_crc_fold(
  const uint8_t *bytes, size_t blocks, uint64_t state, const uint64_t *constants, const uint64_t *tables) {
  const vector far = pair(constants[0], constants[1]);
  const vector near = pair(constants[2], constants[3]);
  vector first = exclusive_or(load(bytes), pair(state, 0));
  vector second = load(bytes + 16);
  vector third = load(bytes + 32);
  vector fourth = load(bytes + 48);
  while (--blocks > 0) {
    bytes += 64;
    first = exclusive_or(moved(first, far), load(bytes));
    second = exclusive_or(moved(second, far), load(bytes + 16));
    third = exclusive_or(moved(third, far), load(bytes + 32));
    fourth = exclusive_or(moved(fourth, far), load(bytes + 48));
  }
  second = exclusive_or(second, moved(first, near));
  third = exclusive_or(third, moved(second, near));
  fourth = exclusive_or(fourth, moved(third, near));
  uint8_t rest[16];
  store(rest, fourth);
  return aws_crc_update(rest, sizeof rest, 0, tables);
}

#endif
