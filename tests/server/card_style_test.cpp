#include "server/card_style.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge.h"
#include "parsed.h"

namespace {

using server_test::at;
using server_test::Parsed;

const rules::Guideline& guideline() { return *server_test::knowledge()->guideline; }

const rules::Suggestion& suggestion(std::string_view id) {
  return *std::ranges::find(guideline().suggestions(), id, &rules::Suggestion::id);
}

server::Client client_of(std::string_view profile, std::vector<server::OrderCode> codes = {}) {
  server::Client client;
  client.profile = *server::profile_named(profile);
  client.order_codes = std::move(codes);
  return client;
}

server::CardStyle style_of(const server::Client& client) { return server::card_style_of(client, guideline()); }

const server::OrderCode dxa{"order-dxa", "urn:com.epic.cdshooks.action.code.system.preference-list-item", "12\"3",
                            "DXA, hip"};
const server::OrderCode calcium{"calcium", "urn:oid:2.16.840.1.113883.6.88", "1895", ""};

// The resource whole, as it was before the brace was taken away for the patient.
Parsed whole(const std::string& resource) { return Parsed(resource + "}"); }

TEST(CardStyle, is_the_usual_one_for_clients_about_which_nothing_is_known) {
  const auto style = style_of(client_of(""));
  EXPECT_EQ(style.selection_behavior, server::usual_card_style().selection_behavior);
  EXPECT_EQ(style.extensions, "");
  EXPECT_TRUE(style.suggestions.empty());
  EXPECT_EQ(&style.suggestion_for(suggestion("order-dxa")), &suggestion("order-dxa"));
}

TEST(CardStyle, tells_epic_that_details_are_markdown) {
  EXPECT_EQ(style_of(client_of("epic")).extensions, R"(,"com.epic.cdshooks.card.detail.content-type":"text/markdown")");
}

TEST(CardStyle, lets_one_suggestion_be_taken_where_the_client_knows_no_other_way) {
  EXPECT_EQ(style_of(client_of("oracle-health")).selection_behavior, R"(,"selectionBehavior":"at-most-one")");
}

TEST(CardStyle, has_the_clients_code_in_place_of_the_guidelines) {
  const auto style = style_of(client_of("epic", {dxa}));
  const auto& changed = style.suggestion_for(suggestion("order-dxa"));
  EXPECT_EQ(changed.id, "order-dxa");
  EXPECT_EQ(changed.label, suggestion("order-dxa").label);
  const auto order = whole(changed.resource_in(fhir::FhirVersion::r4));
  const auto of_guideline = whole(suggestion("order-dxa").resource_in(fhir::FhirVersion::r4));
  ASSERT_EQ(order["code"]["coding"].size(), 1U);
  const auto coding = at(order["code"]["coding"], 0);
  EXPECT_EQ(coding["system"].text(), "urn:com.epic.cdshooks.action.code.system.preference-list-item");
  EXPECT_EQ(coding["code"].text(), "12\"3");
  EXPECT_EQ(coding["display"].text(), "DXA, hip");
  EXPECT_EQ(order["code"]["text"].text(), of_guideline["code"]["text"].text());
  EXPECT_EQ(order.json().size(), of_guideline.json().size());
  for (const auto element : {"resourceType", "status", "intent"})
    EXPECT_EQ(order[element].text(), of_guideline[element].text()) << element;
  EXPECT_EQ(at(order["reasonCode"], 0)["text"].text(), at(of_guideline["reasonCode"], 0)["text"].text());
}

TEST(CardStyle, has_the_clients_code_for_a_drug) {
  const auto style = style_of(client_of("", {dxa, calcium}));
  const auto order = whole(style.suggestion_for(suggestion("calcium")).resource_in(fhir::FhirVersion::r4));
  ASSERT_EQ(order["medicationCodeableConcept"]["coding"].size(), 1U);
  const auto coding = at(order["medicationCodeableConcept"]["coding"], 0);
  EXPECT_EQ(coding["code"].text(), "1895");
  EXPECT_FALSE(coding["display"].exists());
  EXPECT_EQ(&style.suggestion_for(suggestion("vitamin-d")), &suggestion("vitamin-d"));
}

TEST(CardStyle, has_the_clients_codes_in_every_version_of_fhir) {
  const auto style = style_of(client_of("epic", {dxa, calcium}));
  const auto& scan = style.suggestion_for(suggestion("order-dxa"));
  const auto& drug = style.suggestion_for(suggestion("calcium"));
  const auto stu3 = whole(scan.resource_in(fhir::FhirVersion::stu3));
  EXPECT_EQ(stu3["resourceType"].text(), "ProcedureRequest");
  EXPECT_EQ(at(stu3["code"]["coding"], 0)["code"].text(), dxa.code);
  const auto r5 = whole(scan.resource_in(fhir::FhirVersion::r5));
  EXPECT_FALSE(r5["code"]["coding"].exists());
  ASSERT_EQ(r5["code"]["concept"]["coding"].size(), 1U);
  EXPECT_EQ(at(r5["code"]["concept"]["coding"], 0)["code"].text(), dxa.code);
  EXPECT_FALSE(r5["code"]["concept"]["text"].is_empty());
  const auto drug_in_r5 = whole(drug.resource_in(fhir::FhirVersion::r5));
  ASSERT_EQ(drug_in_r5["medication"]["concept"]["coding"].size(), 1U);
  EXPECT_EQ(at(drug_in_r5["medication"]["concept"]["coding"], 0)["system"].text(), calcium.system);
  EXPECT_EQ(scan.resource_in(fhir::FhirVersion::dstu2), "");
}

TEST(CardStyles, are_those_of_each_client) {
  const auto epic = std::make_shared<const server::Client>(client_of("epic"));
  const auto other = std::make_shared<const server::Client>(client_of(""));
  const server::CardStyles styles(server::Clients({other, epic}), guideline());
  EXPECT_NE(styles.of(epic.get()).extensions, "");
  EXPECT_EQ(styles.of(other.get()).extensions, "");
  EXPECT_EQ(styles.of(nullptr).selection_behavior, server::usual_card_style().selection_behavior);
  EXPECT_EQ(styles.of(nullptr).view_link, "");
}

TEST(CardStyles, all_link_to_the_view_that_there_is) {
  const auto epic = std::make_shared<const server::Client>(client_of("epic"));
  const server::CardStyles styles(server::Clients({epic}), guideline(), "https://cds.example.org/smart/launch");
  for (const server::Client* client : {epic.get(), static_cast<const server::Client*>(nullptr)})
    EXPECT_EQ(styles.of(client).view_link,
              R"({"label":"Open the bone-health view","url":"https://cds.example.org/smart/launch","type":"smart"})");
}

TEST(CardStyles, need_names_of_the_guidelines_suggestions) {
  const auto clients_with = [](const server::OrderCode& code) {
    return server::Clients({std::make_shared<const server::Client>(client_of("")),
                            std::make_shared<const server::Client>(client_of("", {code}))});
  };
  EXPECT_EQ(server::objection_to(clients_with(calcium), guideline()), "");
  server::OrderCode misspelt = dxa;
  misspelt.suggestion = "dxa";
  EXPECT_EQ(server::objection_to(clients_with(misspelt), guideline()),
            "clients[1].orderCodes: a name is none of the guideline's suggestions, which are order-dxa, calcium, "
            "vitamin-d, smoking-cessation");
}

}  // namespace
