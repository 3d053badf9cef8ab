#include "fhir/result.h"

#include <stdexcept>

namespace fhir {

const char* code_of(IssueType type) {
  switch (type) {
    case IssueType::structure:
      return "structure";
    case IssueType::required:
      return "required";
    case IssueType::value:
      return "value";
    case IssueType::invalid:
      return "invalid";
    case IssueType::not_found:
      return "not-found";
    case IssueType::not_supported:
      return "not-supported";
    case IssueType::too_long:
      return "too-long";
    case IssueType::too_costly:
      return "too-costly";
    case IssueType::incomplete:
      return "incomplete";
    case IssueType::security:
      return "security";
    case IssueType::conflict:
      return "conflict";
    case IssueType::throttled:
      return "throttled";
    case IssueType::transient:
      return "transient";
    case IssueType::timeout:
      return "timeout";
    case IssueType::exception:
      break;
  }
  return "exception";
}

void throw_exception_from_error(const Issue& issue, const boost::source_location& where) {
  throw std::logic_error(std::string("unexpected failure in ") + where.function_name() + ": " + issue.diagnostics);
}

}  // namespace fhir
