#include "server/request_id.h"

#include <gtest/gtest.h>

#include <string>

namespace server {
namespace {

TEST(RequestId, IsHexadecimal) {
  const RequestId id = next_request_id();
  EXPECT_EQ(16u, id.text().size());
  EXPECT_EQ(std::string_view::npos, id.text().find_first_not_of("0123456789abcdef"));
}

TEST(RequestId, IsTheNextOneOfThisProcess) {
  const std::string first(next_request_id().text()), second(next_request_id().text());
  EXPECT_EQ(first.substr(0, 8), second.substr(0, 8));
  EXPECT_EQ(std::stoul(first.substr(8), nullptr, 16) + 1, std::stoul(second.substr(8), nullptr, 16));
}

}  // namespace
}  // namespace server
