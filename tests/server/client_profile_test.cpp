#include "server/client_profile.h"

#include <gtest/gtest.h>

#include <set>

#include "parsed.h"
#include "scratch_folder.h"
#include "server/clients.h"

namespace {

using namespace std::chrono_literals;
using server::ClientProfile;
using server::PrefetchNull;
using server::SelectionBehavior;

ClientProfile profile(std::string_view name) { return *server::profile_named(name); }

// The only client of a file in which it has these members.
server::Client client_with(const std::string& members) {
  const server_test::ScratchFolder folder;
  const auto clients = server::read_clients(folder.write(
      "clients.json", R"({"clients": [{"iss": "e", "fhirServers": ["https://ehr.example.org"])" + members + "}]}"));
  EXPECT_TRUE(clients.has_value()) << clients.error().diagnostics;
  return *clients->list().at(0);
}

std::string_view key_of(const server::Client& client, fhir::QueryId id) {
  return client.prefetch.keys[fhir::index_of(id)];
}

TEST(ClientProfile, have_names_of_their_own) {
  std::set<std::string_view> names;
  for (const auto& each : server::client_profiles()) EXPECT_TRUE(names.insert(each.name).second) << each.name;
  EXPECT_EQ(server::client_profiles().front().name, "");
  EXPECT_EQ(server::profile_named("Epic"), nullptr);
}

TEST(ClientProfile, of_nobody_in_particular_is_cds_hooks) {
  const auto client = client_with("");
  EXPECT_EQ(client.profile.selection_behavior, SelectionBehavior::any);
  EXPECT_EQ(client.profile.detail_content_type, "");
  EXPECT_TRUE(client.prefetch.null_is_an_answer);
  EXPECT_EQ(client.identity.longest_token_life, 300s);
  EXPECT_TRUE(client.order_codes.empty());
  EXPECT_EQ(client.prefetch.keys, fhir::usual_prefetch_reading().keys);
}

TEST(ClientProfile, of_epic) {
  const auto client = client_with(R"(, "profile": "epic")");
  EXPECT_EQ(client.profile.selection_behavior, SelectionBehavior::any);
  EXPECT_EQ(client.profile.detail_content_type, "text/markdown");
  EXPECT_EQ(client.identity.longest_token_life, 900s);
  EXPECT_TRUE(client.prefetch.null_is_an_answer);
  EXPECT_NE(client.profile.if_stripped.find("endpoint URI"), std::string_view::npos);
}

TEST(ClientProfile, of_oracle_health_knows_one_selection_behavior) {
  EXPECT_EQ(profile("oracle-health").selection_behavior, SelectionBehavior::at_most_one);
}

TEST(ClientProfile, of_medplum_has_null_for_what_it_could_not_look_up) {
  const auto client = client_with(R"(, "profile": "medplum")");
  EXPECT_EQ(client.profile.prefetch_null, PrefetchNull::not_known);
  EXPECT_FALSE(client.prefetch.null_is_an_answer);
}

TEST(ClientProfile, of_others_differs_in_nothing_that_is_known) {
  for (const auto name : {"athenahealth", "cds-hooks-sandbox"}) {
    EXPECT_EQ(profile(name).selection_behavior, SelectionBehavior::any);
    EXPECT_EQ(profile(name).prefetch_null, PrefetchNull::nothing_found);
    EXPECT_EQ(profile(name).detail_content_type, "");
    EXPECT_EQ(profile(name).longest_token_life, 300s);
  }
}

TEST(ClientProfile, gives_way_to_the_clients_own_members) {
  const auto epic = client_with(R"(, "profile": "epic", "selectionBehavior": "at-most-one", "maxTokenAgeSeconds": 60,
      "prefetchNull": "not-known", "detailContentType": "none")");
  EXPECT_EQ(epic.profile.selection_behavior, SelectionBehavior::at_most_one);
  EXPECT_EQ(epic.identity.longest_token_life, 60s);
  EXPECT_FALSE(epic.prefetch.null_is_an_answer);
  EXPECT_EQ(epic.profile.detail_content_type, "");
  EXPECT_FALSE(epic.profile.if_stripped.empty());
  const auto oracle = client_with(R"(, "profile": "oracle-health", "selectionBehavior": "any",
      "detailContentType": "text/markdown; variant=GitHub")");
  EXPECT_EQ(oracle.profile.selection_behavior, SelectionBehavior::any);
  EXPECT_EQ(oracle.profile.detail_content_type, "text/markdown; variant=GitHub");
  const auto medplum = client_with(R"(, "profile": "medplum", "prefetchNull": "nothing-found")");
  EXPECT_TRUE(medplum.prefetch.null_is_an_answer);
}

TEST(ClientProfile, is_told_by_extensions_of_a_call) {
  const server_test::Parsed epic(R"({"x": 1, "com.epic.cdshooks.request.criteria-id": "0"})");
  ASSERT_NE(server::profile_told(epic.json()), nullptr);
  EXPECT_EQ(server::profile_told(epic.json())->name, "epic");
  const server_test::Parsed other(R"({"davinci-crd.configuration": {}, "com.epic": 1})");
  EXPECT_EQ(server::profile_told(other.json()), nullptr);
  EXPECT_EQ(server::profile_told({}), nullptr);
}

TEST(ClientProfile, has_codes_of_its_own_for_orders) {
  const auto client = client_with(R"(, "orderCodes": {"order-dxa": {"system": "urn:list", "code": "DXA 2", "display":
      "Bone scan"}, "calcium": {"system": "urn:list", "code": "7"}})");
  ASSERT_EQ(client.order_codes.size(), 2U);
  EXPECT_EQ(client.order_codes[0].suggestion, "order-dxa");
  EXPECT_EQ(client.order_codes[0].system, "urn:list");
  EXPECT_EQ(client.order_codes[0].code, "DXA 2");
  EXPECT_EQ(client.order_codes[0].display, "Bone scan");
  EXPECT_EQ(client.order_codes[1].display, "");
}

TEST(ClientProfile, has_prefetch_keys_of_its_own) {
  const auto client = client_with(R"(, "prefetchAliases": {"boneDensity": "bmd", "labs": "observations",
      "observations": "labs"}, "missingTemplates": ["dxaDocuments", "familyHistory", "dxaDocuments"])");
  EXPECT_EQ(key_of(client, fhir::QueryId::bone_density), "bmd");
  EXPECT_EQ(key_of(client, fhir::QueryId::labs), "observations");
  EXPECT_EQ(key_of(client, fhir::QueryId::observations), "labs");
  EXPECT_EQ(key_of(client, fhir::QueryId::dxa_documents), "");
  EXPECT_EQ(key_of(client, fhir::QueryId::family_history), "");
  EXPECT_EQ(key_of(client, fhir::QueryId::patient), "patient");
}

TEST(ClientProfile, lets_a_key_be_called_as_one_that_is_not_sent) {
  const auto client = client_with(R"(, "prefetchAliases": {"boneDensity": "labs"}, "missingTemplates": ["labs"])");
  EXPECT_EQ(key_of(client, fhir::QueryId::bone_density), "labs");
  EXPECT_EQ(key_of(client, fhir::QueryId::labs), "");
}

}  // namespace
