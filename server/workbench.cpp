#include "server/workbench.h"

#include <utility>

#include "rules/supposed_facts.h"
#include "server/answers.h"
#include "server/description_json.h"
#include "server/explanation.h"
#include "server/fact_json.h"
#include "server/operation_outcome.h"
#include "server/query.h"
#include "server/web_pages.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Result;

HttpResponse unprocessable(const fhir::Issue& issue) {
  return refusal(http::status::unprocessable_entity, issue.code, issue.diagnostics);
}

// What the query of a call chooses.
struct Choice {
  const Profile* profile = nullptr;
  std::optional<fhir::Day> day;
};

Result<Choice> choice_of(const HttpRequest& request, const Profiles& profiles) {
  Choice choice{profiles.named(query_value(request.query, "guideline")), std::nullopt};
  if (choice.profile == nullptr) return fhir::issue(IssueType::not_found, "there is no guideline of this name");
  const std::string date = query_value(request.query, "date");
  if (date.empty()) return choice;
  const auto day = fhir::parse_date(date);
  if (!day || day->is_partial()) return fhir::issue(IssueType::value, "date must be a day, YYYY-MM-DD");
  choice.day = day->earliest;
  return choice;
}

// A try of a call: which service answers it, and on which day.
struct Try {
  const Profile* profile = nullptr;
  const CdsService* service = nullptr;
  Trial trial;
};

Result<Try> try_of(const HttpRequest& request, const Hook& hook, const Profiles& profiles) {
  const auto choice = choice_of(request, profiles);
  if (!choice) return choice.error();
  Try attempt{choice->profile, choice->profile->service(hook.service_id), {}};
  if (attempt.service == nullptr)
    return fhir::issue(IssueType::not_found, "this guideline has nothing to say on this hook");
  if (choice->day) attempt.trial.today = clock_stopped_at(*choice->day)();
  return attempt;
}

void write_service(JsonWriter& json, const CdsService& service) {
  json.StartObject();
  write_member(json, "id", service.hook().service_id);
  write_member(json, "hook", service.hook().name);
  write_member(json, "title", service.hook().title);
  write_member(json, "description", service.hook().description);
  json.EndObject();
}

std::string descriptions_json(const std::vector<Profile>& profiles) {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartArray();
  for (const auto& profile : profiles)
    for (const auto occasion : {rules::Occasion::order, rules::Occasion::chart})
      if (const auto* guideline = profile.knowledge->guideline_for(occasion))
        write_description(json, *guideline, occasion, {profile.key, profile.knowledge->sha256});
  json.EndArray();
  return std::string(text_of(buffer));
}

}  // namespace

Workbench::Workbench(std::shared_ptr<const Knowledge> own, Setting setting, FhirSource source)
    : setting_(std::move(setting)), profiles_(std::move(own), setting_.guideline, std::move(source)) {}

void Workbench::add_routes(Router& router) const {
  router.add(http::verb::get, "/workbench/about", Body::none, [this](HttpRequest&) { return about(); });
  router.add(http::verb::get, "/workbench/guidelines", Body::none,
             [this](HttpRequest& request) { return guidelines(request); });
  router.add(http::verb::post, "/workbench/decide", Body::json,
             [this](HttpRequest& request) { return decide(request); });
  for (const Hook* hook : hooks) {
    const std::string id(hook->service_id);
    router.add(http::verb::post, "/workbench/cds-services/" + id, Body::json,
               [this, hook](HttpRequest& request) { return try_call(request, *hook); });
    router.add(http::verb::post, "/workbench/why/" + id, Body::json,
               [this, hook](HttpRequest& request) { return explain(request, *hook); });
  }
}

Reply Workbench::about() const {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_member(json, "version", BONE_HEALTH_CDS_VERSION);
  write_member(json, "guideline", profiles_.all().front().key);
  std::vector<std::string> keys;
  for (const auto& profile : profiles_.all()) keys.push_back(profile.key);
  write_text_list(json, "guidelines", keys);
  write_name(json, "date");
  write_day(json, clock_for(setting_.guideline.as_of)().day);
  write_name(json, "dateIsFixed");
  json.Bool(setting_.guideline.as_of.has_value());
  write_list(json, "services", profiles_.all().front().services, write_service);
  write_text_list(json, "fhirServers", setting_.fhir_servers);
  json.EndObject();
  co_return json_answer(std::string(text_of(buffer)));
}

Reply Workbench::guidelines(const HttpRequest& request) const {
  return packed_json(request, descriptions_json(profiles_.all()));
}

Reply Workbench::try_call(HttpRequest& request, const Hook& hook) const {
  const auto attempt = try_of(request, hook, profiles_);
  if (!attempt) co_return refusal(attempt.error());
  co_return co_await attempt->service->answer(request, &attempt->trial);
}

Reply Workbench::explain(HttpRequest& request, const Hook& hook) const {
  auto attempt = try_of(request, hook, profiles_);
  if (!attempt) co_return refusal(attempt.error());
  std::string why;
  std::string_view silence;
  const Profile& profile = *attempt->profile;
  attempt->trial.silence = &silence;
  attempt->trial.see = [&why, &profile, &hook](const Considered& considered) {
    why = why_json(considered, hook.occasion(), profile.key, *profile.knowledge->guideline);
  };
  auto answer = co_await attempt->service->answer(request, &attempt->trial);
  if (answer.status != http::status::ok) co_return answer;
  co_return json_answer(why.empty() ? not_ours_json(silence) : why);
}

Reply Workbench::decide(HttpRequest& request) const {
  const auto choice = choice_of(request, profiles_);
  if (!choice) co_return refusal(choice.error());
  const bool is_chart = query_value(request.query, "occasion") == word_of(rules::Occasion::chart);
  const auto occasion = is_chart ? rules::Occasion::chart : rules::Occasion::order;
  const auto* guideline = choice->profile->knowledge->guideline_for(occasion);
  if (guideline == nullptr) co_return refusal(fhir::issue(IssueType::not_found, "this guideline has no such tables"));
  fhir::JsonDocument document;
  const auto body = document.parse(*request.body);
  if (!body) co_return refusal(body.error());
  const auto facts = rules::supposed_facts((*body)["facts"]);
  if (!facts) co_return unprocessable(facts.error());
  co_return json_answer(decided_json(*guideline, occasion, choice->profile->key, *facts));
}

}  // namespace server
