#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "fhir_stub.h"
#include "gathered.h"

namespace {

using namespace std::chrono_literals;
using fhir::Answer;
using fhir::IssueType;
using fhir::QueryId;
using namespace server_test;

std::string why_refused(const FhirStub& fhir, const std::string& members = "", server::GatherLimits limits = {}) {
  Gathered data(members, fhir.url(), limits);
  const auto complete = data.complete();
  EXPECT_TRUE(complete.has_error());
  if (complete) return "";
  EXPECT_EQ(complete.error().code, IssueType::incomplete);
  return complete.error().diagnostics;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST(Gathering, fetches_all_that_is_missing) {
  const FhirStub fhir({{"/Condition?patient=p&", json(page(condition("c")))}});
  Gathered data("", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::conditions].answer, Answer::data);
  EXPECT_EQ(data[QueryId::labs].answer, Answer::empty);
  EXPECT_EQ(data.fetched(), fhir::query_count);
  EXPECT_TRUE(data.failed().empty());
  EXPECT_EQ(fhir.server().requests().size(), fhir::query_count + 1);  // and /metadata
}

TEST(Gathering, fetches_only_what_is_missing) {
  std::string members = R"("prefetch": {"patient": {"resourceType": "Patient", "id": "p"})";
  for (const auto& query : fhir::queries())
    if (!query.is_read && query.id != QueryId::labs) members += ", \"" + std::string(query.key) + "\": null";
  const FhirStub fhir;
  Gathered data(members + "}", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(fhir.server().count("GET /fhir/Observation?"), 1U);
  EXPECT_EQ(fhir.server().requests().size(), 2U);
  EXPECT_EQ(data.fetched(), 1U);
}

TEST(Gathering, is_refused_if_a_required_answer_fails_and_says_which) {
  const FhirStub fhir({{"/Condition?", http_response(403, "")}});
  EXPECT_TRUE(contains(why_refused(fhir), "conditions (not sent; the FHIR server answered 403"));
}

TEST(Gathering, does_without_an_optional_answer_that_fails) {
  const FhirStub fhir({{"/Procedure?", http_response(500, "")}, {"/Encounter?", json("<html>")}});
  Gathered data("", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_FALSE(data[QueryId::procedures].is_complete());
  EXPECT_FALSE(data[QueryId::encounters].is_complete());
  EXPECT_EQ(data.failed(), (std::vector<std::string_view>{"procedures", "encounters"}));
}

TEST(Gathering, follows_pages_below_the_base) {
  const FhirStub fhir({{"/Condition?patient=p&", json(page(condition("a"), "Condition?page=2"))},
                       {"/Condition?page=2", json(page(condition("b"), "Condition?page=3"))},
                       {"/Condition?page=3", json(page(condition("c")))}});
  Gathered data("", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::conditions].resources.size(), 3U);
}

TEST(Gathering, fetches_the_rest_of_a_prefetched_answer) {
  const FhirStub fhir({{"/Condition?page=2", json(page(condition("b")))}});
  Gathered data(R"("prefetch": {"conditions": )" + page(condition("a"), fhir.url() + "/Condition?page=2") + "}",
                fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::conditions].resources.size(), 2U);
  EXPECT_EQ(fhir.server().count("/Condition?patient"), 0U);
}

TEST(Gathering, stops_at_pages_that_lead_away_in_circles_or_on_for_ever) {
  const FhirStub away({{"/Condition?", json(page(condition("a"), "http://127.0.0.1:1/x"))}});
  EXPECT_TRUE(contains(why_refused(away), "leads away"));
  const FhirStub circle({{"/Condition?", json(page(condition("a"), "Condition?page=2"))}});
  EXPECT_TRUE(contains(why_refused(circle), "lead back"));
  EXPECT_EQ(circle.server().count("/Condition?page=2"), 1U);

  std::atomic<int> number{0};
  const ScriptedServer endless([&](const std::string& request) -> ScriptedServer::Answer {
    if (request.find("/Condition?") == std::string::npos)
      return {json(request.find("/Patient/") != std::string::npos ? R"({"resourceType": "Patient", "id": "p"})"
                                                                  : page(""))};
    const std::string next = std::to_string(++number);
    return {json(page(condition(next), "Condition?page=" + next))};
  });
  server::GatherLimits limits;
  limits.pages = 4;
  Gathered data("", endless.url(), limits);
  EXPECT_TRUE(data.complete().has_error());
  EXPECT_EQ(endless.count("/Condition?"), 4U);
}

TEST(Gathering, is_refused_for_a_page_that_fails) {
  const FhirStub fhir({{"/Condition?patient=p&", json(page(condition("a"), "Condition?page=2"))},
                       {"/Condition?page=2", http_response(500, "")}});
  EXPECT_TRUE(contains(why_refused(fhir), "conditions (only a part of the answer; the FHIR server answered 500"));
}

TEST(Gathering, trusts_nothing_of_a_server_that_mixes_patients) {
  for (const char* search : {"/Condition?", "/Procedure?"}) {
    const FhirStub fhir({{search, json(page(condition("c", "canary")))}});
    const auto why = why_refused(fhir);
    EXPECT_TRUE(contains(why, "not context.patientId")) << why;
    EXPECT_FALSE(contains(why, "canary"));
  }
  const FhirStub another({{"/Patient/p", json(R"({"resourceType": "Patient", "id": "q"})")}});
  EXPECT_TRUE(contains(why_refused(another), "not context.patientId"));
}

TEST(Gathering, ends_at_the_deadline) {
  const FhirStub fhir({{"/Condition?", std::string()}});  // no answer at all
  server::GatherLimits limits;
  limits.deadline = 100ms;
  EXPECT_TRUE(contains(why_refused(fhir, "", limits), "did not answer in time"));
}

TEST(Gathering, reads_no_more_than_its_limit_of_bytes) {
  server::GatherLimits limits;
  limits.bytes = 2000;
  const FhirStub fhir({{"/Condition?", json(page(condition("c")) + std::string(3000, ' '))}});
  EXPECT_TRUE(contains(why_refused(fhir, "", limits), "together larger"));
}

const std::string by_reference = R"({"resource": {"resourceType": "MedicationRequest", "id": "r", "status": "active",
    "subject": {"reference": "Patient/p"}, "medicationReference": {"reference": "Medication/m"}}})";
const std::string medication = R"({"resourceType": "Medication", "id": "m", "code": {"text": "x"}})";

TEST(Gathering, reads_medications_that_orders_on_record_only_refer_to) {
  const FhirStub fhir({{"/MedicationRequest?", json(page(by_reference))}, {"/Medication/m ", json(medication)}});
  Gathered data("", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  ASSERT_EQ(data.record().medications.size(), 1U);
  EXPECT_EQ(data.record().medications[0]["id"].text(), "m");
  EXPECT_FALSE(data.record().has_unread_medications);
}

TEST(Gathering, reads_medications_that_prefetched_orders_only_refer_to) {
  std::string members =
      R"("prefetch": {"patient": {"resourceType": "Patient", "id": "p"}, "medications": )" + page(by_reference);
  for (const auto& query : fhir::queries())
    if (!query.is_read && query.id != QueryId::medications) members += ", \"" + std::string(query.key) + "\": null";
  const FhirStub fhir({{"/Medication/m ", json(medication)}});
  Gathered data(members + "}", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.record().medications.size(), 1U);
  EXPECT_EQ(fhir.server().requests().size(), 1U);
  Gathered without_server(members + "}");
  ASSERT_TRUE(without_server.complete().has_value());
  EXPECT_TRUE(without_server.record().has_unread_medications);
}

TEST(Gathering, keeps_the_ordered_medication_when_the_rest_is_fetched) {
  const FhirStub fhir({{"/Medication/m ", json(medication)}});
  Gathered data(R"("draftOrders": {"entry": [)" + by_reference + "]}", fhir.url());
  data.read_ordered_medications();
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.record().medications.size(), 1U);
  EXPECT_EQ(fhir.server().count("/Medication/m "), 1U);
}

TEST(Gathering, reads_from_the_server_only_what_leads_there) {
  for (const char* elsewhere : {"//127.0.0.1:1/fhir/Medication/m", "http://127.0.0.1:1/fhir/Medication/m",
                                "https://evil.example/Medication/m", "/fhir/Medication/m", "../Medication/m", "m"}) {
    std::string order = by_reference;
    order.replace(order.find("Medication/m"), 12, elsewhere);
    const FhirStub fhir({{"/Medication/m ", json(medication)}});
    Gathered data(R"("draftOrders": {"entry": [)" + order + "]}", fhir.url());
    data.read_ordered_medications();
    EXPECT_TRUE(data.record().medications.empty()) << elsewhere;
    EXPECT_EQ(fhir.server().requests().size(), 0U) << elsewhere;
  }
}

TEST(Gathering, does_not_let_a_server_without_a_version_cost_the_medications) {
  const FhirStub fhir(
      {{"/metadata ", ""}, {"/MedicationRequest?", json(page(by_reference))}, {"/Medication/m ", json(medication)}});
  server::GatherLimits limits;
  limits.deadline = 3s;  // enough for the searches on a busy machine; the version takes all of it
  Gathered data("", fhir.url(), limits);
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.record().medications.size(), 1U);
}

TEST(Gathering, does_not_conclude_from_orders_whose_medication_could_not_be_read) {
  const FhirStub fails({{"/MedicationRequest?", json(page(by_reference))}, {"/Medication/m ", http_response(500, "")}});
  EXPECT_TRUE(contains(why_refused(fails), "medications (only a part of the answer; a Medication that is referred to"));
  const FhirStub gone({{"/MedicationRequest?", json(page(by_reference))}, {"/Medication/m ", http_response(404, "")}});
  Gathered data("", gone.url());
  EXPECT_TRUE(data.complete().has_value());
  EXPECT_TRUE(data.record().has_unread_medications);
}

TEST(Gathering, reads_the_medication_that_is_ordered) {
  const std::string order = R"("draftOrders": {"entry": [)" + by_reference + "]}";
  const FhirStub fhir({{"/Medication/m ", json(medication)}});
  Gathered data(order, fhir.url());
  data.read_ordered_medications();
  EXPECT_EQ(data.record().medications.size(), 1U);
  EXPECT_EQ(fhir.server().requests().size(), 1U);

  const FhirStub other({{"/Medication/m ", json(R"({"resourceType": "Medication", "id": "another"})")}});
  Gathered with_another(order, other.url());
  with_another.read_ordered_medications();
  EXPECT_TRUE(with_another.record().medications.empty());
}

TEST(Gathering, takes_only_a_bundle_for_the_answer_to_a_search) {
  for (const char* body : {"null", R"({"resourceType": "OperationOutcome", "issue": [{"severity": "warning"}]})",
                           R"({"resourceType": "Condition", "id": "c"})", "{}", "[]"}) {
    const FhirStub fhir({{"/Condition?", json(body)}});
    EXPECT_TRUE(contains(why_refused(fhir), "conditions (not sent; the FHIR server's answer is not one")) << body;
  }
  const FhirStub bundle({{"/Patient/p ", json(page(R"({"resource": {"resourceType": "Patient", "id": "p"}})"))}});
  EXPECT_TRUE(contains(why_refused(bundle), "patient (not sent; the FHIR server's answer is not one"));
}

TEST(Gathering, searches_anew_where_the_rest_of_a_prefetched_answer_cannot_be_had) {
  const FhirStub fhir({{"/Condition?patient=p&", json(page(condition("a") + "," + condition("b")))}});
  Gathered data(
      R"("prefetch": {"conditions": )" + page(condition("a"), "https://internal.example/Condition?page=2") + "}",
      fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::conditions].resources.size(), 2U);
}

}  // namespace
