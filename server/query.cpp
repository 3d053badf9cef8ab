#include "server/query.h"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace server {

// Of a whole reference: Boost 1.81 takes one byte too many into the last value of a bare query.
std::string query_value(std::string_view query, std::string_view name) {
  const std::string reference = std::string("?").append(query);
  const auto parsed = boost::urls::parse_relative_ref(reference);
  if (!parsed) return {};
  const auto params = parsed->encoded_params();
  for (const boost::urls::param_pct_view param : params)
    if (param.key.decode() == name) return param.value.decode();
  return {};
}

}  // namespace server
