// What a guideline may ask about a patient: the catalogue of facts, and the form of their values.
//
// A fact has a value or is unknown. Unknown is not "no": nobody wrote it down, or it could not be looked up, and the
// two are told apart. Values are booleans, numbers, days and names out of closed lists; there is no kind of value that
// could hold text from a patient's record, so none can reach a card.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "fhir/date.h"
#include "fhir/reference.h"

namespace rules {

enum class FactId : std::uint8_t {
  // the order
  drug,
  matched_by_name,
  order_reason,
  short_course,
  renewal,
  // the patient
  age,
  sex,
  breast_cancer,
  hospice,
  pregnancy,
  bone_metastases,
  menopause,
  ovarian_suppression,
  // bone density
  dxa,
  dxa_date,
  months_since_dxa,
  dxa_ordered,
  dxa_declined,
  t_score,
  t_score_site,
  t_score_date,
  annual_bmd_loss,
  t_score_before_loss,
  // risk of fracture
  osteoporosis,
  hip_or_vertebral_fracture,
  fragility_fracture,
  fragility_fracture_after_50,
  parental_hip_fracture,
  bmi,
  glucocorticoid_months,
  smoking,
  frax_major,
  frax_hip,
  // drugs for bone
  bone_agent,
  last_denosumab_dose,
  next_denosumab_dose,
  // safety
  osteonecrosis_of_jaw,
  egfr,
  advanced_kidney_disease,
  calcium_mg_dl,
  calcium_mmol_l,
  hypocalcaemia,
  hypercalcaemia,
  hyperparathyroidism,
  kidney_stones,
  vitamin_d_ng_ml,
  vitamin_d_nmol_l,
  oesophageal_disorder,
  bisphosphonate_allergy,
  takes_calcium,
  takes_vitamin_d,
  // whether all searches were answered in full that tell of ...
  dxa_looked_up,            // a bone density scan
  dxa_requests_looked_up,   // a scan that is ordered, booked or declined
  menopause_looked_up,      // menopause and ovarian suppression
  risk_factors_looked_up,   // risk factors for fracture, and FRAX
  bone_agents_looked_up,    // drugs for bone
  labs_looked_up,           // kidney, calcium and vitamin D
  drug_cautions_looked_up,  // what speaks against one of the drugs for bone, another one among them
  supplements_looked_up,    // calcium and vitamin D that are taken
  count_
};
inline constexpr std::size_t fact_count = static_cast<std::size_t>(FactId::count_);

enum class ValueType : std::uint8_t { boolean, number, name, day };

struct FactDefinition {
  FactId id;
  std::string_view name;  // as guideline files write it: "t_score"
  ValueType type;
  std::span<const std::string_view> names;  // of a name: the closed list
  bool always_known;                        // a table need not say what to do when it is unknown
  // A fact of which this one is a detail: known whenever that one is (for bone_agent: whenever it has `implied_name`).
  std::optional<FactId> known_with;
  std::string_view known_with_name;  // "" unless known_with is a name
  int decimals;                      // of a number on a card: at least so many
  std::string_view label;            // in clinicians' words: "parental hip fracture"
};
const std::array<FactDefinition, fact_count>& fact_definitions();
const FactDefinition& definition_of(FactId id);
// Nothing for a name that is no fact.
std::optional<FactId> fact_named(std::string_view name);

struct Unknown {
  friend bool operator==(Unknown, Unknown) { return true; }
};
struct Name {
  std::uint8_t index;  // in FactDefinition::names
  friend bool operator==(Name, Name) = default;
};
using Value = std::variant<Unknown, bool, double, Name, fhir::Day>;
inline bool is_known(const Value& value) { return !std::holds_alternative<Unknown>(value); }

// Where a value was found.
struct Evidence {
  std::optional<fhir::ResourceRef> source;
  std::optional<fhir::Day> date;
};

struct Fact {
  Value value;
  Evidence evidence;
  bool looked = true;  // false: unknown because the record's answer was missing, failed or cut short
};

// What is wrong with bone density data that cannot be used as they are.
enum class DataQualityIssue : std::uint8_t {
  t_score_as_text,      // a number in a string: read
  t_score_wrong_unit,   // a unit that is not a T-score's
  t_score_implausible,  // outside -7..6
  t_score_is_z_score,   // a Z-score by its own text
  t_score_unreadable,   // no number, several numbers, a comparator
  z_score_only,
  bmd_only,        // g/cm2 without a T-score
  bmd_unreadable,  // a unit or value that no densitometer gives
  preliminary_result,
  report_without_values,
  site_unknown,  // LOINC 38265-5 without a site in its text
  future_date,
  undated,
  partial_date,
  different_devices,  // no change computed
  count_
};
inline constexpr std::size_t data_quality_issue_count = static_cast<std::size_t>(DataQualityIssue::count_);
// "t-score-as-text": as guideline files write it.
std::string_view name_of(DataQualityIssue issue);
using DataQuality = std::bitset<data_quality_issue_count>;

struct Facts {
  std::array<Fact, fact_count> all;
  DataQuality data_quality;

  const Fact& operator[](FactId id) const { return all[static_cast<std::size_t>(id)]; }
  Fact& operator[](FactId id) { return all[static_cast<std::size_t>(id)]; }
};

// The position of `text` in the list of names of a fact. The text must be in it.
Name name_value(FactId id, std::string_view text);

}  // namespace rules
