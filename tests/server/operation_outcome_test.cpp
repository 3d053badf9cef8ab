#include "server/operation_outcome.h"

#include <gtest/gtest.h>

namespace server {
namespace {

using enum fhir::IssueType;

TEST(OperationOutcome, IsFhirJson) {
  EXPECT_EQ(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required",)"
            R"("diagnostics":"context.patientId is missing"}]})",
            operation_outcome(required, "context.patientId is missing"));
}

TEST(OperationOutcome, EscapesWhatJsonCannotHold) {
  EXPECT_NE(std::string::npos, operation_outcome(value, "a\"b\\c\nd").find(R"(a\"b\\c\nd)"));
}

TEST(OperationOutcome, EveryKindOfIssueHasItsStatus) {
  for (const auto type : {structure, required, value, invalid, conflict})
    EXPECT_EQ(http::status::bad_request, status_of(type));
  for (const auto type : {incomplete, transient, timeout})
    EXPECT_EQ(http::status::precondition_failed, status_of(type));
  for (const auto type : {too_long, too_costly}) EXPECT_EQ(http::status::payload_too_large, status_of(type));
  EXPECT_EQ(http::status::unauthorized, status_of(security));
  EXPECT_EQ(http::status::not_found, status_of(not_found));
  EXPECT_EQ(http::status::unsupported_media_type, status_of(not_supported));
  EXPECT_EQ(http::status::too_many_requests, status_of(throttled));
  EXPECT_EQ(http::status::internal_server_error, status_of(exception));
}

TEST(OperationOutcome, ARefusalCarriesStatusAndMediaType) {
  const HttpResponse refused = refusal(fhir::issue(incomplete, "prefetch.patient is missing"));
  EXPECT_EQ(http::status::precondition_failed, refused.status);
  EXPECT_EQ("application/fhir+json", refused.content_type);
  EXPECT_EQ(operation_outcome(incomplete, "prefetch.patient is missing"), refused.body);
}

}  // namespace
}  // namespace server
