// The scan that counts: which T-score, how old, and what cannot be used (clinical-policy.md section 2).
#include <algorithm>

#include "rules/bone_density.h"
#include "rules/bone_loss.h"

namespace rules {
namespace {

using enum DataQualityIssue;
using Kind = DensityResult::Kind;

bool is_same_scan(fhir::Day day, fhir::Day latest) { return fhir::days_between(day, latest) <= days_of_one_scan; }

std::optional<fhir::Day> latest_day(const BoneDensity& density, auto&& is_wanted) {
  std::optional<fhir::Day> latest;
  for (const auto& result : density.results)
    if (result.day && is_wanted(result) && (!latest || *latest < *result.day)) latest = result.day;
  return latest;
}

const DensityResult* lowest_t_score(const BoneDensity& density, fhir::Day latest) {
  const DensityResult* lowest = nullptr;
  for (const auto& result : density.results)
    if (result.kind == Kind::t_score && is_same_scan(*result.day, latest) &&
        (lowest == nullptr || result.value < lowest->value))
      lowest = &result;
  return lowest;
}

void set_t_score(const DensityResult& result, Facts& facts) {
  facts[FactId::t_score] = found(result.value, result.resource, result.day);
  facts[FactId::t_score_site] =
      found(name_value(FactId::t_score_site, name_of(result.region)), result.resource, result.day);
  facts[FactId::t_score_date] = found(*result.day, result.resource, result.day);
}

const DensityResult* result_on(const BoneDensity& density, fhir::Day day, auto&& is_wanted) {
  for (const auto& result : density.results)
    if (result.day == day && is_wanted(result)) return &result;
  return nullptr;
}

// The days of forearm and heel. What else came of such a scan, a report above all, is no scan of spine or hip.
class NonCentralScans {
 public:
  explicit NonCentralScans(const BoneDensity& density) {
    for (const auto& result : density.results)
      if (result.kind == Kind::non_central && result.day) days_.push_back(*result.day);
    std::ranges::sort(days_);
  }
  bool have(const DensityResult& result) const {
    if (result.kind != Kind::no_value || result.central || !result.day) return false;
    const auto next = std::ranges::lower_bound(days_, fhir::add_days(*result.day, -days_of_one_scan));
    return next != days_.end() && fhir::days_between(*result.day, *next) <= days_of_one_scan;
  }

 private:
  fhir::List<fhir::Day> days_;
};

// Done on a day that nobody wrote down.
void set_undated_scan(const BoneDensity& density, auto&& of_spine_or_hip, Facts& facts) {
  const auto may_be_central = std::ranges::find_if(density.results, of_spine_or_hip);
  const bool elsewhere = may_be_central == density.results.end();
  const DensityResult& scan = elsewhere ? density.results.front() : *may_be_central;
  facts[FactId::dxa] = found(name_value(FactId::dxa, elsewhere ? "non-central" : "no-value"), scan.resource);
}

// The latest scan of any kind that can tell when the last scan was. Forearm and heel do not, if there is another.
void set_latest_scan(const BoneDensity& density, std::optional<fhir::Day> latest_t, const Reading& reading,
                     Facts& facts) {
  const NonCentralScans elsewhere(density);
  const auto of_spine_or_hip = [&](const DensityResult& result) {
    return result.kind != Kind::non_central && !elsewhere.have(result);
  };
  const auto any = [](const DensityResult&) { return true; };
  std::optional<fhir::Day> day = latest_day(density, of_spine_or_hip);
  std::string_view kind = "no-value";
  if (latest_t && day && is_same_scan(*latest_t, *day)) kind = "central", day = latest_t;
  if (!day && (day = latest_day(density, any))) kind = "non-central";
  if (!day && !density.results.empty()) return set_undated_scan(density, of_spine_or_hip, facts);
  if (!day) {
    const bool looked = facts[FactId::dxa_looked_up].value == Value(true);
    if (looked && reading.is_complete(fhir::QueryId::bone_density))
      facts[FactId::dxa] = Fact{name_value(FactId::dxa, "none"), {}, true};
    return;
  }
  const DensityResult* result =
      kind == "central"    ? result_on(density, *day, [](const DensityResult& r) { return r.kind == Kind::t_score; })
      : kind == "no-value" ? result_on(density, *day, of_spine_or_hip)
                           : result_on(density, *day, any);
  facts[FactId::dxa] = found(name_value(FactId::dxa, kind), result->resource, day);
  facts[FactId::dxa_date] = found(*day, result->resource, day);
  facts[FactId::months_since_dxa] = found(fhir::months_between(*day, reading.today().day), result->resource, day);
}

// What is older than the scan that counts is history. What that scan has, it need not have twice: a report beside its
// values, a density beside its T-score.
void set_data_quality(const BoneDensity& density, std::optional<fhir::Day> latest_t, Facts& facts) {
  const auto matters = [&](const std::optional<fhir::Day>& day) {
    return !day || !latest_t || *latest_t < *day || is_same_scan(*day, *latest_t);
  };
  const auto has_t_score = [&](fhir::Day day) {
    return latest_t && is_same_scan(std::min(day, *latest_t), std::max(day, *latest_t));
  };
  for (const auto& [issue, day] : density.issues)
    if (matters(day) && !(issue == report_without_values && day && has_t_score(*day)))
      facts.data_quality.set(static_cast<std::size_t>(issue));
  for (const auto& result : density.results) {
    if (!result.day || has_t_score(*result.day) || !matters(result.day)) continue;
    if (result.kind == Kind::z_score) facts.data_quality.set(static_cast<std::size_t>(z_score_only));
    if (result.kind == Kind::density) facts.data_quality.set(static_cast<std::size_t>(bmd_only));
  }
}

}  // namespace

void read_bone_density_facts(const Reading& reading, Facts& facts) {
  const BoneDensity density = read_bone_density(reading);
  const auto latest_t = latest_day(density, [](const DensityResult& result) { return result.kind == Kind::t_score; });
  if (latest_t) set_t_score(*lowest_t_score(density, *latest_t), facts);
  set_latest_scan(density, latest_t, reading, facts);
  set_data_quality(density, latest_t, facts);
  read_bone_loss(density, facts);
}

}  // namespace rules
