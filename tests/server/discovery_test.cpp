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

Parsed discovery() { return Parsed(server::discovery_json(server_test::knowledge()->terminology)); }

TEST(Discovery, lists_the_service) {
  const auto body = discovery();
  ASSERT_EQ(body["services"].size(), 1U);
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
  const auto& terminology = server_test::knowledge()->terminology;
  EXPECT_EQ(server::discovery_json(terminology), server::discovery_json(terminology));
}

}  // namespace
