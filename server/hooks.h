// The hooks that this server has a service for, as a table: all in which the services differ begins here.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "rules/guideline.h"

namespace server {

// What a service speaks about.
enum class Ours : std::uint8_t {
  draft_orders,     // the orders of context.draftOrders
  selected_orders,  // those of them that context.selections names
  taken,            // the orders and statements on record by which the patient takes a drug of ours
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

  // By which tables of the guideline it is answered.
  constexpr rules::Occasion occasion() const {
    return ours == Ours::taken ? rules::Occasion::chart : rules::Occasion::order;
  }
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

// Fires while the order is composed, often with every change of the form: the order may lack dose and length.
inline constexpr Hook order_select{
    "order-select",
    "1.0",
    "aromatase-inhibitor-bone-health-select",
    "Bone health on aromatase inhibitors: while ordering",
    "When letrozole, anastrozole or exemestane is selected, says what it will say when the order is signed: what is "
    "due "
    "by the guideline, and why. Silent for all other orders.",
    Ours::selected_orders,
};

inline constexpr Hook patient_view{
    "patient-view",
    "1.0",
    "aromatase-inhibitor-bone-health-view",
    "Bone health on aromatase inhibitors: on opening the chart",
    "When the chart of a patient is opened who takes letrozole, anastrozole or exemestane, says what is overdue, newly "
    "indicated or unsafe by the guideline, and why. Silent for all other patients, where nothing is due, and for "
    "patients and their relatives as users.",
    Ours::taken,
};

// In the order in which discovery lists them.
inline constexpr std::array hooks{&order_sign, &order_select, &patient_view};

// nullptr if there is no service for it.
constexpr const Hook* hook_named(std::string_view name) {
  const auto found = std::ranges::find(hooks, name, &Hook::name);
  return found == hooks.end() ? nullptr : *found;
}

}  // namespace server
