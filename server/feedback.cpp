#include "server/feedback.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fhir/date.h"

namespace server {
namespace {

using fhir::IssueType;
using fhir::Json;
using fhir::Result;

bool is_there(Json value) { return value.exists() && !value.is_null(); }

// Where in the body something stands: "feedback[2].outcome".
class Place {
 public:
  explicit Place(std::size_t index) : item_("feedback[" + std::to_string(index) + "]") {}

  fhir::Issue issue(IssueType type, std::string_view member, std::string_view what) const {
    std::string text = item_;
    if (!member.empty()) text.append(".").append(member);
    return fhir::issue(type, text.append(" ").append(what));
  }

 private:
  std::string item_;
};

// One item, read member by member until something in it is wrong.
class ItemReader {
 public:
  ItemReader(Json item, std::size_t index, const FeedbackLimits& limits)
      : json_(item), place_(index), limits_(limits) {}

  Result<FeedbackItem> read() {
    if (!json_.is_object()) return place_.issue(IssueType::structure, "", "is not an object");
    if (const auto done = read_card(); !done) return done.error();
    if (const auto done = read_outcome(); !done) return done.error();
    if (const auto done = read_suggestions(); !done) return done.error();
    if (const auto done = read_reason(); !done) return done.error();
    if (const auto done = read_time(); !done) return done.error();
    return std::move(item_);
  }

 private:
  Result<void> read_card() {
    if (!is_there(json_["card"])) return place_.issue(IssueType::required, "card", "is missing: the uuid of the card");
    return take(json_["card"], "card", limits_.id_bytes, item_.card);
  }

  Result<void> read_outcome() {
    const auto word = json_["outcome"].text();
    if (word == word_of(CardOutcome::accepted)) {
      item_.outcome = CardOutcome::accepted;
    } else if (word == word_of(CardOutcome::overridden)) {
      item_.outcome = CardOutcome::overridden;
    } else {
      return place_.issue(IssueType::value, "outcome", "is neither \"accepted\" nor \"overridden\"");
    }
    return {};
  }

  // Required by the specification where a card was accepted; clients leave it out (R174).
  Result<void> read_suggestions() {
    const Json list = json_["acceptedSuggestions"];
    if (!is_there(list)) return {};
    if (!list.is_array()) return place_.issue(IssueType::structure, "acceptedSuggestions", "is not an array");
    if (list.size() > limits_.suggestions)
      return place_.issue(IssueType::too_costly, "acceptedSuggestions", "has too many elements");
    for (const Json suggestion : list.elements())
      if (const auto done =
              take(suggestion["id"], "acceptedSuggestions.id", limits_.id_bytes, item_.suggestions.emplace_back());
          !done)
        return done.error();
    return {};
  }

  // Epic calls it overrideReasons; old clients leave out `reason` and put its members in its place (R181).
  Result<void> read_reason() {
    const Json singular = json_["overrideReason"];
    const Json reason = is_there(singular) ? singular : json_["overrideReasons"];
    for (const Json one : reason.each()) {
      if (!one.is_object()) return place_.issue(IssueType::structure, "overrideReason", "is not an object");
      const Json coding = is_there(one["reason"]) ? one["reason"] : one;
      if (const auto done = read_coding(coding); !done) return done.error();
      if (const auto done =
              take_if_there(one["userComment"], "overrideReason.userComment", limits_.comment_bytes, item_.comment);
          !done)
        return done.error();
      break;  // more than one reason is nothing that the specification knows
    }
    return {};
  }

  Result<void> read_coding(Json coding) {
    if (const auto done =
            take_if_there(coding["code"], "overrideReason.reason.code", limits_.id_bytes, item_.reason_code);
        !done)
      return done.error();
    return take_if_there(coding["system"], "overrideReason.reason.system", limits_.id_bytes, item_.reason_system);
  }

  Result<void> read_time() {
    if (!is_there(json_["outcomeTimestamp"])) return {};
    const auto date = fhir::parse_date(json_["outcomeTimestamp"].text());
    if (!date || !date->instant)
      return place_.issue(IssueType::value, "outcomeTimestamp", "is not a time with a zone: 2026-11-26T09:30:00Z");
    item_.told = *date->instant;
    return {};
  }

  Result<void> take_if_there(Json value, std::string_view member, std::size_t most, std::string& into) {
    if (!is_there(value)) return {};
    return take(value, member, most, into);
  }

  Result<void> take(Json value, std::string_view member, std::size_t most, std::string& into) {
    if (!value.is_string()) return place_.issue(IssueType::structure, member, "is not a string");
    if (value.text().size() > most) return place_.issue(IssueType::too_long, member, "is longer than is kept");
    into = value.text();
    return {};
  }

  const Json json_;
  const Place place_;
  const FeedbackLimits& limits_;
  FeedbackItem item_;
};

}  // namespace

std::string_view word_of(CardOutcome outcome) { return outcome == CardOutcome::accepted ? "accepted" : "overridden"; }

std::size_t count_new(const std::vector<Keeping>& keepings) {
  return static_cast<std::size_t>(std::ranges::count(keepings, true, &Keeping::is_new));
}

Result<std::vector<FeedbackItem>> parse_feedback(Json body, const FeedbackLimits& limits) {
  const Json list = body["feedback"];
  if (!list.is_array())
    return fhir::issue(IssueType::required, "feedback is missing: an array of what became of cards");
  if (list.size() == 0) return fhir::issue(IssueType::required, "feedback is empty");
  if (list.size() > limits.items)
    return fhir::issue(IssueType::too_costly, "feedback has more items than are taken at once");
  std::vector<FeedbackItem> items;
  items.reserve(list.size());
  for (const Json element : list.elements()) {
    auto item = ItemReader(element, items.size(), limits).read();
    if (!item) return item.error();
    items.push_back(std::move(*item));
  }
  return items;
}

}  // namespace server
