#include "server/cds_request.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "parsed.h"

namespace {

using fhir::IssueType;
using server_test::Parsed;

fhir::Result<server::CdsRequest> parse(const Parsed& body) {
  return server::parse_cds_request(body.json(), server::order_sign);
}

// A call in which one piece of text is replaced.
std::string call(std::string_view what = "", std::string_view with = "") {
  std::string body = R"({"hook": "order-sign", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
      "context": {"userId": "Practitioner/1", "patientId": "pat-1", "encounterId": "enc.1",
                  "draftOrders": {"resourceType": "Bundle", "entry": []}},
      "prefetch": {"patient": null}})";
  if (what.empty()) return body;
  const auto at = body.find(what);
  EXPECT_NE(at, std::string::npos);
  return body.replace(at, what.size(), with);
}

IssueType refusal_of(const std::string& body) {
  const Parsed parsed(body);
  const auto request = parse(parsed);
  EXPECT_TRUE(request.has_error()) << body;
  return request ? IssueType::exception : request.error().code;
}

std::string diagnostics_of(const std::string& body) {
  const Parsed parsed(body);
  const auto request = parse(parsed);
  return request ? "" : request.error().diagnostics;
}

TEST(CdsRequest, gives_what_the_call_holds) {
  const Parsed body(call());
  const auto request = parse(body);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->hook_instance, "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
  EXPECT_EQ(request->patient_id, "pat-1");
  EXPECT_EQ(request->encounter_id, "enc.1");
  EXPECT_TRUE(request->draft_orders["entry"].is_array());
  EXPECT_TRUE(request->prefetch["patient"].is_null());
}

TEST(CdsRequest, needs_an_object) {
  EXPECT_EQ(refusal_of("[]"), IssueType::structure);
  EXPECT_EQ(refusal_of("null"), IssueType::structure);
}

TEST(CdsRequest, needs_the_required_members_and_names_what_is_missing) {
  EXPECT_EQ(refusal_of(call(R"("hook": "order-sign", )")), IssueType::required);
  EXPECT_EQ(refusal_of(call(R"("hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",)")), IssueType::required);
  EXPECT_EQ(refusal_of(call(R"("patientId": "pat-1",)")), IssueType::required);
  EXPECT_EQ(refusal_of(call(R"("pat-1")", R"("")")), IssueType::required);
  EXPECT_EQ(refusal_of(R"({"hook": "order-sign", "hookInstance": "1"})"), IssueType::required);
  EXPECT_EQ(diagnostics_of(call(R"("patientId": "pat-1",)")).substr(0, 17), "context.patientId");
  EXPECT_EQ(diagnostics_of(R"({"hook": "order-sign", "hookInstance": "1"})").substr(0, 18), "context is missing");
}

TEST(CdsRequest, needs_draft_orders_which_clients_with_another_address_strip) {
  const auto stripped = call(R"(,
                  "draftOrders": {"resourceType": "Bundle", "entry": []})");
  EXPECT_EQ(refusal_of(stripped), IssueType::required);
  EXPECT_EQ(diagnostics_of(stripped).substr(0, 30), "context.draftOrders is missing");
  EXPECT_EQ(refusal_of(call(R"({"resourceType": "Bundle", "entry": []})", "null")), IssueType::required);
}

TEST(CdsRequest, refuses_members_of_another_type) {
  EXPECT_EQ(refusal_of(call(R"("order-sign")", "1")), IssueType::structure);
  EXPECT_EQ(refusal_of(call(R"("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea")", "true")), IssueType::structure);
  EXPECT_EQ(refusal_of(call(R"("pat-1")", "7")), IssueType::structure);
  EXPECT_EQ(refusal_of(call(R"({"patient": null})", "[1]")), IssueType::structure);
  EXPECT_EQ(refusal_of(call(R"({"resourceType": "Bundle", "entry": []})", "[1]")), IssueType::structure);
  EXPECT_EQ(refusal_of(call("Bundle", "Patient")), IssueType::structure);
  EXPECT_EQ(refusal_of(call(R"("entry": [])", R"("entry": {})")), IssueType::structure);
  EXPECT_EQ(refusal_of(R"({"hook": "order-sign", "hookInstance": "1", "context": "x"})"), IssueType::structure);
}

TEST(CdsRequest, is_for_one_hook_only) {
  EXPECT_EQ(refusal_of(call("order-sign", "patient-view")), IssueType::value);
  EXPECT_NE(diagnostics_of(call("order-sign", "patient-view")).find("order-sign"), std::string::npos);
}

IssueType refusal_of(const std::string& body, const server::Hook& hook) {
  const Parsed parsed(body);
  const auto request = server::parse_cds_request(parsed.json(), hook);
  EXPECT_TRUE(request.has_error()) << body;
  return request ? IssueType::exception : request.error().code;
}

std::string selecting(const std::string& selections) {
  return R"({"hook": "order-select", "hookInstance": "1", "context": {"patientId": "p",)" + selections +
         R"( "draftOrders": {"entry": [{"resource": {"resourceType": "MedicationRequest", "id": "o"}}]}}})";
}

TEST(CdsRequest, knows_which_orders_were_selected) {
  const Parsed body(selecting(R"("selections": ["MedicationRequest/o"],)"));
  const auto request = server::parse_cds_request(body.json(), server::order_select);
  ASSERT_TRUE(request.has_value());
  ASSERT_NE(request->selected(), nullptr);
  EXPECT_TRUE(request->selected()->has(server_test::at(request->draft_orders["entry"], 0)));
  const Parsed signing(call());
  EXPECT_EQ(parse(signing)->selected(), nullptr);
}

TEST(CdsRequest, needs_selections_that_are_texts_and_not_too_many) {
  const auto refused = [](const std::string& selections) {
    return refusal_of(selecting(selections), server::order_select);
  };
  EXPECT_EQ(refused(""), IssueType::required);
  EXPECT_EQ(refused(R"("selections": null,)"), IssueType::required);
  EXPECT_EQ(refused(R"("selections": "MedicationRequest/o",)"), IssueType::structure);
  EXPECT_EQ(refused(R"("selections": ["MedicationRequest/o", 1],)"), IssueType::structure);
  std::string many = R"("selections": ["x")";
  for (int i = 0; i < 1'000; ++i) many += R"(,"x")";
  EXPECT_EQ(refused(many + "],"), IssueType::value);
}

std::string viewing(const std::string& user) {
  return R"({"hook": "patient-view", "hookInstance": "1", "context": {"patientId": "p")" + user + "}}";
}

TEST(CdsRequest, needs_no_orders_but_a_user_to_open_a_chart) {
  const Parsed body(viewing(R"(, "userId": "Practitioner/1")"));
  const auto request = server::parse_cds_request(body.json(), server::patient_view);
  ASSERT_TRUE(request.has_value());
  EXPECT_FALSE(request->draft_orders.exists());
  EXPECT_EQ(refusal_of(viewing(""), server::patient_view), IssueType::required);
  EXPECT_EQ(refusal_of(viewing(R"(, "userId": 7)"), server::patient_view), IssueType::structure);
}

TEST(CdsRequest, tells_clinicians_from_patients_and_their_relatives) {
  const auto is_proxy = [](const std::string& user) {
    server::CdsRequest request{"1", "p", "", {}, {}};
    request.user_id = user;
    return server::is_opened_by_proxy(request);
  };
  for (const char* user : {"Patient/p", "Patient/q", "RelatedPerson/r", "https://ehr.example.org/Patient/p", "p"})
    EXPECT_TRUE(is_proxy(user)) << user;
  for (const char* user : {"Practitioner/p", "PractitionerRole/1", "https://ehr.example.org/Practitioner/1", "d1", ""})
    EXPECT_FALSE(is_proxy(user)) << user;
}

TEST(CdsRequest, takes_only_a_fhir_id_for_the_patient) {
  EXPECT_EQ(refusal_of(call("pat-1", "Patient/pat-1")), IssueType::value);
  EXPECT_EQ(refusal_of(call("pat-1", "a b")), IssueType::value);
  EXPECT_EQ(refusal_of(call("pat-1", std::string(65, 'x'))), IssueType::value);
  EXPECT_EQ(refusal_of(call("pat-1", R"(\u003cscript\u003e)")), IssueType::value);
}

TEST(CdsRequest, never_repeats_what_was_sent) {
  EXPECT_EQ(diagnostics_of(call("pat-1", "canary here")).find("canary"), std::string::npos);
  EXPECT_EQ(diagnostics_of(call("order-sign", "canary")).find("canary"), std::string::npos);
}

TEST(CdsRequest, takes_a_hook_instance_that_is_no_uuid) {
  EXPECT_TRUE(parse(Parsed(call("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "free text"))).has_value());
}

TEST(CdsRequest, goes_without_an_encounter_that_is_no_id) {
  const Parsed wrong(call("enc.1", "a/b"));
  EXPECT_EQ(parse(wrong)->encounter_id, "");
  const Parsed none(call(R"("encounterId": "enc.1",)"));
  EXPECT_EQ(parse(none)->encounter_id, "");
}

TEST(CdsRequest, takes_a_bundle_without_type_or_entries) {
  EXPECT_TRUE(parse(Parsed(call(R"("resourceType": "Bundle", "entry": [])"))).has_value());
  EXPECT_TRUE(parse(Parsed(call(R"("entry": [])", R"("entry": null)"))).has_value());
}

TEST(CdsRequest, does_without_prefetch) {
  const Parsed none(call(R"(,
      "prefetch": {"patient": null})"));
  ASSERT_TRUE(parse(none).has_value());
  EXPECT_FALSE(parse(none)->prefetch.exists());
  const Parsed null(call(R"({"patient": null})", "null"));
  EXPECT_FALSE(parse(null)->prefetch.exists());
}

TEST(CdsRequest, ignores_members_that_it_does_not_know) {
  EXPECT_TRUE(
      parse(Parsed(call(R"("hook":)", R"("extension": {"com.example": 1}, "fhirServer": 7, "hook":)"))).has_value());
}

}  // namespace
