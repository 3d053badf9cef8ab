// Keys that are read from a file.
#include <gtest/gtest.h>

#include <filesystem>

#include "client_keys_case.h"
#include "scratch_folder.h"

namespace {

using namespace std::chrono_literals;
using namespace server_test;
using server::Clients;

class ClientKeysOfFile : public ClientKeysCase {
 protected:
  ClientKeysOfFile() { write({"a"}); }
  void write(std::initializer_list<std::string> kids) {
    std::string set = R"({"keys":[)";
    for (const auto& kid : kids) set.append(set.back() == '[' ? "" : ",").append(public_jwk(pair(), kid));
    folder_.write("jwks.json", set + "]}");
  }
  fhir::Result<void> load() { return keys_.load(Clients({of_file_})); }
  bool knows_of_file(const std::string& kid) { return key(kid, of_file_).key != nullptr; }

  const ScratchFolder folder_;
  const Clients::Pointer of_file_ = [this] {
    auto client = std::make_shared<server::Client>();
    client->name = "https://clinic.example.com";
    client->identity.key_set_file = folder_.path() / "jwks.json";
    return client;
  }();
};

TEST_F(ClientKeysOfFile, are_read_at_the_start) {
  ASSERT_TRUE(load().has_value());
  EXPECT_TRUE(knows_of_file("a"));
  EXPECT_FALSE(knows_of_file("b"));
  EXPECT_EQ(fetches(), 0U);
}

TEST_F(ClientKeysOfFile, are_read_anew_for_a_key_that_is_not_known) {
  ASSERT_TRUE(load().has_value());
  write({"b"});
  EXPECT_TRUE(knows_of_file("a"));
  EXPECT_TRUE(knows_of_file("b"));
  EXPECT_FALSE(knows_of_file("a"));  // which was a search, too
  write({"c"});
  EXPECT_FALSE(knows_of_file("c"));
  now_ += 60s;
  EXPECT_TRUE(knows_of_file("c"));
}

TEST_F(ClientKeysOfFile, survive_a_file_that_was_spoilt) {
  ASSERT_TRUE(load().has_value());
  folder_.write("jwks.json", "{\"keys\":");
  EXPECT_FALSE(knows_of_file("b"));
  EXPECT_TRUE(knows_of_file("a"));
  EXPECT_NE(logged_.text().find(R"("client":"https://clinic.example.com","detail":"is no JWK Set"})"),
            std::string::npos);
}

TEST_F(ClientKeysOfFile, must_be_there_at_the_start) {
  const std::string file = (folder_.path() / "jwks.json").string();
  folder_.write("jwks.json", "{}");
  EXPECT_EQ(load().error().diagnostics, file + ": the JWK Set is no JWK Set");
  folder_.write("jwks.json", std::string(65'537, ' '));
  EXPECT_EQ(load().error().diagnostics, file + ": the JWK Set is longer than 65536 bytes");
  folder_.write("jwks.json", jwk_set({public_jwk(ec_key("P-256").get(), "a")}));
  EXPECT_EQ(load().error().diagnostics, file + ": no key fits the algorithms of the client https://clinic.example.com");
  std::filesystem::remove(file);
  EXPECT_EQ(load().error().diagnostics, file + ": the JWK Set cannot be read");
}

}  // namespace
