#include "fhir/reference.h"

#include <algorithm>
#include <array>

#include "fhir/limits.h"

namespace fhir {
namespace {

constexpr auto id_characters = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c)
    table[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  return table;
}();

bool is_id_character(char c) { return id_characters[static_cast<unsigned char>(c)]; }

bool is_type_name(std::string_view text) {
  return !text.empty() && text[0] >= 'A' && text[0] <= 'Z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::string_view last_segment(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// The usual way to say it, "Patient/1", which need not be taken apart.
bool is_plainly(std::string_view reference, std::string_view patient_id) {
  constexpr std::string_view patient = "Patient/";
  return reference.size() == patient.size() + patient_id.size() && reference.ends_with(patient_id) &&
         reference.starts_with(patient) && !patient_id.empty();
}

// What one reference says about the patient; `must_be_patient`: the element may refer to others, too (a participant).
Owner owner_by(Json reference, std::string_view patient_id, bool must_be_patient) {
  const std::string_view text = reference["reference"].text();
  if (is_plainly(text, patient_id)) return Owner::this_patient;
  const auto parts = split_reference(text);
  if (!parts || parts->is_contained || parts->id.empty()) return Owner::unstated;
  if (parts->type.empty() || (must_be_patient && parts->type != "Patient")) return Owner::unstated;
  return parts->type == "Patient" && parts->id == patient_id ? Owner::this_patient : Owner::other_patient;
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= limits::id_characters && std::ranges::all_of(text, is_id_character);
}

std::optional<ReferenceParts> split_reference(std::string_view reference) {
  if (reference.empty()) return std::nullopt;
  if (reference[0] == '#') return ReferenceParts{"", reference.substr(1), true};
  constexpr std::string_view uuid = "urn:uuid:";
  if (reference.starts_with(uuid)) return ReferenceParts{"", reference.substr(uuid.size()), false};
  if (const auto history = reference.find("/_history/"); history != std::string_view::npos)
    reference = reference.substr(0, history);
  const std::string_view id = last_segment(reference);
  if (id.size() == reference.size()) return ReferenceParts{"", id, false};
  const std::string_view type = last_segment(reference.substr(0, reference.size() - id.size() - 1));
  return ReferenceParts{is_type_name(type) ? type : "", id, false};
}

Owner owner_of(Json resource, std::string_view patient_id) {
  if (resource["resourceType"].text() == "Patient")
    return resource["id"].text().empty()         ? Owner::unstated
           : resource["id"].text() == patient_id ? Owner::this_patient
                                                 : Owner::other_patient;
  const Owner of_subject = owner_by(resource["subject"], patient_id, false);
  if (of_subject != Owner::unstated) return of_subject;
  const Owner of_patient = owner_by(resource["patient"], patient_id, false);
  if (of_patient != Owner::unstated) return of_patient;
  Owner found = Owner::unstated;
  for (const Json participant : resource["participant"].each()) {
    const Owner owner = owner_by(participant["actor"], patient_id, true);
    if (owner == Owner::this_patient) return owner;
    if (owner == Owner::other_patient) found = owner;
  }
  return found;
}

}  // namespace fhir
