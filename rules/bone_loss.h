// Change of bone density between two scans on one device (clinical-policy.md section 2, "Change"). Internal to rules/.
#pragma once

#include "rules/bone_density.h"

namespace rules {

// Results within so many days are one scan (clinical-policy.md section 2).
inline constexpr int days_of_one_scan = 31;

// Sets the yearly loss in percent, and the T-score before it, if the loss is beyond the error of measurement.
void read_bone_loss(const BoneDensity& density, Facts& facts);

}  // namespace rules
