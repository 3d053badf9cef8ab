// How one client wants its cards written. Made when the clients file and the guideline are read: nothing of it is
// worked out for a call.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/guideline.h"
#include "server/clients.h"

namespace server {

struct CardStyle {
  std::string selection_behavior = R"(,"selectionBehavior":"any")";
  std::string extensions;  // more members of a card's extension, each behind a comma
  std::string view_link;   // a Link to the bone-health view, as JSON; "" if there is none
  // Those that the client has codes of its own for, in place of the guideline's of the same id.
  std::vector<rules::Suggestion> suggestions;

  const rules::Suggestion& suggestion_for(const rules::Suggestion& of_guideline) const;
};

// For clients about which nothing is known.
const CardStyle& usual_card_style();
// For this client, with the suggestions of this guideline.
CardStyle card_style_of(const Client& client, const rules::Guideline& guideline);

// Those of all clients. Immutable.
class CardStyles {
 public:
  // `view`: the address at which the bone-health view is launched, "" if there is none.
  CardStyles(const Clients& clients, const rules::Guideline& guideline, std::string_view view = {});
  // nullptr: of nobody in particular.
  const CardStyle& of(const Client* client) const;

 private:
  std::map<const Client*, CardStyle> styles_;
  CardStyle usual_;
};

// What is wrong with the clients file for this guideline, "" if nothing is: a code for an order that it never suggests
// would be a setting that does not count.
std::string objection_to(const Clients& clients, const rules::Guideline& guideline);

}  // namespace server
