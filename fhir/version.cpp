#include "fhir/version.h"

#include <array>
#include <string>

#include "fhir/ascii.h"

namespace fhir {
namespace {

struct Release {
  FhirVersion version;
  std::string_view name;
  std::string_view number;  // major and minor (https://hl7.org/fhir/directory.html)
};
constexpr std::array<Release, 5> releases{{{FhirVersion::dstu2, "DSTU2", "1.0"},
                                           {FhirVersion::stu3, "STU3", "3.0"},
                                           {FhirVersion::r4, "R4", "4.0"},
                                           {FhirVersion::r4b, "R4B", "4.3"},
                                           {FhirVersion::r5, "R5", "5.0"}}};

}  // namespace

std::string_view to_string(FhirVersion version) { return releases[static_cast<std::size_t>(version)].name; }

std::optional<FhirVersion> parse_fhir_version(std::string_view text) {
  for (const auto& release : releases) {
    const bool is_number = text.starts_with(release.number) &&
                           (text.size() == release.number.size() || text[release.number.size()] == '.');
    if (is_number || lower_case(text) == lower_case(release.name)) return release.version;
  }
  return std::nullopt;
}

std::optional<FhirVersion> version_of_order(Json order) {
  const std::string_view type = order["resourceType"].text();
  if (type == "MedicationOrder" || type == "DiagnosticOrder") return FhirVersion::dstu2;
  // R5 has one CodeableReference where others have medication[x] and the CodeableConcept `code`.
  const bool is_request = type == "MedicationRequest" || type == "ServiceRequest";
  if (is_request && (order["medication"].is_object() || order["code"]["concept"].is_object())) return FhirVersion::r5;
  if (type == "ServiceRequest") return std::nullopt;
  // STU3 says who orders as an element with an agent, and `context` where DSTU2 and R4 have `encounter`.
  const bool is_of_stu3 = order["requester"]["agent"].is_object() || order["context"].is_object();
  if (is_of_stu3 && (is_request || type == "ProcedureRequest" || type == "ReferralRequest")) return FhirVersion::stu3;
  // "intent" was new in STU3, and these types were gone after it.
  if (type == "ProcedureRequest" || type == "ReferralRequest")
    return order["intent"].exists() ? FhirVersion::stu3 : FhirVersion::dstu2;
  return std::nullopt;
}

}  // namespace fhir
