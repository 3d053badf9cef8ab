#include "rules/words.h"

#include <algorithm>

#include "fhir/ascii.h"
#include "fhir/json_text.h"
#include "fhir/written_order.h"

namespace rules {
namespace {

// Beginnings of the names of drugs that are never ordered by a suggestion (clinical-policy.md section 7).
constexpr std::array<std::string_view, 11> antiresorptives{"denosumab", "zoledron", "alendron", "risedron",
                                                           "ibandron",  "pamidron", "clodron",  "raloxif",
                                                           "teripara",  "romosozu", "abalopar"};

bool names_antiresorptive(std::string_view text) {
  const std::string words = fhir::lower_case(text);
  return std::ranges::any_of(antiresorptives, [&](auto drug) { return words.find(drug) != std::string::npos; });
}

void read_findings(fhir::Json json, const Variables& variables, const std::string& where, Words& words,
                   Problems& problems) {
  for (const auto& [id, text] : json.members()) {
    if (std::ranges::find(words.findings, id, &Finding::id) != words.findings.end())
      problems.add(where, "has a finding twice: " + std::string(id));
    words.findings.push_back(
        {std::string(id), CardText::read(text, variables, where + " finding " + std::string(id), problems)});
  }
}

constexpr std::array<std::string_view, 3> filled_in{"id", "subject", "encounter"};
bool is_filled_in(std::string_view member) { return std::ranges::find(filled_in, member) != filled_in.end(); }

void check_resource(fhir::Json resource, const std::string& where, Problems& problems) {
  const std::string_view type = resource["resourceType"].text();
  if (type != "ServiceRequest" && type != "MedicationRequest")
    problems.add(where, "creates neither a ServiceRequest nor a MedicationRequest");
  if (resource["status"].text() != "draft") problems.add(where, "creates a resource that is no draft");
  for (const auto& [member, value] : resource.members())
    if (!fhir::is_writable(member) && !is_filled_in(member))
      problems.add(where, "has " + std::string(member) + ", which is not written in every version of FHIR");
  for (const auto member : filled_in)
    if (resource[member].exists()) problems.add(where, "has a " + std::string(member) + ", which the service fills in");
  if (names_antiresorptive(fhir::to_text(resource)))
    problems.add(where, "creates an order for a bone-protective drug, which is never done");
}

// Once and for all: a card only picks one.
std::array<std::string, fhir::fhir_version_count> in_each_version(fhir::Json resource) {
  std::array<std::string, fhir::fhir_version_count> texts;
  for (std::size_t version = 0; version < texts.size(); ++version)
    texts[version] = fhir::written_order(resource, static_cast<fhir::FhirVersion>(version));
  return texts;
}

void read_suggestions(fhir::Json json, const std::string& file, Words& words, Problems& problems) {
  for (const auto& [id, suggestion] : json.members()) {
    const std::string where = file + " suggestion " + std::string(id);
    allow_members(suggestion, {"label", "description", "resource"}, where, problems);
    check_resource(suggestion["resource"], where, problems);
    words.suggestions.push_back({std::string(id), required_text(suggestion, "label", where, problems),
                                 required_text(suggestion, "description", where, problems),
                                 in_each_version(suggestion["resource"])});
  }
}

Quiets quiets_of(fhir::Json json, const std::string& where, Problems& problems) {
  if (!json.exists()) return Quiets::nothing;
  if (json.text() == "for-a-time") return Quiets::for_a_time;
  if (json.text() == "until-next-order") return Quiets::until_next_order;
  problems.add(where, "'quiets' must be for-a-time or until-next-order");
  return Quiets::nothing;
}

void read_override_reasons(fhir::Json json, const std::string& where, Words& words, Problems& problems) {
  for (const fhir::Json reason : json.elements()) {
    allow_members(reason, {"code", "system", "display", "quiets"}, where, problems);
    words.override_reasons.push_back(
        {required_text(reason, "code", where, problems), required_text(reason, "system", where, problems),
         required_text(reason, "display", where, problems), quiets_of(reason["quiets"], where, problems)});
  }
}

std::optional<std::size_t> issue_named(std::string_view name) {
  for (std::size_t i = 0; i < data_quality_issue_count; ++i)
    if (name_of(static_cast<DataQualityIssue>(i)) == name) return i;
  return std::nullopt;
}

void read_data_quality(fhir::Json json, const Variables& variables, const std::string& file, Words& words,
                       Problems& problems) {
  const std::string where = file + " data_quality";
  for (const auto& [name, value] : json.members()) {
    if (name == "_card") {
      words.data_quality_card = read_card(value, variables, where + " _card", problems);
    } else if (name == "_on") {
      for (const fhir::Json slot_name : value.elements())
        if (const auto slot = slot_named(slot_name.text()))
          words.data_quality_on.push_back(*slot);
        else
          problems.add(where, "names no slot: " + std::string(slot_name.text()));
    } else if (const auto issue = issue_named(name)) {
      words.data_quality[*issue] = CardText::read(value, variables, where, problems);
    } else {
      problems.add(where, "names an issue that no reader knows: " + std::string(name));
    }
  }
}

}  // namespace

void read_words(const GuidelineFile& file, const Variables& variables, Words& words, Problems& problems) {
  const fhir::Json json = file.root();
  allow_members(json, {"findings", "suggestions", "override_reasons", "data_quality"}, file.name(), problems);
  read_findings(json["findings"], variables, file.name(), words, problems);
  read_suggestions(json["suggestions"], file.name(), words, problems);
  read_override_reasons(json["override_reasons"], file.name(), words, problems);
  read_data_quality(json["data_quality"], variables, file.name(), words, problems);
}

void check_words(const Words& words, Problems& problems) {
  for (std::size_t i = 0; i < data_quality_issue_count; ++i)
    if (words.data_quality[i].is_empty())
      problems.add("words", "has no sentence for " + std::string(name_of(static_cast<DataQualityIssue>(i))));
  // Its own card is one of bone density: that slot must be free when it is made.
  if (!words.data_quality_card ||
      std::ranges::find(words.data_quality_on, Slot::bone_density) == words.data_quality_on.end())
    problems.add("words", "do not say that data quality is told on the card of bone density, and on which else");
  if (words.override_reasons.empty()) problems.add("words", "have no reasons to override");
}

}  // namespace rules
