#include "server/gzip.h"

#include <gtest/gtest.h>

#include "server/gunzip.h"

namespace {

bool takes(const char* accepted) {
  server::HeaderFields fields;
  if (*accepted != '\0') fields.set(server::http::field::accept_encoding, accepted);
  server::HttpRequest request;
  request.headers = &fields;
  return server::takes_gzip(request);
}

TEST(Gzip, gives_back_what_it_was_given) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(300'000, 'x')}) {
    const auto back = server::gunzip(server::gzip(text), 1'000'000);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(*back, text);
  }
}

TEST(Gzip, is_the_same_each_time_and_smaller) {
  const std::string text(10'000, 'x');
  EXPECT_EQ(server::gzip(text), server::gzip(text));
  EXPECT_LT(server::gzip(text).size(), 100U);
}

TEST(Gzip, is_for_those_who_name_it) {
  for (const char* accepted : {"gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "gzip;q=0.5"})
    EXPECT_TRUE(takes(accepted)) << accepted;
  for (const char* accepted : {"", "br", "gzip;q=0", "gzip;q=0.0, br", "identity"})
    EXPECT_FALSE(takes(accepted)) << accepted;
}

}  // namespace
