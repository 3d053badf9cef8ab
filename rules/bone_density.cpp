#include "rules/bone_density.h"

#include <algorithm>

#include "fhir/limits.h"
#include "fhir/reference.h"

namespace rules {
namespace {

using fhir::Json;
using fhir::QueryId;
using fhir::ValueSetId;

std::string_view compared(std::string_view text) { return text.substr(0, fhir::limits::compared_characters); }

// "#1" in two Observations may be two devices: a contained one is told by what it says of itself.
Device device_of(Json observation) {
  const Json device = observation["device"];
  Device known{"", compared(device["identifier"]["value"].text()), compared(device["display"].text())};
  const auto parts = fhir::split_reference(device["reference"].text());
  if (!parts) return known;
  if (!parts->is_contained) {
    known.reference = compared(parts->id);
    return known;
  }
  for (const Json contained : observation["contained"].each()) {
    if (contained["id"].text() != parts->id) continue;
    known.identifier = compared(contained["serialNumber"].text());
    for (const Json identifier : contained["identifier"].each())
      if (known.identifier.empty()) known.identifier = compared(identifier["value"].text());
  }
  return known;
}

std::string_view body_site_of(Json observation) {
  const Json site = observation["bodySite"];
  const std::string_view code = fhir::simple_code(site);
  return compared(code.empty() ? site["text"].text() : code);
}

// Nothing was measured, and the record says so (http://terminology.hl7.org/CodeSystem/data-absent-reason).
bool was_not_done(Json observation) {
  const std::string_view reason = fhir::simple_code(observation["dataAbsentReason"]);
  return reason == "not-performed" || reason == "not-asked";
}

// The day of a result; false if it lies ahead, for then the result is not read.
bool take_day(const std::optional<fhir::Date>& date, const Reading& reading, DensityResult& result,
              BoneDensity& density) {
  if (!date) {
    density.issues.push_back({DataQualityIssue::undated, std::nullopt});
    return true;
  }
  result.day = reading.past_day(date);
  if (!result.day) {
    density.issues.push_back({DataQualityIssue::future_date, std::nullopt});
    return false;
  }
  result.partial_date = date->is_partial();
  if (result.partial_date) density.issues.push_back({DataQualityIssue::partial_date, result.day});
  return true;
}

// True for what speaks of bone density at all: other Observations may come with a broad query.
bool concerns_bone_density(Json element, const Reading& reading) {
  const auto sets = reading.terminology().sets_of(element["code"]);
  for (auto set = static_cast<std::size_t>(ValueSetId::t_score_lumbar_spine);
       set <= static_cast<std::size_t>(ValueSetId::dxa_study); ++set)
    if (sets.test(set)) return true;
  return false;
}

void read_values(Json resource, const Reading& reading, const DensityResult& result, BoneDensity& density) {
  const bool counts = is_final(resource);
  read_density_value(resource, reading, counts, result, density);
  for (const Json component : resource["component"].each())
    read_density_value(component, reading, counts, result, density);
}

// A scan without a day says nothing about when, and its values cannot be the latest. That it was of the forearm or the
// heel, and of nothing else, remains.
DensityResult without_values(Json resource, const Reading& reading, DensityResult result) {
  using enum DensityResult::Kind;
  BoneDensity read;
  read_values(resource, reading, result, read);
  const auto is_elsewhere = [](const DensityResult& each) { return each.kind == non_central; };
  const auto is_panel = [](const DensityResult& each) { return each.kind == no_value && !each.central; };
  const bool of_other_site = std::ranges::any_of(read.results, is_elsewhere) &&
                             std::ranges::all_of(read.results, [&](const DensityResult& each) {
                               return is_elsewhere(each) || is_panel(each);
                             });
  if (of_other_site) result.kind = non_central;
  return result;
}

void read_observation(Json resource, const Reading& reading, BoneDensity& density) {
  if (fhir::is_void(resource) || resource["status"].text() == "cancelled" || was_not_done(resource)) return;
  bool concerned = concerns_bone_density(resource, reading);
  for (const Json component : resource["component"].each())
    concerned = concerned || concerns_bone_density(component, reading);
  if (!concerned) return;
  DensityResult result;
  result.resource = resource;
  result.device = device_of(resource);
  result.body_site = body_site_of(resource);
  result.body_site_words = words_in(resource["bodySite"]);
  if (!take_day(fhir::Observation{resource}.effective(), reading, result, density)) return;
  if (result.day)
    read_values(resource, reading, result, density);
  else
    density.results.push_back(without_values(resource, reading, result));
}

bool proves_scan(Json resource, const Reading& reading) {
  if (!fhir::StudyRecord{resource}.is_proof()) return false;
  return in(reading.terminology().sets_of(resource["code"]), ValueSetId::dxa_study) ||
         in(reading.terminology().sets_of(resource["type"]), ValueSetId::dxa_study);
}

}  // namespace

BoneDensity read_bone_density(const Reading& reading) {
  BoneDensity density;
  for (const auto& coded : reading.of(QueryId::bone_density)) read_observation(coded.resource, reading, density);
  for (const auto query : {QueryId::dxa_reports, QueryId::dxa_documents, QueryId::procedures})
    for (const auto& [resource, sets, effective, order] : reading.of(query)) {
      if (!in(sets, ValueSetId::dxa_study) || !proves_scan(resource, reading)) continue;
      DensityResult result;
      result.resource = resource;
      if (!take_day(fhir::StudyRecord{resource}.date(), reading, result, density)) continue;
      density.issues.push_back({DataQualityIssue::report_without_values, result.day});
      density.results.push_back(result);
    }
  return density;
}

}  // namespace rules
