#include "rules/bone_loss.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <tuple>

namespace rules {
namespace {

using Kind = DensityResult::Kind;

constexpr double shortest_interval_months = 10;  // clinical-policy.md section 2
// A change that meets a limit on paper must not miss it by the rounding of binary fractions: 1.0 to 0.9 is 10 %.
constexpr double steps_per_percent = 1e9;
double without_binary_remainder(double percent) { return std::round(percent * steps_per_percent) / steps_per_percent; }

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

// The densities of one region, and only they, may be compared: the same code at the same body site.
using RegionKey = std::tuple<Region, std::string_view, std::string_view>;
using Densities = fhir::List<const DensityResult*>;
using Regions = std::map<RegionKey, Densities, std::less<>, fhir::KeptMemory<std::pair<const RegionKey, Densities>>>;

Regions densities_by_region(const BoneDensity& density) {
  Regions regions;
  for (const auto& result : density.results)
    if (result.kind == Kind::density) regions[{result.region, result.code, result.body_site}].push_back(&result);
  return regions;
}

// What is known of two devices; nothing if it cannot be told whether they are one.
std::optional<bool> is_same_device(const Device& left, const Device& right) {
  for (const auto part : {&Device::reference, &Device::identifier, &Device::display})
    if (!(left.*part).empty() && !(right.*part).empty()) return left.*part == right.*part;
  return std::nullopt;
}

// The latest density before `after` on the same device (or, if so asked, on another) and long enough before it.
const DensityResult* comparable(const Densities& region, const DensityResult& after, bool same_device) {
  const DensityResult* latest = nullptr;
  for (const auto* before : region) {
    if (is_same_device(before->device, after.device) != std::optional(same_device)) continue;
    if (fhir::months_between(*before->day, *after.day) < shortest_interval_months) continue;
    if (latest == nullptr || *latest->day < *before->day) latest = before;
  }
  return latest;
}

const DensityResult* lowest_t_score_near(const BoneDensity& density, fhir::Day day) {
  const DensityResult* lowest = nullptr;
  for (const auto& result : density.results)
    if (result.kind == Kind::t_score && std::abs(fhir::days_between(*result.day, day)) <= days_of_one_scan &&
        (lowest == nullptr || result.value < lowest->value))
      lowest = &result;
  return lowest;
}

struct Loss {
  double yearly = 0;  // percent
  const DensityResult* before = nullptr;
  const DensityResult* after = nullptr;
};

// Nothing if the fall is within the error of measurement.
std::optional<Loss> loss_between(const DensityResult& before, const DensityResult& after) {
  const double loss = without_binary_remainder((before.value - after.value) / before.value * 100);
  if (loss < least_significant_change(after.region)) return std::nullopt;
  const double years = fhir::months_between(*before.day, *after.day) / 12;
  return Loss{without_binary_remainder(loss / years), &before, &after};
}

void keep_greater(std::optional<Loss>& greatest, const std::optional<Loss>& loss) {
  if (loss && (!greatest || greatest->yearly < loss->yearly)) greatest = loss;
}

const DensityResult* latest_of(const Densities& region) {
  return *std::ranges::max_element(region, {}, [](const DensityResult* result) { return *result->day; });
}

}  // namespace

void read_bone_loss(const BoneDensity& density, Facts& facts) {
  const auto regions = densities_by_region(density);
  std::optional<fhir::Day> latest;
  for (const auto& [key, region] : regions)
    latest = std::max(latest.value_or(*region[0]->day), *latest_of(region)->day);
  std::optional<Loss> greatest;
  for (const auto& [key, region] : regions) {
    const DensityResult* after = latest_of(region);
    if (fhir::days_between(*after->day, *latest) > days_of_one_scan) continue;  // of an earlier scan
    if (const auto* before = comparable(region, *after, true))
      keep_greater(greatest, loss_between(*before, *after));
    else if (comparable(region, *after, false) != nullptr)
      facts.data_quality.set(static_cast<std::size_t>(DataQualityIssue::different_devices));
  }
  if (!greatest) return;
  facts[FactId::annual_bmd_loss] = found(greatest->yearly, greatest->after->resource, greatest->after->day);
  if (const auto* lowest = lowest_t_score_near(density, *greatest->before->day))
    facts[FactId::t_score_before_loss] = found(lowest->value, lowest->resource, lowest->day);
}

}  // namespace rules
