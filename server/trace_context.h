// W3C Trace Context: what links our log lines and our questions to those of the systems around us.
#pragma once

#include <string_view>

namespace server {

// The traceparent header as it may be passed on; "" unless it is a valid one (version 00 or a later one of the same
// form, https://www.w3.org/TR/trace-context/#traceparent-header).
std::string_view valid_traceparent(std::string_view header);

// Its trace-id, 32 hexadecimal digits; "" if the header is not valid.
std::string_view trace_id_of(std::string_view header);

}  // namespace server
