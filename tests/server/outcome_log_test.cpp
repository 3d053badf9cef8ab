#include "server/outcome_log.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/server/logged.h"
#include "tests/server/parsed.h"

namespace {

using rules::FactId;
using server_test::Logged;
using server_test::Parsed;

// Every fact known, so that a test says itself which are not.
rules::Facts known_facts() {
  rules::Facts facts;
  for (auto& fact : facts.all) fact.value = false;
  return facts;
}

// The line without its time, which is first.
std::string line_of(const rules::Advice& advice, const rules::Facts& facts,
                    const std::vector<std::string_view>& withheld = {}) {
  const Logged logged;
  server::HttpRequest call;
  call.request_id = "r1";
  server::log_outcome(call, "bone", advice, facts, withheld);
  const std::string text = logged.text();
  EXPECT_TRUE(text.ends_with("}\n"));
  const auto from = text.find("\"cards\"");
  return text.substr(from, text.size() - from - 2);
}

TEST(OutcomeLog, counts_cards_and_names_the_rules) {
  rules::Advice advice;
  advice.cards.resize(2);
  const rules::Decision density{"bone-density", "none", "dxa-baseline", "bone-density/none"};
  const rules::Decision therapy{"therapy", "other", "none", "therapy/other"};
  advice.decisions = {&density, &therapy};
  EXPECT_EQ(line_of(advice, known_facts()),
            R"("cards":2,"rules":["bone-density/none","therapy/other"],"matched_by_name":false)");
}

TEST(OutcomeLog, gives_the_reason_for_silence) {
  rules::Advice advice;
  advice.silent = "child";
  EXPECT_EQ(line_of(advice, known_facts()), R"("cards":0,"silent":"child","matched_by_name":false)");
}

TEST(OutcomeLog, tells_not_found_from_not_looked) {
  auto facts = known_facts();
  facts[FactId::bmi].value = rules::Unknown{};
  facts[FactId::age].value = rules::Unknown{};
  facts[FactId::egfr] = {rules::Unknown{}, {}, false};
  EXPECT_EQ(line_of({}, facts), R"("cards":0,"not_found":["age","bmi"],"not_looked":["egfr"],"matched_by_name":false)");
}

TEST(OutcomeLog, notices_orders_known_by_name_only) {
  auto facts = known_facts();
  facts[FactId::matched_by_name].value = true;
  EXPECT_EQ(line_of({}, facts), R"("cards":0,"matched_by_name":true)");
}

TEST(OutcomeLog, names_the_cards_that_were_withheld) {
  EXPECT_EQ(line_of({}, known_facts(), {"dxa-repeat"}),
            R"("cards":0,"withheld":["dxa-repeat"],"matched_by_name":false)");
}

TEST(OutcomeLog, tells_of_a_call_about_none_of_our_drugs) {
  const Logged logged;
  server::HttpRequest call;
  call.request_id = "r1";
  call.trace_id = "0af7651916cd43dd8448eb211c80319c";
  call.client_name = "https://ehr.example.org";
  server::log_silence(call, "bone", "not-an-ai-order");
  const Parsed line(logged.text());
  EXPECT_EQ(line.json()["event"].text(), "advice");
  EXPECT_EQ(line.json()["service"].text(), "bone");
  EXPECT_EQ(line.json()["silent"].text(), "not-an-ai-order");
  EXPECT_EQ(line.json()["trace_id"].text(), "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(line.json()["client"].text(), "https://ehr.example.org");
}

}  // namespace
