// Which drug for bone a medication is (clinical-policy.md section 1). Internal to rules/.
#pragma once

#include <cstdint>

#include "rules/reading.h"

namespace rules {

enum class BoneAgent : std::uint8_t { none, denosumab_60, denosumab_120, bisphosphonate, other };

// Denosumab's strength by product, else by the dose given; of no stated strength it is that for osteoporosis.
BoneAgent bone_agent_of(const Medication& medication);

}  // namespace rules
