#include "server/report_chart_data.h"

#include <functional>
#include <utility>

#include "server/json_writer.h"
#include "server/report_periods.h"
#include "server/report_table.h"

namespace server {
namespace {

using Named = std::pair<std::string, Outcomes>;  // a label of a chart, and what it stands for
using Figure = std::function<std::int64_t(const Outcomes&)>;
using Series = std::vector<std::pair<std::string, Figure>>;

const Figure shown = [](const Outcomes& outcomes) { return outcomes.shown; };
const Figure accepted = [](const Outcomes& outcomes) { return outcomes.accepted; };
const Figure overridden = [](const Outcomes& outcomes) { return outcomes.overridden; };
const Figure unanswered = [](const Outcomes& outcomes) { return outcomes.unanswered(); };

void write_chart(JsonWriter& json, std::string_view name, const std::vector<Named>& named, const Series& series) {
  write_name(json, name);
  json.StartObject();
  write_name(json, "labels");
  json.StartArray();
  for (const auto& [label, outcomes] : named) write(json, label);
  json.EndArray();
  write_name(json, "series");
  json.StartArray();
  for (const auto& [title, figure] : series) {
    json.StartObject();
    write_member(json, "name", title);
    write_name(json, "values");
    json.StartArray();
    for (const auto& [label, outcomes] : named) json.Int64(figure(outcomes));
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

Series reason_series(const std::vector<OutcomeCount>& lines) {
  Series series;
  for (const auto& [reason, count] : reasons_by_frequency(lines))
    series.emplace_back(reason_name(reason), [name = reason](const Outcomes& outcomes) {
      const auto found = outcomes.reasons.find(name);
      return found == outcomes.reasons.end() ? 0 : found->second;
    });
  return series;
}

std::vector<Named> overridden_of(const std::vector<Named>& cards) {
  std::vector<Named> some;
  for (const auto& card : cards)
    if (card.second.overridden > 0) some.push_back(card);
  return some;
}

std::vector<Named> named_periods(const std::vector<OutcomeCount>& lines) {
  std::vector<Named> named;
  for (auto& period : timeline_of(lines).periods)
    named.emplace_back(std::move(period.first_day), std::move(period.outcomes));
  return named;
}

// "<" can only be in strings, where it may be written like this; "</script>" would end the element.
std::string without_less_than(std::string_view json) {
  std::string text;
  for (const char c : json) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

}  // namespace

std::string chart_data(const std::vector<OutcomeCount>& lines) {
  const auto by_card = outcomes_by_card(lines);
  const std::vector<Named> cards(by_card.begin(), by_card.end());
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_chart(json, "cards", cards, {{"accepted", accepted}, {"overridden", overridden}, {"unanswered", unanswered}});
  write_chart(json, "reasons", overridden_of(cards), reason_series(lines));
  write_chart(json, "periods", named_periods(lines),
              {{"shown", shown}, {"accepted", accepted}, {"overridden", overridden}});
  json.EndObject();
  return without_less_than(text_of(buffer));
}

}  // namespace server
