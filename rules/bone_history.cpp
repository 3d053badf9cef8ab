#include "rules/bone_history.h"

#include <algorithm>
#include <tuple>

#include "rules/bone_agent.h"
#include "rules/bone_density.h"
#include "rules/drug.h"
#include "rules/reading.h"

namespace rules {
namespace {

using Kind = Medication::Kind;

std::optional<DensityPoint> point_of(const DensityResult& result) {
  const bool is_t_score = result.kind == DensityResult::Kind::t_score;
  if ((!is_t_score && result.kind != DensityResult::Kind::density) || !result.day) return std::nullopt;
  DensityPoint point{*result.day, name_of(result.region), {}, {}, fhir::ref_of(result.resource)};
  (is_t_score ? point.t_score : point.density) = result.value;
  return point;
}

std::string_view name_of(BoneAgent agent) {
  switch (agent) {
    case BoneAgent::denosumab_60:
      return "denosumab 60 mg";
    case BoneAgent::denosumab_120:
      return "denosumab 120 mg";
    case BoneAgent::bisphosphonate:
      return "bisphosphonate";
    case BoneAgent::other:
      return "other agent";
    case BoneAgent::none:
      break;
  }
  return "";
}

DrugEntry entry_of(Kind kind) {
  switch (kind) {
    case Kind::draft:
      return DrugEntry::draft;
    case Kind::request:
      return DrugEntry::order;
    case Kind::statement:
      return DrugEntry::statement;
    case Kind::administration:
      break;
  }
  return DrugEntry::dose;
}

std::optional<DrugPeriod> period_of(const Medication& medication, const Reading& reading) {
  if (!took_place(medication)) return std::nullopt;
  DrugPeriod period;
  if (const auto inhibitor = drug_in(medication.sets))
    period.drug = *inhibitor;
  else
    period.drug = name_of(bone_agent_of(medication)), period.is_for_bone = true;
  if (period.drug.empty()) return std::nullopt;
  period.entry = entry_of(medication.kind);
  period.from = medication.since;
  if (const auto end = fhir::end_of_course(medication.resource); end && !medication.taken_now)
    period.to = reading.past_day(end);
  period.taken_now = medication.taken_now;
  period.source = fhir::ref_of(medication.resource);
  return period;
}

auto place_of(const std::optional<fhir::ResourceRef>& source) {
  return source ? std::pair(source->type, source->id) : std::pair<std::string_view, std::string_view>();
}

// clinical-policy.md section 2: the same site, date and value twice is one. Of what came twice the same resource is
// kept, whatever the order in which a server has found them.
void sort_and_drop_duplicates(std::vector<DensityPoint>& densities) {
  const auto result = [](const DensityPoint& point) {
    return std::tuple(point.day, point.site, point.t_score, point.density);
  };
  std::ranges::sort(densities, {},
                    [&](const DensityPoint& point) { return std::tuple(result(point), place_of(point.source)); });
  const auto twice = std::ranges::unique(densities, {}, result);
  densities.erase(twice.begin(), twice.end());
}

}  // namespace

BoneHistory bone_history_of(const fhir::PatientRecord& record, const fhir::Terminology& terminology,
                            const fhir::Today& today) {
  const Reading reading(record, terminology, today);
  BoneHistory history;
  for (const auto& result : read_bone_density(reading).results)
    if (const auto point = point_of(result)) history.densities.push_back(*point);
  for (const auto& medication : reading.medications())
    if (const auto period = period_of(medication, reading)) history.drugs.push_back(*period);
  sort_and_drop_duplicates(history.densities);
  std::ranges::sort(history.drugs, {}, [](const DrugPeriod& period) {
    return std::tuple(period.from, period.drug, place_of(period.source));
  });
  return history;
}

}  // namespace rules
