// The hooks that this server has a service for, as a table: all in which the services differ begins here.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace server {

// What a service speaks about.
enum class Ours : std::uint8_t {
  draft_orders,  // the orders of context.draftOrders
};

// A hook, and the one service that is called by it. A service has one hook: the public CDS Hooks Sandbox knows services
// by their addresses alone (R31).
struct Hook {
  std::string_view name;     // "order-sign"
  std::string_view version;  // as the hook's published definition says (R30)
  // The last part of the service's address; stable, for clients are configured with it by hand (R26).
  std::string_view service_id;
  std::string_view title;
  std::string_view description;
  Ours ours;
};

inline constexpr Hook order_sign{
    "order-sign",
    "1.0",
    "aromatase-inhibitor-bone-health",
    "Bone health on aromatase inhibitors",
    "When letrozole, anastrozole or exemestane is signed, checks bone density, fracture risk and protective measures "
    "against the guideline, and says what is due and why. Silent for all other orders.",
    Ours::draft_orders,
};

// In the order in which discovery lists them.
inline constexpr std::array hooks{&order_sign};

// nullptr if there is no service for it.
constexpr const Hook* hook_named(std::string_view name) {
  const auto found = std::ranges::find(hooks, name, &Hook::name);
  return found == hooks.end() ? nullptr : *found;
}

}  // namespace server
