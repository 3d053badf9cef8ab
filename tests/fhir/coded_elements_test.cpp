#include "fhir/coded_elements.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fhir/json_text.h"
#include "tests/fhir/shipped_value_sets.h"

namespace fhir {
namespace {

const std::string dxa = R"({"coding":[{"system":"http://snomed.info/sct","code":"312681000"}]})";

bool is_dxa(const std::string& before, QueryId query, const std::string& after = "") {
  const JsonText resource("{" + before + dxa + after + "}");
  return in(sets_of(resource, query, shipped_terminology()), ValueSetId::dxa_study);
}

TEST(CodedElements, AreThoseOfEachVersion) {
  const struct {
    QueryId query;
    const char* before;
    const char* after;
  } cases[] = {
      {QueryId::conditions, R"("code":)", ""},
      {QueryId::labs, R"("code":)", ""},
      {QueryId::observations, R"("code":)", ""},
      {QueryId::bone_density, R"("component":[{"code":)", "}]"},
      {QueryId::dxa_reports, R"("code":)", ""},
      {QueryId::dxa_documents, R"("type":)", ""},
      {QueryId::service_requests, R"("code":)", ""},
      {QueryId::service_requests, R"("code":{"concept":)", "}"},
      {QueryId::service_requests, R"("item":[{"code":)", "}]"},
      {QueryId::service_requests, R"("serviceRequested":[)", "]"},
      {QueryId::service_requests, R"("type":)", ""},
      {QueryId::service_requests, R"("reasonCode":[)", "]"},
      {QueryId::service_requests, R"("reasonCodeableConcept":)", ""},
      {QueryId::service_requests, R"("reason":[{"concept":)", "}]"},
      {QueryId::procedures, R"("code":)", ""},
      {QueryId::procedures, R"("reason":[{"concept":)", "}]"},
      {QueryId::encounters, R"("class":[)", "]"},
      {QueryId::encounters, R"("type":[)", "]"},
      {QueryId::encounters, R"("reason":[)", "]"},
      {QueryId::encounters, R"("reason":[{"value":[{"concept":)", "}]}]"},
      {QueryId::encounters, R"("serviceType":[{"concept":)", "}]"},
      {QueryId::encounters, R"("hospitalization":{"dischargeDisposition":)", "}"},
      {QueryId::encounters, R"("admission":{"dischargeDisposition":)", "}"},
      {QueryId::appointments, R"("serviceType":[)", "]"},
      {QueryId::appointments, R"("serviceType":[{"concept":)", "}]"},
      {QueryId::appointments, R"("reason":[)", "]"},
      {QueryId::appointments, R"("reason":[{"concept":)", "}]"},
      {QueryId::appointments, R"("type":)", ""},
  };
  for (const auto& [query, before, after] : cases) EXPECT_TRUE(is_dxa(before, query, after)) << before;
  EXPECT_FALSE(is_dxa(R"("bodySite":)", QueryId::procedures));
}

TEST(CodedElements, AreNotLookedForWhereAllResourcesAreRead) {
  EXPECT_FALSE(has_coded_elements(QueryId::allergies));
  EXPECT_TRUE(has_coded_elements(QueryId::encounters));
}

}  // namespace
}  // namespace fhir
