// The code systems that value sets may use, and the one spelling in which their codes are compared.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fhir {

// ICD-10 stands for the WHO's classification and its national modifications: what the value sets use of them agrees.
enum class CodeSystem : std::uint8_t { rxnorm, atc, snomed_ct, ndc, loinc, icd_10, cpt, hcpcs, role_code, drug_name };

// By canonical URL, by "urn:oid:..." or by bare OID, as clients write them. Nothing for any other system.
std::optional<CodeSystem> code_system(std::string_view system);

// True for classifications in which a family's code is the beginning of its members' codes.
inline bool has_families(CodeSystem system) { return system == CodeSystem::icd_10 || system == CodeSystem::atc; }

// A system and a code in one comparable text: upper case; ICD-10 without the dot; NDC as eleven digits in 5-4-2.
// Codes longer than any real one are nothing: text() is "".
class CodeKey {
 public:
  CodeKey(CodeSystem system, std::string_view code);
  std::string_view text() const { return {text_.data(), length_}; }

 private:
  void append(char c);
  void append_ndc(std::string_view code);

  std::array<char, 64> text_;
  std::size_t length_ = 0;
};

}  // namespace fhir
