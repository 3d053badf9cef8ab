// Memory that a thread keeps for the next call: the lists of a record and what is read from it are made anew for every
// call, and in the steady state none of them asks the heap.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fhir {

// At least so many bytes, for any object. They may be given back by another thread.
void* take_memory(std::size_t bytes);
// `bytes`: as they were asked for.
void give_back_memory(void* memory, std::size_t bytes) noexcept;

// For a smart pointer to bytes of such memory.
struct GiveBackMemory {
  std::size_t bytes = 0;  // as they were asked for
  void operator()(char* memory) const noexcept { give_back_memory(memory, bytes); }
};

// The allocator of standard containers of T.
template <class T>
struct KeptMemory {
  using value_type = T;
  KeptMemory() = default;
  template <class Other>
  KeptMemory(const KeptMemory<Other>&) {}

  T* allocate(std::size_t count) { return static_cast<T*>(take_memory(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) noexcept { give_back_memory(memory, count * sizeof(T)); }
  friend bool operator==(const KeptMemory&, const KeptMemory&) { return true; }
};

template <class T>
using List = std::vector<T, KeptMemory<T>>;
using KeptText = std::basic_string<char, std::char_traits<char>, KeptMemory<char>>;

}  // namespace fhir
