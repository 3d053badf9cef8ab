// The latest result of a kind. Internal to rules/.
#pragma once

#include <optional>

#include "fhir/quantity.h"
#include "rules/reading.h"

namespace rules {

struct LatestObservation {
  fhir::Json observation;
  fhir::Day day;
};
// The final Observation of the set with the latest day of the past; nothing if there is none.
std::optional<LatestObservation> latest_observation(const Reading& reading, fhir::QueryId query, fhir::ValueSetId set);

struct LatestValue {
  double value;
  fhir::Json observation;
  fhir::Day day;
};
using Unit = std::optional<double> (*)(const fhir::Quantity&);
// The latest exact value of the set that has this unit.
std::optional<LatestValue> latest_value(const Reading& reading, fhir::QueryId query, fhir::ValueSetId set, Unit unit);

// The part of the fracture risk that is measured in months and percent.
void read_glucocorticoid_and_frax(const Reading& reading, Facts& facts);

}  // namespace rules
