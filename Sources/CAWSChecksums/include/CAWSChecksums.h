#ifndef CAWSCHECKSUMS_H
#define CAWSCHECKSUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The two loops of a reflected cyclic redundancy check (CRC) of up to 64 bits. They are in C because Swift cannot name the
// processor's carry-less multiplication. What they need of a polynomial (tables, constants) is worked out in Swift.

/// Whether this processor has a carry-less multiplication that `aws_crc_fold` uses.
bool aws_crc_can_fold(void);

/// The CRC's state after blocks of 64 bytes, by carry-less multiplication.
///
/// @param bytes The bytes; `blocks` times 64 of them.
/// @param blocks How many blocks there are; at least 1.
/// @param state The CRC's state before the bytes.
/// @param constants The reflected powers of x, modulo the polynomial, by which the halves of 16 bytes are multiplied: x^575 and
///   x^511 to move them by 64 bytes, x^191 and x^127 to move them by 16 bytes.
/// @param tables As for `aws_crc_update`.
/// @return The CRC's state after the bytes.
uint64_t aws_crc_fold(
  const uint8_t *bytes, size_t blocks, uint64_t state, const uint64_t *constants, const uint64_t *tables);

/// The CRC's state after bytes, eight of them at a time.
///
/// @param bytes The bytes.
/// @param count How many bytes there are.
/// @param state The CRC's state before the bytes.
/// @param tables Eight tables of 256 states each: entry `i` of table `n` is the state after the byte `i` and `n` bytes of zero.
/// @return The CRC's state after the bytes.
uint64_t aws_crc_update(const uint8_t *bytes, size_t count, uint64_t state, const uint64_t *tables);

#endif
