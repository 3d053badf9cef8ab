// A DXA that is ordered, booked or declined (clinical-policy.md section 3).
#include "tests/support/patient_case.h"

namespace test {
namespace {

std::string dxa_request(const std::string& status, const std::string& more = "") {
  return "{'resourceType':'ServiceRequest','id':'s1','status':'" + status +
         "','intent':'order','code':" + snomed("312681000") + more + "}";
}
rules::Facts with(fhir::QueryId query, const std::string& json) { return PatientCase().with(query, json).facts(); }

TEST(DxaOrderFacts, FindAnOpenOrder) {
  const auto fact = with(service_requests, dxa_request("active", ",'authoredOn':'2026-06-01'"))[FactId::dxa_ordered];
  EXPECT_TRUE(is_true(fact));
  EXPECT_EQ(source(fact), "ServiceRequest/s1");
  EXPECT_TRUE(is_true(with(service_requests, dxa_request("draft"))[FactId::dxa_ordered]));
  EXPECT_TRUE(is_unknown(with(service_requests, dxa_request("completed"))[FactId::dxa_ordered]));
  EXPECT_TRUE(is_unknown(with(service_requests, dxa_request("revoked"))[FactId::dxa_ordered]));
}

TEST(DxaOrderFacts, FindAnOrderInTheSameBundle) {
  const auto facts = PatientCase().orders({PatientCase::draft(""), dxa_request("draft")}).facts();
  EXPECT_TRUE(is_true(facts[FactId::dxa_ordered]));
}

TEST(DxaOrderFacts, FindABookedAppointmentThatLiesAhead) {
  const auto appointment = [](const std::string& status, const std::string& start) {
    return with(appointments, "{'resourceType':'Appointment','id':'x','status':'" + status + "','start':'" + start +
                                  "','serviceType':[" + snomed("312681000") + "]}")[FactId::dxa_ordered];
  };
  EXPECT_TRUE(is_true(appointment("booked", "2026-07-01T09:00:00Z")));
  EXPECT_TRUE(is_true(appointment("booked", "2026-06-15T09:00:00Z")));
  EXPECT_TRUE(is_unknown(appointment("booked", "2026-06-14T09:00:00Z")));
  EXPECT_TRUE(is_unknown(appointment("cancelled", "2026-07-01T09:00:00Z")));
  EXPECT_TRUE(is_true(with(appointments, "{'resourceType':'Appointment','status':'booked','reasonCode':[" +
                                             snomed("312681000") + "]}")[FactId::dxa_ordered]));
}

TEST(DxaOrderFacts, FindARefusalWithinTwelveMonths) {
  const auto declined = [](const std::string& date) {
    return with(service_requests, dxa_request("active", ",'doNotPerform':true,'authoredOn':'" + date + "'"));
  };
  EXPECT_TRUE(is_true(declined("2025-06-15")[FactId::dxa_declined]));
  EXPECT_TRUE(is_unknown(declined("2025-06-14")[FactId::dxa_declined]));
  EXPECT_TRUE(is_unknown(declined("2026-01-01")[FactId::dxa_ordered]));
  const auto not_done = [](const std::string& when) {
    return with(procedures, "{'resourceType':'Procedure','id':'x','status':'not-done','code':" + snomed("312681000") +
                                "," + when + "}")[FactId::dxa_declined];
  };
  EXPECT_TRUE(is_true(not_done("'performedDateTime':'2026-01-01'")));
  EXPECT_TRUE(is_true(not_done("'performedPeriod':{'start':'2026-01-01'}")));
  EXPECT_TRUE(is_unknown(not_done("'performedDateTime':'2024-01-01'")));
}

TEST(DxaOrderFacts, FindARefusalInTheSameBundle) {
  for (const char* more : {"", ",'authoredOn':'2026-06-15'", ",'authoredOn':'2026-06-16T01:00:00Z'"}) {
    const auto facts =
        PatientCase()
            .orders({PatientCase::draft(""), dxa_request("draft", ",'doNotPerform':true" + std::string(more))})
            .facts();
    EXPECT_TRUE(is_true(facts[FactId::dxa_declined])) << more;
    EXPECT_TRUE(is_unknown(facts[FactId::dxa_ordered])) << more;
    EXPECT_EQ(fhir::to_string(*facts[FactId::dxa_declined].evidence.date), "2026-06-15") << more;
  }
}

TEST(DxaOrderFacts, TakeAnUndatedRefusalForOneThatStandsWhileItIsActive) {
  const auto declined = [](const std::string& status) {
    return with(service_requests, dxa_request(status, ",'doNotPerform':true"))[FactId::dxa_declined];
  };
  EXPECT_TRUE(is_true(declined("active")));
  for (const char* status : {"completed", "revoked", "entered-in-error"})
    EXPECT_TRUE(is_unknown(declined(status))) << status;
}

}  // namespace
}  // namespace test
