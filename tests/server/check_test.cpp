#include "server/check.h"

#include <gtest/gtest.h>

#include <sstream>

#include "fhir/value_set.h"
#include "knowledge.h"
#include "scratch_folder.h"

namespace {

using server_test::ScratchFolder;

struct Checked {
  int status;
  std::string text;
  bool says(const std::string& part) const { return text.find(part) != std::string::npos; }
};

Checked check(const std::filesystem::path& directory) {
  std::ostringstream out;
  server::CheckCommand command;
  command.directories = {directory};
  const int status = server::check(command, out);
  return {status, out.str()};
}

TEST(Check, proves_a_profile_and_prints_its_tables) {
  const auto checked = check(GUIDELINE_FOLDER "/aibl-2017");
  EXPECT_EQ(checked.status, 0) << checked.text;
  EXPECT_TRUE(checked.says("# aibl-2017 "));
  EXPECT_TRUE(checked.says(": proven\n"));
  EXPECT_TRUE(checked.says(server_test::knowledge()->guideline->proof()));
  EXPECT_TRUE(checked.says(server_test::knowledge()->guideline->to_markdown()));
  EXPECT_TRUE(checked.says(", on opening the chart: proven\n"));
  EXPECT_TRUE(checked.says(server_test::knowledge()->chart_guideline->to_markdown()));
}

TEST(Check, proves_all_profiles_of_a_folder_and_reads_its_value_sets) {
  const auto checked = check(GUIDELINE_FOLDER);
  EXPECT_EQ(checked.status, 0) << checked.text;
  for (const auto profile : {"# aibl-2017 ", "# asco-2019 ", "# who-osteoporosis "}) EXPECT_TRUE(checked.says(profile));
  EXPECT_TRUE(checked.says("all " + std::to_string(fhir::value_set_count) + " value sets read"));
}

TEST(Check, refuses_a_wrong_profile) {
  const ScratchFolder folder;
  folder.write("mine/profile.json", "{}");
  const auto checked = check(folder.path());
  EXPECT_EQ(checked.status, 1);
  EXPECT_TRUE(checked.says("mine: refused"));
  EXPECT_TRUE(checked.says("profile.json"));
}

TEST(Check, refuses_wrong_tables_for_the_chart) {
  const ScratchFolder folder;
  std::filesystem::copy(GUIDELINE_FOLDER "/asco-2019", folder.path() / "asco-2019",
                        std::filesystem::copy_options::recursive);
  std::filesystem::copy(GUIDELINE_FOLDER "/common", folder.path() / "common", std::filesystem::copy_options::recursive);
  folder.write("common/chart-therapy.json", "{}");
  const auto checked = check(folder.path() / "asco-2019");
  EXPECT_EQ(checked.status, 1);
  EXPECT_TRUE(checked.says("asco-2019: refused"));
  EXPECT_TRUE(checked.says("chart-therapy.json"));
}

TEST(Check, refuses_wrong_value_sets) {
  const ScratchFolder folder;
  std::filesystem::copy(GUIDELINE_FOLDER "/asco-2019", folder.path() / "asco-2019",
                        std::filesystem::copy_options::recursive);
  std::filesystem::copy(GUIDELINE_FOLDER "/common", folder.path() / "common", std::filesystem::copy_options::recursive);
  EXPECT_EQ(check(folder.path()).status, 0) << check(folder.path()).text;
  folder.write("value-sets/letrozole.json", "{}");
  const auto checked = check(folder.path());
  EXPECT_EQ(checked.status, 1);
  EXPECT_TRUE(checked.says("value-sets: refused"));
}

TEST(Check, refuses_a_folder_without_profiles) {
  const ScratchFolder folder;
  EXPECT_EQ(check(folder.path()).status, 1);
  EXPECT_EQ(check(folder.path() / "missing").status, 1);
}

}  // namespace
