#include "server/check.h"

#include <algorithm>
#include <system_error>

#include "server/guideline_files.h"

namespace server {
namespace {

namespace files = std::filesystem;

bool refuse(const files::path& place, const std::string& why, std::ostream& out) {
  out << "# " << place.string() << ": refused\n\n" << why << "\n\n";
  return false;
}

void write_proven(const rules::Guideline& profile, std::string_view occasion, std::ostream& out) {
  out << "# " << profile.id() << ' ' << profile.version() << occasion << ": proven\n\n```\n"
      << profile.proof() << "\n```\n\n"
      << profile.to_markdown() << "\n\n";
}

bool check_profile(const files::path& directory, std::ostream& out) {
  const auto orders = rules::Guideline::load(directory, rules::Occasion::order);
  if (!orders) return refuse(directory, orders.error().diagnostics, out);
  write_proven(**orders, "", out);
  const auto chart = rules::Guideline::load(directory, rules::Occasion::chart);
  if (!chart) return refuse(directory, chart.error().diagnostics, out);
  if (*chart != nullptr) write_proven(**chart, ", on opening the chart", out);
  return true;
}

bool check_value_sets(const files::path& folder, std::ostream& out) {
  const auto terminology = load_terminology(folder);
  if (!terminology) return refuse(folder, terminology.error().diagnostics, out);
  out << "# " << folder.string() << ": all " << fhir::value_set_count << " value sets read\n\n";
  return true;
}

bool check_directory(const files::path& directory, std::ostream& out) {
  const auto profiles = is_profile(directory) ? std::vector{directory} : profiles_in(directory);
  if (profiles.empty()) return refuse(directory, "There is no profile.json in it, nor in a folder of it.", out);
  bool all_well = true;
  for (const auto& profile : profiles) all_well &= check_profile(profile, out);
  std::error_code ignored;
  if (const auto sets = directory / "value-sets"; files::is_directory(sets, ignored))
    all_well &= check_value_sets(sets, out);
  return all_well;
}

}  // namespace

int check(const CheckCommand& command, std::ostream& out) {
  bool all_well = true;
  for (const auto& directory : command.directories) all_well &= check_directory(directory, out);
  return all_well ? 0 : 1;
}

}  // namespace server
