#include "fhir/value_set.h"

#include <algorithm>
#include <array>

#include "fhir/ascii.h"
#include "fhir/code_system.h"

namespace fhir {
namespace {

constexpr std::array<std::string_view, value_set_count> names{"letrozole",
                                                              "anastrozole",
                                                              "exemestane",
                                                              "other-aromatase-inhibitor",
                                                              "t-score-lumbar-spine",
                                                              "t-score-spine",
                                                              "t-score-hip",
                                                              "t-score-femur",
                                                              "t-score-forearm",
                                                              "t-score-other-site",
                                                              "z-score",
                                                              "z-score-other-site",
                                                              "bmd-lumbar-spine",
                                                              "bmd-hip",
                                                              "bmd-femur",
                                                              "bmd-other-site",
                                                              "dxa-study",
                                                              "frax-major",
                                                              "frax-hip",
                                                              "osteoporosis",
                                                              "fragility-fracture",
                                                              "fragility-fracture-hip-or-vertebra",
                                                              "hip-or-vertebral-fracture",
                                                              "hip-fracture",
                                                              "high-energy-or-tumour-cause",
                                                              "parental-hip-fracture",
                                                              "breast-cancer",
                                                              "bone-metastasis",
                                                              "advanced-kidney-disease",
                                                              "menopause",
                                                              "infertility",
                                                              "pregnancy",
                                                              "hospice",
                                                              "pregnancy-status",
                                                              "pregnancy-test",
                                                              "positive-finding",
                                                              "pregnant-finding",
                                                              "oesophageal-disorder",
                                                              "hypocalcaemia",
                                                              "hypercalcaemia",
                                                              "hyperparathyroidism",
                                                              "kidney-stones",
                                                              "osteonecrosis-of-jaw",
                                                              "smoking-status",
                                                              "current-smoker",
                                                              "former-smoker",
                                                              "never-smoker",
                                                              "egfr",
                                                              "calcium-mass",
                                                              "calcium-moles",
                                                              "albumin",
                                                              "vitamin-d",
                                                              "bmi",
                                                              "body-weight",
                                                              "body-height",
                                                              "bisphosphonate",
                                                              "zoledronate",
                                                              "oral-bisphosphonate",
                                                              "denosumab",
                                                              "denosumab-60mg",
                                                              "denosumab-120mg",
                                                              "other-bone-agent",
                                                              "ovarian-suppression",
                                                              "calcium-supplement",
                                                              "vitamin-d-supplement",
                                                              "glucocorticoid",
                                                              "parent"};

std::size_t index_of(ValueSetId set) { return static_cast<std::size_t>(set); }

// Of letters, digits, and all that is not ASCII, words are made.
constexpr auto word_characters = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c)
    table[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
  return table;
}();

bool is_word_character(char c) { return word_characters[static_cast<unsigned char>(c)]; }

// What codes of all the systems are made of. Anything else in a file is a slip, and would break the queries.
bool is_code(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// 0 if it does not begin with a word.
std::size_t length_of_first_word(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_word_character(text[length])) ++length;
  return length;
}

bool starts_with_whole_words(std::string_view text, std::string_view lower_case_words) {
  return text.size() >= lower_case_words.size() &&
         equal_without_case(text.substr(0, lower_case_words.size()), lower_case_words) &&
         (text.size() == lower_case_words.size() || !is_word_character(text[lower_case_words.size()]));
}

std::uint64_t bit_of_length(std::size_t length) { return std::uint64_t{1} << std::min<std::size_t>(length, 63); }

std::size_t index_of_letter(char first) { return static_cast<unsigned char>(lower_case(first)); }

}  // namespace

std::string_view name_of(ValueSetId set) { return names[index_of(set)]; }

Result<void> Terminology::add(Json resource) {
  if (resource["resourceType"].text() != "ValueSet") return issue(IssueType::invalid, "not a ValueSet");
  const auto found = std::ranges::find(names, resource["id"].text());
  if (found == names.end()) return issue(IssueType::value, "ValueSet.id is no value set of this service");
  const auto set = static_cast<ValueSetId>(found - names.begin());
  if (added_.test(index_of(set))) return issue(IssueType::conflict, "this ValueSet.id was there before");
  const Json includes = resource["compose"]["include"];
  if (!includes.is_array() || includes.is_empty() || resource["compose"]["exclude"].exists())
    return issue(IssueType::not_supported, "ValueSet.compose must list what it includes, and exclude nothing");
  for (const Json include : includes.elements())
    if (auto added = add_include(set, include); !added) return added;
  added_.set(index_of(set));
  return {};
}

Result<void> Terminology::add_include(ValueSetId set, Json include) {
  const std::string_view url = include["system"].text();
  const auto system = code_system(url);
  if (!system) return issue(IssueType::value, "ValueSet.compose.include.system is not known here");
  if (include["valueSet"].exists() || (include["concept"].is_empty() && include["filter"].is_empty()))
    return issue(IssueType::not_supported, "an include must have concepts or filters of its own");
  for (const Json concept_ : include["concept"].each())
    if (auto added = add_concept(set, url, static_cast<std::uint8_t>(*system), concept_["code"].text()); !added)
      return added;
  for (const Json filter : include["filter"].each())
    if (auto added = add_filter(set, static_cast<std::uint8_t>(*system), filter); !added) return added;
  return {};
}

Result<void> Terminology::add_filter(ValueSetId set, std::uint8_t system, Json filter) {
  const auto of = static_cast<CodeSystem>(system);
  if (filter["property"].text() != "concept" || filter["op"].text() != "is-a" || !has_families(of))
    return issue(IssueType::not_supported, "the only filter known here is concept is-a, for ICD-10 and ATC");
  const CodeKey key(of, filter["value"].text());
  if (key.text().empty() || !is_code(filter["value"].text()))
    return issue(IssueType::value, "ValueSet.compose.include.filter.value is no code");
  families_[key.text()].set(index_of(set));
  if (std::ranges::find(family_lengths_, key.text().size()) == family_lengths_.end())
    family_lengths_.push_back(key.text().size());
  return {};
}

Result<void> Terminology::add_concept(ValueSetId set, std::string_view url, std::uint8_t system,
                                      std::string_view code) {
  const auto of = static_cast<CodeSystem>(system);
  if (of == CodeSystem::drug_name) return add_name(set, code);
  const CodeKey key(of, code);
  if (key.text().empty() || !is_code(code))
    return issue(IssueType::value, "a ValueSet.compose.include.concept.code is missing or no code");
  codes_[key.text()].set(index_of(set));
  listed_[index_of(set)].push_back({std::string(url), std::string(code)});
  return {};
}

Result<void> Terminology::add_name(ValueSetId set, std::string_view name) {
  const std::size_t first_word = length_of_first_word(name);
  // It is looked up by its first word: without one it would never be found, and nobody would notice.
  if (first_word == 0 || !is_word_character(name.back()))
    return issue(IssueType::value, "a drug's name must begin and end with a letter or digit");
  Names& alike = names_[index_of_letter(name.front())];
  alike.all.push_back({lower_case(name), Membership().set(index_of(set))});
  alike.lengths |= bit_of_length(first_word);
  return {};
}

std::vector<std::string_view> Terminology::missing() const {
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < value_set_count; ++i)
    if (!added_.test(i)) result.push_back(names[i]);
  return result;
}

Membership Terminology::sets_of(std::string_view system, std::string_view code) const {
  Membership sets;
  const auto known = code_system(system);
  if (!known) return sets;
  const CodeKey key(*known, code);
  if (const auto* found = codes_.find(key.text())) sets = *found;
  if (!has_families(*known)) return sets;
  for (const std::size_t length : family_lengths_)
    if (length <= key.text().size())
      if (const auto* found = families_.find(key.text().substr(0, length))) sets |= *found;
  return sets;
}

Membership Terminology::sets_of(Json concept_) const {
  const Json codings = concept_["coding"];
  if (!codings.exists()) return sets_of(concept_["system"].text(), concept_["code"].text());
  Membership sets;
  for (const Json coding : codings.each()) sets |= sets_of(coding["system"].text(), coding["code"].text());
  return sets;
}

Membership Terminology::sets_named_first(std::string_view text, std::size_t length) const {
  Membership sets;
  const Names& alike = names_[index_of_letter(text.front())];
  if ((alike.lengths & bit_of_length(length)) == 0) return sets;
  for (const auto& name : alike.all)
    if (starts_with_whole_words(text, name.text)) sets |= name.sets;
  return sets;
}

Membership Terminology::sets_named_in(std::string_view text) const {
  Membership sets;
  while (!text.empty()) {
    const std::size_t length = length_of_first_word(text);
    if (length != 0) sets |= sets_named_first(text, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return sets;
}

Membership Terminology::sets_named_in(Json concept_) const {
  const std::string_view text = concept_["text"].text();
  Membership sets = sets_named_in(text) | sets_named_in(concept_["display"].text());
  for (const Json coding : concept_["coding"].each())
    if (const std::string_view display = coding["display"].text(); display != text) sets |= sets_named_in(display);
  return sets;
}

std::span<const Code> Terminology::codes_of(ValueSetId set) const { return listed_[index_of(set)]; }

}  // namespace fhir
