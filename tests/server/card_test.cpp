#include "server/card.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "knowledge.h"
#include "parsed.h"

namespace {

using namespace std::chrono_literals;
using rules::FactId;
using server_test::at;
using server_test::Parsed;

const rules::GuidelineSource source{"g", "The guideline", "https://doi.org/10.1000/1"};
const rules::GuidelineSource source_without_page{"h", "The other guideline", "urn:example:policy"};
const std::string in_r4 = R"({"resourceType":"ServiceRequest","status":"draft","intent":"proposal")";
const std::string in_stu3 = R"({"resourceType":"ProcedureRequest","status":"draft","intent":"proposal")";
const std::string in_r5 = R"({"resourceType":"ServiceRequest","status":"draft","intent":"plan")";
const rules::Suggestion suggestion{"order-dxa", "Order a scan", "Order a DXA scan", {"", in_stu3, in_r4, in_r4, in_r5}};

rules::Card baseline() {
  rules::Card card;
  card.id = "dxa-baseline";
  card.topic = "DXABASELINE";
  card.title = "Baseline bone density";
  card.indicator = rules::Indicator::warning;
  card.summary = "No DXA on record";
  card.detail = "Line\n\"two\"";
  card.source = &source;
  card.suggestions = {&suggestion};
  card.rules = {"bone-density/none"};
  card.advice = {"dxa-baseline"};
  card.facts = {FactId::age, FactId::t_score, FactId::sex, FactId::renewal, FactId::dxa_date, FactId::bmi};
  card.unknown = {FactId::bmi};
  return card;
}

rules::Facts some_facts() {
  rules::Facts facts;
  facts[FactId::age] = {70.0, {}, true};
  facts[FactId::t_score] = {-2.6, {fhir::ResourceRef{"Observation", "o-1"}, fhir::Day(2026y / 3 / 10)}, true};
  facts[FactId::sex] = {rules::name_value(FactId::sex, "female"), {}, true};
  facts[FactId::renewal] = {false, {}, true};
  facts[FactId::dxa_date] = {fhir::Day(2026y / 3 / 10), {}, true};
  return facts;
}

rules::Advice advice_with(const std::vector<rules::Card>& cards) {
  rules::Advice advice;
  advice.cards.assign(cards.begin(), cards.end());
  return advice;
}

// A call for one order, with all that it stands on.
struct Example {
  Parsed order{R"({"resourceType": "MedicationRequest", "id": "order-1"})"};
  server::CdsRequest request{"instance", "pat-1", "enc-1", {}, {}};
  rules::AromataseInhibitorOrders orders{{order.json(), false}};
  std::string_view client = "sandbox";
  fhir::FhirVersion version = fhir::FhirVersion::r4;

  std::string json(const rules::Advice& advice, const server::CardStyle& style = server::usual_card_style()) const {
    const auto facts = some_facts();
    const server::GuidelineJson guideline(*server_test::knowledge()->guideline);
    const server::Call call{request, orders, client, "bone-health", version};
    return server::cards_json(advice, server::card_uuids(advice, call), {facts, guideline}, call, style);
  }
  Parsed answer(const rules::Advice& advice) const { return Parsed(json(advice)); }
};

// Every place where something is null or empty, "cards" itself apart (R2, R3).
void expect_no_empty_members(fhir::Json value, const std::string& place) {
  for (const auto& member : value.members()) {
    const auto here = place + "." + std::string(member.name);
    EXPECT_FALSE(member.value.is_empty()) << here;
    expect_no_empty_members(member.value, here);
  }
  for (const auto element : value.elements()) {
    EXPECT_FALSE(element.is_empty()) << place;
    expect_no_empty_members(element, place + "[]");
  }
}

TEST(Card, says_nothing_with_an_empty_list) { EXPECT_EQ(Example().json({}), R"({"cards":[]})"); }

TEST(Card, carries_the_words_of_the_advice) {
  const auto body = Example().answer(advice_with({baseline()}));
  const auto card = at(body["cards"], 0);
  EXPECT_EQ(card["summary"].text(), "No DXA on record");
  EXPECT_EQ(card["detail"].text(), "Line\n\"two\"");
  EXPECT_EQ(card["indicator"].text(), "warning");
  EXPECT_EQ(card["source"]["label"].text(), "The guideline");
  EXPECT_EQ(card["source"]["url"].text(), "https://doi.org/10.1000/1");
  EXPECT_EQ(card["source"]["topic"]["system"].text(), "urn:bone-health-cds:topic");
  EXPECT_EQ(card["source"]["topic"]["code"].text(), "DXABASELINE");
  EXPECT_EQ(card["source"]["topic"]["display"].text(), "Baseline bone density");
  EXPECT_EQ(at(card["links"], 0)["type"].text(), "absolute");
  EXPECT_EQ(at(card["links"], 0)["url"].text(), "https://doi.org/10.1000/1");
}

TEST(Card, offers_the_guidelines_override_reasons) {
  const auto body = Example().answer(advice_with({baseline()}));
  const auto reasons = at(body["cards"], 0)["overrideReasons"];
  const auto& expected = server_test::knowledge()->guideline->override_reasons();
  ASSERT_EQ(reasons.size(), expected.size());
  EXPECT_EQ(at(reasons, 0)["code"].text(), expected.front().code);
  EXPECT_EQ(at(reasons, 0)["system"].text(), expected.front().system);
  EXPECT_EQ(at(reasons, 0)["display"].text(), expected.front().display);
}

TEST(Card, completes_the_suggested_order_for_this_patient) {
  const auto body = Example().answer(advice_with({baseline()}));
  const auto card = at(body["cards"], 0);
  EXPECT_EQ(card["selectionBehavior"].text(), "any");
  const auto suggested = at(card["suggestions"], 0);
  EXPECT_EQ(suggested["label"].text(), "Order a scan");
  ASSERT_EQ(suggested["actions"].size(), 1U);
  const auto action = at(suggested["actions"], 0);
  EXPECT_EQ(action["type"].text(), "create");
  EXPECT_EQ(action["description"].text(), "Order a DXA scan");
  EXPECT_EQ(action["resource"]["resourceType"].text(), "ServiceRequest");
  EXPECT_EQ(action["resource"]["subject"]["reference"].text(), "Patient/pat-1");
  EXPECT_EQ(action["resource"]["encounter"]["reference"].text(), "Encounter/enc-1");
  EXPECT_FALSE(action["resource"]["id"].exists());
}

TEST(Card, leaves_the_encounter_out_if_there_is_none) {
  Example example;
  example.request.encounter_id = "";
  const auto body = example.answer(advice_with({baseline()}));
  const auto resource = at(at(at(body["cards"], 0)["suggestions"], 0)["actions"], 0)["resource"];
  EXPECT_TRUE(resource["subject"].exists());
  EXPECT_FALSE(resource["encounter"].exists());
}

TEST(Card, suggests_nothing_to_a_client_of_dstu2) {
  Example example;
  example.version = fhir::FhirVersion::dstu2;
  const auto body = example.answer(advice_with({baseline()}));
  const auto card = at(body["cards"], 0);
  EXPECT_TRUE(card.exists());
  EXPECT_FALSE(card["suggestions"].exists());
  EXPECT_FALSE(card["selectionBehavior"].exists());
}

TEST(Card, suggests_in_the_version_of_the_client) {
  Example example;
  const auto resource = [&](fhir::FhirVersion version) {
    example.version = version;
    return example.answer(advice_with({baseline()}));
  };
  const auto suggested = [](const Parsed& body) {
    return at(at(at(body["cards"], 0)["suggestions"], 0)["actions"], 0)["resource"];
  };
  const auto stu3 = resource(fhir::FhirVersion::stu3);
  EXPECT_EQ(suggested(stu3)["resourceType"].text(), "ProcedureRequest");
  EXPECT_EQ(suggested(stu3)["context"]["reference"].text(), "Encounter/enc-1");
  EXPECT_FALSE(suggested(stu3)["encounter"].exists());
  const auto r5 = resource(fhir::FhirVersion::r5);
  EXPECT_EQ(suggested(r5)["intent"].text(), "plan");
  EXPECT_EQ(suggested(r5)["encounter"]["reference"].text(), "Encounter/enc-1");
}

TEST(Card, says_why_in_its_basis) {
  const auto body = Example().answer(advice_with({baseline()}));
  const auto basis = at(body["cards"], 0)["extension"]["bone-health-cds.basis"];
  EXPECT_EQ(basis["guideline"].text(), "aibl-2017");
  EXPECT_EQ(basis["version"].text(), server_test::knowledge()->guideline->version());
  EXPECT_EQ(at(basis["rules"], 0).text(), "bone-density/none");
  EXPECT_EQ(at(basis["advice"], 0).text(), "dxa-baseline");
  EXPECT_EQ(at(basis["unknown"], 0).text(), "bmi");
  const auto facts = basis["facts"];
  ASSERT_EQ(facts.size(), 5U);
  EXPECT_EQ(at(facts, 0)["value"].number(), 70.0);
  EXPECT_FALSE(at(facts, 0)["source"].exists());
  EXPECT_EQ(at(facts, 1)["name"].text(), "t_score");
  EXPECT_EQ(at(facts, 1)["value"].number(), -2.6);
  EXPECT_EQ(at(facts, 1)["source"].text(), "Observation/o-1");
  EXPECT_EQ(at(facts, 1)["date"].text(), "2026-03-10");
  EXPECT_EQ(at(facts, 2)["value"].text(), "female");
  EXPECT_EQ(at(facts, 3)["value"].boolean(), false);
  EXPECT_EQ(at(facts, 4)["value"].text(), "2026-03-10");
}

TEST(Card, writes_whole_numbers_without_a_fraction) {
  const auto text = Example().json(advice_with({baseline()}));
  EXPECT_NE(text.find(R"("value":70})"), std::string::npos);
  EXPECT_NE(text.find(R"("value":-2.6,)"), std::string::npos);
}

TEST(Card, has_no_null_and_no_empty_members) {
  auto bare = baseline();
  bare.id = "bare";
  bare.indicator = rules::Indicator::info;
  bare.source = &source_without_page;
  bare.suggestions.clear();
  bare.facts = {FactId::bmi};
  bare.unknown.clear();
  const auto body = Example().answer(advice_with({baseline(), bare}));
  expect_no_empty_members(body.json(), "");
  const auto card = at(body["cards"], 1);
  EXPECT_EQ(card["indicator"].text(), "info");
  for (const auto name : {"suggestions", "selectionBehavior", "links"}) EXPECT_FALSE(card[name].exists()) << name;
  EXPECT_FALSE(card["source"]["url"].exists());
  const auto basis = card["extension"]["bone-health-cds.basis"];
  EXPECT_FALSE(basis["facts"].exists());
  EXPECT_FALSE(basis["unknown"].exists());
}

TEST(Card, writes_the_uuids_of_the_cards_and_of_what_they_suggest) {
  const Example example;
  const auto advice = advice_with({baseline()});
  const auto body = example.answer(advice);
  const auto uuid = server::card_uuids(advice, {example.request, example.orders, example.client, "bone-health"}).at(0);
  const auto card = at(body["cards"], 0);
  EXPECT_EQ(card["uuid"].text(), server::UuidText(uuid).view());
  EXPECT_EQ(at(card["suggestions"], 0)["uuid"].text(), server::UuidText(server::uuid_of(suggestion, uuid)).view());
}

TEST(Card, separates_several_cards_and_suggestions) {
  auto card = baseline();
  card.suggestions = {&suggestion, &suggestion};
  const auto body = Example().answer(advice_with({card, card, card}));
  EXPECT_EQ(body["cards"].size(), 3U);
  EXPECT_EQ(at(body["cards"], 2)["suggestions"].size(), 2U);
}

TEST(Card, is_written_as_the_client_wants_it) {
  server::CardStyle style;
  style.selection_behavior = R"(,"selectionBehavior":"at-most-one")";
  style.extensions = R"(,"x":"y")";
  style.suggestions = {suggestion};
  style.suggestions[0].resources.fill(R"({"resourceType":"ServiceRequest","code":{"text":"theirs"})");
  const Parsed body(Example().json(advice_with({baseline()}), style));
  const auto card = at(body["cards"], 0);
  EXPECT_EQ(card["selectionBehavior"].text(), "at-most-one");
  EXPECT_EQ(card["extension"]["x"].text(), "y");
  EXPECT_TRUE(card["extension"]["bone-health-cds.basis"].exists());
  const auto resource = at(at(card["suggestions"], 0)["actions"], 0)["resource"];
  EXPECT_EQ(resource["code"]["text"].text(), "theirs");
  EXPECT_EQ(resource["subject"]["reference"].text(), "Patient/pat-1");
  EXPECT_EQ(at(card["suggestions"], 0)["uuid"].text(),
            at(at(Example().answer(advice_with({baseline()}))["cards"], 0)["suggestions"], 0)["uuid"].text());
}

TEST(Card, is_the_same_byte_for_byte_for_the_same_call) {
  EXPECT_EQ(Example().json(advice_with({baseline()})), Example().json(advice_with({baseline()})));
}

}  // namespace
