// What is asked of FHIR servers of each version.
#include <gtest/gtest.h>

#include <string>

#include "fhir_stub.h"
#include "gathered.h"

namespace {

using fhir::Answer;
using fhir::QueryId;
using namespace server_test;

// The lines of the requests for one type.
std::size_t asked_for(const FhirStub& fhir, const std::string& type) {
  std::size_t count = 0;
  for (const auto& request : fhir.server().requests()) count += request.find("/" + type + "?") != std::string::npos;
  return count;
}
const std::string order_of_dstu2 = R"("draftOrders": {"entry": [{"resource": {"resourceType": "MedicationOrder"}}]})";

TEST(GatheringVersion, searches_as_the_version_has_it_that_the_call_tells) {
  const FhirStub fhir;
  Gathered data(order_of_dstu2, fhir.url(), {}, fhir::FhirVersion::r5);
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.version(), fhir::FhirVersion::dstu2);
  for (const char* type : {"MedicationOrder", "DiagnosticOrder", "ProcedureRequest", "ReferralRequest"})
    EXPECT_EQ(asked_for(fhir, type), 1U) << type;
  EXPECT_EQ(asked_for(fhir, "MedicationRequest") + asked_for(fhir, "ServiceRequest"), 0U);
  EXPECT_EQ(data[QueryId::service_requests].answer, Answer::empty);
}

TEST(GatheringVersion, searches_as_the_version_has_it_that_the_clients_file_has) {
  const FhirStub fhir;
  Gathered data("", fhir.url(), {}, fhir::FhirVersion::stu3);
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.version(), fhir::FhirVersion::stu3);
  EXPECT_EQ(asked_for(fhir, "ProcedureRequest"), 1U);
  EXPECT_EQ(asked_for(fhir, "ServiceRequest"), 0U);
}

TEST(GatheringVersion, searches_anew_if_the_server_says_that_it_speaks_another_version) {
  const FhirStub fhir(
      {{"/metadata ", json(R"({"fhirVersion": "1.0.2"})")}, {"/MedicationRequest?", http_response(404, "")}});
  Gathered data("", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.version(), fhir::FhirVersion::dstu2);
  EXPECT_EQ(asked_for(fhir, "MedicationOrder"), 1U);
  EXPECT_TRUE(data.failed().empty());
}

TEST(GatheringVersion, keeps_what_was_prefetched_when_it_searches_anew) {
  const FhirStub fhir({{"/metadata ", json(R"({"fhirVersion": "5.0.0"})")}});
  Gathered data(R"("prefetch": {"conditions": )" + page(condition("c")) + "}", fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::conditions].resources.size(), 1U);
  EXPECT_EQ(asked_for(fhir, "Condition"), 0U);
}

TEST(GatheringVersion, takes_a_server_that_does_not_say_its_version_for_one_of_r4) {
  const FhirStub silent({{"/metadata ", http_response(404, "")}});
  Gathered data("", silent.url());
  EXPECT_TRUE(data.complete().has_value());
  EXPECT_EQ(data.version(), std::nullopt);
}

TEST(GatheringVersion, lacks_what_one_of_several_searches_of_a_query_did_not_bring) {
  const FhirStub fhir({{"/ReferralRequest?", http_response(403, "")}});
  Gathered data(order_of_dstu2, fhir.url());
  ASSERT_TRUE(data.complete().has_value());
  EXPECT_EQ(data[QueryId::service_requests].answer, Answer::failed);
  EXPECT_EQ(data.failed(), std::vector<std::string_view>{"serviceRequests"});
}

}  // namespace
