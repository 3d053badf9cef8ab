// What PostgreSQL's error codes mean for the people who run the service.
#pragma once

#include <string_view>

#include "fhir/result.h"

namespace server {

// `sqlstate` has five characters (PostgreSQL documentation, appendix A); "" where the server could not be reached.
fhir::Issue postgres_issue(std::string_view sqlstate);

// True for failures after which the server is better connected to anew.
bool is_failure_of_server(std::string_view sqlstate);

}  // namespace server
