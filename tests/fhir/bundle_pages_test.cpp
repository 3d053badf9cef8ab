#include <gtest/gtest.h>

#include <string>

#include "fhir/bundle.h"
#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

const Query& search_of_observations = query(QueryId::bone_density);

std::string observation(const std::string& id) { return R"({"resourceType":"Observation","id":")" + id + R"("})"; }

std::string page(const std::string& resources, const std::string& more = "") {
  std::string entries;
  for (std::size_t at = 0; at < resources.size();) {
    const auto end = std::min(resources.find(' ', at), resources.size());
    entries += (entries.empty() ? "" : ",") + std::string(R"({"resource":)") +
               observation(resources.substr(at, end - at)) + "}";
    at = end + 1;
  }
  return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]" + more + "}";
}
const std::string next = R"(,"link":[{"relation":"next","url":"page2"}])";

class Pages : public testing::Test {
 protected:
  // The first page of an answer of two.
  explicit Pages(const std::string& text = page("a b", next)) : first_(text) {
    classify(first_, search_of_observations, answer_);
  }
  Answer add(const JsonText& second) {
    add_page(second, search_of_observations, answer_);
    return answer_.answer;
  }
  std::size_t count() const { return answer_.resources.size(); }

  JsonText first_;
  QueryAnswer answer_;
};

TEST_F(Pages, MakeUpTheWholeAnswer) {
  EXPECT_EQ(answer_.answer, Answer::partial);
  const JsonText last(page("c"));
  EXPECT_EQ(add(last), Answer::data);
  EXPECT_EQ(count(), 3u);
  EXPECT_EQ(answer_.next, "");
}

TEST_F(Pages, GoOnAsLongAsThereIsALink) {
  const JsonText second(page("c", R"(,"link":[{"relation":"next","url":"page3"}])"));
  EXPECT_EQ(add(second), Answer::partial);
  EXPECT_EQ(answer_.next, "page3");
  const JsonText third(page(""));
  EXPECT_EQ(add(third), Answer::data);
  EXPECT_EQ(count(), 3u);
}

TEST_F(Pages, TakeWhatStandsOnTwoOfThemOnce) {
  const JsonText last(page("b c"));
  EXPECT_EQ(add(last), Answer::data);
  EXPECT_EQ(count(), 3u);
}

TEST_F(Pages, MustHoldAsManyAsTheyClaim) {
  const JsonText short_of_one(page("c", R"(,"total":4)"));
  EXPECT_EQ(add(short_of_one), Answer::partial);
}

TEST_F(Pages, MayTellTheTotalOnTheFirstOnly) {
  const JsonText counted(page("a b", next + R"(,"total":3)"));
  classify(counted, search_of_observations, answer_);
  const JsonText last(page("c"));
  EXPECT_EQ(add(last), Answer::data);
}

TEST_F(Pages, AreCutShortByAnythingElse) {
  for (const char* text : {R"({"resourceType":"OperationOutcome","issue":[{"severity":"error"}]})", "{}", "7",
                           R"({"resourceType":"Bundle","type":"history"})", R"({"resourceType":"Observation"})"}) {
    classify(first_, search_of_observations, answer_);
    const JsonText other(text);
    EXPECT_EQ(add(other), Answer::partial) << text;
    EXPECT_EQ(answer_.next, "");
    EXPECT_EQ(count(), 2u);
  }
}

TEST_F(Pages, AreCutShortByAnErrorAmongThem) {
  const JsonText last(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"OperationOutcome",
                         "issue":[{"severity":"error"}]}}]})");
  EXPECT_EQ(add(last), Answer::partial);
}

TEST_F(Pages, WithoutAResourceAreAFailureOnceCutShort) {
  const JsonText empty(page("", next));
  classify(empty, search_of_observations, answer_);
  EXPECT_EQ(answer_.answer, Answer::partial);
  cut_short(answer_);
  EXPECT_EQ(answer_.answer, Answer::failed);
}

TEST_F(Pages, KeepAnErrorOfTheFirst) {
  const JsonText with_error(R"({"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Observation","id":"a"}},
      {"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"fatal"}]}}],
      "link":[{"relation":"next","url":"page2"}]})");
  classify(with_error, search_of_observations, answer_);
  const JsonText last(page("c"));
  EXPECT_EQ(add(last), Answer::partial);
}

QueryAnswer answer_to(Json value) {
  QueryAnswer answer;
  classify(value, search_of_observations, answer);
  return answer;
}

// Two searches answer one query: orders for services before R4.
TEST(Combined, AreCompleteOnlyIfBothAre) {
  const JsonText some(page("a")), more(page("b")), none(R"({"resourceType":"Bundle"})"), started(page("c", next));
  const auto combined = [](Json other, Json first) {
    QueryAnswer answer = answer_to(first);
    combine(answer_to(other), answer);
    return answer;
  };
  EXPECT_EQ(combined(some, more).answer, Answer::data);
  EXPECT_EQ(combined(some, more).resources.size(), 2u);
  EXPECT_EQ(combined(none, some).answer, Answer::data);
  EXPECT_EQ(combined(none, none).answer, Answer::empty);
  EXPECT_EQ(combined(started, some).answer, Answer::partial);
  EXPECT_EQ(combined(Json(), some).answer, Answer::partial);
  EXPECT_EQ(combined(Json(), none).answer, Answer::failed);
}

}  // namespace
}  // namespace fhir
