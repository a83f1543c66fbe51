#include "CAWSChecksums.h"

static inline uint64_t eight(const uint8_t *bytes) {
  uint64_t word = 0;
  for (int index = 0; index < 8; index++) word |= (uint64_t)bytes[index] << (8 * index);
  return word;
}

uint64_t aws_crc_update(const uint8_t *bytes, size_t count, uint64_t state, const uint64_t *tables) {
  while (count >= 8) {
    uint64_t word = state ^ eight(bytes);
    state = 0;
    for (int index = 0; index < 8; index++) state ^= tables[256 * (7 - index) + (uint8_t)(word >> (8 * index))];
    bytes += 8;
    count -= 8;
  }
  while (count-- > 0) state = (state >> 8) ^ tables[(uint8_t)(state ^ *bytes++)];
  return state;
}
