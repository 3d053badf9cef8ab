#include "server/smart_view.h"

#include <algorithm>
#include <set>
#include <utility>

#include "fhir/search.h"
#include "server/answers.h"
#include "server/description_json.h"
#include "server/discovery.h"
#include "server/explanation.h"
#include "server/json_writer.h"
#include "server/page_policy.h"
#include "server/web_pages.h"

namespace server {
namespace {

// The service asks nobody for anything here: what the view was not given stays unknown. Whoever can call it without a
// token must not have it read a FHIR server with the access of a client.
FhirSource nobody(const FhirSource& source) {
  return {std::make_shared<const Clients>(std::vector<Clients::Pointer>()), source.client, source.limits};
}

// SMART App Launch, scopes v1, which servers of version 2 take too: who the user is, for advice is not for patients,
// and reading what the prefetch templates ask for.
std::string scope() {
  std::set<std::string_view> types;
  for (const auto& query : fhir::queries()) types.insert(query.resource_type);
  std::string text = "openid fhirUser";
  for (const auto type : types) text.append(" patient/").append(type).append(".read");
  return text;
}

void add_server(const HttpUrl& server, std::set<std::string>& origins) {
  // A policy knows no IPv6 address (CSP Level 3, host-source).
  if (server.origin.host.find(':') == std::string::npos) origins.insert(server.origin.to_string());
}

// Where the app may send: the FHIR servers of the clients, and the authorization servers beside them.
std::string policy_for(const SmartChoice& choice, const Clients& clients) {
  std::set<std::string> origins(choice.origins.begin(), choice.origins.end());
  for (const auto& client : clients.list()) {
    for (const auto& server : client->fhir_servers) add_server(server, origins);
    if (client->any_loopback_server) origins.insert({"http://127.0.0.1:*", "http://localhost:*"});
  }
  std::string policy(page_policy);
  for (const auto& origin : origins) policy.append(" ").append(origin);
  return policy;
}

}  // namespace

SmartView::SmartView(const SmartChoice& choice, const FhirSource& source, std::shared_ptr<const Knowledge> knowledge,
                     const Clock& clock)
    : choice_(choice), knowledge_(std::move(knowledge)), policy_(policy_for(choice, *source.clients)) {
  if (knowledge_->guideline_for(patient_view.occasion()) != nullptr)
    view_.emplace(patient_view, knowledge_, clock, nobody(source));
}

void SmartView::add_routes(Router& router) const {
  add_web_page(router, std::string(smart_launch_path), "launch", policy_);
  add_web_page(router, "/smart/view", "view", policy_);
  router.add(
      http::verb::get, "/smart/configuration", Body::none,
      [this](HttpRequest& request) { return configuration(request); }, Access::open);
  router.add(
      http::verb::post, "/smart/view", Body::json, [this](HttpRequest& request) { return view(request); },
      Access::open);
}

Reply SmartView::configuration(const HttpRequest& request) const {
  rapidjson::StringBuffer buffer;
  JsonWriter json(buffer);
  json.StartObject();
  write_member(json, "clientId", choice_.client_id);
  write_member(json, "scope", scope());
  write_member(json, "hook", patient_view.name);
  write_prefetch(json, knowledge_->terminology);
  write_name(json, "guideline");
  const auto& guideline = *knowledge_->chart_guideline;
  write_description(json, guideline, patient_view.occasion(), {guideline.id(), knowledge_->sha256});
  json.EndObject();
  return packed_json(request, std::string(text_of(buffer)));
}

Reply SmartView::view(HttpRequest& request) const {
  std::string why;
  std::string_view silence;
  Trial trial;
  trial.silence = &silence;
  trial.see = [this, &why](const Considered& considered) {
    why = why_json(considered, patient_view.occasion(), considered.guideline.id(), *knowledge_->guideline);
  };
  auto answer = co_await view_->answer(request, &trial);
  if (answer.status != http::status::ok) co_return answer;
  co_return json_answer(why.empty() ? not_ours_json(silence) : why);
}

}  // namespace server
