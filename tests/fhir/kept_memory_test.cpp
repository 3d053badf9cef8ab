#include "fhir/kept_memory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <numeric>
#include <thread>

namespace fhir {
namespace {

TEST(KeptMemory, HoldsWhatIsAskedForAtEverySize) {
  for (std::size_t bytes = 0; bytes <= 200'000; bytes = bytes * 5 / 4 + 1) {
    void* memory = take_memory(bytes);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(memory) % alignof(std::max_align_t), 0u) << bytes;
    std::memset(memory, 0xa5, bytes);
    give_back_memory(memory, bytes);
  }
}

TEST(KeptMemory, GivesEveryListMemoryOfItsOwn) {
  std::vector<List<int>> lists(100);
  for (int round = 0; round < 3; ++round) {
    for (auto& list : lists) {
      list = List<int>(static_cast<std::size_t>(1000 + round), 0);
      std::iota(list.begin(), list.end(), round);
    }
    for (const auto& list : lists) EXPECT_EQ(list.back(), 999 + 2 * round);
    for (std::size_t i = 0; i < lists.size(); i += 2) lists[i] = {};
  }
}

TEST(KeptMemory, MayBeGivenBackByAnotherThread) {
  List<int> list(100, 7);
  std::thread([moved = std::move(list)]() mutable { moved = {}; }).join();
  EXPECT_EQ(List<int>(100, 8).back(), 8);
}

TEST(KeptMemory, HoldsTextsOfAnyLength) {
  KeptText text;
  for (int i = 0; i < 1000; ++i) text.append("words ");
  EXPECT_EQ(text.size(), 6000u);
  EXPECT_EQ(text.substr(5994), "words ");
}

}  // namespace
}  // namespace fhir
