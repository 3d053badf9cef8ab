#include "fhir/kept_memory.h"

#include <array>
#include <bit>
#include <new>
#include <utility>

namespace fhir {
namespace {

// Blocks of 64 bytes, 128, and so on. What is larger is left to the heap, and so is what would be too much to keep.
constexpr std::size_t smallest_block = 64;
constexpr std::size_t sizes = 13;
constexpr std::size_t largest_block = smallest_block << (sizes - 1);
constexpr std::size_t most_kept_of_a_size = 8 * largest_block;  // bytes: eight calls go on together (TurnLimits)

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(HAS_ADDRESS_SANITIZER)
constexpr bool keeps_memory = false;  // so that use of what was given back is found
#else
constexpr bool keeps_memory = true;
#endif

struct Block {
  Block* next;
};

// The blocks of one size that nobody uses, the last one given back first.
struct Kept {
  Block* first;
  std::size_t bytes;
};

// Without a destructor, so that it can be used to the very end of the thread.
thread_local constinit std::array<Kept, sizes> kept{};
thread_local constinit bool is_ending = false;

// Gives all back to the heap when the thread ends.
struct AtEnd {
  AtEnd() = default;
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;
  ~AtEnd() {
    is_ending = true;
    for (auto& [first, bytes] : kept)
      while (first != nullptr) ::operator delete(std::exchange(first, first->next));
  }
};

// 0 for up to 64 bytes, 1 for up to 128.
std::size_t size_class(std::size_t bytes) {
  return static_cast<std::size_t>(std::bit_width((bytes - (bytes != 0)) / smallest_block));
}

}  // namespace

void* take_memory(std::size_t bytes) {
  if (bytes > largest_block) return ::operator new(bytes);
  const std::size_t size = size_class(bytes);
  const std::size_t block = smallest_block << size;
  auto& [first, kept_bytes] = kept[size];
  if (first == nullptr) return ::operator new(block);
  kept_bytes -= block;
  return std::exchange(first, first->next);
}

void give_back_memory(void* memory, std::size_t bytes) noexcept {
  const std::size_t size = bytes > largest_block ? 0 : size_class(bytes);
  const std::size_t block = smallest_block << size;
  auto& [first, kept_bytes] = kept[size];
  const bool is_too_much = bytes > largest_block || kept_bytes + block > most_kept_of_a_size;
  if (!keeps_memory || is_too_much || is_ending) return ::operator delete(memory);
  thread_local const AtEnd at_end;
  first = new (memory) Block{first};
  kept_bytes += block;
}

}  // namespace fhir
