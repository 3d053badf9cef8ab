// Lines of the store as tests of the report want them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "server/feedback_store.h"

namespace server {

inline OutcomeCount line(std::string day, std::string card, std::string outcome, std::int64_t count,
                         std::string reason = "", std::string rules = "t/r") {
  return {std::move(day), "aibl-2017 1.0.0", std::move(card), std::move(rules), std::move(outcome), std::move(reason),
          count};
}

// Two cards over two days: 14 shown, 3 accepted, 7 overridden.
inline std::vector<OutcomeCount> two_cards() {
  return {line("2026-11-02", "dxa-due", "accepted", 3, "", "bone-density/none scope/bone-loss-advice"),
          line("2026-11-02", "dxa-due", "overridden", 4, "patient-refuses", "bone-density/none scope/bone-loss-advice"),
          line("2026-11-02", "dxa-due", "shown", 10, "", "bone-density/none scope/bone-loss-advice"),
          line("2026-11-04", "nutrition", "overridden", 1, "", "nutrition/with-calcium"),
          line("2026-11-04", "nutrition", "overridden", 2, "will-monitor", "nutrition/with-calcium"),
          line("2026-11-04", "nutrition", "shown", 4, "", "nutrition/with-calcium")};
}

}  // namespace server
