#include "server/guideline_files.h"

#include <gtest/gtest.h>

#include "knowledge.h"
#include "scratch_folder.h"

namespace {

using server_test::ScratchFolder;
using server_test::shipped;

std::string refusal_of(const server::GuidelineChoice& choice) {
  const auto knowledge = server::load_knowledge(choice);
  return knowledge ? "" : knowledge.error().diagnostics;
}

TEST(GuidelineFiles, of_every_profile_load) {
  for (const auto profile : {"aibl-2017", "who-osteoporosis", "asco-2019"}) {
    const auto knowledge = server::load_knowledge(shipped(profile));
    ASSERT_TRUE(knowledge.has_value()) << knowledge.error().diagnostics;
    EXPECT_EQ(knowledge->guideline->id(), profile);
    EXPECT_TRUE(knowledge->terminology.missing().empty());
  }
}

TEST(GuidelineFiles, may_be_a_directory_elsewhere) {
  const auto knowledge = server::load_knowledge(shipped(GUIDELINE_FOLDER "/asco-2019"));
  ASSERT_TRUE(knowledge.has_value()) << knowledge.error().diagnostics;
  EXPECT_EQ(knowledge->guideline->id(), "asco-2019");
}

TEST(GuidelineFiles, that_are_missing_are_named) {
  EXPECT_NE(refusal_of(shipped("no-such-profile")).find("no-such-profile"), std::string::npos);
  const ScratchFolder folder;
  auto choice = shipped();
  choice.folder = folder.path();
  EXPECT_NE(refusal_of(choice).find("lacks the value sets letrozole"), std::string::npos) << refusal_of(choice);
}

TEST(GuidelineFiles, that_are_wrong_are_named) {
  const ScratchFolder folder;
  folder.write("broken.json", "{");
  EXPECT_NE(server::load_terminology(folder.path()).error().diagnostics.find("broken.json: "), std::string::npos);
  folder.write("broken.json", R"({"resourceType": "Patient"})");
  EXPECT_NE(server::load_terminology(folder.path()).error().diagnostics.find("broken.json: "), std::string::npos);
}

TEST(GuidelineFiles, that_cannot_be_read_are_named) {
  const ScratchFolder folder;
  std::filesystem::create_symlink("nowhere", folder.path() / "gone.json");
  EXPECT_NE(server::load_terminology(folder.path()).error().diagnostics.find("gone.json cannot be read"),
            std::string::npos);
}

TEST(GuidelineFiles, lie_beside_an_installed_program_or_above_a_built_one) {
  const ScratchFolder folder;
  EXPECT_EQ(server::guideline_folder_of(folder.path() / "bin/bone-health-cds"), "");
  folder.write("rules/guideline/value-sets/x.json", "{}");
  EXPECT_EQ(server::guideline_folder_of(folder.path() / "build/release/bone-health-cds"),
            folder.path() / "rules/guideline");
  folder.write("share/bone-health-cds/guideline/value-sets/x.json", "{}");
  EXPECT_EQ(server::guideline_folder_of(folder.path() / "bin/bone-health-cds"),
            folder.path() / "share/bone-health-cds/guideline");
}

TEST(ReadFile, gives_all_bytes_or_nothing) {
  const ScratchFolder folder;
  EXPECT_EQ(server::read_file(folder.write("a", std::string("x\0\r\n", 4))), std::string("x\0\r\n", 4));
  EXPECT_EQ(server::read_file(folder.path() / "b"), std::nullopt);
}

}  // namespace
