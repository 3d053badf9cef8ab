#include "server/discovery.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "fhir/search.h"
#include "knowledge.h"
#include "parsed.h"

namespace {

using server_test::at;
using server_test::Parsed;

Parsed discovery() { return Parsed(server::discovery_json(*server_test::knowledge())); }

TEST(Discovery, lists_a_service_for_each_hook) {
  const auto body = discovery();
  ASSERT_EQ(body["services"].size(), server::hooks.size());
  for (std::size_t i = 0; i < server::hooks.size(); ++i) {
    const auto service = at(body["services"], i);
    EXPECT_EQ(service["hook"].text(), server::hooks[i]->name);
    EXPECT_EQ(service["hookVersion"].text(), server::hooks[i]->version);
    EXPECT_EQ(service["id"].text(), server::hooks[i]->service_id);
    EXPECT_EQ(service["prefetch"].size(), fhir::query_count);
  }
}

TEST(Discovery, leaves_out_a_hook_for_which_the_profile_has_no_tables) {
  server::Knowledge knowledge = *server_test::knowledge();
  knowledge.chart_guideline = nullptr;
  const Parsed body(server::discovery_json(knowledge));
  ASSERT_EQ(body["services"].size(), 2U);
  EXPECT_EQ(at(body["services"], 1)["hook"].text(), "order-select");
}

TEST(Discovery, says_what_the_service_is) {
  const auto body = discovery();
  const auto service = at(body["services"], 0);
  EXPECT_EQ(service["hook"].text(), "order-sign");
  EXPECT_EQ(service["hookVersion"].text(), "1.0");
  EXPECT_EQ(service["id"].text(), "aromatase-inhibitor-bone-health");
  EXPECT_EQ(service["version"].text(), "2.0.1");
  EXPECT_FALSE(service["title"].is_empty());
  EXPECT_FALSE(service["description"].is_empty());
}

TEST(Discovery, offers_a_template_for_every_query_in_their_order) {
  const auto body = discovery();
  const auto prefetch = at(body["services"], 0)["prefetch"];
  ASSERT_EQ(prefetch.size(), fhir::query_count);
  std::size_t index = 0;
  for (const auto& member : prefetch.members()) {
    EXPECT_EQ(member.name, fhir::queries()[index++].key);
    EXPECT_NE(member.value.text().find("{{context.patientId}}"), std::string_view::npos) << member.name;
  }
}

TEST(Discovery, says_which_keys_are_required) {
  const auto body = discovery();
  const auto requirements = at(body["services"], 0)["usageRequirements"].text();
  for (const auto& query : fhir::queries())
    EXPECT_EQ(requirements.find(query.key) != std::string_view::npos, query.required) << query.key;
}

TEST(Discovery, is_the_same_for_all) {
  const auto& knowledge = *server_test::knowledge();
  EXPECT_EQ(server::discovery_json(knowledge), server::discovery_json(knowledge));
}

}  // namespace
