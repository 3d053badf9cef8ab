// Counts the heap allocations of a program that is not compiled for it:
//
//   LD_PRELOAD=libcount_allocations.so ALLOCATION_COUNTS=FILE program
//
// FILE is made 16 bytes long and mapped: two 64-bit numbers, allocations and their bytes since the start, which others
// may read at any time.
#include "tests/bench/allocations/count_allocations.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

// The C library's own under their second names, for dlsym() allocates itself.
extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);
}

namespace {

struct Counts {
  std::atomic<std::uint64_t> allocations{0};
  std::atomic<std::uint64_t> bytes{0};
};
static_assert(sizeof(Counts) == 16);

Counts before_start;
std::atomic<Counts*> counts{&before_start};

void count(std::size_t bytes) {
  Counts& now = *counts.load(std::memory_order_relaxed);
  now.allocations.fetch_add(1, std::memory_order_relaxed);
  now.bytes.fetch_add(bytes, std::memory_order_relaxed);
}

__attribute__((constructor)) void map_counts() {
  const char* file = std::getenv("ALLOCATION_COUNTS");
  if (file == nullptr) return;
  const int descriptor = ::open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0 || ::ftruncate(descriptor, sizeof(Counts)) != 0) std::abort();
  void* memory = ::mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  ::close(descriptor);
  if (memory == MAP_FAILED) std::abort();
  counts = static_cast<Counts*>(memory);
}

}  // namespace

bench::AllocationCounts bench::allocations_so_far() {
  const Counts& now = *counts.load();
  return {now.allocations, now.bytes};
}

extern "C" {

void* malloc(std::size_t bytes) {
  count(bytes);
  return __libc_malloc(bytes);
}
void* calloc(std::size_t number, std::size_t bytes) {
  count(number * bytes);
  return __libc_calloc(number, bytes);
}
void* realloc(void* memory, std::size_t bytes) {
  count(bytes);
  return __libc_realloc(memory, bytes);
}
void* memalign(std::size_t alignment, std::size_t bytes) {
  count(bytes);
  return __libc_memalign(alignment, bytes);
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) { return memalign(alignment, bytes); }
int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) {
  *memory = memalign(alignment, bytes);
  return *memory == nullptr ? 12 : 0;  // ENOMEM
}
}
