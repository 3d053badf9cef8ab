// What the EHRs of different vendors do in ways of their own. A profile of the clients file is one row of the table in
// client_profile.cpp; a client may differ from it by members of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "fhir/json.h"

namespace server {

// What its user interface lets clinicians do with the suggestions of one card (CDS Hooks R106).
enum class SelectionBehavior : std::uint8_t { any, at_most_one };
// What it means by null under a prefetch key (R63).
enum class PrefetchNull : std::uint8_t { nothing_found, not_known };

struct ClientProfile {
  std::string_view name;  // in the clients file; "" for CDS Hooks as published
  SelectionBehavior selection_behavior = SelectionBehavior::any;
  PrefetchNull prefetch_null = PrefetchNull::nothing_found;
  // By which a card says that its detail is Markdown: the value of Epic's extension. "": the card does not say it.
  std::string_view detail_content_type{};
  std::chrono::seconds longest_token_life{300};  // exp - iat at most
  // What the names of its extensions of a call begin with, if it has any; they tell it from others.
  std::string_view call_extensions{};
  // What to set in the EHR if its calls come without any data: a sentence for those who run it. "" if nothing is known.
  std::string_view if_stripped{};
};

// The first is CDS Hooks as published, which is for clients without a profile.
std::span<const ClientProfile> client_profiles();
// nullptr if there is none of this name.
const ClientProfile* profile_named(std::string_view name);
// The profile whose extensions a call has; nullptr if it has none of any.
const ClientProfile* profile_told(fhir::Json extensions);

// The only words for a card's detail that the service writes: Markdown, which any CommonMark reader understands.
inline constexpr std::string_view markdown_types[] = {"text/markdown", "text/markdown; variant=CommonMark",
                                                      "text/markdown; variant=GitHub"};

}  // namespace server
