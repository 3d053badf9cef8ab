#include "fhir/result.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fhir {
namespace {

// http://hl7.org/fhir/R4/valueset-issue-type.html
TEST(IssueType, is_spelt_as_fhir_spells_it) {
  const std::pair<IssueType, const char*> spellings[] = {
      {IssueType::structure, "structure"},   {IssueType::required, "required"},
      {IssueType::value, "value"},           {IssueType::invalid, "invalid"},
      {IssueType::not_found, "not-found"},   {IssueType::not_supported, "not-supported"},
      {IssueType::too_long, "too-long"},     {IssueType::too_costly, "too-costly"},
      {IssueType::incomplete, "incomplete"}, {IssueType::security, "security"},
      {IssueType::conflict, "conflict"},     {IssueType::throttled, "throttled"},
      {IssueType::transient, "transient"},   {IssueType::timeout, "timeout"},
      {IssueType::exception, "exception"},
  };
  for (const auto& [type, spelling] : spellings) EXPECT_STREQ(code_of(type), spelling);
}

TEST(Result, carries_a_value_or_the_issue) {
  const Result<int> good = 7;
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 7);
  const Result<int> bad = issue(IssueType::not_found, "Patient");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, IssueType::not_found);
  EXPECT_EQ(bad.error().diagnostics, "Patient");
}

TEST(Result, throws_what_was_not_expected_when_a_failure_is_read_as_a_value) {
  const Result<int> bad = issue(IssueType::timeout, "the search took too long");
  try {
    static_cast<void>(bad.value());
    FAIL() << "a failure has no value";
  } catch (const std::logic_error& error) {
    EXPECT_NE(std::string_view(error.what()).find("the search took too long"), std::string_view::npos);
  }
}

}  // namespace
}  // namespace fhir
