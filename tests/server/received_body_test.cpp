#include "server/received_body.h"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <string_view>

namespace server {
namespace {

class ReceivedBodyTest : public testing::Test {
 protected:
  void announce(std::uint64_t bytes) {
    reader_.init(bytes, error_);
    EXPECT_FALSE(error_);
  }
  void put(std::string_view text) {
    EXPECT_EQ(reader_.put(boost::asio::const_buffer(text.data(), text.size()), error_), text.size());
    EXPECT_FALSE(error_);
  }

  ReceivedBody::value_type body_;

 private:
  int header_ = 0;
  boost::beast::error_code error_;
  ReceivedBody::reader reader_{header_, body_};
};

TEST_F(ReceivedBodyTest, takes_memory_for_what_comes_alone) {
  announce(4'000'000);
  put("{");
  put("}");
  EXPECT_EQ(body_.text, "{}");
  EXPECT_LT(body_.text.capacity(), 100u);
}

TEST_F(ReceivedBodyTest, keeps_nothing_of_what_is_thrown_away) {
  body_.is_thrown_away = true;
  announce(100);
  put("{}");
  EXPECT_TRUE(body_.text.empty());
}

}  // namespace
}  // namespace server
