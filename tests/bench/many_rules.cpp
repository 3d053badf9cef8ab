#include "tests/bench/many_rules.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

namespace bench {
namespace {

constexpr int rules_of_a_table = 100;

std::string number(int number) { return std::to_string(number); }

// One of several that cut the line of all values into pieces of equal length, the last one for unknown.
std::string cell(int rule, int rules) {
  if (rules == 1) return "known, unknown";
  const int pieces = rules - 1, width = 99 / std::max(1, pieces);
  if (rule == pieces) return "unknown";
  if (pieces == 1) return "known";
  if (rule == 0) return "< " + number(width);
  if (rule == pieces - 1) return ">= " + number(rule * width);
  return "[" + number(rule * width) + ".." + number((rule + 1) * width) + ")";
}

std::string example(int rule, int rules) {
  const std::string given = rule == rules - 1 ? "" : R"("egfr": )" + number(rule * (99 / std::max(1, rules - 1)));
  return R"({ "given": { )" + given + R"( }, "expect": "r)" + number(rule) + R"(" })";
}

std::string table(const std::string& id, int rules) {
  std::string of_rules, of_examples;
  for (int rule = 0; rule < rules; ++rule) {
    const std::string comma = rule == 0 ? "" : ", ";
    of_rules += comma + R"({ "id": "r)" + number(rule) + R"(", "when": { "egfr": ")" + cell(rule, rules) +
                R"(" }, "then": "none", "source": { "section": "1" } })";
    of_examples += comma + example(rule, rules);
  }
  return R"({ "id": ")" + id + R"(", "title": "Many", "version": "1.0.0", "inputs": ["egfr"], "rules": [)" + of_rules +
         R"(], "outcomes": { "none": {} }, "examples": [)" + of_examples + "] }";
}

std::string profile(int tables) {
  std::string names;
  for (int i = 0; i < tables; ++i) names += (i == 0 ? "\"" : ", \"") + std::string("t") + number(i) + ".json\"";
  return R"({ "id": "many", "title": "Many rules", "version": "0.1.0", "status": "draft", "sign_off": [],
    "source": "paper", "sources": { "paper": { "label": "A paper", "url": "https://example.org/paper" } },
    "words": ["../common/findings.json", "../common/data-quality.json", "../common/override-reasons.json"], "counts": [], "never_together": [], "tables": [)" +
         names + "] }";
}

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

std::shared_ptr<const rules::Guideline> guideline_with(int rules, const std::filesystem::path& guideline) {
  std::map<std::string, std::string> files;
  int tables = 0;
  for (int left = rules; left > 0; left -= rules_of_a_table, ++tables)
    files["t" + number(tables) + ".json"] = table("t" + number(tables), std::min(left, rules_of_a_table));
  files["profile.json"] = profile(tables);
  const auto loaded =
      rules::Guideline::load(guideline / "many", [&](const std::filesystem::path& path) -> fhir::Result<std::string> {
        const auto file = files.find(path.filename().string());
        return file == files.end() ? text_of(path.lexically_normal()) : file->second;
      });
  if (!loaded) throw std::runtime_error(loaded.error().diagnostics);
  return *loaded;
}

}  // namespace bench
