#include "server/card_identity.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "parsed.h"

namespace {

using server_test::Parsed;

const rules::Suggestion suggestion{"order-dxa", "Order a scan", "Order a DXA scan", {}};

rules::Card card_of(std::string_view rule) {
  rules::Card card;
  card.id = "dxa-baseline";
  card.rules = {rule};
  return card;
}

struct Example {
  Parsed order{R"({"resourceType": "MedicationRequest", "id": "order-1"})"};
  server::CdsRequest request{"instance", "pat-1", "enc-1", {}, {}};
  rules::AromataseInhibitorOrders orders{{order.json(), false}};
  std::string_view client = "sandbox";

  std::string_view service = "bone-health";

  server::Call call() const { return {request, orders, client, service}; }
};

std::string uuid_text(const rules::Card& card, const Example& example) {
  return std::string(server::UuidText(server::uuid_of(card, server::uuid_of(example.call()))).view());
}

TEST(CardIdentity, depends_on_all_that_makes_a_call) {
  const Parsed other_order(R"({"resourceType": "MedicationRequest", "id": "order-2"})");
  std::vector<Example> examples(6);
  examples[1].request.hook_instance = "another";
  examples[2].request.patient_id = "pat-2";
  examples[3].client = "another";
  examples[5].service = "bone-health-select";
  examples[4].orders = {{other_order.json(), false}};
  const auto card = card_of("bone-density/none");
  std::set<std::string> uuids;
  for (const auto& example : examples) uuids.insert(uuid_text(card, example));
  uuids.insert(uuid_text(card_of("bone-density/old"), examples.front()));
  EXPECT_EQ(uuids.size(), 7U);
}

TEST(CardIdentity, is_the_same_for_the_same_call) {
  const auto card = card_of("bone-density/none");
  EXPECT_EQ(uuid_text(card, Example()), uuid_text(card, Example()));
}

TEST(CardIdentity, cannot_be_confused_by_moving_text_between_parts) {
  Example one;
  one.request.hook_instance = "ab";
  one.client = "c";
  Example other;
  other.request.hook_instance = "a";
  other.client = "bc";
  const auto card = card_of("bone-density/none");
  EXPECT_NE(uuid_text(card, one), uuid_text(card, other));
}

TEST(CardIdentity, tells_suggestions_apart_and_from_their_card) {
  const rules::Suggestion another{"refer", "Refer", "Refer", {}};
  const auto card = server::uuid_of(card_of("bone-density/none"), server::uuid_of(Example().call()));
  const auto other_card = server::uuid_of(card_of("bone-density/old"), server::uuid_of(Example().call()));
  const std::set<server::Uuid> uuids{card, server::uuid_of(suggestion, card), server::uuid_of(another, card),
                                     server::uuid_of(suggestion, other_card)};
  EXPECT_EQ(uuids.size(), 4U);
}

TEST(CardIdentity, gives_the_cards_of_an_advice_theirs_in_order) {
  rules::Advice advice;
  advice.cards = {card_of("bone-density/none"), card_of("bone-density/old")};
  const auto call = server::uuid_of(Example().call());
  EXPECT_EQ(server::card_uuids(advice, Example().call()),
            (server::CardUuids{server::uuid_of(advice.cards[0], call), server::uuid_of(advice.cards[1], call)}));
}

TEST(CardIdentity, is_a_version_5_uuid) {
  const auto uuid = uuid_text(card_of("bone-density/none"), Example());
  ASSERT_EQ(uuid.size(), 36U);
  EXPECT_EQ(uuid[14], '5');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

}  // namespace
