// What the charts of a report show.
#pragma once

#include <string>
#include <vector>

#include "server/feedback_store.h"

namespace server {

// JSON that may stand in a script element: there is no "<" in it.
//   {"cards":   {"labels": [card, ...], "series": [{"name": "accepted", "values": [...]}, ...]},
//    "reasons": {"labels": [card, ...], "series": [{"name": reason, "values": [...]}, ...]},
//    "periods": {"labels": [day, ...], "series": [{"name": "shown", "values": [...]}, ...]}}
std::string chart_data(const std::vector<OutcomeCount>& lines);

}  // namespace server
