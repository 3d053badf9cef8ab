// Numbers with units, as Observations carry them.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/json.h"

namespace fhir {

enum class Comparator { none, less, greater };

// A Quantity with a finite value. `unit` is the UCUM code if there is one, else the unit as text.
struct Quantity {
  double value = 0;
  std::string_view unit;
  Comparator comparator = Comparator::none;
};

// Nothing without a numeric value.
std::optional<Quantity> quantity_of(Json value);

// The whole text as one number: "-2.6", "-2,6", with U+2212 or a hyphen as sign, blanks around it. Nothing if there is
// anything else, a second number above all.
std::optional<double> number_in_text(std::string_view text);

// The value in this unit, converted between mass and molar units or scales where that is plain arithmetic; nothing for
// a unit that was not named here. Units are compared without regard to case and blanks.
std::optional<double> in_g_per_cm2(const Quantity& quantity);  // g/cm2, g/cm-2, g/cm², mg/cm2
std::optional<double> in_percent(const Quantity& quantity);
std::optional<double> in_egfr_unit(const Quantity& quantity);  // mL/min/1.73 m2 in its spellings, mL/min
std::optional<double> in_mg_per_dl(const Quantity& quantity);
std::optional<double> in_mmol_per_l(const Quantity& quantity);
std::optional<double> in_g_per_dl(const Quantity& quantity);   // also g/L, divided by 10
std::optional<double> in_ng_per_ml(const Quantity& quantity);  // also ug/L, the same number
std::optional<double> in_nmol_per_l(const Quantity& quantity);
std::optional<double> in_kg_per_m2(const Quantity& quantity);
std::optional<double> in_kg(const Quantity& quantity);
std::optional<double> in_cm(const Quantity& quantity);
std::optional<double> in_days(const Quantity& quantity);  // d, wk, mo (30), a (365); also "days", "weeks"
bool is_t_score_unit(const Quantity& quantity);           // {T-score}, 1, "T-score" or none
bool is_tablet_unit(const Quantity& quantity);            // {tbl}, tablet(s), {pill}, 1, TAB or none

}  // namespace fhir
