// How an expected failure is told: as a value, with FHIR's own kinds of issue.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace fhir {

// The issue types of FHIR R4 that this service uses (http://hl7.org/fhir/R4/valueset-issue-type.html).
enum class IssueType {
  structure,
  required,
  value,
  invalid,
  not_found,
  not_supported,
  too_long,
  too_costly,
  incomplete,
  security,
  conflict,
  throttled,
  transient,
  timeout,
  exception
};

// The code as FHIR spells it, for example "not-found".
const char* code_of(IssueType type);

// Why something could not be done. `diagnostics` is for the people who run the EHR: it names elements and
// places, never a value out of a patient's record.
struct Issue {
  IssueType code = IssueType::invalid;
  std::string diagnostics;
};

// Lets boost::system::result carry an Issue; result::value() on a failure is a bug and throws.
[[noreturn]] void throw_exception_from_error(const Issue& issue, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Issue>;

inline Issue issue(IssueType code, std::string diagnostics) { return Issue{code, std::move(diagnostics)}; }

}  // namespace fhir
