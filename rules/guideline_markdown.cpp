// The tables as Markdown: what a clinician reads and signs.
#include <algorithm>

#include "rules/guideline_model.h"
#include "rules/plain_words.h"

namespace rules {
namespace {

using Model = Guideline::Model;

// A bar would end the cell of a Markdown table.
std::string in_cell(std::string text) {
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.replace(at, 1, "\\|");
  return text;
}

void write_rules(const DecisionTable& table, const Model& model, std::string& out) {
  out += "| rule |";
  for (const auto input : table.inputs) out += " " + model.variables[input].name + " |";
  out += " then | criterion | source |\n|";
  for (std::size_t i = 0; i < table.inputs.size() + 4; ++i) out += " --- |";
  out += "\n";
  for (const auto& rule : table.rules)
    for (const auto& way : rule.ways) {
      out += "| " + rule.id + " |";
      for (const auto input : table.inputs) {
        const auto* cell = way.of(input);
        out += " " + (cell == nullptr ? std::string("any") : in_cell(cell->text())) + " |";
      }
      out += " " + table.outcomes[rule.outcome].id + " | " + in_cell(plain(rule.criterion, model)) + " | " +
             in_cell(provenance(rule.source, model)) + " |\n";
    }
}

void write_card(std::string_view how, const CardTemplate& card, const Model& model, std::string& out) {
  out += "- " + std::string(how) + " (" + (card.indicator == Indicator::warning ? "warning" : "info") +
         (card.on_renewal ? "" : ", silent on a renewal") + "): **" + plain(card.summary, model) + "**\n";
  for (const auto& step : card.steps) out += "  - " + plain(step, model) + "\n";
  for (const auto& suggestion : card.suggestions) out += "  - suggestion: " + suggestion.id + "\n";
}

void write_outcomes(const DecisionTable& table, const Model& model, std::string& out) {
  for (const auto& outcome : table.outcomes) {
    if (!outcome.says_something()) continue;
    out += "\n`" + outcome.id + "`\n";
    if (!outcome.silent.empty()) out += "- no card: " + outcome.silent + "\n";
    std::string advice;
    for (const auto& word : outcome.advice) advice += (advice.empty() ? "" : ", ") + word;
    if (!advice.empty()) out += "- advice: " + advice + "\n";
    if (outcome.card) write_card(outcome.alone ? "this card alone" : "card", *outcome.card, model, out);
    if (!outcome.note) continue;
    out += "- note: " + plain(outcome.note->text, model) + "\n";
    if (outcome.note->otherwise) write_card("without a card to stand on", *outcome.note->otherwise, model, out);
  }
}

void write_count(const Count& count, const Model& model, std::string& out) {
  out += "\n## " + count.title + " (`" + count.id + "`)\n\n" +
         (count.is_any ? "True if any of these holds" : "The number of these that hold") + " (" +
         provenance({count.source, count.section, ""}, model) + "):\n\n";
  for (const auto& criterion : count.criteria) {
    out += "- " + criterion.label + ":";
    for (const auto& [variable, cell] : criterion.when.all())
      out += " " + model.variables[variable].name + " " + cell.text() + ";";
    out.back() = '\n';
  }
}

}  // namespace

std::string Guideline::to_markdown() const {
  std::string out =
      "# " + model_->title + "\n\nProfile `" + model_->id + "`, version " + model_->version + ", " + model_->status +
      ". " + (model_->sign_off.empty() ? "Not signed off by anybody." : "Signed off: " + model_->sign_off + ".") + "\n";
  for (const auto& count : model_->counts) write_count(count, *model_, out);
  for (const auto& table : model_->tables) {
    out += "\n## " + table.title + " (`" + table.id + "`, version " + table.version + ")\n\n";
    write_rules(table, *model_, out);
    write_outcomes(table, *model_, out);
  }
  return out;
}

}  // namespace rules
