// Why a call is answered as it is, as JSON for our own pages (web/src/common/api.ts, Why and Decided).
#pragma once

#include <string>
#include <string_view>

#include "server/cds_service.h"

namespace server {

// What one guideline decides for these facts, table by table. `key`: by which name the pages ask for the guideline.
std::string decided_json(const rules::Guideline& guideline, rules::Occasion occasion, std::string_view key,
                         const rules::Facts& facts);

// The same for one call, with its facts, and bone density and drugs over time. `orders`: the tables for orders, which
// say how the next scan stands; nothing is said of it where the guideline says nothing else.
std::string why_json(const Considered& considered, rules::Occasion occasion, std::string_view key,
                     const rules::Guideline& orders);

// Of a call about which the guideline is not asked.
std::string not_ours_json(std::string_view silence);

}  // namespace server
