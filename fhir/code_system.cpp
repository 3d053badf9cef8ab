#include "fhir/code_system.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace fhir {
namespace {

struct Spelling {
  std::string_view text;
  CodeSystem system;
};

// URLs: http://hl7.org/fhir/R4/terminologies-systems.html; OIDs: the HL7 OID registry as listed there.
constexpr Spelling spellings[] = {
    {"http://www.nlm.nih.gov/research/umls/rxnorm", CodeSystem::rxnorm},
    {"2.16.840.1.113883.6.88", CodeSystem::rxnorm},
    {"http://www.whocc.no/atc", CodeSystem::atc},
    {"2.16.840.1.113883.6.73", CodeSystem::atc},
    {"http://snomed.info/sct", CodeSystem::snomed_ct},
    {"2.16.840.1.113883.6.96", CodeSystem::snomed_ct},
    {"http://hl7.org/fhir/sid/ndc", CodeSystem::ndc},
    {"2.16.840.1.113883.6.69", CodeSystem::ndc},
    {"http://loinc.org", CodeSystem::loinc},
    {"2.16.840.1.113883.6.1", CodeSystem::loinc},
    {"http://hl7.org/fhir/sid/icd-10-cm", CodeSystem::icd_10},
    {"2.16.840.1.113883.6.90", CodeSystem::icd_10},
    {"http://hl7.org/fhir/sid/icd-10", CodeSystem::icd_10},
    {"2.16.840.1.113883.6.3", CodeSystem::icd_10},
    {"http://www.ama-assn.org/go/cpt", CodeSystem::cpt},
    {"2.16.840.1.113883.6.12", CodeSystem::cpt},
    {"http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", CodeSystem::hcpcs},
    {"2.16.840.1.113883.6.285", CodeSystem::hcpcs},
    {"http://terminology.hl7.org/CodeSystem/v3-RoleCode", CodeSystem::role_code},
    {"http://hl7.org/fhir/v3/RoleCode", CodeSystem::role_code},  // STU3
    {"2.16.840.1.113883.5.111", CodeSystem::role_code},
    {"urn:bone-health-cds:drug-name", CodeSystem::drug_name},
};

// The spellings by their length, which tells most of them apart, and where those of each length begin.
constexpr auto by_length = [] {
  auto sorted = std::to_array(spellings);
  std::ranges::sort(sorted, {}, [](const Spelling& each) { return each.text.size(); });
  return sorted;
}();
constexpr std::size_t longest = by_length.back().text.size();
constexpr auto begin_of_length = [] {
  std::array<std::uint8_t, longest + 2> begins{};
  for (std::size_t length = 0; length < begins.size(); ++length)
    begins[length] = static_cast<std::uint8_t>(
        std::ranges::count_if(by_length, [length](const Spelling& each) { return each.text.size() < length; }));
  return begins;
}();

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::optional<CodeSystem> code_system(std::string_view system) {
  constexpr std::string_view oid = "urn:oid:";
  if (system.starts_with(oid)) system.remove_prefix(oid.size());
  if (system.size() > longest) return std::nullopt;
  for (std::size_t i = begin_of_length[system.size()]; i < begin_of_length[system.size() + 1]; ++i)
    if (by_length[i].text == system) return by_length[i].system;
  return std::nullopt;
}

CodeKey::CodeKey(CodeSystem system, std::string_view code) {
  if (code.empty() || code.size() > text_.size() / 2) return;
  append(static_cast<char>('a' + static_cast<int>(system)));
  if (system == CodeSystem::ndc && std::ranges::count(code, '-') == 2) {
    append_ndc(code);
    return;
  }
  for (const char c : code)
    if (c != '.' || system != CodeSystem::icd_10) append(upper(c));
}

void CodeKey::append(char c) { text_[length_++] = c; }

// Labels write the ten digits as 4-4-2, 5-3-2 or 5-4-1; the segment that is short gets a leading zero.
void CodeKey::append_ndc(std::string_view code) {
  constexpr std::size_t widths[] = {5, 4, 2};
  for (const std::size_t width : widths) {
    const std::string_view segment = code.substr(0, code.find('-'));
    for (std::size_t zeros = segment.size(); zeros < width; ++zeros) append('0');
    for (const char c : segment) append(c);
    code.remove_prefix(std::min(code.size(), segment.size() + 1));
  }
}

}  // namespace fhir
