// Reading a profile: its files in the order in which they build on one another, then the proof.
#include "rules/guideline_model.h"
#include "rules/proof.h"

#include <algorithm>

namespace rules {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 100;

// "NAME.json" of the profile or "../common/NAME.json", and nothing that leads elsewhere.
bool is_allowed_path(std::string_view path) {
  constexpr std::string_view common = "../common/";
  if (path.starts_with(common)) path.remove_prefix(common.size());
  return path.ends_with(".json") && path.size() <= 80 &&
         std::ranges::all_of(path.substr(0, path.size() - 5),
                             [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class Loader {
 public:
  Loader(const fs::path& directory, const FileReader& reader, Occasion occasion)
      : directory_(directory), reader_(reader), occasion_(occasion) {}

  void load(Guideline::Model& model) {
    const auto profile = GuidelineFile::read(reader_, directory_ / "profile.json", "profile.json", problems);
    if (!profile) return;
    read_profile(profile->root(), model);
    const fhir::Json decided_by = occasion_ == Occasion::order ? profile->root() : profile->root()["chart"];
    if (!decided_by.exists()) return;
    has_tables = true;
    read_never_together(decided_by["never_together"], model);
    for_each_file(profile->root()["counts"], [&](const GuidelineFile& file) {
      if (auto count = read_count(file, model.variables, problems)) model.counts.push_back(std::move(*count));
    });
    for_each_file(profile->root()["words"],
                  [&](const GuidelineFile& file) { read_words(file, model.variables, model.words, problems); });
    check_words(model.words, problems);
    for_each_file(decided_by["tables"], [&](const GuidelineFile& file) { read_one_table(file, model); });
    if (model.tables.empty()) problems.add("profile.json", "has no tables");
    check_model(model, problems);
    if (!problems.any()) link_model(model);
  }

  Problems problems;
  bool has_tables = false;  // for this occasion, right or wrong

 private:
  static void read_review_by(std::string_view text, Guideline::Model& model, Problems& problems) {
    const auto date = fhir::parse_date(text);
    if (!date || date->is_partial()) return problems.add("profile.json sign_off", "'review_by' must be a day");
    if (!model.review_by || date->earliest < *model.review_by) model.review_by = date->earliest;
  }

  static void read_sign_off(fhir::Json json, Guideline::Model& model, Problems& problems) {
    for (const fhir::Json signature : json.elements()) {
      allow_members(signature, {"by", "date", "review_by"}, "profile.json sign_off", problems);
      read_review_by(signature["review_by"].text(), model, problems);
      model.sign_off += (model.sign_off.empty() ? "" : "; ") +
                        required_text(signature, "by", "profile.json sign_off", problems) + ", " +
                        required_text(signature, "date", "profile.json sign_off", problems) + ", review by " +
                        required_text(signature, "review_by", "profile.json sign_off", problems);
    }
    if (model.status == "active" && model.sign_off.empty())
      problems.add("profile.json", "is active and nobody has signed it");
  }

  void read_profile(fhir::Json json, Guideline::Model& model) {
    const std::string where = "profile.json";
    allow_members(json,
                  {"id", "title", "version", "status", "sign_off", "source", "sources", "words", "counts", "tables",
                   "never_together", "chart"},
                  where, problems);
    allow_members(json["chart"], {"tables", "never_together"}, where + " chart", problems);
    model.id = required_text(json, "id", where, problems);
    model.title = required_text(json, "title", where, problems);
    model.version = required_text(json, "version", where, problems);
    model.status = required_text(json, "status", where, problems);
    if (model.status != "draft" && model.status != "active") problems.add(where, "'status' must be draft or active");
    read_sign_off(json["sign_off"], model, problems);
    model.source = required_text(json, "source", where, problems);
    for (const auto& [id, source] : json["sources"].members()) {
      allow_members(source, {"label", "url"}, where + " sources", problems);
      model.sources.push_back({std::string(id), required_text(source, "label", where, problems),
                               required_text(source, "url", where, problems)});
    }
  }

  void read_never_together(fhir::Json pairs, Guideline::Model& model) {
    for (const fhir::Json pair : pairs.elements()) {
      std::vector<std::string> names;
      for (const fhir::Json name : pair.elements()) names.emplace_back(name.text());
      if (names.size() != 2)
        problems.add("profile.json", "'never_together' is a list of pairs");
      else
        model.never_together.push_back({names[0], names[1]});
    }
  }

  template <class Use>
  void for_each_file(fhir::Json names, Use&& use) {
    for (const fhir::Json name : names.elements()) {
      if (!is_allowed_path(name.text()) || ++files_ > most_files) {
        problems.add("profile.json", "names a file that is not allowed: " + std::string(name.text()));
        continue;
      }
      if (const auto file = GuidelineFile::read(reader_, directory_ / name.text(), name.text(), problems)) use(*file);
    }
  }

  void read_one_table(const GuidelineFile& file, Guideline::Model& model) {
    auto table = read_table(file, model.variables, problems);
    if (!table) return;
    const std::uint64_t cases = prove(*table, file.root()["examples"], model.variables, file.name(), problems);
    model.proof += table->id + ": " + std::to_string(table->rules.size()) + " rules, " + std::to_string(cases) +
                   " combinations, exactly one rule for each\n";
    model.tables.push_back(std::move(*table));
  }

  const fs::path& directory_;
  const FileReader& reader_;
  const Occasion occasion_;
  std::size_t files_ = 0;
};

}  // namespace

const GuidelineSource* Guideline::Model::source_named(std::string_view name) const {
  const auto found = std::ranges::find(sources, name, &GuidelineSource::id);
  return found == sources.end() ? nullptr : &*found;
}

const DecisionTable* Guideline::Model::table_of(std::size_t variable) const {
  const auto found = std::ranges::find(tables, variable, &DecisionTable::variable);
  return found == tables.end() ? nullptr : &*found;
}

const Count* Guideline::Model::count_of(std::size_t variable) const {
  const auto found = std::ranges::find(counts, variable, &Count::variable);
  return found == counts.end() ? nullptr : &*found;
}

fhir::Result<std::shared_ptr<const Guideline>> Guideline::load(const fs::path& directory, Occasion occasion) {
  return load(directory, files_on_disk(), occasion);
}

fhir::Result<std::shared_ptr<const Guideline>> Guideline::load(const fs::path& directory, const FileReader& read,
                                                               Occasion occasion) {
  auto model = std::make_unique<Model>();
  Loader loader(directory, read, occasion);
  loader.load(*model);
  if (loader.problems.any()) return fhir::issue(fhir::IssueType::invalid, loader.problems.text());
  if (!loader.has_tables) return std::shared_ptr<const Guideline>();
  return std::shared_ptr<const Guideline>(new Guideline(std::move(model)));
}

Guideline::Guideline(std::unique_ptr<const Model> model) : model_(std::move(model)) {}
Guideline::~Guideline() = default;

std::string_view Guideline::id() const { return model_->id; }
std::string_view Guideline::version() const { return model_->version; }
std::optional<fhir::Day> Guideline::review_by() const { return model_->review_by; }

const std::vector<OverrideReason>& Guideline::override_reasons() const { return model_->words.override_reasons; }
const std::vector<Suggestion>& Guideline::suggestions() const { return model_->words.suggestions; }
const std::vector<GuidelineSource>& Guideline::sources() const { return model_->sources; }
std::string Guideline::proof() const { return model_->proof; }

}  // namespace rules
