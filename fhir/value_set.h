// Which codes mean what: the value sets, read from standard FHIR ValueSet resources that a site can replace.
//
// A ValueSet is used as it is written (ValueSet.compose): `include[].concept[].code` for single codes, and
// `include[].filter` {property: "concept", op: "is-a", value} for a family of a mono-hierarchical classification
// (ICD-10, ATC), where a code belongs to the family if it begins with the family's code. Names of drugs, for orders
// without a usable code, are the concepts of the system `urn:bone-health-cds:drug-name`, one or more words each.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json.h"
#include "fhir/text_table.h"

namespace fhir {

// The value sets that the service knows, each a file `<name>.json` under rules/guideline/value-sets.
enum class ValueSetId : std::uint8_t {
  letrozole,
  anastrozole,
  exemestane,
  other_aromatase_inhibitor,
  t_score_lumbar_spine,
  t_score_spine,
  t_score_hip,
  t_score_femur,
  t_score_forearm,
  t_score_other_site,
  z_score,
  z_score_other_site,
  bmd_lumbar_spine,
  bmd_hip,
  bmd_femur,
  bmd_other_site,
  dxa_study,  // panels, reports, orders and procedures of a DXA
  frax_major,
  frax_hip,
  osteoporosis,
  fragility_fracture,
  fragility_fracture_hip_or_vertebra,
  hip_or_vertebral_fracture,
  hip_fracture,
  high_energy_or_tumour_cause,
  parental_hip_fracture,
  breast_cancer,
  bone_metastasis,
  advanced_kidney_disease,
  menopause,
  infertility,
  pregnancy,
  hospice,
  pregnancy_status,
  pregnancy_test,  // LOINC codes of Observations
  positive_finding,
  pregnant_finding,
  oesophageal_disorder,
  hypocalcaemia,
  hypercalcaemia,
  hyperparathyroidism,
  kidney_stones,
  osteonecrosis_of_jaw,
  smoking_status,
  current_smoker,
  former_smoker,
  never_smoker,
  egfr,
  calcium_mass,
  calcium_moles,
  albumin,
  vitamin_d,
  bmi,
  body_weight,
  body_height,
  bisphosphonate,
  zoledronate,
  oral_bisphosphonate,
  denosumab,
  denosumab_60mg,
  denosumab_120mg,
  other_bone_agent,
  ovarian_suppression,
  calcium_supplement,
  vitamin_d_supplement,
  glucocorticoid,
  parent,
  count_
};
inline constexpr std::size_t value_set_count = static_cast<std::size_t>(ValueSetId::count_);

// "dxa-study": the file's name and the last part of the ValueSet's url.
std::string_view name_of(ValueSetId set);

// The value sets that something is in.
using Membership = std::bitset<value_set_count>;
inline bool in(const Membership& membership, ValueSetId set) { return membership.test(static_cast<std::size_t>(set)); }

struct Code {
  std::string system;  // canonical URL
  std::string code;
};

// All value sets, compiled for look-up. Immutable after the load; shared by all threads.
class Terminology {
 public:
  // Adds the ValueSet in `resource`; refuses (Issue) what is not a ValueSet, has an unknown name or one that was
  // added before, an unknown code system, a code that cannot be one, or an include this reader does not understand.
  // A Terminology that refused a set is of no use any more: part of the set may be in it.
  Result<void> add(Json resource);
  // The names of the sets not added yet.
  std::vector<std::string_view> missing() const;

  // Sets that this code is in. The system may be a URL or an OID; ICD-10 codes with or without dot, NDC with or
  // without hyphens, any case. An unknown system is in no set.
  Membership sets_of(std::string_view system, std::string_view code) const;
  // Sets that any coding of a CodeableConcept (or a bare Coding) is in. `user selected`, version, display: not used.
  Membership sets_of(Json concept_) const;
  // Sets of which a drug's name is a whole word of the text, in any case.
  Membership sets_named_in(std::string_view text) const;
  // The same for `text` and every `coding.display` of a CodeableConcept, and for a Reference's display.
  Membership sets_named_in(Json concept_) const;

  // The codes of one set, families left out, in the order of the file; for queries.
  std::span<const Code> codes_of(ValueSetId set) const;

 private:
  // A drug's name of one or more words, in lower case.
  struct Name {
    std::string text;
    Membership sets;
  };
  // The names that begin with one letter, and a bit for the length of each first word: words of text that cannot be
  // one of these are not compared.
  struct Names {
    std::vector<Name> all;
    std::uint64_t lengths = 0;
  };

  Result<void> add_include(ValueSetId set, Json include);
  Result<void> add_filter(ValueSetId set, std::uint8_t system, Json filter);
  Result<void> add_concept(ValueSetId set, std::string_view url, std::uint8_t system, std::string_view code);
  Result<void> add_name(ValueSetId set, std::string_view name);

  // The sets of the names with which `text` begins; its first word has this length.
  Membership sets_named_first(std::string_view text, std::size_t length) const;

  TextTable<Membership> codes_;     // by number of the system and normalised code
  TextTable<Membership> families_;  // likewise, of codes that begin alike
  std::vector<std::size_t> family_lengths_;
  std::array<Names, 256> names_;  // by the first letter
  std::vector<Code> listed_[value_set_count];
  Membership added_;
};

}  // namespace fhir
