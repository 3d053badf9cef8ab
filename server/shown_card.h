// A card that was sent to a client, as the store keeps it. Nothing in it tells who the patient is without the key of
// the hash.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/feedback.h"

namespace server {

struct ShownCardTexts {
  std::string_view uuid;
  std::string_view client;     // Client::name
  std::string_view service;    // "aromatase-inhibitor-bone-health"
  std::string_view guideline;  // "aibl-2017 1.0.0"
  std::string_view card;       // rules::Card::id: "dxa-baseline"
  std::string_view topic;      // rules::Card::topic: "DXABASELINE"
  std::string_view indicator;  // "warning"
  std::string_view rules;      // "bone-density/none scope/bone-loss-advice", with spaces between
  std::string_view patient;    // keyed hash of client and patient
  std::string_view orders;     // keyed hash of client and the orders that the card was about
};

// All texts are in one piece of memory: cards are made by the thread that answers, and are forgotten by another one.
class ShownCard {
 public:
  ShownCard(const ShownCardTexts& texts, Milliseconds shown);

  // Each ends with NUL; as long as this is there, and is not moved.
  ShownCardTexts texts() const;
  Milliseconds shown() const { return shown_; }

 private:
  static constexpr std::size_t count = 10;
  static const std::array<std::string_view ShownCardTexts::*, count> members;

  std::string text_;                         // all, each with a NUL behind it
  std::array<std::uint32_t, count> ends_{};  // of each, at its NUL
  Milliseconds shown_;
};

}  // namespace server
