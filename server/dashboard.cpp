#include "server/dashboard.h"

#include <map>
#include <tuple>
#include <utility>

#include "server/json_writer.h"
#include "server/metrics.h"
#include "server/operation_outcome.h"
#include "server/report_outcomes.h"
#include "server/tally.h"
#include "server/utc_text.h"
#include "server/web_pages.h"

namespace server {
namespace {

constexpr std::chrono::days longest_past{366};
constexpr std::size_t most_reasons = 20;

// Day, card and guideline.
using Line = std::tuple<std::string, std::string, std::string>;

std::map<Line, Outcomes> by_day(const std::vector<OutcomeCount>& counts) {
  std::map<Line, std::vector<OutcomeCount>> lines;
  for (const auto& count : counts)
    lines[{count.day, count.card.empty() ? std::string(unknown_card) : count.card, count.guideline}].push_back(count);
  std::map<Line, Outcomes> outcomes;
  for (const auto& [line, of_line] : lines) outcomes.emplace(line, all_outcomes(of_line));
  return outcomes;
}

void write_number(JsonWriter& json, std::string_view name, std::int64_t number) {
  write_name(json, name);
  json.Int64(number);
}

void write_line(JsonWriter& json, const Line& line, const Outcomes& outcomes) {
  json.StartObject();
  write_member(json, "day", std::get<0>(line));
  write_member(json, "card", std::get<1>(line));
  write_name(json, "guideline");
  write(json, std::get<2>(line));
  write_number(json, "shown", outcomes.shown);
  write_number(json, "accepted", outcomes.accepted);
  write_number(json, "overridden", outcomes.overridden);
  write_name(json, "reasons");
  json.StartObject();
  for (const auto& [reason, count] : outcomes.reasons) write_number(json, reason.empty() ? "none" : reason, count);
  json.EndObject();
  json.EndObject();
}

void write_unknown(JsonWriter& json) {
  add_tallies();
  json.StartArray();
  metrics().facts_unknown.for_each([&json](const std::vector<std::string>& labels, const prometheus::Counter& counter) {
    const auto fact = rules::fact_named(labels[0]);
    if (!fact || counter.Value() == 0) return;
    json.StartObject();
    write_member(json, "fact", labels[0]);
    write_member(json, "label", rules::definition_of(*fact).label);
    write_name(json, "looked");
    json.Bool(labels[1] == "not_found");
    write_number(json, "count", static_cast<std::int64_t>(counter.Value()));
    json.EndObject();
  });
  json.EndArray();
}

void write_silent(JsonWriter& json) {
  json.StartArray();
  metrics().silent.for_each([&json](const std::vector<std::string>& labels, const prometheus::Counter& counter) {
    if (counter.Value() == 0) return;
    json.StartObject();
    write_member(json, "service", labels[0]);
    write_member(json, "reason", labels[1]);
    write_number(json, "count", static_cast<std::int64_t>(counter.Value()));
    json.EndObject();
  });
  json.EndArray();
}

std::string data_json(const std::vector<OutcomeCount>& counts, std::string_view since) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_member(json, "since", since);
  write_name(json, "outcomes");
  json.StartArray();
  for (const auto& [line, outcomes] : by_day(with_frequent_reasons(counts, most_reasons)))
    write_line(json, line, outcomes);
  json.EndArray();
  write_name(json, "unknownFacts");
  write_unknown(json);
  write_name(json, "silent");
  write_silent(json);
  json.EndObject();
  return std::string(text_of(buffer));
}

// Of a year at most: what is older is for the report.
class Data {
 public:
  Data(Memory::Outcomes outcomes, CardHistory::Now now)
      : outcomes_(std::move(outcomes)), now_(std::move(now)), since_(utc_text(std::chrono::system_clock::now())) {}

  Reply answer(const HttpRequest& request) const {
    const Milliseconds now = now_();
    const auto counts = co_await outcomes_(now - longest_past, now + std::chrono::days(1));
    if (!counts) co_return refusal(http::status::service_unavailable, counts.error().code, counts.error().diagnostics);
    co_return co_await packed_json(request, data_json(*counts, since_));
  }

 private:
  const Memory::Outcomes outcomes_;
  const CardHistory::Now now_;
  const std::string since_;
};

}  // namespace

void add_dashboard(Router& router, Memory::Outcomes outcomes, CardHistory::Now now) {
  const auto data = std::make_shared<const Data>(std::move(outcomes), std::move(now));
  add_web_page(router, "/", "dashboard");
  add_web_assets(router);
  router.add(http::verb::get, "/dashboard/data", Body::none,
             [data](HttpRequest& request) { return data->answer(request); });
}

}  // namespace server
