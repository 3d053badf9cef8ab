// The words that tables share: findings, suggestions, reasons to override, data quality. README.md, "Words".
// Internal to rules/.
#pragma once

#include <array>
#include <vector>

#include "rules/guideline.h"
#include "rules/outcome.h"

namespace rules {

struct Finding {
  std::string id;
  CardText text;
};

struct Words {
  std::vector<Finding> findings;
  std::vector<Suggestion> suggestions;
  std::vector<OverrideReason> override_reasons;
  std::array<CardText, data_quality_issue_count> data_quality;
  std::vector<Slot> data_quality_on;
  std::optional<CardTemplate> data_quality_card;
};

// Adds what one file says. A word twice is a problem.
void read_words(const GuidelineFile& file, const Variables& variables, Words& words, Problems& problems);
// Tells what no file said: every issue of data quality needs its sentence.
void check_words(const Words& words, Problems& problems);

}  // namespace rules
