#include "server/card_identity.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "parsed.h"

namespace {

using server_test::Parsed;

const rules::Suggestion suggestion{"order-dxa", "Order a scan", "Order a DXA scan", "{"};

rules::Card card_of(std::string_view rule) {
  rules::Card card;
  card.id = "dxa-baseline";
  card.rules = {rule};
  return card;
}

struct Example {
  Parsed order{R"({"resourceType": "MedicationRequest", "id": "order-1"})"};
  server::CdsRequest request{"instance", "pat-1", "enc-1", {}, {}};
  std::vector<rules::AromataseInhibitorOrder> orders{{order.json(), false}};
  std::string_view client = "sandbox";

  server::Call call() const { return {request, orders, client}; }
};

TEST(CardIdentity, depends_on_all_that_makes_a_call) {
  const Parsed other_order(R"({"resourceType": "MedicationRequest", "id": "order-2"})");
  std::vector<Example> examples(5);
  examples[1].request.hook_instance = "another";
  examples[2].request.patient_id = "pat-2";
  examples[3].client = "another";
  examples[4].orders = {{other_order.json(), false}};
  const auto card = card_of("bone-density/none");
  std::set<std::string> uuids;
  for (const auto& example : examples) uuids.insert(server::uuid_of(card, example.call()));
  uuids.insert(server::uuid_of(card_of("bone-density/old"), examples.front().call()));
  uuids.insert(server::uuid_of(suggestion, card, examples.front().call()));
  EXPECT_EQ(uuids.size(), 7U);
}

TEST(CardIdentity, is_the_same_for_the_same_call) {
  const auto card = card_of("bone-density/none");
  EXPECT_EQ(server::uuid_of(card, Example().call()), server::uuid_of(card, Example().call()));
}

TEST(CardIdentity, cannot_be_confused_by_moving_text_between_parts) {
  Example one;
  one.request.hook_instance = "ab";
  one.client = "c";
  Example other;
  other.request.hook_instance = "a";
  other.client = "bc";
  const auto card = card_of("bone-density/none");
  EXPECT_NE(server::uuid_of(card, one.call()), server::uuid_of(card, other.call()));
}

TEST(CardIdentity, is_a_version_5_uuid) {
  const auto uuid = server::uuid_of(card_of("bone-density/none"), Example().call());
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '5');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

}  // namespace
