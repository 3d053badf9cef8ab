#include "rules/bone_loss.h"

#include <algorithm>

namespace rules {
namespace {

using Kind = DensityResult::Kind;

constexpr double shortest_interval_months = 10;  // clinical-policy.md section 2

// Least significant change in percent (clinical-policy.md section 2; ISCD).
double least_significant_change(Region region) {
  switch (region) {
    case Region::lumbar_spine:
    case Region::spine:
      return 5.3;
    case Region::total_hip:
      return 5.0;
    case Region::femoral_neck:
    case Region::femur:
      break;
  }
  return 6.9;
}

// Two densities of one region far enough apart to be compared.
bool is_interval(const DensityResult& before, const DensityResult& after) {
  return before.code == after.code && fhir::months_between(*before.day, *after.day) >= shortest_interval_months;
}

// The latest earlier density that may be compared with this one.
const DensityResult* comparable(const BoneDensity& density, const DensityResult& after, bool same_device) {
  const DensityResult* latest = nullptr;
  for (const auto& before : density.results) {
    if (before.kind != Kind::density || before.device.empty() || !is_interval(before, after)) continue;
    if ((before.device == after.device) != same_device) continue;
    if (latest == nullptr || *latest->day < *before.day) latest = &before;
  }
  return latest;
}

std::optional<double> lowest_t_score_near(const BoneDensity& density, fhir::Day day) {
  std::optional<double> lowest;
  for (const auto& result : density.results)
    if (result.kind == Kind::t_score && std::abs(fhir::days_between(*result.day, day)) <= days_of_one_scan)
      lowest = std::min(lowest.value_or(result.value), result.value);
  return lowest;
}

void keep_greater(const BoneDensity& density, const DensityResult& before, const DensityResult& after, Facts& facts) {
  const double loss = (before.value - after.value) / before.value * 100;
  if (loss < least_significant_change(after.region)) return;
  const double yearly = loss / fhir::months_between(*before.day, *after.day) * 12;
  const auto* known = std::get_if<double>(&facts[FactId::annual_bmd_loss].value);
  if (known != nullptr && *known >= yearly) return;
  facts[FactId::annual_bmd_loss] = found(yearly, after.resource, after.day);
  facts[FactId::t_score_before_loss] = {};
  if (const auto t_score = lowest_t_score_near(density, *before.day))
    facts[FactId::t_score_before_loss] = found(*t_score, before.resource, before.day);
}

}  // namespace

void read_bone_loss(const BoneDensity& density, Facts& facts) {
  std::optional<fhir::Day> latest;
  for (const auto& result : density.results)
    if (result.kind == Kind::density && (!latest || *latest < *result.day)) latest = result.day;
  for (const auto& after : density.results) {
    if (after.kind != Kind::density || fhir::days_between(*after.day, *latest) > days_of_one_scan) continue;
    if (after.device.empty()) continue;
    if (const auto* before = comparable(density, after, true))
      keep_greater(density, *before, after, facts);
    else if (comparable(density, after, false) != nullptr)
      facts.data_quality.set(static_cast<std::size_t>(DataQualityIssue::different_devices));
  }
}

}  // namespace rules
