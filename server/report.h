// `bone-health-cds report`: what became of the cards that were shown, out of the store.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "fhir/date.h"
#include "server/feedback_store.h"

namespace server {

enum class ReportFormat : std::uint8_t { text, csv, html };

struct ReportCommand {
  std::string store;  // as for database_at()
  // Cards that were shown on these days (UTC), both included.
  fhir::Day from{std::chrono::year(1970), std::chrono::January, std::chrono::day(1)};
  fhir::Day until{std::chrono::year(9999), std::chrono::December, std::chrono::day(31)};
  ReportFormat format = ReportFormat::text;
};

// Writes the report to `out`. Returns the exit status: 1 if the store cannot be read, or `until` is before `from`; then
// `err` says why.
int report(const ReportCommand& command, std::ostream& out, std::ostream& err);

// The report as `format` has it, out of lines of the store.
std::string report_text(const std::vector<OutcomeCount>& lines, ReportFormat format);

}  // namespace server
