// What a guideline can ever say, for those who count what it says.
#include <algorithm>

#include "rules/guideline_model.h"

namespace rules {

std::vector<Decision> Guideline::all_decisions() const {
  std::vector<Decision> all;
  for (const auto& table : model_->tables)
    for (const auto& rule : table.rules) all.push_back(rule.decision);
  return all;
}

std::vector<CardKind> Guideline::all_cards() const {
  std::vector<CardKind> all{{data_quality_card, model_->words.data_quality_card->indicator}};
  for (const auto& table : model_->tables)
    for (const auto& outcome : table.outcomes) {
      if (outcome.card) all.push_back({outcome.id, outcome.card->indicator});
      if (outcome.note && outcome.note->otherwise) all.push_back({outcome.id, outcome.note->otherwise->indicator});
    }
  return all;
}

std::vector<std::string_view> Guideline::all_silences() const {
  std::vector<std::string_view> all{uneventful_renewal};
  for (const auto& table : model_->tables)
    for (const auto& outcome : table.outcomes)
      if (!outcome.silent.empty() && std::ranges::find(all, outcome.silent) == all.end()) all.push_back(outcome.silent);
  return all;
}

}  // namespace rules
