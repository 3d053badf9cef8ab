#include "server/report.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "server/report_csv.h"
#include "server/report_page.h"
#include "server/report_table.h"

namespace server {
namespace {

// SQLite would make the file; and nobody else has a store in memory.
bool is_missing(const std::string& store) {
  if (!is_sqlite(store)) return false;
  const auto file = sqlite_file(store);
  std::error_code ignored;
  return !file || !std::filesystem::exists(*file, ignored);
}

Milliseconds beginning_of(fhir::Day day) { return Milliseconds(std::chrono::sys_days(day)); }

int refuse(std::ostream& err, const std::string& why) {
  err << "bone-health-cds: " << why << '\n';
  return 1;
}

std::string text_tables(const std::vector<OutcomeCount>& all) {
  if (all.empty()) return "No cards were shown.\n";
  const auto lines = with_frequent_reasons(all, most_reasons);
  std::string text;
  for (const auto& table :
       {card_table(lines), rule_table(lines), reason_table(lines), period_table(timeline_of(lines))})
    if (!table.rows.empty()) text.append(text.empty() ? "" : "\n").append(to_text(table));
  return text;
}

}  // namespace

std::string report_text(const std::vector<OutcomeCount>& lines, ReportFormat format) {
  switch (format) {
    case ReportFormat::csv:
      return to_csv(lines);
    case ReportFormat::html:
      return report_page(lines);
    case ReportFormat::text:
      break;
  }
  return text_tables(lines);
}

int report(const ReportCommand& command, std::ostream& out, std::ostream& err) {
  if (command.until < command.from) return refuse(err, "the report's last day is before its first");
  if (is_missing(command.store)) return refuse(err, "the store's file is not there");
  auto database = database_at(command.store);
  if (!database) return refuse(err, database.error().diagnostics);
  FeedbackStore store(std::move(*database));
  const auto lines = store.outcomes(beginning_of(command.from), beginning_of(fhir::add_days(command.until, 1)));
  if (!lines) return refuse(err, lines.error().diagnostics);
  out << report_text(*lines, command.format) << std::flush;
  return out ? 0 : 1;
}

}  // namespace server
