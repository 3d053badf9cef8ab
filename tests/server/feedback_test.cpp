#include "server/feedback.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "parsed.h"

namespace {

using fhir::IssueType;
using server::CardOutcome;
using server::FeedbackItem;
using server::FeedbackLimits;
using server_test::Parsed;

std::vector<FeedbackItem> items_of(const std::string& body) {
  const Parsed parsed(body);
  auto items = server::parse_feedback(parsed.json());
  EXPECT_TRUE(items) << (items ? "" : items.error().diagnostics);
  return items ? *items : std::vector<FeedbackItem>(1);
}

FeedbackItem item_of(const std::string& members) {
  return items_of(R"({"feedback": [{"card": "c1", )" + members + "}]}").front();
}

fhir::Issue refusal_of(const std::string& body, const FeedbackLimits& limits = {}) {
  const Parsed parsed(body);
  const auto items = server::parse_feedback(parsed.json(), limits);
  EXPECT_FALSE(items) << body;
  return items ? fhir::Issue{} : items.error();
}

FeedbackItem of_client(const std::string& file) {
  std::ifstream in(std::string(CLIENT_FIXTURES) + "/" + file);
  return items_of(std::string(std::istreambuf_iterator<char>(in), {})).front();
}

TEST(Feedback, is_read_as_the_specification_has_it) {
  const auto accepted = of_client("spec-feedback-accepted.json");
  EXPECT_EQ(accepted.card, "4e0a3a1e-3283-4575-ab82-028d55fe2719");
  EXPECT_EQ(accepted.outcome, CardOutcome::accepted);
  EXPECT_EQ(accepted.suggestions, (std::vector<std::string>{"e56e1945-20b3-4393-8503-a1a20fd73152"}));
  EXPECT_EQ(accepted.told.time_since_epoch(), std::chrono::seconds(1779219844));
  const auto overridden = of_client("spec-feedback-overridden-reason.json");
  EXPECT_EQ(overridden.outcome, CardOutcome::overridden);
  EXPECT_EQ(overridden.reason_code, "patient-refuses");
  EXPECT_EQ(overridden.reason_system, "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes");
  EXPECT_EQ(overridden.comment, "free text");
}

TEST(Feedback, is_read_as_epic_sends_it) {
  const auto item = of_client("epic-shaped-feedback-overridden.json");
  EXPECT_EQ(item.outcome, CardOutcome::overridden);
  EXPECT_EQ(item.comment, "free text");
  EXPECT_EQ(item.reason_code, "");
}

TEST(Feedback, may_name_the_reason_flat_in_a_list_or_not_at_all) {
  EXPECT_EQ(item_of(R"("outcome": "overridden", "overrideReason": {"code": "x", "system": "s"})").reason_code, "x");
  EXPECT_EQ(item_of(R"("outcome": "overridden", "overrideReasons": [{"reason": {"code": "y"}}])").reason_code, "y");
  EXPECT_EQ(item_of(R"("outcome": "overridden", "overrideReason": null)").reason_code, "");
  EXPECT_EQ(item_of(R"("outcome": "overridden")").comment, "");
}

TEST(Feedback, may_leave_out_suggestions_and_time) {
  const auto item = item_of(R"("outcome": "accepted", "extension": {"org.example": 1})");
  EXPECT_TRUE(item.suggestions.empty());
  EXPECT_EQ(item.told, server::Milliseconds{});
}

TEST(Feedback, knows_times_of_other_zones) {
  EXPECT_EQ(item_of(R"("outcome": "accepted", "outcomeTimestamp": "2026-05-19T21:44:04.9+02:00")").told,
            item_of(R"("outcome": "accepted", "outcomeTimestamp": "2026-05-19T19:44:04Z")").told);
}

TEST(Feedback, comes_in_batches) {
  const auto items = items_of(R"({"feedback": [{"card": "a", "outcome": "accepted"},
                                               {"card": "b", "outcome": "overridden"},
                                               {"card": "a", "outcome": "accepted"}]})");
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[1].card, "b");
}

TEST(Feedback, is_refused_as_a_whole_and_by_place) {
  const auto issue = refusal_of(R"({"feedback": [{"card": "a", "outcome": "accepted"},
                                                 {"card": "secret", "outcome": "ignored-secret"}]})");
  EXPECT_EQ(issue.code, IssueType::value);
  EXPECT_EQ(issue.diagnostics, "feedback[1].outcome is neither \"accepted\" nor \"overridden\"");
}

TEST(Feedback, is_refused_where_something_has_another_form) {
  for (const auto* body : {
           R"({})",
           R"([])",
           R"({"feedback": {}})",
           R"({"feedback": []})",
           R"({"feedback": [1]})",
           R"({"feedback": [{"outcome": "accepted"}]})",
           R"({"feedback": [{"card": 7, "outcome": "accepted"}]})",
           R"({"feedback": [{"card": "a"}]})",
           R"({"feedback": [{"card": "a", "outcome": "Accepted"}]})",
           R"({"feedback": [{"card": "a", "outcome": "accepted", "acceptedSuggestions": {}}]})",
           R"({"feedback": [{"card": "a", "outcome": "accepted", "acceptedSuggestions": ["b"]}]})",
           R"({"feedback": [{"card": "a", "outcome": "overridden", "overrideReason": "declined"}]})",
           R"({"feedback": [{"card": "a", "outcome": "overridden", "overrideReason": {"reason": {"code": 1}}}]})",
           R"({"feedback": [{"card": "a", "outcome": "overridden", "overrideReason": {"userComment": []}}]})",
           R"({"feedback": [{"card": "a", "outcome": "accepted", "outcomeTimestamp": "yesterday"}]})",
           R"({"feedback": [{"card": "a", "outcome": "accepted", "outcomeTimestamp": "2026-05-19"}]})",
       })
    refusal_of(body);
}

TEST(Feedback, is_refused_where_it_is_longer_than_is_kept) {
  FeedbackLimits limits;
  limits.items = 1;
  limits.comment_bytes = 4;
  limits.id_bytes = 10;
  limits.suggestions = 1;
  EXPECT_EQ(refusal_of(R"({"feedback": [{"card": "a", "outcome": "accepted"}, {"card": "b", "outcome": "accepted"}]})",
                       limits)
                .code,
            IssueType::too_costly);
  EXPECT_EQ(refusal_of(R"({"feedback": [{"card": "12345678901", "outcome": "accepted"}]})", limits).code,
            IssueType::too_long);
  const auto comment = refusal_of(
      R"({"feedback": [{"card": "a", "outcome": "overridden", "overrideReason": {"userComment": "12345"}}]})", limits);
  EXPECT_EQ(comment.code, IssueType::too_long);
  EXPECT_EQ(comment.diagnostics, "feedback[0].overrideReason.userComment is longer than is kept");
  EXPECT_EQ(refusal_of(R"({"feedback": [{"card": "a", "outcome": "accepted",
                                         "acceptedSuggestions": [{"id": "1"}, {"id": "2"}]}]})",
                       limits)
                .code,
            IssueType::too_costly);
}

}  // namespace
