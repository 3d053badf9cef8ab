// No slip in a cell of a shipped guideline goes unnoticed: each is refused by the proof or fails an example.
#include <gtest/gtest.h>

#include <tuple>

#include "rules/count.h"
#include "rules/decision_table.h"
#include "rules/guideline.h"
#include "rules/proof.h"
#include "tests/rules/mutants.h"

namespace rules {
namespace {

namespace fs = std::filesystem;

const fs::path shipped = GUIDELINE_FOLDER;

FileReader giving(const std::string& text) {
  return [&text](const fs::path&) -> fhir::Result<std::string> { return text; };
}

// Goes through the files of a profile as the loader does, and tries all mutants of each where it stands.
class MutatedProfile {
 public:
  MutatedProfile(const fs::path& directory, Occasion occasion) : directory_(directory), occasion_(occasion) {
    const auto profile = read("profile.json");
    for (const fhir::Json name : profile->root()["counts"].elements()) try_count(std::string(name.text()));
    const fhir::Json decided_by = occasion == Occasion::order ? profile->root() : profile->root()["chart"];
    for (const fhir::Json name : decided_by["tables"].elements()) try_table(std::string(name.text()));
  }

  std::size_t tried = 0;
  std::vector<std::string> survivors;

 private:
  std::unique_ptr<GuidelineFile> read(const std::string& name) {
    return GuidelineFile::read(files_on_disk(), directory_ / name, name, problems_);
  }

  void try_count(const std::string& name) {
    const auto file = read(name);
    for (const auto& mutant : mutants_of_count(file->root(), variables_))
      try_mutant(name, mutant, [](const GuidelineFile& mutated, Variables& variables, Problems& problems) {
        read_count(mutated, variables, problems);
      });
    read_count(*file, variables_, problems_);
  }

  void try_table(const std::string& name) {
    const auto file = read(name);
    for (const auto& mutant : mutants_of_table(file->root(), variables_))
      try_mutant(name, mutant, [](const GuidelineFile& mutated, Variables& variables, Problems& problems) {
        const auto table = read_table(mutated, variables, problems);
        if (table && !problems.any()) prove(*table, mutated.root()["examples"], variables, mutated.name(), problems);
      });
    read_table(*file, variables_, problems_);
  }

  template <class Check>
  void try_mutant(const std::string& name, const Mutant& mutant, const Check& check) {
    ++tried;
    Variables variables = variables_;
    Problems problems;
    const auto file = GuidelineFile::read(giving(mutant.text), name, name, problems);
    ASSERT_TRUE(file) << problems.text();
    check(*file, variables, problems);
    if (!problems.any() && loads_with(name, mutant.text)) survivors.push_back(name + " " + mutant.name);
  }

  // What the file alone does not show, the whole profile may: a placeholder that is not known any more, say.
  bool loads_with(const std::string& name, const std::string& text) const {
    const fs::path changed = directory_ / name;
    const auto reader = files_on_disk();
    return Guideline::load(
               directory_,
               [&](const fs::path& path) { return path == changed ? fhir::Result<std::string>(text) : reader(path); },
               occasion_)
        .has_value();
  }

  fs::path directory_;
  Occasion occasion_;
  Variables variables_;
  Problems problems_;
};

class ShippedGuideline : public testing::TestWithParam<std::tuple<const char*, Occasion>> {};

TEST_P(ShippedGuideline, NoticesEverySlipInACell) {
  const auto& [directory, occasion] = GetParam();
  const MutatedProfile profile(shipped / directory, occasion);
  EXPECT_GT(profile.tried, 1000u);
  std::string names;
  for (const auto& survivor : profile.survivors) names += survivor + "\n";
  EXPECT_EQ(names, "") << profile.survivors.size() << " of " << profile.tried << " slips go unnoticed";
  RecordProperty("mutants", static_cast<int>(profile.tried));
}

INSTANTIATE_TEST_SUITE_P(Profiles, ShippedGuideline,
                         testing::Combine(testing::Values("aibl-2017", "who-osteoporosis", "asco-2019"),
                                          testing::Values(Occasion::order, Occasion::chart)),
                         [](const auto& profile) {
                           std::string name = std::get<0>(profile.param);
                           std::erase(name, '-');
                           return name + (std::get<1>(profile.param) == Occasion::chart ? "OnTheChart" : "");
                         });

}  // namespace
}  // namespace rules
