#include "server/query.h"

#include <gtest/gtest.h>

namespace {

using server::query_value;

TEST(Query, gives_the_first_value_of_a_name) {
  EXPECT_EQ(query_value("guideline=a-b&date=2026-06-15", "date"), "2026-06-15");
  EXPECT_EQ(query_value("date=1&date=2", "date"), "1");
  EXPECT_EQ(query_value("a=%20x%2Fy", "a"), " x/y");
  EXPECT_EQ(query_value("a", "a"), "");
  EXPECT_EQ(query_value("", "a"), "");
  EXPECT_EQ(query_value("a=1", "b"), "");
}

// The request line goes on behind it.
TEST(Query, ends_where_it_ends) {
  const std::string_view line = "date=2026-06-15 HTTP/1.1";
  EXPECT_EQ(query_value(line.substr(0, 15), "date"), "2026-06-15");
}

TEST(Query, is_none_if_it_is_malformed) { EXPECT_EQ(query_value("date=%zz", "date"), ""); }

}  // namespace
