#include "server/feedback_service.h"

#include <gtest/gtest.h>

#include "knowledge.h"
#include "run_coroutine.h"
#include "server/metrics.h"

namespace {

using fhir::IssueType;
using server::Keeping;
using server::KeptFeedback;

server::Awaitable<fhir::Result<std::vector<Keeping>>> given(fhir::Result<std::vector<Keeping>> answer) {
  co_return answer;
}

struct FeedbackServiceTest : ::testing::Test {
  fhir::Result<std::vector<Keeping>> answer{std::vector<Keeping>{{true, "dxa-baseline"}}};
  std::vector<KeptFeedback> kept;
  server::BytesInFlight bytes{1'000'000};
  std::size_t held = 0;  // of `bytes`, while the items are kept

  server::HttpResponse post(std::string body, bool keeps_comments = true) {
    const server::FeedbackService service(
        server_test::knowledge(),
        [this](std::vector<KeptFeedback> items) {
          kept = std::move(items);
          held = bytes.now();
          return given(answer);
        },
        [] { return server::Milliseconds(std::chrono::days(20'000)); }, keeps_comments);
    server::HttpRequest call;
    call.body = &body;
    call.request_id = "test";
    server::BytesInFlight::Share share(bytes);
    call.share = &share;
    boost::asio::io_context loop(1);
    return server_test::run_on(loop, service.answer(call, server::order_sign));
  }
};

const std::string declined = R"({"feedback": [{"card": "c", "outcome": "overridden", "overrideReason": {"reason": {
    "code": "patient-refuses", "system": "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"},
    "userComment": "canary"}}]})";

TEST_F(FeedbackServiceTest, is_acknowledged_when_it_is_kept) {
  const auto response = post(declined);
  EXPECT_EQ(response.status, boost::beast::http::status::ok);
  EXPECT_EQ(response.body, R"({"status":"ok"})");
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].client, "sandbox");
  EXPECT_EQ(kept[0].item.comment, "canary");
  EXPECT_EQ(kept[0].received, server::Milliseconds(std::chrono::days(20'000)));
}

TEST_F(FeedbackServiceTest, drops_comments_if_it_is_told_to) {
  post(declined, false);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].item.comment, "");
}

TEST_F(FeedbackServiceTest, is_counted_by_card_outcome_and_known_reason_once) {
  auto& counter = server::metrics().feedback.of({"dxa-baseline", "overridden", "patient-refuses"});
  const double before = counter.Value();
  post(declined);
  EXPECT_EQ(counter.Value(), before + 1);
  answer = std::vector<Keeping>{{false, ""}};
  post(declined);
  EXPECT_EQ(counter.Value(), before + 1) << "a repeated item is no second one";
}

TEST_F(FeedbackServiceTest, never_makes_a_label_of_what_a_client_made_up) {
  auto& other = server::metrics().feedback.of({"dxa-baseline", "overridden", "other"});
  const double before = other.Value();
  post(
      R"({"feedback": [{"card": "c", "outcome": "overridden", "overrideReason": {"reason": {"code": "canary-code"}}}]})");
  EXPECT_EQ(other.Value(), before + 1);
  EXPECT_EQ(server::metrics().to_text().find("canary-code"), std::string::npos);
}

TEST_F(FeedbackServiceTest, is_refused_where_nothing_could_be_kept) {
  answer = fhir::issue(IssueType::transient, "the disk is full");
  const auto response = post(declined);
  EXPECT_EQ(response.status, boost::beast::http::status::service_unavailable);
  EXPECT_NE(response.body.find("the disk is full"), std::string::npos);
}

// 20,000 values that nobody reads beside one item: what they were parsed into is gone when the store is waited for.
const std::string large = R"({"feedback": [{"card": "c", "outcome": "accepted"}], "x": [0)" + [] {
  std::string zeros;
  for (int i = 0; i < 20'000; ++i) zeros += ",0";
  return zeros + "]}";
}();

TEST_F(FeedbackServiceTest, holds_no_more_than_its_items_while_they_are_kept) {
  EXPECT_EQ(post(large).status, boost::beast::http::status::ok);
  EXPECT_GT(held, 2 * sizeof(KeptFeedback));
  EXPECT_LT(held, 2'000U);
  EXPECT_EQ(bytes.now(), 0U);
}

TEST_F(FeedbackServiceTest, counts_as_what_it_holds) {
  server::BytesInFlight::Share others(bytes);
  ASSERT_TRUE(others.add(900'000));
  EXPECT_EQ(post(large).status, boost::beast::http::status::service_unavailable) << "the document takes more";
  EXPECT_EQ(post(declined).status, boost::beast::http::status::ok);
  ASSERT_TRUE(others.add(99'500));
  EXPECT_EQ(post(declined).status, boost::beast::http::status::service_unavailable);
  EXPECT_EQ(kept.size(), 1U);
}

TEST_F(FeedbackServiceTest, is_refused_as_a_whole_where_an_item_is_wrong) {
  const auto response = post(R"({"feedback": [{"card": "c", "outcome": "accepted"}, {"card": "d"}]})");
  EXPECT_EQ(response.status, boost::beast::http::status::bad_request);
  EXPECT_TRUE(kept.empty());
  EXPECT_EQ(post("{").status, boost::beast::http::status::bad_request);
}

}  // namespace
