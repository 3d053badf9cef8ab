// What SQLite's result codes mean for the people who run the service.
#pragma once

#include <filesystem>

#include "fhir/result.h"

namespace server {

// `code` is a result code of SQLite, plain or extended (https://www.sqlite.org/rescode.html), got while using `file`;
// `system_error` is the errno of the last input or output that failed, 0 if none.
fhir::Issue sqlite_issue(int code, int system_error, const std::filesystem::path& file);

// True for failures after which the file is better opened anew: whatever is wrong may be mended by then.
bool is_failure_of_file(int code);

}  // namespace server
