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

}  // namespace fhir
