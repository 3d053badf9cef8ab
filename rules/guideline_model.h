// All of a loaded profile. Internal to rules/.
#pragma once

#include <map>

#include "rules/count.h"
#include "rules/decision_table.h"
#include "rules/guideline.h"
#include "rules/words.h"

namespace rules {

// What no table decides: the card for wrong data alone, and the silence of a renewal with nothing to say.
inline constexpr std::string_view data_quality_card = "data-quality";
inline constexpr std::string_view uneventful_renewal = "uneventful-renewal";

struct ForbiddenPair {
  std::string first;  // "table/outcome"
  std::string second;
};

struct Guideline::Model {
  std::string id;
  std::string title;
  std::string version;
  std::string status;
  std::string sign_off;                // who and when, for the Markdown; "" until somebody has
  std::optional<fhir::Day> review_by;  // the first that a signature names
  std::string source;                  // id of the source that cards name
  std::vector<GuidelineSource> sources;
  Variables variables;
  std::vector<Count> counts;
  std::vector<DecisionTable> tables;
  Words words;
  std::vector<ForbiddenPair> never_together;
  std::string proof;

  const GuidelineSource* source_named(std::string_view name) const;
  // The table or the count that stands behind a variable; nullptr if it is none.
  const DecisionTable* table_of(std::size_t variable) const;
  const Count* count_of(std::size_t variable) const;
};

// What is wrong between files: names that lead nowhere, placeholders that may be unknown, forbidden pairs that can
// meet.
void check_model(const Guideline::Model& model, Problems& problems);

// Looks up what the files of a model without problems call by name, so that no call has to. The model stays where it is
// from then on: what is looked up is a pointer into it.
void link_model(Guideline::Model& model);

}  // namespace rules
