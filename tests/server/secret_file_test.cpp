#include "server/secret_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "scratch_folder.h"

namespace {

namespace files = std::filesystem;
using fhir::IssueType;
using server::read_bounded_file;
using server::read_secret_file;

class SecretFile : public testing::Test {
 protected:
  files::path with_mode(mode_t mode) const {
    const auto file = folder_.write("secret", "canary");
    ::chmod(file.c_str(), mode);
    return file;
  }
  const server_test::ScratchFolder folder_;
};

TEST_F(SecretFile, is_read_by_its_owner_and_its_group) {
  for (const mode_t mode : {0400U, 0440U, 0600U, 0640U, 0660U}) {
    const auto text = read_secret_file(with_mode(mode), 6);
    ASSERT_TRUE(text.has_value()) << mode;
    EXPECT_EQ(*text, "canary");
  }
}

TEST_F(SecretFile, is_refused_if_everybody_can_read_or_change_it) {
  for (const mode_t mode : {0644U, 0604U, 0666U, 0602U, 0444U}) {
    const auto text = read_secret_file(with_mode(mode), 6);
    ASSERT_FALSE(text.has_value()) << mode;
    EXPECT_EQ(text.error().code, IssueType::security);
    EXPECT_EQ(text.error().diagnostics, "can be read or changed by everybody; chmod o= mends it");
    EXPECT_TRUE(read_bounded_file(folder_.path() / "secret", 6).has_value()) << mode;
  }
}

// As Kubernetes lays them: a link to a link.
TEST_F(SecretFile, may_be_behind_links) {
  folder_.write("..data/key", "canary");
  ::chmod((folder_.path() / "..data/key").c_str(), 0440);
  files::create_symlink("..data/key", folder_.path() / "key");
  EXPECT_TRUE(read_secret_file(folder_.path() / "key", 100).has_value());
  ::chmod((folder_.path() / "..data/key").c_str(), 0444);
  EXPECT_FALSE(read_secret_file(folder_.path() / "key", 100).has_value());
}

TEST_F(SecretFile, is_bounded) {
  EXPECT_EQ(read_secret_file(with_mode(0600), 5).error().diagnostics, "is longer than 5 bytes");
  EXPECT_EQ(read_bounded_file(with_mode(0600), 5).error().code, IssueType::too_long);
  folder_.write("empty", "");
  EXPECT_EQ(read_bounded_file(folder_.path() / "empty", 5).value(), "");
}

TEST_F(SecretFile, is_a_file) {
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const auto& name : {folder_.path() / "none", folder_.path(), pipe, files::path("/dev/zero"), files::path("")}) {
    const auto text = read_bounded_file(name, 100);
    ASSERT_FALSE(text.has_value()) << name;
    EXPECT_EQ(text.error().diagnostics, "cannot be read");
    EXPECT_EQ(read_secret_file(name, 100).error().code, IssueType::not_found) << name;
  }
}

}  // namespace
