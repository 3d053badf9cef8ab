// The uuids of cards and suggestions, by which feedback refers to them (CDS Hooks R100, R121).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/advice.h"
#include "rules/facts.h"
#include "server/cds_request.h"

namespace server {

// Who asked about what. Everything in it enters the uuids: the same call gets the same uuids, so that an answer is the
// same byte for byte, and no two calls share one as long as hookInstance differs.
struct Call {
  const CdsRequest& request;
  const std::vector<rules::AromataseInhibitorOrder>& orders;
  std::string_view client;
};

std::string uuid_of(const rules::Card& card, const Call& call);
std::string uuid_of(const rules::Suggestion& suggestion, const rules::Card& card, const Call& call);

}  // namespace server
