// A guideline: decision tables proven at load, and the words of its cards.
//
// Immutable after the load; shared by all threads. A guideline that is wrong in any way does not load.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"
#include "rules/advice.h"
#include "rules/fact.h"

namespace rules {

// Whether a card that was overridden for a reason is left out of later answers about the same patient.
enum class Quiets : std::uint8_t { nothing, for_a_time, until_next_order };

struct OverrideReason {
  std::string code;
  std::string system;
  std::string display;
  Quiets quiets = Quiets::nothing;
};

// When advice is asked for: about an order, or on opening the chart of a patient who takes the drug already. A profile
// has tables for each.
enum class Occasion : bool { order, chart };

struct GuidelineDescription;

// What a count of the guideline comes to for one patient.
struct Counted {
  std::string_view count;
  Value value;
  std::vector<std::string_view> holding;  // ids of the criteria that hold
};

// How the next bone density scan stands today.
enum class ScanStanding : std::uint8_t {
  none_known,   // due, for there was none
  non_central,  // due, for only other sites than spine and hip were measured
  overdue,
  due,
  not_due,
  ordered,        // due, and ordered or booked
  no_value,       // the last one gives no T-score that can be used
  undated,        // there was one on a day that nobody wrote down
  not_looked_up,  // there may be another one that could not be looked up
};

// Between which days the guideline wants it.
struct ScanWindow {
  fhir::Day from;
  fhir::Day latest;
};

struct NextScan {
  ScanStanding standing = ScanStanding::not_looked_up;
  std::optional<fhir::Day> found;    // the day of the newest scan on record
  std::optional<ScanWindow> window;  // only where that one is the last: all could be looked up
  bool scans_looked_up = false;
  bool orders_looked_up = false;
};

class Guideline {
 public:
  // Reads and proves the profile in `directory`; every problem is one Issue message per line, naming file, rule and
  // case. nullptr if the profile has no tables for opening the chart, and these are asked for.
  static fhir::Result<std::shared_ptr<const Guideline>> load(const std::filesystem::path& directory,
                                                             Occasion occasion = Occasion::order);
  // The same with files from elsewhere: `read` gives the text of a path, or an Issue that says why not.
  using FileReader = std::function<fhir::Result<std::string>(const std::filesystem::path&)>;
  static fhir::Result<std::shared_ptr<const Guideline>> load(const std::filesystem::path& directory,
                                                             const FileReader& read,
                                                             Occasion occasion = Occasion::order);

  ~Guideline();

  std::string_view id() const;       // "aibl-2017"
  std::string_view version() const;  // of the profile
  // The first day on which one of those who have signed wants it reviewed; nothing if nobody has.
  std::optional<fhir::Day> review_by() const;
  // Cards or silence for these facts. Total: every combination of facts has an answer.
  Advice advise(const Facts& facts) const;

  // What its counts come to for these facts.
  std::vector<Counted> counted(const Facts& facts) const;
  // For each table the criterion of the rule that fires, as it is worded for these facts; "" of a rule without words.
  std::vector<std::string> criteria_met(const Facts& facts) const;
  // Why nothing else is said of a patient: the reason of a silence, else the outcome whose card stands alone. Nothing
  // where the guideline says all that it has to say.
  std::optional<std::string_view> out_of_scope(const Facts& facts) const;
  // Nothing out of scope, and where the tables say nothing of scans.
  std::optional<NextScan> next_scan(const Facts& facts) const;

  // Every rule of every table, with its outcome: what can be among an Advice's decisions.
  std::vector<Decision> all_decisions() const;
  // Every card that can be among an Advice's, once, and every reason that it can have to be silent.
  std::vector<CardKind> all_cards() const;
  std::vector<std::string_view> all_silences() const;
  const std::vector<OverrideReason>& override_reasons() const;
  // Every order that can be among those which cards suggest.
  const std::vector<Suggestion>& suggestions() const;
  const std::vector<GuidelineSource>& sources() const;

  // What was proven, a line per table: its id and how many combinations of facts were tried.
  std::string proof() const;
  // Every table as Markdown, for a clinician to read and sign.
  std::string to_markdown() const;
  // The same as data.
  GuidelineDescription describe() const;

  struct Model;  // internal to rules/

 private:
  explicit Guideline(std::unique_ptr<const Model> model);
  std::unique_ptr<const Model> model_;
};

}  // namespace rules
