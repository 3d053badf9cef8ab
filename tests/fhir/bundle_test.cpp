#include "fhir/bundle.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"

namespace fhir {
namespace {

const Query& search_of_observations = query(QueryId::bone_density);
const Query& read_of_patient = query(QueryId::patient);

// What a prefetch value is taken for.
Answer answer_to(const std::string& text, const Query& asked = search_of_observations) {
  const JsonText value(text);
  QueryAnswer answer;
  classify(value, asked, answer);
  return answer.answer;
}

std::string bundle(const std::string& entries, const std::string& more = "") {
  return R"({"resourceType":"Bundle","type":"searchset","entry":[)" + entries + "]" + more + "}";
}
std::string outcome(const std::string& severity) {
  return R"({"resourceType":"OperationOutcome","issue":[{"severity":")" + severity + R"(","code":"processing"}]})";
}
std::string entry(const std::string& resource) { return R"({"resource":)" + resource + "}"; }
const std::string observation = R"({"resourceType":"Observation","id":"o1"})";

TEST(Classify, TakesAMissingKeyForNotProvided) {
  QueryAnswer answer;
  classify(Json(), search_of_observations, answer);
  EXPECT_EQ(answer.answer, Answer::not_provided);
  EXPECT_FALSE(answer.is_complete());
  EXPECT_FALSE(answer.is_usable());
}

TEST(Classify, TakesNullForNothingFoundInASearchOnly) {
  EXPECT_EQ(answer_to("null"), Answer::empty);
  EXPECT_EQ(answer_to("null", read_of_patient), Answer::not_provided);
}

TEST(Classify, TakesABundleWithoutEntriesForNothingFound) {
  EXPECT_EQ(answer_to(bundle("")), Answer::empty);
  EXPECT_EQ(answer_to(R"({"resourceType":"Bundle","type":"searchset","total":0})"), Answer::empty);
  EXPECT_EQ(answer_to(bundle(entry("null"))), Answer::empty);
}

TEST(Classify, TakesAMatchThatIsWithheldForFailure) {
  for (const char* withheld : {R"({"fullUrl":"urn:uuid:1"})", R"({"search":{"mode":"match"}})", "7", R"("x")"})
    EXPECT_EQ(answer_to(bundle(withheld)), Answer::failed) << withheld;
}

TEST(Classify, TakesAnOutcomeThatOnlyInformsForNothingFound) {
  // As Epic tells it: cds-hooks R65.
  EXPECT_EQ(answer_to(bundle(R"({"resource":)" + outcome("warning") + R"(,"search":{"mode":"outcome"}})")),
            Answer::empty);
  EXPECT_EQ(answer_to(outcome("information")), Answer::empty);
  EXPECT_EQ(answer_to(outcome("success")), Answer::empty);
  EXPECT_EQ(answer_to(outcome("warning"), read_of_patient), Answer::failed);  // a read has no empty answer
}

TEST(Classify, TakesAnErrorForFailure) {
  EXPECT_EQ(answer_to(outcome("error")), Answer::failed);
  EXPECT_EQ(answer_to(outcome("fatal")), Answer::failed);
  EXPECT_EQ(answer_to(bundle(entry(outcome("error")))), Answer::failed);
  EXPECT_EQ(answer_to(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]})",
                      read_of_patient),
            Answer::failed);
}

TEST(Classify, TakesAnOutcomeThatDoesNotSayForFailure) {
  EXPECT_EQ(answer_to(R"({"resourceType":"OperationOutcome"})"), Answer::failed);
  EXPECT_EQ(answer_to(R"({"resourceType":"OperationOutcome","issue":[{"code":"processing"}]})"), Answer::failed);
  EXPECT_EQ(answer_to(R"({"resourceType":"OperationOutcome","issue":{"severity":"warning"}})"), Answer::empty);
}

TEST(Classify, TakesDataWithAnErrorBesideThemForPartial) {
  EXPECT_EQ(answer_to(bundle(entry(observation) + "," + entry(outcome("error")))), Answer::partial);
  EXPECT_EQ(answer_to(bundle(entry(outcome("fatal")) + "," + entry(outcome("warning")) + "," + entry(observation))),
            Answer::partial);
  EXPECT_EQ(answer_to(bundle(entry(observation) + "," + entry(outcome("warning")))), Answer::data);
}

TEST(Classify, TakesMorePagesForPartial) {
  const std::string next = R"(,"link":[{"relation":"self","url":"s"},{"relation":"next","url":"https://e/2"}])";
  const JsonText value(bundle(entry(observation), next));
  QueryAnswer answer;
  classify(value, search_of_observations, answer);
  EXPECT_EQ(answer.answer, Answer::partial);
  EXPECT_EQ(answer.next, "https://e/2");
  EXPECT_TRUE(answer.is_usable());
  EXPECT_FALSE(answer.is_complete());

  EXPECT_EQ(answer_to(bundle("", next)), Answer::partial);
  EXPECT_EQ(answer_to(bundle(entry(observation), R"(,"link":[{"relation":"next"}])")), Answer::partial);
  EXPECT_EQ(answer_to(bundle(entry(observation), R"(,"link":[{"relation":"self","url":"s"}])")), Answer::data);
}

TEST(Classify, TakesFewerThanTheTotalForPartial) {
  EXPECT_EQ(answer_to(bundle(entry(observation), R"(,"total":2)")), Answer::partial);
  EXPECT_EQ(answer_to(bundle(entry(observation), R"(,"total":1)")), Answer::data);
  EXPECT_EQ(answer_to(bundle("", R"(,"total":3)")), Answer::failed);  // only counted, as for _summary=count
}

TEST(Classify, TakesACollectionOrAnUnsaidTypeForAnAnswer) {
  EXPECT_EQ(answer_to(R"({"resourceType":"Bundle","type":"collection","entry":[)" + entry(observation) + "]}"),
            Answer::data);
  EXPECT_EQ(answer_to(R"({"resourceType":"Bundle","entry":)" + entry(observation) + "}"), Answer::data);
  EXPECT_EQ(answer_to(R"({"resourceType":"Bundle"})"), Answer::empty);
}

TEST(Classify, TakesABundleOfAnotherTypeForFailure) {
  for (const char* type : {R"("transaction-response")", R"("history")", "7", "null"})
    EXPECT_EQ(answer_to(std::string(R"({"resourceType":"Bundle","type":)") + type + "}"), Answer::failed) << type;
}

TEST(Classify, TakesWhatIsNoAnswerForFailure) {
  for (const char* text : {"{}", "[]", "7", "true", R"("Patient/1")", R"({"resourceType":"Condition","id":"c"})",
                           R"([{"resourceType":"Observation"}])"})
    EXPECT_EQ(answer_to(text), Answer::failed) << text;
  EXPECT_EQ(answer_to(bundle(entry(R"({"resourceType":"Condition"})"))), Answer::failed);
  EXPECT_EQ(answer_to(bundle(entry(R"({"id":"says not what it is"})"))), Answer::failed);
}

TEST(Classify, SkipsAnEntryThatDoesNotSayWhatItIsBesideOthers) {
  EXPECT_EQ(answer_to(bundle(entry(R"({"id":"x"})") + "," + entry(observation))), Answer::data);
}

TEST(Classify, UnwrapsAndWraps) {
  EXPECT_EQ(answer_to(observation), Answer::data);
  EXPECT_EQ(answer_to(bundle(entry(R"({"resourceType":"Patient","id":"1"})")), read_of_patient), Answer::data);
}

TEST(Classify, KeepsIncludedResourcesApart) {
  const JsonText value(bundle(entry(R"({"resourceType":"MedicationRequest","id":"r"})") + "," +
                                  entry(R"({"resourceType":"MedicationOrder","id":"dstu2"})") + "," +
                                  entry(R"({"resourceType":"Medication","id":"m"})"),
                              R"(,"total":2)"));
  QueryAnswer answer;
  classify(value, query(QueryId::medications), answer);
  EXPECT_EQ(answer.answer, Answer::data);
  EXPECT_TRUE(answer.is_complete());
  EXPECT_TRUE(answer.is_usable());
  ASSERT_EQ(answer.resources.size(), 2u);
  ASSERT_EQ(answer.included.size(), 1u);
  EXPECT_EQ(answer.included[0]["id"].text(), "m");
}

TEST(Classify, ForgetsAnEarlierAnswer) {
  const JsonText first(bundle(entry(observation), R"(,"link":[{"relation":"next","url":"u"}])"));
  const JsonText second(bundle(""));
  QueryAnswer answer;
  classify(first, search_of_observations, answer);
  classify(second, search_of_observations, answer);
  EXPECT_EQ(answer.answer, Answer::empty);
  EXPECT_TRUE(answer.resources.empty());
  EXPECT_EQ(answer.next, "");
  EXPECT_TRUE(answer.is_complete());
}

}  // namespace
}  // namespace fhir
