#include "server/fhir_access.h"

#include <gtest/gtest.h>

#include <string>

#include "parsed.h"
#include "server/trace_context.h"

namespace {

using server_test::Parsed;

constexpr std::string_view trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const std::string server_member = R"("fhirServer": "https://ehr.example.org/fhir/R4")";

server::Clients clients() {
  auto client = std::make_shared<server::Client>();
  client->fhir_servers.push_back(*server::parse_url("https://ehr.example.org/fhir/R4"));
  return server::Clients({client});
}

// What a call with these members may do.
fhir::Result<server::FhirAccessPtr> access(const std::string& members, std::string_view traceparent = trace) {
  const Parsed body("{" + members + "}");
  server::CdsRequest request{};
  request.patient_id = "p";
  request.fhir_server = body["fhirServer"];
  request.fhir_authorization = body["fhirAuthorization"];
  return server::fhir_access(request, clients().for_server(request.fhir_server.text()), {traceparent, "r1"}, {});
}

std::string why_not(const std::string& members) {
  const auto result = access(members);
  return result ? "it may" : result.error().diagnostics;
}

std::string authorization(const std::string& members) {
  return server_member + R"(, "fhirAuthorization": {)" + members + "}";
}

TEST(FhirAccess, is_given_by_the_call) {
  const auto given = access(authorization(R"("access_token": "t.o-k_e+n/=", "token_type": "Bearer", "expires_in": 300,
                                             "scope": "anything", "subject": "s", "patient": "p")"));
  ASSERT_TRUE(given.has_value());
  EXPECT_EQ((*given)->base.to_string(), "https://ehr.example.org/fhir/R4");
  EXPECT_EQ((*given)->authorization, "Bearer t.o-k_e+n/=");
  EXPECT_EQ((*given)->traceparent, trace);
  EXPECT_EQ((*given)->request_id, "r1");
}

TEST(FhirAccess, takes_what_clients_leave_out_or_write_otherwise) {
  EXPECT_EQ((*access(server_member))->authorization, "");
  EXPECT_EQ((*access(authorization(R"("access_token": "")")))->authorization, "");
  for (const char* variant : {R"("access_token": "t")", R"("access_token": "t", "token_type": "bearer")",
                              R"("access_token": "t", "expires_in": "300")", R"("access_token": "t", "patient": null)"})
    EXPECT_EQ((*access(authorization(variant)))->authorization, "Bearer t") << variant;
}

TEST(FhirAccess, needs_a_server_that_the_client_may_name) {
  for (const char* none : {"", R"("fhirServer": null)", R"("fhirServer": 7)", R"("fhirServer": "")"})
    EXPECT_EQ(why_not(none), "the call names no fhirServer") << none;
  for (const char* other :
       {"https://evil.example/fhir/R4", "http://ehr.example.org/fhir/R4", "https://ehr.example.org/",
        "https://ehr.example.org@evil.example/fhir/R4", "http://127.0.0.1/", "file:///etc/passwd"})
    EXPECT_EQ(why_not(R"("fhirServer": ")" + std::string(other) + "\""),
              "fhirServer is not one of those that this client may name")
        << other;
}

TEST(FhirAccess, never_uses_a_token_in_doubt) {
  for (const char* doubt : {R"("access_token": "t", "token_type": "MAC")", R"("access_token": "t", "expires_in": 0)",
                            R"("access_token": "t", "expires_in": -1)", R"("access_token": "t", "expires_in": "0")",
                            R"("access_token": "t", "patient": "somebody-else")", R"("access_token": "t\r\nX-Evil: 1")",
                            R"("access_token": "t t")", "\"access_token\": \"t\xC3\xA9\""})
    EXPECT_TRUE(access(authorization(doubt)).has_error()) << doubt;
  EXPECT_TRUE(access(authorization(R"("access_token": ")" + std::string(9000, 't') + "\"")).has_error());
}

TEST(FhirAccess, passes_on_only_a_valid_traceparent) {
  EXPECT_EQ(server::valid_traceparent(trace), trace);
  EXPECT_EQ(server::trace_id_of(trace), std::string_view(trace).substr(3, 32));
  EXPECT_EQ(server::trace_id_of("canary"), "");
  for (const char* invalid : {"", "x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                              "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                              "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                              "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                              "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                              "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
                              "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-\r\n"})
    EXPECT_EQ(server::valid_traceparent(invalid), "") << invalid;
  EXPECT_EQ((*access(server_member, "canary"))->traceparent, "");
}

std::optional<fhir::FhirVersion> told(const std::string& members) {
  const Parsed body("{" + members + "}");
  server::CdsRequest request{};
  request.draft_orders = body["draftOrders"];
  request.extension = body["extension"];
  return server::version_told(request);
}

TEST(FhirVersionTold, is_by_extension_or_by_the_orders) {
  EXPECT_EQ(told(R"("extension": {"com.epic.cdshooks.request.fhir-version": "STU3"})"), fhir::FhirVersion::stu3);
  EXPECT_EQ(told(R"("draftOrders": {"entry": [{"resource": {"resourceType": "MedicationOrder"}}]})"),
            fhir::FhirVersion::dstu2);
  EXPECT_EQ(
      told(R"("draftOrders": {"entry": [{"resource": {"resourceType": "MedicationRequest", "medication": {}}}]})"),
      fhir::FhirVersion::r5);
  EXPECT_EQ(told(R"("draftOrders": {"entry": [{"resource": {"resourceType": "MedicationRequest"}}]})"), std::nullopt);
  EXPECT_EQ(told(""), std::nullopt);
}

}  // namespace
