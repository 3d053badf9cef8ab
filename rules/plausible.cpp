#include "rules/plausible.h"

namespace rules {

Range plausible_range(FactId fact) {
  switch (fact) {
    case FactId::t_score:
    case FactId::t_score_before_loss:
      return {-7, 6};  // clinical-policy.md section 2: outside of these no densitometer measured it
    case FactId::bmi:
      return {8, 100};
    case FactId::frax_major:
    case FactId::frax_hip:
      return {0, 100};  // percent
    default:
      return {0, std::nullopt};  // ages, months, losses and what laboratories measure
  }
}

}  // namespace rules
