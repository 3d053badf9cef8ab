// The value of one Observation or component: is it a T-score, of which site, and can it be believed?
#include "fhir/quantity.h"
#include "rules/bone_density.h"
#include "rules/plausible.h"
#include "rules/said_words.h"

namespace rules {
namespace {

using enum DataQualityIssue;
using fhir::Json;
using fhir::ValueSetId;
using Kind = DensityResult::Kind;

// clinical-policy.md section 2: outside of these no densitometer measured it.
constexpr double lowest_density = 0.2;  // g/cm2
constexpr double highest_density = 2.0;

struct Site {
  ValueSetId t_score;
  ValueSetId density;
  Region region;
};
constexpr Site central_sites[] = {
    {ValueSetId::t_score_lumbar_spine, ValueSetId::bmd_lumbar_spine, Region::lumbar_spine},
    {ValueSetId::t_score_spine, ValueSetId::bmd_lumbar_spine, Region::spine},
    {ValueSetId::t_score_hip, ValueSetId::bmd_hip, Region::total_hip},
    {ValueSetId::t_score_femur, ValueSetId::bmd_femur, Region::femur},
};

// LOINC 38265-5 is the forearm, and is met as "DXA T-score" of no site: clinical.md section C.
constexpr std::string_view forearm_or_anything = "38265-5";

// Of an Observation or a component of it; `result` knows the body site.
SiteWords words_of(Json element, const DensityResult& result) {
  return words_in(element["code"]) | result.body_site_words;
}

bool has_code(Json concept_, std::string_view code) {
  for (const Json coding : concept_["coding"].each())
    if (coding["code"].text() == code) return true;
  return false;
}

// The first code of the concept that a value set knows, whatever spelling its system has.
std::string_view known_code(Json concept_, const fhir::Terminology& terminology) {
  for (const Json coding : concept_["coding"].each())
    if (terminology.sets_of(coding["system"].text(), coding["code"].text()).any()) return coding["code"].text();
  return "";
}

bool has_z_code(const fhir::Membership& sets) {
  return in(sets, ValueSetId::z_score) || in(sets, ValueSetId::z_score_other_site);
}

bool is_of_other_site(const fhir::Membership& sets) {
  return in(sets, ValueSetId::t_score_other_site) || in(sets, ValueSetId::z_score_other_site) ||
         in(sets, ValueSetId::bmd_other_site);
}

// A T-score, or what is wrong with the value.
struct ReadValue {
  std::optional<double> value;
  std::optional<DataQualityIssue> issue;
};

ReadValue in_range(double value, std::optional<DataQualityIssue> issue = std::nullopt) {
  if (!plausible_range(FactId::t_score).holds(value)) return {std::nullopt, t_score_implausible};
  return {value, issue};
}

// The unit's code may say "1" and its text g/cm2: both must be those of a T-score.
bool has_t_score_unit(Json quantity) {
  for (const char* part : {"code", "unit"})
    if (!fhir::is_t_score_unit({0, quantity[part].text(), fhir::Comparator::none})) return false;
  return true;
}

ReadValue read_t_score(Json element) {
  if (const auto text = element["valueString"].string()) {
    const auto number = fhir::number_in_text(*text);
    return number ? in_range(*number, t_score_as_text) : ReadValue{std::nullopt, t_score_unreadable};
  }
  const auto quantity = fhir::quantity_of(element["valueQuantity"]);
  if (!quantity) {
    bool empty = true;
    for (const auto& [member, value] : element.members())
      if (member.starts_with("value") && !value.is_null()) empty = false;
    return {std::nullopt, empty ? report_without_values : t_score_unreadable};
  }
  if (quantity->comparator != fhir::Comparator::none) return {std::nullopt, t_score_unreadable};
  if (!has_t_score_unit(element["valueQuantity"])) return {std::nullopt, t_score_wrong_unit};
  return in_range(quantity->value);
}

void keep(DensityResult result, Kind kind, std::optional<DataQualityIssue> issue, BoneDensity& density) {
  result.kind = kind;
  if (issue) density.issues.push_back({*issue, result.day});
  density.results.push_back(result);
}

void read_t_score_result(Json element, Region region, bool counts, bool is_z_score, DensityResult result,
                         BoneDensity& density) {
  const SiteWords words = words_of(element, result);
  result.central = true;
  if (is_z_score || words.z_score) return keep(result, Kind::no_value, t_score_is_z_score, density);
  if (!counts) return keep(result, Kind::no_value, preliminary_result, density);
  const ReadValue read = read_t_score(element);
  if (!read.value) return keep(result, Kind::no_value, read.issue, density);
  result.region = region == Region::femur && words.neck ? Region::femoral_neck : region;
  result.value = *read.value;
  keep(result, Kind::t_score, read.issue, density);
}

void read_density_result(Json element, Region region, bool counts, const fhir::Terminology& terminology,
                         DensityResult result, BoneDensity& density) {
  result.central = true;
  if (!counts) return keep(result, Kind::no_value, preliminary_result, density);
  const auto quantity = fhir::quantity_of(element["valueQuantity"]);
  const auto value =
      quantity && quantity->comparator == fhir::Comparator::none ? fhir::in_g_per_cm2(*quantity) : std::nullopt;
  if (!value || *value < lowest_density || *value > highest_density)
    return keep(result, Kind::no_value, bmd_unreadable, density);
  const bool is_neck = region == Region::femur && words_of(element, result).neck;
  result.region = is_neck ? Region::femoral_neck : region;
  result.value = *value;
  result.code = known_code(element["code"], terminology);
  keep(result, Kind::density, std::nullopt, density);
}

void read_forearm(Json element, bool counts, const DensityResult& result, BoneDensity& density) {
  const bool any_site = has_code(element["code"], forearm_or_anything) && !words_of(element, result).forearm;
  if (any_site) return keep(result, Kind::no_value, site_unknown, density);
  keep(result, Kind::non_central, counts ? std::nullopt : std::optional(preliminary_result), density);
}

}  // namespace

std::string_view name_of(Region region) {
  switch (region) {
    case Region::lumbar_spine:
      return "lumbar spine";
    case Region::spine:
      return "spine";
    case Region::total_hip:
      return "total hip";
    case Region::femoral_neck:
      return "femoral neck";
    case Region::femur:
      break;
  }
  return "femur";
}

SiteWords words_in(Json concept_) {
  SaidWords words;
  words.add_concept(concept_);
  return {words.say_any({"z-score", "z score", "zscore"}), words.say_any({"neck"}),
          words.say_any({"radius", "ulna", "forearm"})};
}

void read_density_value(Json element, const Reading& reading, bool counts, DensityResult result, BoneDensity& density) {
  const auto sets = reading.terminology().sets_of(element["code"]);
  for (const auto& site : central_sites) {
    if (in(sets, site.t_score))
      return read_t_score_result(element, site.region, counts, has_z_code(sets), result, density);
    if (in(sets, site.density))
      return read_density_result(element, site.region, counts, reading.terminology(), result, density);
  }
  if (in(sets, ValueSetId::t_score_forearm)) return read_forearm(element, counts, result, density);
  if (is_of_other_site(sets))
    return keep(result, Kind::non_central, counts ? std::nullopt : std::optional(preliminary_result), density);
  if (in(sets, ValueSetId::z_score)) return keep(result, Kind::z_score, std::nullopt, density);
  // A panel speaks through its components and members; by itself it says no more than that there was a scan.
  if (in(sets, ValueSetId::dxa_study)) keep(result, Kind::no_value, report_without_values, density);
}

}  // namespace rules
