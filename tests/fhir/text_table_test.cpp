#include "fhir/text_table.h"

#include <gtest/gtest.h>

#include <string>

namespace fhir {
namespace {

TEST(TextTable, IsEmptyAtFirst) { EXPECT_EQ(TextTable<int>().find("a"), nullptr); }

TEST(TextTable, FindsWhatWasPutInAndNothingElse) {
  TextTable<int> table;
  for (int i = 0; i < 5000; ++i) table[std::to_string(i)] = i;
  for (int i = 0; i < 5000; ++i) {
    const int* found = table.find(std::to_string(i));
    ASSERT_NE(found, nullptr) << i;
    EXPECT_EQ(*found, i);
  }
  for (int i = 5000; i < 10'000; ++i) EXPECT_EQ(table.find(std::to_string(i)), nullptr) << i;
}

TEST(TextTable, TellsTextsOfAnyLengthApart) {
  TextTable<std::size_t> table;
  for (std::size_t length = 0; length < 100; ++length) {
    table[std::string(length, 'x')] = length;
    table[std::string(length, 'x') + "y"] = 1000 + length;
  }
  for (std::size_t length = 0; length < 100; ++length) {
    EXPECT_EQ(*table.find(std::string(length, 'x')), length);
    EXPECT_EQ(*table.find(std::string(length, 'x') + "y"), 1000 + length);
    EXPECT_EQ(table.find("y" + std::string(length + 1, 'x')), nullptr);
  }
}

TEST(TextTable, KeepsTheValueThatIsThere) {
  TextTable<int> table;
  table["a"] = 1;
  table["a"] += 1;
  EXPECT_EQ(*table.find("a"), 2);
}

}  // namespace
}  // namespace fhir
