#include "server/pseudonym.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/server/scratch_folder.h"

namespace {

using server::Pseudonyms;

std::string key_file(const server_test::ScratchFolder& folder, const std::string& key, mode_t mode = 0600) {
  const auto file = folder.path() / "key";
  std::ofstream(file) << key;
  ::chmod(file.c_str(), mode);
  return file;
}

TEST(Pseudonym, is_the_same_for_the_same_key_alone) {
  const server_test::ScratchFolder folder;
  const auto file = key_file(folder, std::string(32, 'k'));
  const auto names = Pseudonyms::with_key_in(file), again = Pseudonyms::with_key_in(file);
  ASSERT_TRUE(names && again);
  EXPECT_EQ(names->of("patient", {"ehr", "p1"}), again->of("patient", {"ehr", "p1"}));
  EXPECT_NE(names->of("patient", {"ehr", "p1"}), Pseudonyms::of_process().of("patient", {"ehr", "p1"}));
}

// HMAC-SHA-256 of "patient3:ehr2:p1" under 32 times "k", cut to 16 bytes; by `openssl dgst -sha256 -hmac`.
TEST(Pseudonym, is_an_hmac) {
  const server_test::ScratchFolder folder;
  const auto names = Pseudonyms::with_key_in(key_file(folder, std::string(32, 'k')));
  ASSERT_TRUE(names);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(names->of("patient", {"ehr", "p1"}), "0f4d0c8b92e725a02239682e508c3769");
}

TEST(Pseudonym, is_another_for_every_kind_and_every_cut_of_the_parts) {
  const auto names = Pseudonyms::of_process();
  EXPECT_NE(names.of("patient", {"ehr", "p1"}), names.of("user", {"ehr", "p1"}));
  EXPECT_NE(names.of("patient", {"ehr", "p1"}), names.of("patient", {"ehrp", "1"}));
  EXPECT_NE(names.of("patient", {"ehr", "p1"}), names.of("patient", {"ehrp1"}));
  EXPECT_EQ(names.of("patient", {"a", ""}).size(), 32U);
}

TEST(Pseudonym, makes_a_key_that_only_the_owner_reads_and_keeps_it) {
  const server_test::ScratchFolder folder;
  const auto file = folder.path() / "state/key";
  const auto first = Pseudonyms::with_key_in(file), second = Pseudonyms::with_key_in(file);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->of("patient", {"p"}), second->of("patient", {"p"}));
  struct stat state {};
  ASSERT_EQ(::stat(file.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777U, 0600U);
  EXPECT_EQ(state.st_size, 32);
}

TEST(Pseudonym, is_refused_a_key_that_is_short_or_open_to_all) {
  const server_test::ScratchFolder folder;
  EXPECT_FALSE(Pseudonyms::with_key_in(key_file(folder, std::string(31, 'k'))));
  EXPECT_FALSE(Pseudonyms::with_key_in(key_file(folder, std::string(32, 'k'), 0644)));
  EXPECT_FALSE(Pseudonyms::with_key_in(folder.path()));
}

}  // namespace
