// Reading bone density: what each result of a DXA says, and what is wrong with it (clinical-policy.md section 2).
// Internal to rules/.
#pragma once

#include <optional>
#include <string_view>

#include "rules/reading.h"

namespace rules {

enum class Region : std::uint8_t { lumbar_spine, spine, total_hip, femoral_neck, femur };
// The region as the fact "t_score_site" names it.
std::string_view name_of(Region region);

// The device of a measurement, of each part the first characters, "" if it is not stated.
struct Device {
  std::string_view reference;   // the id of the Device resource, unless it is contained
  std::string_view identifier;  // of the reference, or the serial number or identifier of the contained Device
  std::string_view display;
};

// What words say beside a code, and may contradict or narrow it.
struct SiteWords {
  bool z_score = false;
  bool neck = false;
  bool forearm = false;

  SiteWords operator|(const SiteWords& other) const {
    return {z_score || other.z_score, neck || other.neck, forearm || other.forearm};
  }
};
// In the text and the displays of a CodeableConcept, in any case.
SiteWords words_in(fhir::Json concept_);

// One thing that a record says about a DXA, on one day of the past.
struct DensityResult {
  enum class Kind : std::uint8_t {
    t_score,  // a T-score of a central site that counts
    density,  // g/cm2 of a central site that counts
    z_score,
    non_central,  // forearm, heel or another site that decides nothing
    no_value,     // a scan was done, and that is all that can be used
  };
  Kind kind = Kind::no_value;
  fhir::Json resource;
  std::optional<fhir::Day> day;
  bool partial_date = false;
  bool central = false;  // of a result without a value: it is known to be of a central site
  Region region = Region::spine;
  double value = 0;            // T-score, or g/cm2
  std::string_view code;       // of a density: its region as the value sets know it
  std::string_view body_site;  // its code or text, of which the first characters count; "" if not stated
  SiteWords body_site_words;
  Device device;
};

// A problem with a result. It matters only if the result is as new as the scan that counts.
struct DensityIssue {
  DataQualityIssue issue;
  std::optional<fhir::Day> day;
};

struct BoneDensity {
  fhir::List<DensityResult> results;
  fhir::List<DensityIssue> issues;
};

// All Observations, reports, documents and procedures of the record that tell of a DXA.
BoneDensity read_bone_density(const Reading& reading);

// What one Observation, or one of its components, says; `result` comes with resource, day, body site and device.
void read_density_value(fhir::Json element, const Reading& reading, bool counts, DensityResult result,
                        BoneDensity& density);

}  // namespace rules
