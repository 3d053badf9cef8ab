// A report as one HTML page that stands alone: charts by Chart.js, and the same figures as tables. Nothing is loaded
// from elsewhere, and nothing is sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/feedback_store.h"
#include "server/report_table.h"

namespace server {

// Reasons that are shown by name; the colours of the charts are as many and one for the others.
inline constexpr std::size_t most_reasons = 8;

std::string report_page(const std::vector<OutcomeCount>& lines);

// A table with its header cells marked, all text escaped.
std::string to_html(const ReportTable& table);

// The plotting library as it was embedded.
std::string chart_library();

}  // namespace server
