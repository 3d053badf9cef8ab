#include "server/cds_service.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <chrono>
#include <exception>
#include <string>

#include "knowledge.h"
#include "parsed.h"
#include "scripted_server.h"
#include "server/fhir_source.h"

namespace {

using namespace std::chrono_literals;
using server_test::at;
using server_test::Parsed;

server::HttpResponse answer(std::string body, const server::Hook& hook = server::order_sign) {
  server::Outbound outbound;
  const server::CdsService service(hook, server_test::knowledge(), server::clock_stopped_at(2026y / 6 / 15),
                                   *server::sandbox_source({}, outbound));
  server::HttpRequest call;
  call.method = boost::beast::http::verb::post;
  call.body = &body;
  call.request_id = "test";
  server::HttpResponse response;
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, service.answer(call),
                        [&response](std::exception_ptr failure, server::HttpResponse given) {
                          ASSERT_FALSE(failure);
                          response = std::move(given);
                        });
  context.run();
  outbound.stop();
  return response;
}

const std::string letrozole = "200064";
const std::string amoxicillin = "308191";
const std::string prefetch = R"("prefetch": {"patient": {"resourceType": "Patient", "id": "p", "gender": "female",
    "birthDate": "1960-01-01"}, "conditions": null, "medications": null, "boneDensity": null},)";

std::string call_for(const std::string& rxnorm, const std::string& data, const std::string& subject = "p") {
  return R"({"hook": "order-sign", "hookInstance": "1", )" + data +
         R"("context": {"patientId": "p", "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": {
            "resourceType": "MedicationRequest", "id": "o", "status": "draft", "intent": "order",
            "subject": {"reference": "Patient/)" +
         subject +
         R"("}, "medicationCodeableConcept": {"coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
         rxnorm + R"("}]}}}]}}})";
}

unsigned status_of(const std::string& body) { return static_cast<unsigned>(answer(body).status); }

TEST(CdsService, answers_an_order_of_ours_with_cards) {
  const auto response = answer(call_for(letrozole, prefetch));
  ASSERT_EQ(response.status, boost::beast::http::status::ok) << response.body;
  EXPECT_EQ(response.content_type, "application/json");
  const Parsed body(response.body);
  EXPECT_GT(body["cards"].size(), 0U);
  EXPECT_FALSE(at(body["cards"], 0)["summary"].is_empty());
}

// An order whose medication is a reference to a resource that is not among the orders.
std::string call_by_reference(const std::string& medications) {
  return R"({"hook": "order-sign", "hookInstance": "1", "prefetch": {"patient": {"resourceType": "Patient", "id": "p",
            "gender": "female", "birthDate": "1960-01-01"}, "conditions": null, "boneDensity": null,
            "medications": )" +
         medications +
         R"(}, "context": {"patientId": "p", "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": {
            "resourceType": "MedicationRequest", "id": "o", "status": "draft", "intent": "order",
            "subject": {"reference": "Patient/p"}, "medicationReference": {"reference": "Medication/m"}}}]}}})";
}

TEST(CdsService, finds_a_referenced_medication_in_the_prefetch) {
  const std::string medication = R"({"resourceType": "Bundle", "type": "searchset", "entry": [
      {"resource": {"resourceType": "MedicationRequest", "id": "older", "status": "completed",
        "subject": {"reference": "Patient/p"}, "medicationReference": {"reference": "Medication/m"}}},
      {"search": {"mode": "include"}, "resource": {"resourceType": "Medication", "id": "m", "code": {"coding": [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "200064"}]}}}]})";
  const auto response = answer(call_by_reference(medication));
  ASSERT_EQ(response.status, boost::beast::http::status::ok) << response.body;
  EXPECT_GT(Parsed(response.body)["cards"].size(), 0U);
}

TEST(CdsService, has_nothing_to_say_about_a_medication_that_is_nowhere) {
  EXPECT_EQ(answer(call_by_reference("null")).body, R"({"cards":[]})");
}

// The same call, and a FHIR server that answers for Medication/m with this and knows nothing else.
server::HttpResponse answer_by_reference(const std::string& medication_response) {
  const server_test::ScriptedServer fhir([&](const std::string& request) {
    const bool is_medication = request.find("/Medication/m ") != std::string::npos;
    return server_test::ScriptedServer::Answer{
        is_medication ? medication_response
                      : server_test::http_response(200, R"({"resourceType": "Bundle", "type": "searchset"})")};
  });
  const std::string call = call_by_reference("null");
  return answer(R"({"fhirServer": ")" + fhir.url() + "\"," + call.substr(1));
}

TEST(CdsService, reads_a_referenced_medication_to_tell_whether_it_is_ours) {
  const auto medication = [](const char* rxnorm) {
    return server_test::http_response(200, R"({"resourceType": "Medication", "id": "m", "code": {"coding": [
        {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
                                               std::string(rxnorm) + R"("}]}})");
  };
  EXPECT_GT(Parsed(answer_by_reference(medication("200064")).body)["cards"].size(), 0U);
  EXPECT_EQ(answer_by_reference(medication("308191")).body, R"({"cards":[]})");
  for (const unsigned status : {403U, 404U, 500U})
    EXPECT_EQ(static_cast<unsigned>(answer_by_reference(server_test::http_response(status, "")).status), 412U);
}

TEST(CdsService, has_nothing_to_say_about_other_orders_and_needs_no_data_for_that) {
  const auto response = answer(call_for(amoxicillin, ""));
  EXPECT_EQ(response.status, boost::beast::http::status::ok);
  EXPECT_EQ(response.body, R"({"cards":[]})");
}

TEST(CdsService, does_not_look_at_prefetch_of_other_orders) {
  const std::string of_another = R"("prefetch": {"patient": {"resourceType": "Patient", "id": "another"}},)";
  EXPECT_EQ(status_of(call_for(amoxicillin, of_another)), 200U);
  EXPECT_EQ(status_of(call_for(letrozole, prefetch + R"("extension": {},)")), 200U);
}

TEST(CdsService, refuses_an_order_of_ours_without_data) { EXPECT_EQ(status_of(call_for(letrozole, "")), 412U); }

TEST(CdsService, refuses_an_order_of_ours_for_another_patient) {
  EXPECT_EQ(status_of(call_for(letrozole, prefetch, "another")), 400U);
}

TEST(CdsService, refuses_what_is_no_json_and_no_call) {
  EXPECT_EQ(status_of("{"), 400U);
  EXPECT_EQ(status_of("{}"), 400U);
  const auto refusal = answer("{}");
  EXPECT_EQ(refusal.content_type, "application/fhir+json");
  const Parsed body(refusal.body);
  EXPECT_EQ(body["resourceType"].text(), "OperationOutcome");
}

std::string selecting(const std::string& selection, const std::string& data) {
  std::string call = call_for(letrozole, data);
  call.replace(call.find("order-sign"), 10, "order-select");
  const std::string context = R"("context": {)";
  return call.replace(call.find(context), context.size(), context + R"("selections": [")" + selection + "\"],");
}

TEST(CdsService, speaks_about_a_selected_order_as_about_a_signed_one) {
  const Parsed selected(answer(selecting("MedicationRequest/o", prefetch), server::order_select).body);
  const Parsed as_signed(answer(call_for(letrozole, prefetch)).body);
  ASSERT_EQ(selected["cards"].size(), as_signed["cards"].size());
  for (std::size_t i = 0; i < selected["cards"].size(); ++i) {
    const auto one = at(selected["cards"], i), other = at(as_signed["cards"], i);
    EXPECT_EQ(one["detail"].text(), other["detail"].text());
    EXPECT_NE(one["uuid"].text(), other["uuid"].text());
  }
}

TEST(CdsService, needs_no_data_for_orders_that_are_not_selected) {
  EXPECT_EQ(answer(selecting("MedicationRequest/another", ""), server::order_select).body, R"({"cards":[]})");
}

// The chart of a woman who takes what is in `medications`.
std::string chart(const std::string& medications, const std::string& user = "Practitioner/1") {
  return R"({"hook": "patient-view", "hookInstance": "1", "context": {"userId": ")" + user +
         R"(", "patientId": "p"}, "prefetch": {"patient": {"resourceType": "Patient", "id": "p", "gender": "female",
            "birthDate": "1960-01-01"}, "conditions": null, "boneDensity": null,
            "dxaReports": null, "dxaDocuments": null, "procedures": null, "medications": )" +
         medications + "}}";
}
const std::string letrozole_taken = R"({"resourceType": "Bundle", "type": "searchset", "entry": [
    {"resource": {"resourceType": "MedicationRequest", "id": "m", "status": "active", "intent": "order",
     "subject": {"reference": "Patient/p"}, "medicationCodeableConcept": {"coding": [
       {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "200064"}]}}}]})";

TEST(CdsService, speaks_about_a_drug_that_is_taken) {
  const Parsed body(answer(chart(letrozole_taken), server::patient_view).body);
  ASSERT_GT(body["cards"].size(), 0U);
  EXPECT_EQ(at(body["cards"], 0)["suggestions"].size(), 0U);  // orders for a scan could not be looked up
}

TEST(CdsService, says_nothing_of_who_takes_no_drug_of_ours) {
  EXPECT_EQ(answer(chart("null"), server::patient_view).body, R"({"cards":[]})");
}

TEST(CdsService, says_nothing_to_patients) {
  EXPECT_EQ(answer(chart(letrozole_taken, "Patient/p"), server::patient_view).body, R"({"cards":[]})");
}

TEST(CdsService, refuses_a_chart_without_the_drugs) {
  const auto refused =
      answer(chart(R"({"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]})"), server::patient_view);
  EXPECT_EQ(static_cast<unsigned>(refused.status), 412U);
}

TEST(CdsService, answers_the_same_call_alike) {
  EXPECT_EQ(answer(call_for(letrozole, prefetch)).body, answer(call_for(letrozole, prefetch)).body);
}

}  // namespace
