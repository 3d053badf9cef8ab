// Bone density and drugs over time, for people to look at: read as the facts are, and decided by nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "fhir/date.h"
#include "fhir/patient_record.h"
#include "fhir/reference.h"
#include "fhir/value_set.h"

namespace rules {

// A T-score, or a density in g/cm2, of a central site: one of the two is there.
struct DensityPoint {
  fhir::Day day;
  std::string_view site;  // as the fact "t_score_site" names it
  std::optional<double> t_score;
  std::optional<double> density;
  std::optional<fhir::ResourceRef> source;
};

enum class DrugEntry : std::uint8_t { draft, order, statement, dose };

struct DrugPeriod {
  std::string_view drug;  // "letrozole", "denosumab 60 mg"
  bool is_for_bone = false;
  DrugEntry entry = DrugEntry::order;
  std::optional<fhir::Day> from;  // of a dose: the day on which it was given
  std::optional<fhir::Day> to;    // of a course with a stated end
  bool taken_now = false;
  std::optional<fhir::ResourceRef> source;
};

// Densities by day, site and value, each once; drugs by day, then by drug and resource.
struct BoneHistory {
  std::vector<DensityPoint> densities;
  std::vector<DrugPeriod> drugs;
};

// Pure. What cannot be used, lies ahead or has no day is not in it; nor are drugs that were called off before they
// began.
BoneHistory bone_history_of(const fhir::PatientRecord& record, const fhir::Terminology& terminology,
                            const fhir::Today& today);

}  // namespace rules
